import type { Booking } from '../data/documents';
import type { Deps } from '../kernel/deps';
import { offerFreed } from '../waitlist/offers';

/**
 * What follows once a call was called off, moved or failed: its former seat is let go, reminders of it do not leave, and the
 * time is offered to the waitlist. It comes after the change was committed; each part may be cut off and is made good by who
 * meets it (locks.ts, outbox/jobs.ts, the waitlist's job).
 * @param before the call as it was; `kept` the locks that it still holds, after a move.
 */
export async function release(deps: Deps, before: Booking, kept: readonly string[] = []): Promise<void> {
  const { store } = deps;
  const { _id: bookingId, schoolId, seat } = before;
  const freed = before.lockIds.filter((id) => !kept.includes(id));
  await store.removeWhere('locks', { _id: { in: freed }, schoolId, bookingId, seat: { lte: seat } });
  await store.updateWhere(
    'outbox',
    { schoolId, refId: bookingId, status: 'queued', seat: { lte: seat } },
    { set: { status: 'dropped' } },
  );
  await offerFreed(deps, before);
}
