import type { CadenceName, CadenceRow, DutyRow } from '../../../miniprogram/shared/contract';
import {
  type Care,
  type CareFacts,
  type Counted,
  careToday,
  countedRules,
  isTaskOf,
} from '../../../miniprogram/shared/domain/cadence-due';
import { rulesOfSchool } from '../../../miniprogram/shared/domain/cadence-rules';
import { type CareTime, closedDays } from '../../../miniprogram/shared/domain/cadence-windows';
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { countedKinds } from '../../../miniprogram/shared/domain/record-kinds';
import type { School, Staff } from '../data/documents';
import { kindOf } from '../school/rules';
import { daysByKind, monthsBetween } from './days';
import type { CareStudent, Mentors } from './repository';

/** A child with all that decides its duties, and whose task they are. */
export type Child = Omit<CareStudent, 'done'> &
  CareFacts & {
    readonly mentors: readonly string[];
    readonly mine: boolean;
    readonly inMyClass: boolean;
  };
export type ChildCare = Care<Child>;

/** The school's calendar as cadences go by it. */
export const careTimeOf = ({ term, exceptions }: Pick<School, 'term' | 'exceptions'>, today: Day): CareTime => ({
  term,
  isClosed: closedDays(exceptions, kindOf),
  today,
});

/** The school's rules of today, its ended ones left out; ready for all its children. */
export function rulesToday(school: School, today: Day): Counted[] {
  const rules = rulesOfSchool(school).filter(({ until }) => until === null || today <= until);
  return countedRules(rules, careTimeOf(school, today), countedKinds(school.recordKinds));
}

/** The months of which the windows of some rules may need the days. */
export function monthsOf(rules: readonly Counted[], today: Day): string[] {
  const [first] = rules.flatMap(({ frame }) => frame.windows[0]?.from ?? []).sort();
  return first === undefined ? [] : monthsBetween(first, today);
}

/** Children beside the member of staff who asks about them. */
export const childrenFor = (
  students: readonly CareStudent[],
  mentors: Mentors,
  { menteeIds, classIds }: Pick<Staff, 'menteeIds' | 'classIds'>,
): Child[] =>
  students.map((student) => {
    const names = mentors.get(student._id) ?? [];
    return {
      ...student,
      done: daysByKind(student.done),
      mentors: names,
      paired: names.length > 0,
      mine: menteeIds.includes(student._id),
      inMyClass: classIds.includes(student.classId),
    };
  });

/** What falls to the member of staff for whom the children were told apart. */
export const myCare = (children: readonly Child[], rules: readonly Counted[], today: Day): ChildCare[] =>
  careToday(children, rules, today, isTaskOf);

export const dutyRowOf = ({ child, rule, ...duty }: ChildCare): DutyRow => ({
  child: { id: child._id, name: child.name, className: child.className },
  cadenceId: rule.id,
  ...duty,
  mentor: child.mentors.join('、') || null,
});

export const namesOf = (rules: readonly CadenceRow[]): CadenceName[] =>
  rules.map(({ id, name, window, counts, by }) => ({ id, name, window, counts: [...counts], by }));
