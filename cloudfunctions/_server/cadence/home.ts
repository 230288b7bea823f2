import type { HomeView } from '../../../miniprogram/shared/contract';
import { type Counted, toDo } from '../../../miniprogram/shared/domain/cadence-due';
import { isContact } from '../../../miniprogram/shared/domain/cadence-rules';
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import type { School, Staff } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { type ChildCare, dutyRowOf, namesOf, rulesToday } from './care';
import { mentorsFor } from './due';
import type { Mentors } from './repository';

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
