import * as v from 'valibot';
import { HANDOVER_STATES, TASKS } from '../domain/handover';
import { method } from './method';
import { childRef, count, day, done, fileId, id, instant, nothing, requestKey, some, textOrEmpty } from './shapes';

const grade = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12));
const number = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(40));

/** Where a class goes: grade and number of the next year, or `null` where it graduates. Two classes with one aim are merged. */
const classPlan = v.strictObject({
  classId: id,
  to: v.nullable(v.strictObject({ grade, number })),
  /** Head teacher from then on; of a merged class the same in both. */
  teacherId: v.nullable(id),
  /** What is open goes on with the class (of one that graduates: to the office). */
  carry: v.boolean(),
});
/** A child that does not go with its class: it stays down, or the class is split. */
const childMove = v.strictObject({ studentId: id, to: v.strictObject({ grade, number }) });
const mentorMove = v.strictObject({ studentId: id, fromId: v.nullable(id), toId: v.nullable(id) });

/** A plan as it is asked for. `kind` year: all classes move up; change: some classes or mentors change hands in the middle of a year. */
export const handoverDraft = v.strictObject({
  kind: v.picklist(['year', 'change']),
  /** First day of the new term; the school year of the new classes comes from it. Not for `change`. */
  from: v.nullable(day),
  classes: some(classPlan, 200),
  moves: some(childMove, 1000),
  mentors: some(mentorMove, 500),
});
export type HandoverDraft = v.InferOutput<typeof handoverDraft>;

const openTask = v.object({ classId: id, className: v.string(), task: v.picklist(TASKS), count, carried: v.boolean() });

/** What a plan comes to: a dry run, or the handover as it stands. */
export const handoverView = v.object({
  id: v.nullable(id),
  status: v.picklist(HANDOVER_STATES),
  draft: v.object(handoverDraft.entries),
  /** The classes that there will be. */
  after: some(
    v.object({
      name: v.string(),
      pupils: count,
      teacher: v.nullable(v.string()),
      /** 「二(1)班」, 「二(2)班 12 人」 */
      from: some(v.string(), 40),
      /** The class is there already and is not part of the plan. */
      clash: v.boolean(),
    }),
    200,
  ),
  graduates: count,
  /** Children of no class of the plan, and others whom nobody looks after then. */
  without: some(childRef, 100),
  tasks: some(openTask, 600),
  /** Open tasks that nobody takes over, clashes and children left out: until these are gone it cannot begin. */
  blocked: v.boolean(),
  /** Who hands over what to whom, and who signed. One signature a pair of teachers and class, or pair of mentors. */
  signatures: some(
    v.object({
      id,
      what: v.string(),
      fromId: v.nullable(id),
      fromName: v.nullable(v.string()),
      fromAt: v.nullable(instant),
      toId: v.nullable(id),
      toName: v.nullable(v.string()),
      toAt: v.nullable(instant),
      /** What the one who hands over wrote for the other; empty for anybody else than these two. */
      note: v.string(),
      /** The caller may sign, on this side. */
      mine: v.nullable(v.picklist(['from', 'to'])),
    }),
    600,
  ),
  at: v.nullable(instant),
  appliedAt: v.nullable(instant),
  /** Until when it can be undone; `null` where it cannot. */
  undoUntil: v.nullable(instant),
  /** Steps done of all, while it is carried out. */
  done: count,
  of: count,
});
export type HandoverView = v.InferOutput<typeof handoverView>;

/** C20: the end of the year, and every change of class teacher or mentor. */
export const handoverContract = {
  /** What one would expect: each class one grade up with its teacher, the last grade graduates. */
  'handover.propose': method({
    permission: 'handover.plan',
    input: v.strictObject({ kind: v.picklist(['year', 'change']) }),
    output: handoverView,
  }),
  /** A dry run: what a plan would do and what stands in its way. Changes nothing. */
  'handover.preview': method({
    permission: 'handover.plan',
    input: v.strictObject({ draft: handoverDraft }),
    output: handoverView,
  }),
  /** Opens the plan for signatures. One at a time a school. `handover.blocked` where something stands in its way. */
  'handover.begin': method({
    permission: 'handover.plan',
    input: v.strictObject({ key: requestKey, draft: handoverDraft }),
    output: handoverView,
  }),
  /** The handovers one has to do with: the office all of them, a teacher those that wait for the own signature or did. */
  'handover.list': method({
    permission: 'handover.read',
    input: nothing,
    output: v.object({
      handovers: some(
        v.object({
          id,
          kind: v.picklist(['year', 'change']),
          status: v.picklist(HANDOVER_STATES),
          at: instant,
          classes: count,
          /** Signatures still missing; of these the caller's. */
          missing: count,
          mine: count,
        }),
        20,
      ),
    }),
  }),
  'handover.open': method({ permission: 'handover.read', input: v.strictObject({ id }), output: handoverView }),
  /** Signs one line, with the name drawn. What was written stays open to whom it was handed. */
  'handover.sign': method({
    permission: 'handover.read',
    input: v.strictObject({
      id,
      line: id,
      side: v.picklist(['from', 'to']),
      signature: v.nullable(fileId),
      note: textOrEmpty(200),
    }),
    output: handoverView,
  }),
  /** Carries it out when all have signed: `handover.unsigned`, `handover.blocked`. Access of the old teachers ends first. Sent again it goes on. */
  'handover.apply': method({ permission: 'handover.plan', input: v.strictObject({ id }), output: handoverView }),
  /** Within a week: everything as it was, but for children who changed since. */
  'handover.undo': method({ permission: 'handover.plan', input: v.strictObject({ id }), output: handoverView }),
  /** Gives up a plan that was not carried out. */
  'handover.drop': method({ permission: 'handover.plan', input: v.strictObject({ id }), output: done }),
};
