/** A roster against what the school has: which versions of files it makes. Pure; nothing is written here. */
import { createHash } from 'node:crypto';
import type { Vault } from '../data/crypto';
import type { FamilyMember, RosterImport, School, SchoolClass, Staff, Student } from '../data/documents';
import { className } from './class-name';
import { schoolYearOf } from './dates';
import { goneOf } from './gone';
import { type Near, nearOf } from './near';
import { planFamilies } from './plan-families';
import { classOf, planStudents, recognise } from './plan-students';
import type { PupilRow } from './pupil';
import { leftText, type Version } from './versions';

/** What the school has now. */
export interface Existing {
  readonly classes: readonly SchoolClass[];
  readonly students: readonly Student[];
  readonly members: readonly FamilyMember[];
  readonly staff: readonly Pick<Staff, '_id' | 'classIds'>[];
}

export interface Plan {
  /** Classes that are not there yet. */
  readonly classes: readonly SchoolClass[];
  /** Pupils first. */
  readonly versions: readonly Version[];
  readonly placed: readonly Placed[];
  /** Pupils of the roster who may be some of the file; nobody has said. */
  readonly near: readonly Near[];
  /** Pupils on file, of classes that the roster covers, who are not in it. */
  readonly gone: readonly Student[];
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
  /** Rows that a person took for a pupil of the file, and pupils who left the school. */
  readonly same: RosterImport['same'];
  readonly leave: RosterImport['leave'];
}

/** A pupil of the roster and who it is. */
export interface Placed {
  readonly row: PupilRow;
  /** As on file; `undefined` for a new one. */
  readonly known: Student | undefined;
  readonly id: string;
  readonly classId: string;
  /** What the roster changes of it. */
  readonly version: Version | undefined;
}

export function planRoster(roster: Roster, existing: Existing, options: PlanOptions): Plan {
  const { all, fresh: freshClasses } = planClasses(roster.pupils, existing, options);
  const found = recognise(roster.pupils, existing.students, all, options);
  const placed = planStudents(roster, existing.students, found, all, options);
  const families = planFamilies(placed, existing.members, options);
  const left = new Set(options.leave);
  const gone = goneOf(placed, existing.students);
  const touched = new Set(families.versions.flatMap(({ studentIds }) => studentIds));
  const fresh = placed.filter(({ known }) => !known).length;
  const changed = placed.filter(({ known, version, id }) => known && (version || touched.has(id))).length;
  return {
    classes: freshClasses,
    versions: [
      ...placed.flatMap(({ version }) => version ?? []),
      ...gone.filter(({ _id }) => left.has(_id)).map((student) => leaving(student, options.today)),
      ...families.versions,
    ],
    placed,
    near: nearOf(
      placed.filter(({ known }) => !known),
      existing,
      (row) => classOf(all, row)._id,
      new Set(found.values()),
      options.vault,
    ),
    gone,
    adults: families.adults,
    fresh,
    changed,
    same: placed.length - fresh - changed,
  };
}

/** Stands for everything that a plan would change, so that a confirm can tell whether it is still what was shown. */
export const digestOf = ({ versions, gone }: Plan): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        versions.map(({ id, changes }) => [id, Object.entries(changes).sort()]),
        gone.map(({ _id }) => _id),
      ]),
    )
    .digest('base64url');

/** Who is gone and left the school, by a person's word. */
function leaving(student: Student, today: string): Version {
  const left = leftText({ day: today, how: 'moved', whereTo: '' });
  const changes = { 'pupil.status': [student.status, 'left'], 'pupil.left': [null, left] } as const;
  return { subject: 'pupil', id: student._id, studentIds: [student._id], made: false, changes };
}

/** Of the school year, so that next year's 三(2)班 is a class of its own whatever became of this one. No dot: it names fields too. */
export const classIdOf = (school: PlanOptions['school'], grade: number, number: number): string =>
  `${school._id}-c${schoolYearOf(school.term.from)}-${grade}-${number}`;

type Classes = ReadonlyMap<string, SchoolClass>;
export const classKey = ({ grade, number }: Pick<SchoolClass, 'grade' | 'number'>): string => `${grade}-${number}`;

function planClasses(
  pupils: readonly PupilRow[],
  existing: Existing,
  { school, importId }: PlanOptions,
): { readonly all: Classes; readonly fresh: SchoolClass[] } {
  const all = new Map(existing.classes.filter(({ past }) => !past).map((known) => [classKey(known), known]));
  const fresh: SchoolClass[] = [];
  for (const { grade, classNo: number } of pupils) {
    if (all.has(classKey({ grade, number }))) continue;
    const _id = freeClassId(existing, classIdOf(school, grade, number));
    const head = existing.staff.find(({ classIds }) => classIds.includes(_id));
    const made = { _id, schoolId: school._id, grade, number, name: className(grade, number), importId };
    fresh.push({ ...made, headTeacherId: head?._id ?? null });
    all.set(classKey({ grade, number }), { ...made, headTeacherId: head?._id ?? null });
  }
  return { all, fresh };
}

/** A class that was merged away keeps its id for what was written of it. */
function freeClassId({ classes }: Existing, id: string): string {
  let free = id;
  for (let n = 2; classes.some(({ _id }) => _id === free); n++) free = `${id}-${n}`;
  return free;
}
