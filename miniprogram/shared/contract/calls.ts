import * as v from 'valibot';
import { callRow } from './home';
import { method } from './method';
import {
  bookingOrigin,
  changeReason,
  channel,
  collision,
  count,
  day,
  done,
  face,
  id,
  instant,
  minute,
  some,
} from './shapes';

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
  origin: bookingOrigin,
  adultId: v.nullable(id),
  why: v.nullable(changeReason),
  collisions: v.array(collision),
  /** No WeChat is bound: the desk tells this family by telephone. */
  untold: v.boolean(),
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
      calls: some(boardCall, 1000),
      /** Times of today that are free, or kept by this school's desk, for walk-ins, moves and running over. */
      free: some(v.object({ slotId: id, pointId: id, from: minute, to: minute, kept: v.boolean() }), 1000),
      /** Channels in the order in which they are tried, by kind of point. */
      channels: v.object({ phone: v.array(channel), video: v.array(channel) }),
      changeoverMinutes: minute,
      /** What is out of use today and has not ended; `pointIds` `null`: all points. */
      outages: some(v.object({ from: minute, to: minute, pointIds: v.nullable(v.array(id)) }), 50),
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
  /** What `wx.joinVoIPChat` needs: only for the people of the call and the desk, only around its time. */
  'calls.join': method({
    permission: 'calls.join',
    input: v.strictObject({ bookingId: id }),
    output: v.object({
      roomType: v.picklist(['voice', 'video']),
      groupId: v.string(),
      /** The caller's own, for `voip-room` has to know which picture is the own camera. */
      openid: v.string(),
      nonceStr: v.string(),
      timeStamp: count,
      signature: v.string(),
      /** When the room closes. */
      until: instant,
    }),
  }),
  /** One of three faces by the child, after the call. */
  'calls.face': method({
    permission: 'calls.face',
    input: v.strictObject({ bookingId: id, studentId: id, face }),
    output: done,
  }),
};
