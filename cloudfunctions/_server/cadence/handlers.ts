import type { Output } from '../../../miniprogram/shared/contract';
import { type Counted, seenBy, withoutPause, withPause } from '../../../miniprogram/shared/domain/cadence-due';
import { dutiesOf, isFor, stateOf, windowState } from '../../../miniprogram/shared/domain/cadence-duties';
import { isContact, presetRules, rulesFault, rulesOfSchool } from '../../../miniprogram/shared/domain/cadence-rules';
import type { Pause } from '../../../miniprogram/shared/domain/cadence-windows';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { studentIn } from '../contacts/repository';
import type { School, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { entriesOf } from '../ledger/repository';
import { isKept, schoolNow } from '../school/repository';
import { careTimeOf, rulesToday } from './care';
import { daysByKind } from './days';
import { dueList, mentorsFor } from './due';

/** What `cadence.child` shows of one rule, the last ones where a school has not set its new term for long. */
const WINDOWS = 30;
const DAYS = 100;
const ENTRIES = 1000;

export const cadenceHandlers: Handlers<'cadence'> = {
  'cadence.due': dueList,

  async 'cadence.child'(ctx, { studentId }) {
    const { store, today } = ctx;
    const student = await studentIn(store, ctx.reach, studentId);
    const [school, mentors] = await Promise.all([schoolNow(ctx), mentorsFor(ctx, staffOf(ctx.caller).person)]);
    const facts = { ...student, done: daysByKind(student.done), paired: (mentors.get(student._id) ?? []).length > 0 };
    const rules = rulesToday(school, today).filter(({ rule }) => isFor(rule, facts));
    const contactDays = await contactsFor(ctx, student, rules);
    return {
      child: { id: student._id, name: student.name, className: student.className },
      term: school.term,
      cadences: rules.flatMap((counted) => {
        const { rule, frame } = counted;
        const seen = seenBy(counted, facts, contactDays);
        const state = stateOf(frame, seen, today);
        const windows = dutiesOf(frame, seen)
          .slice(-WINDOWS)
          .map((duty) => ({
            from: duty.window.from,
            due: duty.window.due,
            times: duty.times,
            days: duty.days.slice(-DAYS),
            state: windowState(frame, seen, duty, today),
          }));
        return state ? [{ id: rule.id, name: rule.name, state: state.state, windows }] : [];
      }),
      pauses: [...(student.pauses ?? [])],
      focus: student.focus ?? false,
    };
  },

  async 'cadence.focus'(ctx, { studentId, on }) {
    const { _id } = await studentIn(ctx.store, ctx.reach, studentId);
    await ctx.store.updateWhere('students', { _id, status: 'active' }, { set: { focus: on } });
    return { done: true };
  },

  async 'cadence.pause'(ctx, { studentId, ...pause }) {
    if (pause.to !== null && pause.to < pause.from)
      throw new AppError('input.invalid', { field: 'to', rule: 'backwards' });
    return changePauses(ctx, studentId, (pauses) => withPause(pauses, pause));
  },

  async 'cadence.unpause'(ctx, { studentId, from }) {
    return changePauses(ctx, studentId, (pauses) => withoutPause(pauses, from));
  },

  async 'cadence.rules'(ctx) {
    const school = await schoolNow(ctx);
    return { rules: [...rulesOfSchool(school)], presets: presetRules(careTimeOf(school, ctx.today)) };
  },

  async 'cadence.saveRules'({ store, reach }, { seen, rules }) {
    await store.transact(async (tx) => {
      const school = await tx.get('schools', reach.schoolId);
      if (!school) throw new AppError('common.not-found');
      const fault = rulesFault(rules, deedsKnownTo(school));
      if (fault) throw new AppError('input.invalid', { ...fault });
      if (isKept(rulesOfSchool(school), { seen, asked: rules })) return;
      await tx.update('schools', school._id, { set: { cadences: rules } });
    });
    return { done: true };
  },
};

/** Kinds of the school's own, and what its rules counted before: a kind may have gone since. */
const deedsKnownTo = (school: School): string[] => [
  ...(school.recordKinds?.own ?? []).map(({ id }) => id),
  ...rulesOfSchool(school).flatMap(({ counts }) => counts),
];

/** The days on which the parents were in contact with a child, from the first window that asks for it: that may begin before the term. */
async function contactsFor({ store }: Ctx, student: Student, rules: readonly Counted[]): Promise<string[]> {
  const starts = rules.flatMap(({ rule, frame }) => (isContact(rule) ? (frame.windows[0]?.from ?? []) : []));
  const [from] = starts.sort();
  if (from === undefined) return [];
  const entries = await entriesOf(store, student, { limit: ENTRIES, from });
  return entries.filter((entry) => entry.with === 'child').map(({ day }) => day);
}

/** Beside records that are written at the same moment: in a transaction on the child's document. */
async function changePauses(
  { store, reach }: Ctx,
  studentId: string,
  change: (pauses: readonly Pause[]) => readonly Pause[],
): Promise<Output<'cadence.pause'>> {
  await studentIn(store, reach, studentId);
  await store.transact(async (tx) => {
    const student = await tx.get('students', studentId);
    if (student?.status !== 'active') throw new AppError('common.not-found');
    await tx.update('students', studentId, { set: { pauses: change(student.pauses ?? []) } });
  });
  return { done: true };
}
