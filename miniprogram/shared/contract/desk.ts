import * as v from 'valibot';
import { freeTimes } from './booking';
import { boardCall, callEnd } from './calls';
import { method } from './method';
import { channel, childRef, count, day, done, fileId, id, instant, minute, requestKey, some, text } from './shapes';

const children = v.pipe(v.array(id), v.minLength(1), v.maxLength(6));
const version = count;
const deskSlot = v.object({ slotId: id, pointId: id, from: minute, to: minute });

/** C3, C4: what the duty desk does beside running the calls of its board. */
export const deskContract = {
  /** The classes; with a class, its pupils and who of their families may call. */
  'desk.people': method({
    permission: 'desk.book',
    input: v.strictObject({ classId: v.optional(id) }),
    output: v.object({
      classes: some(v.object({ id, name: v.string() }), 200),
      children: some(
        v.object({
          ...childRef.entries,
          adults: v.array(v.object({ id, name: v.string(), relation: v.string() })),
        }),
        200,
      ),
    }),
  }),
  /** Free times for a family that rings up, or (`bookingId`) that a call could be moved to. */
  'desk.slots': method({
    permission: 'desk.book',
    input: v.strictObject({ studentIds: children, adultId: id, from: v.optional(day), bookingId: v.optional(id) }),
    output: freeTimes,
  }),
  /** Books for a family that rings up. */
  'desk.book': method({
    permission: 'desk.book',
    input: v.strictObject({ requestKey, slotId: id, studentIds: children, adultId: id }),
    output: boardCall,
  }),
  /** A child that comes without a booking, at a time that is free or kept for walk-ins today. */
  'desk.walkIn': method({
    permission: 'desk.walkIn',
    input: v.strictObject({ requestKey, slotId: id, studentIds: children, adultId: v.nullable(id) }),
    output: boardCall,
  }),
  /** To another point or time of today, e.g. where a tablet died or a child came late. */
  'desk.move': method({
    permission: 'calls.run',
    input: v.strictObject({ bookingId: id, version, slotId: id }),
    output: boardCall,
  }),
  /** Runs over into time that is free. */
  'desk.extend': method({
    permission: 'calls.run',
    input: v.strictObject({ bookingId: id, version, minutes: v.picklist([5, 10, 15]) }),
    output: boardCall,
  }),
  /** A power cut, a broken point, an ill duty teacher, a closed day: every call touched gets another point at the same time, or is called off, told and made up for. */
  'desk.disrupt': method({
    permission: 'calls.run',
    input: v.strictObject({
      requestKey,
      why: v.picklist(['power_cut', 'point_broken', 'duty_ill', 'day_closed']),
      from: minute,
      to: minute,
      pointIds: v.nullable(some(id, 50)),
    }),
    output: v.object({ moved: count, cancelled: count, untold: some(boardCall, 1000) }),
  }),
  /** The power is back, the point works again: an outage of today ends before its time. Its times can be booked anew; calls that were called off stay so. */
  'desk.restore': method({
    permission: 'calls.run',
    input: v.strictObject({ from: minute, to: minute, pointIds: v.nullable(some(id, 50)) }),
    output: done,
  }),
  /** Takes (or looks at) today's lease on times for walk-ins, with what a desk needs without a network. */
  'desk.lease': method({
    permission: 'desk.walkIn',
    input: v.strictObject({ deviceId: requestKey, take: v.boolean() }),
    output: v.object({
      day,
      /** `null` where nobody has taken it. */
      holder: v.nullable(v.picklist(['here', 'elsewhere'])),
      slots: some(deskSlot, 500),
      /** Booking → number to dial; only for the desk that holds the lease. */
      phones: v.record(id, v.string()),
      pupils: some(childRef, 5000),
    }),
    audited: true,
  }),
  /** What a desk did without a network. Always taken; where it does not go with what happened here meanwhile, both facts are kept. */
  'desk.report': method({
    permission: 'desk.report',
    input: v.strictObject({
      requestKey,
      /** A call of the board, or */
      bookingId: v.optional(id),
      /** a walk-in. */
      walkIn: v.optional(v.strictObject({ slotId: id, studentIds: children, relation: text(10) })),
      outcome: callEnd,
      channel,
      startedAt: v.nullable(instant),
      minutes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(180))),
    }),
    output: boardCall,
  }),
  /** The slips of a day, a page a class, so that each child is told: a .docx to print. */
  'desk.slips': method({
    permission: 'calls.run',
    input: v.strictObject({ day: v.optional(day) }),
    output: v.object({ fileId, url: v.string(), fileName: v.string(), slips: count }),
    fn: 'documents',
  }),
};
