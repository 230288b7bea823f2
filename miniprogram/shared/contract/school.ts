import * as v from 'valibot';
import { method } from './method';
import { channel, count, day, id, minute, some, text, textOrEmpty, weekday } from './shapes';

const pointKind = v.picklist(['phone', 'video']);
const window = v.strictObject({
  weekday,
  from: minute,
  to: minute,
  /** Whose free period it is. */
  for: v.picklist(['all', 'boarding', 'day']),
  /** First and last day on which it holds; without them always. */
  since: v.optional(v.nullable(day)),
  until: v.optional(v.nullable(day)),
});
const exception = v.strictObject({
  day,
  /** Closed; open with hours of its own; or with the hours of another weekday, such as a make-up workday. */
  kind: v.picklist(['closed', 'extra', 'as']),
  hours: v.optional(some(v.strictObject({ from: minute, to: minute }), 10), []),
  weekday: v.optional(v.nullable(weekday), null),
  note: v.optional(textOrEmpty(20), ''),
});
const freePeriod = v.strictObject({ classId: id, weekday, from: minute, to: minute });
const dutyDay = v.strictObject({ weekday, staffIds: some(id, 20) });
const planning = v.nullable(v.strictObject({ weekday, minute }));
const minutesOf = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max), v.multipleOf(5));

/** What a school may set; what is not named stays as it is. */
const settings = {
  points: some(v.strictObject({ id: v.optional(id), name: text(20), kind: pointKind }), 50),
  windows: some(window, 100),
  exceptions: some(exception, 200),
  /** A class that is named here is free in these periods only. */
  freePeriods: some(freePeriod, 500),
  duty: some(dutyDay, 7),
  term: v.strictObject({ name: text(20), from: day, to: day }),
  /** Years without data of the public holidays for which the school has entered its own closed days. */
  yearsTold: some(v.pipe(v.number(), v.integer(), v.minValue(2020), v.maxValue(2999)), 20),
  slotMinutes: minutesOf(5, 60),
  changeoverMinutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(30)),
  noticeMinutes: minutesOf(0, 24 * 60),
  cutoffMinutes: minutesOf(0, 24 * 60),
  horizonDays: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(28)),
  weeklyQuota: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7)),
  walkInShare: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
  channels: v.strictObject({ phone: some(channel, 4), video: some(channel, 4) }),
  planning,
  /** Whether the school pays for SMS, up to how many fen a month, and what one costs. */
  sms: v.strictObject({
    on: v.boolean(),
    capFen: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)),
    feeFen: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
  }),
  /** Families are asked for WeChat's long-term subscriptions, where the Mini Program has such templates. */
  longTerm: v.boolean(),
  /** Who counts as left behind, each from a day on; before the first of them the nation's definition holds. */
  leftBehindRules: some(
    v.strictObject({
      since: day,
      underAge: v.pipe(v.number(), v.integer(), v.minValue(14), v.maxValue(18)),
      oneAway: v.boolean(),
      basis: text(60),
    }),
    10,
  ),
  /** For how many years the file of a child that left is kept. */
  keepYears: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)),
};
export const draft = v.partial(v.strictObject(settings));
export type SettingsDraft = v.InferInput<typeof draft>;

/** What a school sets up: call points, hours, holidays, duty, and the rules of booking. */
export const schoolContract = {
  'school.read': method({
    permission: 'school.read',
    input: v.strictObject({}),
    output: v.object({
      name: v.string(),
      classes: some(
        v.object({ id, name: v.string(), grade: count, headTeacher: v.nullable(v.string()), pupils: count }),
        200,
      ),
      staff: some(v.object({ id, name: v.string(), role: v.string() }), 1000),
      settings: v.object({
        ...settings,
        points: some(v.object({ id, name: v.string(), kind: pointKind }), 50),
        windows: some(v.object(window.entries), 100),
      }),
      duty: some(v.object({ weekday, names: v.array(v.string()) }), 7),
      /** Days to come of the public calendar that differ from the usual week. */
      holidays: some(v.object({ day, kind: v.picklist(['holiday', 'makeup']), name: v.string() }), 100),
      /** Years that begin within the next weeks and whose holidays nobody knows yet: the school is asked. */
      yearsAsked: some(count, 2),
    }),
  }),
  /** Changes settings. `touched`: calls that could not take place as booked, and got another point or were called off. */
  'school.configure': method({
    permission: 'school.configure',
    input: draft,
    output: v.object({ moved: count, cancelled: count }),
  }),
  /** What a draft of the settings would make, before it is saved: the slots of two weeks, and the booked calls that it would touch. */
  'school.preview': method({
    permission: 'school.configure',
    input: draft,
    output: v.object({
      days: some(
        v.object({
          day,
          kind: v.picklist(['ordinary', 'holiday', 'makeup', 'unknown']),
          /** Why there is no slot. */
          closed: v.nullable(v.picklist(['holiday', 'closed', 'unknown', 'term', 'no_duty', 'no_hours'])),
          slots: count,
          from: v.nullable(minute),
          to: v.nullable(minute),
        }),
        14,
      ),
      touched: count,
    }),
  }),
  /** The capacity advisor: how many families these points and hours can reach a week, what holds the rest back, and what one more would bring. */
  'school.capacity': method({
    permission: 'school.configure',
    input: v.strictObject({}),
    output: v.object({
      slots: count,
      households: count,
      reached: count,
      /** Families whose shift fits no opening hour. */
      noTime: some(v.object({ shift: v.string(), households: count }), 10),
      /** Families whose times are all taken by others. */
      crowdedOut: count,
      /** What one more point, or one more hour on a day, would reach; best first. */
      gains: some(
        v.object({
          kind: v.picklist(['point', 'hour']),
          weekday: v.nullable(weekday),
          from: v.nullable(minute),
          reached: count,
        }),
        20,
      ),
    }),
  }),
};
