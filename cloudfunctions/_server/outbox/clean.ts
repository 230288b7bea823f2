import { addDays, dayOf } from '../../../miniprogram/shared/domain/calendar';
import type { Deps } from '../kernel/deps';

/** WeChat repeats an event within minutes; a check of a picture is settled or given up after three days. */
const KEPT_DAYS = 14;

/** Forgets what only guards against repeats: events that were taken in, checks that are over, tries of days gone by. */
export async function clean({ store, now }: Pick<Deps, 'store' | 'now'>): Promise<{ readonly removed: number }> {
  const day = addDays(dayOf(now()), -KEPT_DAYS);
  const before = now() - KEPT_DAYS * 86_400_000;
  const removed = [
    await store.removeWhere('seenEvents', { at: { lt: before } }),
    await store.removeWhere('mediaChecks', { at: { lt: before } }),
    await store.removeWhere('bindTries', { day: { lt: day } }),
  ];
  return { removed: removed.reduce((sum, n) => sum + n, 0) };
}
