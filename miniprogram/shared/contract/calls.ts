import * as v from 'valibot';
import { callRow } from './home';
import { method } from './method';
import { channel, count, day, done, face, id, instant, minute, some } from './shapes';

/** One line of the duty desk's board. `version` rises with each change, so that two desks cannot overwrite each other. */
export const boardCall = v.object({
  ...callRow.entries,
  version: count,
  adultName: v.string(),
  relation: v.string(),
  channel,
  minutes: v.nullable(count),
  /** When the call began; the desk shows for how long it has been going on. */
  startedAt: v.nullable(instant),
  faces: v.record(id, face),
});
export type BoardCall = v.InferOutput<typeof boardCall>;

export const callEnd = v.picklist(['done', 'no_show_parent', 'no_show_child', 'failed_school', 'failed_network']);
export type CallEnd = v.InferOutput<typeof callEnd>;

/** C4: the duty desk runs the calls of the day; the booth shows its own point's day. */
export const callsContract = {
  'calls.board': method({
    permission: 'calls.read',
    input: v.strictObject({ day: v.optional(day) }),
    output: v.object({
      day,
      nowMinute: minute,
      points: some(v.object({ id, name: v.string(), kind: v.picklist(['phone', 'video']) }), 50),
      calls: some(boardCall, 500),
    }),
  }),
  'calls.checkIn': method({
    permission: 'calls.run',
    input: v.strictObject({ bookingId: id, version: count }),
    output: boardCall,
  }),
  /** Starts the call; the answer holds the number that the desk dials. */
  'calls.start': method({
    permission: 'calls.run',
    input: v.strictObject({ bookingId: id, version: count, channel }),
    output: v.object({ call: boardCall, phone: v.string() }),
    audited: true,
  }),
  'calls.finish': method({
    permission: 'calls.run',
    input: v.strictObject({
      bookingId: id,
      version: count,
      outcome: callEnd,
      minutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(180))),
    }),
    output: boardCall,
  }),
  /** One of three faces by the child, after the call. */
  'calls.face': method({
    permission: 'calls.face',
    input: v.strictObject({ bookingId: id, studentId: id, face }),
    output: done,
  }),
};
