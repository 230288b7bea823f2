import { UNBEGUN } from '../../../miniprogram/shared/domain/calls';
import { release } from '../booking/release';
import type { Deps } from '../kernel/deps';

const AT_ONCE = 200;
/** A call that nobody noted so long after its time is not going to be, ms. */
const PATIENCE_MS = 6 * 3_600_000;

/**
 * Closes calls whose time went by without a word from the desk. Nobody says that the family failed, so it counts as the
 * school's side: the week's call is theirs again. Answers how many.
 */
export async function closeForgotten(deps: Deps, until: number): Promise<number> {
  const { store, now } = deps;
  const calls = await store.list('bookings', {
    where: { status: { in: UNBEGUN }, startsAt: { lte: now() - PATIENCE_MS } },
    orderBy: [['startsAt', 'asc']],
    limit: AT_ONCE,
  });
  let closed = 0;
  for (const { _id } of calls) {
    if (now() >= until) break;
    const before = await store.transact(async (tx) => {
      const call = await tx.get('bookings', _id);
      if (!call || !UNBEGUN.includes(call.status)) return undefined;
      await tx.update('bookings', _id, {
        set: { status: 'failed_school', outcome: 'failed_school', version: call.version + 1 },
      });
      return call;
    });
    if (!before) continue;
    await release(deps, before);
    closed++;
  }
  return closed;
}
