import type { Booking } from '../data/documents';
import type { Deps } from '../kernel/deps';
import { offerFreed } from '../waitlist/offers';

/**
 * What follows once a call was called off, moved or failed: its former seat is let go, reminders of it do not leave, and the
 * time is offered to the waitlist. It comes after the change was committed, so it never fails: what is cut off is made good by
 * who meets it (locks.ts, outbox/jobs.ts, the waitlist's job).
 * @param before the call as it was; `kept` the locks that it still holds, after a move.
 */
export async function release(
  deps: Deps,
  before: Booking,
  kept: readonly string[] = [],
  { offering = true }: { readonly offering?: boolean | undefined } = {},
): Promise<void> {
  try {
    await letGo(deps, before, kept);
    if (offering) await offerFreed(deps, before);
  } catch (error) {
    deps.log({ event: 'booking.release-cut', bookingId: before._id, error: String(error) });
  }
}

async function letGo({ store }: Deps, { _id: bookingId, schoolId, seat, lockIds }: Booking, kept: readonly string[]) {
  const freed = lockIds.filter((id) => !kept.includes(id));
  await store.removeWhere('locks', { _id: { in: freed }, schoolId, bookingId, seat: { lte: seat } });
  const reminders = { schoolId, refId: bookingId, status: 'queued', seat: { lte: seat } } as const;
  await store.updateWhere('outbox', reminders, { set: { status: 'dropped' } });
}
