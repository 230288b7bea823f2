import * as v from 'valibot';
import { method } from './method';
import { childRef, day, id, instant, minute, planReason, some, weekday } from './shapes';

const shift = v.picklist(['day', 'night', 'two_shift', 'irregular', 'unknown']);

/** When an adult can be called, as tapped: the shift, days off, and the part of the day. */
export const availability = v.strictObject({
  shift,
  /** Two shifts in turn by weeks: the Monday of any week with nights. */
  nightWeek: v.nullable(day),
  daysOff: some(weekday, 7),
  /** Only at that part of the day; on a day off any time suits. */
  only: v.nullable(v.picklist(['noon', 'evening'])),
});

/** 固定亲情时间: a family says once when it can; every week the plan gives it a time. */
const familyTimeView = v.object({
  on: v.boolean(),
  ...availability.entries,
  /** Siblings share one call. */
  together: v.boolean(),
  children: v.array(childRef),
  /** When next week's times are laid out; `null` where the school has no family times. */
  plannedAt: v.nullable(instant),
  /** What the last plans gave, newest first. */
  results: some(
    v.object({
      weekOf: day,
      children: v.array(childRef),
      reason: planReason,
      bookingId: v.nullable(id),
      day: v.nullable(day),
      from: v.nullable(minute),
    }),
    12,
  ),
});
export type FamilyTimeView = v.InferOutput<typeof familyTimeView>;

export const familyTimeContract = {
  'familyTime.read': method({ permission: 'booking.claim', input: v.strictObject({}), output: familyTimeView }),
  'familyTime.save': method({
    permission: 'booking.claim',
    input: v.strictObject({ on: v.boolean(), ...availability.entries, together: v.boolean() }),
    output: familyTimeView,
  }),
};
