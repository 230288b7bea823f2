import * as v from 'valibot';
import { method } from './method';
import { childRef, count, day, id, instant, requestKey, slotOffer, some, ticket } from './shapes';

/** Free times as a parent, or the desk for a family, chooses from them. */
export const freeTimes = v.object({
  children: v.array(childRef),
  /** Best fit first within a day; at most the school's horizon. */
  days: some(v.object({ day, offers: v.array(slotOffer) }), 31),
  /** The three that suit best over all days. */
  best: some(slotOffer, 3),
  quota: v.object({ perWeek: count, usedWeeks: v.array(day) }),
  /** Mondays of the weeks that open later, when their family times were laid out, and when that is. */
  notYet: some(v.object({ weekOf: day, opensAt: instant }), 5),
});
export type FreeTimes = v.InferOutput<typeof freeTimes>;

/** C3: a parent books one of the free slots for a child. */
export const bookingContract = {
  /** With `bookingId` of an own call: where that call could be moved to. */
  'booking.slots': method({
    permission: 'booking.read',
    input: v.strictObject({ studentId: id, from: v.optional(day), bookingId: v.optional(id) }),
    output: v.object({
      ...freeTimes.entries,
      child: childRef,
      siblings: v.array(childRef),
      /** The caller's own calls in these weeks that are still to come: instead of a second one, one of them can be moved. */
      calls: some(ticket, 50),
      /** The caller's entries on the waitlist for this child. */
      waiting: some(v.object({ entryId: id, weekOf: day }), 10),
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
  /** To another time in one step or not at all; asked again, answers the same. */
  'booking.move': method({
    permission: 'booking.cancel',
    input: v.strictObject({ bookingId: id, slotId: id }),
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
  /** The answer to an offer from the waitlist. */
  'booking.answer': method({
    permission: 'booking.claim',
    input: v.strictObject({ bookingId: id, accept: v.boolean() }),
    output: ticket,
  }),
  /** Waits for a time in a week (its Monday): whoever has waited longest is offered what becomes free and suits. */
  'booking.wait': method({
    permission: 'booking.claim',
    input: v.strictObject({ studentIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(6)), weekOf: day }),
    output: v.object({ entryId: id, weekOf: day }),
  }),
  'booking.unwait': method({
    permission: 'booking.claim',
    input: v.strictObject({ entryId: id }),
    output: v.object({ entryId: id, weekOf: day }),
  }),
};
