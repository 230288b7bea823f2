import * as v from 'valibot';
import { method } from './method';
import { childRef, count, day, id, requestKey, slotOffer, some, ticket } from './shapes';

/** C3: a parent books one of the free slots for a child. */
export const bookingContract = {
  'booking.slots': method({
    permission: 'booking.read',
    input: v.strictObject({ studentId: id, from: v.optional(day) }),
    output: v.object({
      child: childRef,
      /** Best fit first within a day; at most the school's horizon. */
      days: some(v.object({ day, offers: v.array(slotOffer) }), 31),
      /** The three that suit best over all days. */
      best: some(slotOffer, 3),
      quota: v.object({ perWeek: count, usedWeeks: v.array(day) }),
      siblings: v.array(childRef),
    }),
  }),
  /** Books once for a `requestKey`, however often it is sent. Refuses with `booking.slot-taken` and what is free instead. */
  'booking.claim': method({
    permission: 'booking.claim',
    input: v.strictObject({
      requestKey,
      slotId: id,
      studentIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(6)),
    }),
    output: ticket,
  }),
  'booking.cancel': method({
    permission: 'booking.cancel',
    input: v.strictObject({ bookingId: id }),
    output: ticket,
  }),
  'booking.read': method({
    permission: 'booking.read',
    input: v.strictObject({ bookingId: id }),
    output: ticket,
  }),
};
