import type { ChangeReason } from '../../../miniprogram/shared/contract';
import { earn } from '../calls/makeups';
import type { Booking } from '../data/documents';
import type { Deps } from '../kernel/deps';
import { enrol } from '../waitlist/entries';
import { offMessage } from './news';
import { release } from './release';

/**
 * The school calls a call off: in one step the family is told, has a call to be made up for and waits for another time of that
 * week. Nothing is owed where the right to be in contact ended.
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
    const set = { status: 'cancelled_school', why, version: before.version + 1 } as const;
    await tx.update('bookings', bookingId, { set });
    if (why !== 'no_right') {
      await earn(tx, before);
      const { schoolId, adultId, openid, studentIds, weekOf } = before;
      // Whoever has no WeChat bound could not answer an offer.
      if (adultId !== null && openid !== null) await enrol(tx, { schoolId, adultId, studentIds, weekOf }, deps.now());
    }
    const messages = offMessage(before, why, deps.now());
    if (messages.length > 0) await tx.insert('outbox', messages);
    return { before, after: { ...before, ...set } };
  });
  if (done) await release(deps, done.before, [], { offering: false });
  return done?.after;
}
