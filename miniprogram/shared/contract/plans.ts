import * as v from 'valibot';
import { GOAL_SPANS, GOAL_STATES, NEXT_STEPS, PLAN_KINDS, PRIORITIES } from '../domain/plans';
import { LIMITS } from '../limits';
import { method } from './method';
import { childRef, count, day, id, instant, requestKey, some, text, textOrEmpty } from './shapes';

const questionId = v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9]{0,19}$/));
const answers = v.record(questionId, textOrEmpty(LIMITS.planAnswer));
export type PlanAnswers = v.InferOutput<typeof answers>;

/** A goal of a stage (some weeks) or of the term. Its id is made by the phone; records name it. */
const goal = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^g[a-z0-9]{1,15}$/)),
  text: text(LIMITS.planGoal),
  span: v.picklist(GOAL_SPANS),
  dueDay: day,
  state: v.picklist(GOAL_STATES),
});
export type PlanGoal = v.InferOutput<typeof goal>;

/** What is done first for the child, by the schools' three or the ministry's, and how. */
const priority = v.strictObject({
  id: v.picklist(PRIORITIES.map((one) => one.id)),
  words: textOrEmpty(LIMITS.planGoal),
});

const body = {
  startDay: day,
  /** When one looks in the middle, and until when the plan runs. */
  midDay: day,
  endDay: day,
  /** The answers to the kind's questions (domain/plans.ts). */
  start: answers,
  goals: some(goal, LIMITS.planGoals),
  priorities: some(priority, PRIORITIES.length),
};
const kind = v.picklist(PLAN_KINDS.map((one) => one.id));
const status = v.picklist(['open', 'closed']);
const written = v.object({ planId: id, version: count });

const planRow = v.object({
  planId: id,
  child: childRef,
  kind,
  status,
  by: v.string(),
  startDay: day,
  endDay: day,
  goals: v.object({ open: count, reached: count, late: count }),
  /** What has to be done next and by when; `null` for one that is closed. */
  next: v.nullable(v.object({ what: v.picklist(NEXT_STEPS), day, late: v.boolean() })),
});
export type PlanRow = v.InferOutput<typeof planRow>;

const said = v.object({
  ...body,
  mid: v.nullable(v.object({ day, answers })),
  end: v.nullable(v.object({ day, answers })),
});
export type PlanBody = v.InferOutput<typeof said>;

/** C10: 学习帮扶计划, 学困生转化, 个别教育管理方案: start, goals, running records, a look in the middle, an end. Families never see one. */
export const plansContract = {
  /** Once for a `requestKey`. @throws `input.invalid` where an answer is no answer of the kind or the days are out of order */
  'plans.start': method({
    permission: 'plans.write',
    input: v.strictObject({ requestKey, studentId: id, kind, ...body }),
    output: written,
  }),
  /**
   * Replaces what it says, the look in the middle included; what stood before is kept. A goal never goes, it is dropped. Of a closed one
   * `end` is corrected as well; of an open one it is `null`.
   * @throws `common.stale` when somebody else wrote meanwhile (`seen` is the version that was read)
   */
  'plans.save': method({
    permission: 'plans.write',
    input: v.strictObject({
      requestKey,
      planId: id,
      seen: count,
      ...body,
      mid: v.nullable(answers),
      end: v.nullable(answers),
    }),
    output: written,
  }),
  /** The end summary, with what became of each goal; the plan is closed. @throws `common.stale` */
  'plans.close': method({
    permission: 'plans.write',
    input: v.strictObject({
      requestKey,
      planId: id,
      seen: count,
      end: answers,
      goals: some(v.strictObject({ id: goal.entries.id, state: goal.entries.state }), LIMITS.planGoals),
    }),
    output: written,
  }),
  /**
   * Of one child all plans, newest first; else the open ones of the caller's children, of a class, of the school: what is due first
   * comes first.
   */
  'plans.list': method({
    permission: 'plans.read',
    audited: true,
    input: v.strictObject({ studentId: v.optional(id), classId: v.optional(id) }),
    output: v.object({
      rows: some(planRow, 200),
      more: count,
      /** Classes of the caller, to choose from; of the office and the counsellor none: they see the school. */
      classes: some(v.object({ id, name: v.string() }), 20),
      /** The school's term, for the days that a new plan is proposed. */
      term: v.object({ from: day, to: day }),
    }),
  }),
  /** One plan as a page to read, with the records that belong to its goals, newest day first. */
  'plans.open': method({
    permission: 'plans.read',
    audited: true,
    input: v.strictObject({ planId: id }),
    output: v.object({
      ...planRow.entries,
      ...said.entries,
      goals: some(v.object({ ...goal.entries, late: v.boolean() }), LIMITS.planGoals),
      at: instant,
      version: count,
      records: some(
        v.object({
          recordId: id,
          kind: v.string(),
          title: v.string(),
          day,
          by: v.string(),
          goalId: id,
          facts: some(v.object({ label: v.string(), text: v.string() }), 12),
        }),
        50,
      ),
      /** There are more records than these. */
      moreRecords: v.boolean(),
      /** What stood before, newest first. */
      before: some(v.object({ at: instant, by: v.string(), ...said.entries }), LIMITS.planVersions),
    }),
  }),
};
