import * as v from 'valibot';
import { DUTY_STATES, FOR_WHOM, PAUSE_REASONS, RESPONSIBLE, WINDOWS } from '../domain/cadence';
import { method } from './method';
import { childRef, count, day, done, id, nothing, some, text } from './shapes';

/** A cadence as a school sets it: a row of domain/cadence.ts. */
export const cadenceRow = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,39}$/)),
  name: text(12),
  /** How its windows lie: each week, month or term; the first, middle and last weeks of a term. */
  window: v.picklist(WINDOWS),
  times: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)),
  /** What counts: deeds that kinds feed, or a kind of the school's own by its id. */
  counts: v.pipe(v.array(text(40)), v.minLength(1), v.maxLength(10)),
  for: v.picklist(FOR_WHOM),
  /** Whose task it is: the mentor's (the head teacher's where a child has none), or the head teacher's. */
  by: v.picklist(RESPONSIBLE),
  since: day,
  until: v.nullable(day),
  /** What suspends it. */
  pausedBy: some(v.picklist(PAUSE_REASONS), PAUSE_REASONS.length),
});
export type CadenceRow = v.InferOutput<typeof cadenceRow>;

const dutyState = v.picklist(DUTY_STATES);

/** One child and one cadence today. `due` is the last day of the window; `done` of `times` distinct days count. `missed` windows in a row went by before. */
export const dutyRow = v.object({
  child: childRef,
  cadenceId: v.string(),
  state: dutyState,
  from: day,
  due: day,
  done: count,
  times: count,
  missed: count,
  mentor: v.nullable(v.string()),
});
export type DutyRow = v.InferOutput<typeof dutyRow>;

export const cadenceTally = v.object({
  cadenceId: v.string(),
  ok: count,
  open: count,
  soon: count,
  overdue: count,
  paused: count,
});
export type CadenceTally = v.InferOutput<typeof cadenceTally>;

/** A school's cadences, to read rows and tallies by: how each is said, which records answer it, and whose task it is. */
export const cadenceNames = some(
  v.object({
    id: v.string(),
    name: v.string(),
    window: v.picklist(WINDOWS),
    counts: v.array(v.string()),
    by: v.picklist(RESPONSIBLE),
  }),
  20,
);
export type CadenceName = v.InferOutput<typeof cadenceNames>[number];

const term = v.object({ name: v.string(), from: day, to: day });

/** C8: what is due to whom, computed from the records and never stored. */
export const cadenceContract = {
  /**
   * Due, soon and overdue: of the caller (`mine`: mentees, and the classes' children that fall to the head teacher), of a class, of the school.
   * What is to be done (overdue, soon, open), most urgent first, at most 200 rows, and how many more there are; the tallies count all, also what is
   * done or rests.
   */
  'cadence.due': method({
    permission: 'cadence.read',
    input: v.strictObject({
      of: v.picklist(['mine', 'class', 'school']),
      classId: v.optional(id),
      cadenceId: v.optional(text(40)),
    }),
    output: v.object({
      term,
      cadences: cadenceNames,
      /** Of whom the rules ask anything. */
      children: count,
      rows: some(dutyRow, 200),
      more: count,
      tallies: some(cadenceTally, 20),
      /** For the school: each class by itself. */
      classes: some(v.object({ id, name: v.string(), children: count, tallies: some(cadenceTally, 20) }), 200),
    }),
  }),
  /** One child: every window of the term of every cadence that holds for it, what pauses it, and whether the school keeps a closer eye on it. */
  'cadence.child': method({
    permission: 'cadence.read',
    input: v.strictObject({ studentId: id }),
    output: v.object({
      child: childRef,
      term,
      cadences: some(
        v.object({
          id: v.string(),
          name: v.string(),
          state: dutyState,
          windows: some(
            v.object({
              from: day,
              due: day,
              times: count,
              days: some(day, 100),
              state: v.picklist([...DUTY_STATES, 'missed']),
            }),
            30,
          ),
        }),
        20,
      ),
      pauses: some(v.object({ from: day, to: v.nullable(day), why: v.picklist(PAUSE_REASONS) }), 40),
      focus: v.boolean(),
    }),
  }),
  /** 重点对象: marks a child to which the school keeps a closer eye, or takes the mark away. */
  'cadence.focus': method({
    permission: 'cadence.focus',
    input: v.strictObject({ studentId: id, on: v.boolean() }),
    output: done,
  }),
  /** The child is ill or away: its duties rest from `from` to `to` (`null`: until it is back). Replaces a pause of the same `from`. */
  'cadence.pause': method({
    permission: 'cadence.pause',
    input: v.strictObject({
      studentId: id,
      from: day,
      to: v.nullable(day),
      why: v.picklist(['ill', 'away']),
    }),
    output: done,
  }),
  /** Takes a pause back. */
  'cadence.unpause': method({
    permission: 'cadence.pause',
    input: v.strictObject({ studentId: id, from: day }),
    output: done,
  }),
  /** The school's cadences, and the rows that come with the product to choose from. */
  'cadence.rules': method({
    permission: 'cadence.configure',
    input: nothing,
    output: v.object({ rules: some(cadenceRow, 20), presets: some(cadenceRow, 30) }),
  }),
  /**
   * Replaces them. A rule that is changed in mid-term ends the day before (`until`) and goes on as a new row, or is simply replaced: the lists are computed anew either way.
   * @throws `common.stale`: they are no longer as they were `seen`, for another head saved meanwhile
   */
  'cadence.saveRules': method({
    permission: 'cadence.configure',
    input: v.strictObject({ seen: some(cadenceRow, 20), rules: some(cadenceRow, 20) }),
    output: done,
  }),
};
