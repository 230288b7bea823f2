import type { ChangeReason } from '../../../miniprogram/shared/contract';
import { earn } from '../calls/makeups';
import type { Booking } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Deps } from '../kernel/deps';
import { offMessage } from './news';
import { release } from './release';

/**
 * The school calls a call off: in one step the family is told, has a call to be made up for and waits for another time of that
 * week. Nothing is owed where the right to be in contact ended. A time that was only on offer lapses, and its family waits on.
 * @param stillThere whether the call, read anew, is still the one that was meant.
 * @returns the call as it is now, or `undefined` where it was no longer there.
 */
export async function callOff(
  deps: Deps,
  bookingId: string,
  why: ChangeReason,
  stillThere: (call: Booking) => boolean,
): Promise<Booking | undefined> {
  const done = await deps.store.transact(async (tx) => {
    const before = await tx.get('bookings', bookingId);
    if (!before || !stillThere(before)) return undefined;
    const status = before.status === 'offered' ? ('offer_lapsed' as const) : ('cancelled_school' as const);
    const set = { status, why, version: before.version + 1 };
    await tx.update('bookings', bookingId, { set });
    if (status === 'offer_lapsed') await waitOn(tx, before);
    else {
      if (why !== 'no_right') await earn(tx, before);
      const messages = offMessage(before, why, deps.now());
      if (messages.length > 0) await tx.insert('outbox', messages);
    }
    return { before, after: { ...before, ...set } };
  });
  if (done) await release(deps, done.before);
  return done?.after;
}

/** The entry of an offer that came to nothing through no fault of the family. */
async function waitOn(tx: Transaction, { offer }: Booking): Promise<void> {
  const entry = offer && (await tx.get('waitlist', offer.entryId));
  if (entry?.status !== 'offered') return;
  await tx.update('waitlist', entry._id, { set: { status: 'waiting' } });
}
