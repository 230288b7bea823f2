import type { HomeView } from '../../../miniprogram/shared/contract';
import { type Counted, careToday, talliesOf, toDo } from '../../../miniprogram/shared/domain/cadence-due';
import { isContact } from '../../../miniprogram/shared/domain/cadence-rules';
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import type { School, Staff } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { type ChildCare, childrenFor, dutyRowOf, namesOf, rulesToday } from './care';
import { mentorsFor } from './due';
import { careStudentsIn, type Mentors } from './repository';

/** The school's cadences as a home page shows them: of contacts its own part tells already. */
export const homeRules = (school: School, today: Day): Counted[] =>
  rulesToday(school, today).filter(({ rule }) => !isContact(rule));

/** Where all rules are for left-behind children nobody else need be read. */
export const onlyFor = (rules: readonly Counted[]): { readonly leftBehind?: true } =>
  rules.every(({ rule }) => rule.for === 'left_behind') ? { leftBehind: true } : {};

/** Who is whose mentor, as far as it matters: where a class is to be cared for, others' pairs tell what falls to its head teacher. */
export const mentorsForHome = (
  ctx: Ctx,
  person: Pick<Staff, 'role' | 'name' | 'schoolId' | 'classIds' | 'menteeIds'>,
  rules: readonly Counted[],
): Promise<Mentors> | Mentors =>
  person.classIds.length > 0 && rules.some(({ rule }) => rule.by === 'mentor' || rule.for === 'paired')
    ? mentorsFor(ctx, person)
    : new Map(person.menteeIds.map((id) => [id, [person.name]]));

type CareSection = Extract<HomeView, { kind: 'teacher' }>['care'];

/** The part of a home page that says what is due. */
export function careSection(care: readonly ChildCare[], rules: readonly Counted[], shown: number): CareSection {
  const rows = toDo(care);
  return {
    overdue: rows.filter(({ state }) => state === 'overdue').length,
    soon: rows.filter(({ state }) => state === 'soon').length,
    first: rows.slice(0, shown).map(dutyRowOf),
    cadences: namesOf(rules.map(({ rule }) => rule)),
  };
}

/** How a school's children stand: one read for each thousand of whom the rules ask, and one of the staff where pairs matter. */
export async function schoolCare(
  ctx: Ctx,
  person: Staff,
  rules: readonly Counted[],
): Promise<Extract<HomeView, { kind: 'school' }>['care']> {
  const shown = rules.map(({ rule }) => rule);
  const [students, mentors] = await Promise.all([
    rules.length > 0 ? careStudentsIn(ctx.store, ctx.reach, onlyFor(rules)) : [],
    shown.some((rule) => rule.for === 'paired') ? mentorsFor(ctx, person) : new Map<string, string[]>(),
  ]);
  const children = childrenFor(students, mentors, person);
  return { cadences: namesOf(shown), tallies: talliesOf(shown, careToday(children, rules, ctx.today)) };
}
