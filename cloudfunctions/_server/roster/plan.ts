/** A roster against what the school has: which documents are new and which fields change. Pure; nothing is written here. */
import type { Vault } from '../data/crypto';
import type { FamilyMember, School, SchoolClass, Staff, Student } from '../data/documents';
import { className } from './class-name';
import { schoolYearOf } from './dates';
import { planFamilies } from './plan-families';
import { planStudents } from './plan-students';
import type { PupilRow } from './pupil';

/** What the school has now. */
export interface Existing {
  readonly classes: readonly SchoolClass[];
  readonly students: readonly Student[];
  readonly members: readonly FamilyMember[];
  readonly staff: readonly Pick<Staff, '_id' | 'classIds'>[];
}

/** New documents, and fields that change in those that are there. */
export interface Writes<T> {
  readonly fresh: readonly T[];
  readonly changed: readonly { readonly _id: string; readonly set: Partial<T> }[];
}

export interface Plan {
  readonly classes: Writes<SchoolClass>;
  readonly students: Writes<Student>;
  readonly members: Writes<FamilyMember>;
  /** How many adults the roster names; one of several children counts once. */
  readonly adults: number;
  /** Pupils of the roster: not there yet, there but different (they or their families), just as they are. */
  readonly fresh: number;
  readonly changed: number;
  readonly same: number;
}

export interface Roster {
  readonly pupils: readonly PupilRow[];
  /** Keys of the columns that the file has: a column that is missing says nothing. */
  readonly columns: ReadonlySet<string>;
}

export interface PlanOptions {
  readonly school: Pick<School, '_id' | 'term'>;
  readonly importId: string;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly vault: Vault;
}

/** A pupil of the roster and the document that it is or becomes. */
export interface Placed {
  readonly row: PupilRow;
  readonly student: Student;
}

export function planRoster(roster: Roster, existing: Existing, options: PlanOptions): Plan {
  const { all, fresh: freshClasses } = planClasses(roster.pupils, existing, options);
  const { placed, writes } = planStudents(roster, existing.students, all, options);
  const families = planFamilies(placed, existing.members, options);
  const isNew = new Set(writes.fresh.map(({ _id }) => _id));
  const touched = new Set([...writes.changed.map(({ _id }) => _id), ...families.touched]);
  const fresh = placed.filter(({ student }) => isNew.has(student._id)).length;
  const changed = placed.filter(({ student }) => !isNew.has(student._id) && touched.has(student._id)).length;
  return {
    classes: { fresh: freshClasses, changed: [] },
    students: writes,
    members: families.writes,
    adults: families.adults,
    fresh,
    changed,
    same: placed.length - fresh - changed,
  };
}

/** Of the school year, so that next year's 三(2)班 is a class of its own whatever became of this one. No dot: it names fields too. */
export const classIdOf = (school: PlanOptions['school'], grade: number, number: number): string =>
  `${school._id}-c${schoolYearOf(school.term.from)}-${grade}-${number}`;

type Classes = ReadonlyMap<string, SchoolClass>;
export const classKey = ({ grade, number }: Pick<SchoolClass, 'grade' | 'number'>): string => `${grade}-${number}`;

function planClasses(
  pupils: readonly PupilRow[],
  existing: Existing,
  { school }: PlanOptions,
): { readonly all: Classes; readonly fresh: SchoolClass[] } {
  const all = new Map(existing.classes.map((known) => [classKey(known), known]));
  const fresh: SchoolClass[] = [];
  for (const { grade, classNo: number } of pupils) {
    if (all.has(classKey({ grade, number }))) continue;
    const _id = classIdOf(school, grade, number);
    const head = existing.staff.find(({ classIds }) => classIds.includes(_id));
    const made = { _id, schoolId: school._id, grade, number, name: className(grade, number) };
    fresh.push({ ...made, headTeacherId: head?._id ?? null });
    all.set(classKey({ grade, number }), { ...made, headTeacherId: head?._id ?? null });
  }
  return { all, fresh };
}
