import { addDays, dayOf } from '../../../miniprogram/shared/domain/calendar';
import type { Deps } from '../kernel/deps';

/** WeChat repeats an event within minutes; a check of a picture is settled or given up after three days. */
const KEPT_DAYS = 14;
/** So long after it was printed nobody brings a notice's paper slip any more. */
const SLIP_DAYS = 60;
/** Messages that are done are kept as long as somebody may ask what became of them. */
const MESSAGE_DAYS = 60;
const DAY_MS = 86_400_000;

/** Forgets what only guards against repeats: events that were taken in, checks that are over, tries of days gone by, slips, messages that are done. */
export async function clean({ store, now }: Pick<Deps, 'store' | 'now'>): Promise<{ readonly removed: number }> {
  const day = addDays(dayOf(now()), -KEPT_DAYS);
  const before = now() - KEPT_DAYS * DAY_MS;
  const removed = [
    await store.removeWhere('seenEvents', { at: { lt: before } }),
    await store.removeWhere('mediaChecks', { at: { lt: before } }),
    await store.removeWhere('bindTries', { day: { lt: day } }),
    await store.removeWhere('noticeSlips', { at: { lt: now() - SLIP_DAYS * DAY_MS } }),
    await store.removeWhere('outbox', {
      status: { in: ['sent', 'refused', 'unknown', 'dropped'] },
      doneAt: { lt: now() - MESSAGE_DAYS * DAY_MS },
    }),
  ];
  return { removed: removed.reduce((sum, n) => sum + n, 0) };
}
