import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { CollectionName, Documents, FamilyMember, SchoolClass, Student } from '../data/documents';
import type { Condition, Field, Store, Where } from '../data/store';
import { type Reach, reaches, within } from '../kernel/reach';

/** One read brings at most this many. */
const PAGE = 1000;
/** More adults than this around one child would be a mistake of a roster. */
export const FAMILY = 12;
const CLASS_FAMILY = 500;

/** The active pupils within a reach, e.g. a family's children or a teacher's classes and mentees: one read. */
export async function studentsIn(
  store: Store,
  reach: Reach,
  { limit, leftBehind }: { readonly limit: number; readonly leftBehind?: boolean },
): Promise<Student[]> {
  const { where, anyOf } = within<Student>(reach, { student: '_id', class: 'classId' });
  const chosen: Where<Student> = { ...where, status: 'active', ...(leftBehind === undefined ? {} : { leftBehind }) };
  return store.list('students', { where: chosen, ...(anyOf ? { anyOf } : {}), limit });
}

export type ListedStudent = Pick<Student, '_id' | 'name' | 'className' | 'sex' | 'leftBehind' | 'contact' | 'order'>;
const LISTED = ['name', 'className', 'classId', 'sex', 'leftBehind', 'contact', 'status', 'order'] as const;

interface Chosen {
  readonly classId?: string | undefined;
  readonly limit: number;
}

/**
 * A page of the active pupils within a reach, in the school's order, from behind `after` on: one read along the index
 * `schoolId status order`, so it costs a page however many pupils the school and the county have.
 */
export async function pageOfStudents(
  store: Store,
  reach: Reach,
  { classId, after = '', limit }: Chosen & { readonly after?: string | undefined },
): Promise<ListedStudent[]> {
  const parts = partsOf(reach, classId);
  if (!parts) return [];
  return store.list('students', {
    where: { schoolId: reach.schoolId, status: 'active', order: { gt: after } },
    anyOf: parts,
    orderBy: [['order', 'asc']],
    limit,
    fields: [...LISTED],
  });
}

/**
 * The active pupils within a reach whose keys hold one of `keys` (contacts/finding.ts): one read along the index `schoolId status keys`. Whatever
 * other schools have, it looks at this school's keys alone, and of those at the ones between the bounds of an anchored expression.
 */
export async function foundStudents(
  store: Store,
  reach: Reach,
  { keys, classId, limit }: Chosen & { readonly keys: readonly Condition[] },
): Promise<ListedStudent[]> {
  const parts = partsOf(reach, classId);
  if (!parts) return [];
  return store.list('students', {
    where: { schoolId: reach.schoolId, status: 'active' },
    anyOf: keys.flatMap((one) =>
      parts.length === 0 ? [{ keys: one }] : parts.map((part) => ({ ...part, keys: one })),
    ),
    limit,
    fields: [...LISTED],
  });
}

/** The parts of a reach, within one class where told: none for the whole school, `undefined` where it holds nobody. */
function partsOf(reach: Reach, classId: string | undefined): Where<Student>[] | undefined {
  const ofClass = classId === undefined ? {} : { classId };
  if (reach.all) return classId === undefined ? [] : [ofClass];
  const classIds = reach.classIds.filter((id) => classId === undefined || id === classId);
  const parts = [
    ...(reach.studentIds.length ? [{ _id: { in: reach.studentIds }, ...ofClass }] : []),
    ...(classIds.length ? [{ classId: { in: classIds } }] : []),
  ];
  return parts.length ? parts : undefined;
}

/** All active pupils within a reach, of one class where told: a read for each thousand. */
export async function listedStudents(store: Store, reach: Reach, classId?: string): Promise<ListedStudent[]> {
  const { where, anyOf } = within<Student>(reach, { student: '_id', class: 'classId' });
  const fields = [...LISTED];
  const pages: Student[][] = [];
  if (!reach.all) pages.push(await store.list('students', { where, ...(anyOf ? { anyOf } : {}), limit: PAGE, fields }));
  else if (classId) pages.push(await store.list('students', { where: { ...where, classId }, limit: PAGE, fields }));
  else pages.push(await eachOf(store, 'students', reach.schoolId, fields));
  return pages.flat().filter((s) => s.status === 'active' && (classId === undefined || s.classId === classId));
}

/** Everything of a school in one collection, read a thousand at a time in the order of the ids. */
export const eachOf = <C extends 'students' | 'familyMembers' | 'familyTimes' | 'makeups' | 'delegations'>(
  store: Store,
  collection: C,
  schoolId: string,
  fields?: readonly (keyof Documents[C] & string)[],
): Promise<Documents[C][]> => eachWhere(store, collection, { schoolId } as Where<Documents[C]>, fields);

/** As `eachOf`, of those that match; `where` names whole values of an index's first fields. */
export async function eachWhere<C extends CollectionName>(
  store: Store,
  collection: C,
  where: Where<Documents[C]>,
  fields?: readonly Field<Documents[C]>[],
): Promise<Documents[C][]> {
  const all: Documents[C][] = [];
  for (let after = ''; ; ) {
    const page = await store.list(collection, {
      where: { ...where, _id: { gt: after } } as Where<Documents[C]>,
      orderBy: [['_id' as keyof Documents[C] & string, 'asc']],
      limit: PAGE,
      ...(fields ? { fields } : {}),
    });
    all.push(...page);
    const last = page.at(-1);
    if (page.length < PAGE || !last) return all;
    after = last._id;
  }
}

/** One active child within the reach; `common.not-found` for every other. */
export async function studentIn(store: Store, reach: Reach, studentId: string): Promise<Student> {
  const student = await store.get('students', studentId);
  if (student?.status !== 'active' || !reaches(reach, student)) throw new AppError('common.not-found');
  return student;
}

/** The adults of a child that was found within the reach; who of them has which right stands in `children`. */
export const familyOfStudent = (store: Store, student: Pick<Student, '_id' | 'schoolId'>): Promise<FamilyMember[]> =>
  store.list('familyMembers', { where: { schoolId: student.schoolId, studentIds: student._id }, limit: FAMILY });

/** An adult and those of this adult's children that are within the reach; `undefined` where there are none. */
export async function memberIn(
  store: Store,
  reach: Reach,
  personId: string,
): Promise<{ readonly member: FamilyMember; readonly studentIds: readonly string[] } | undefined> {
  const member = await store.get('familyMembers', personId);
  const studentIds = (member?.children ?? [])
    .filter((c) => member && reaches(reach, { _id: c.studentId, schoolId: member.schoolId, classId: c.classId }))
    .map((c) => c.studentId);
  return member && studentIds.length > 0 ? { member, studentIds } : undefined;
}

/** A class within the reach; `common.not-found` for every other. */
export async function classIn(store: Store, reach: Reach, classId: string): Promise<SchoolClass> {
  const found = await store.get('classes', classId);
  if (found?.schoolId !== reach.schoolId || !(reach.all || reach.classIds.includes(found._id)))
    throw new AppError('common.not-found');
  return found;
}

/** The pupils of a class that was found within the reach, and their adults: two reads. */
export async function peopleOfClass(
  store: Store,
  { _id: classId, schoolId }: SchoolClass,
): Promise<{ readonly students: Student[]; readonly members: FamilyMember[] }> {
  const [students, members] = await Promise.all([
    store.list('students', { where: { schoolId, classId }, limit: PAGE }),
    store.list('familyMembers', { where: { schoolId, classIds: classId }, limit: CLASS_FAMILY }),
  ]);
  return { students: students.filter((student) => student.status === 'active'), members };
}

/** Names of adults of a school by id, of those who are on no child's file any more too: at most one read. */
export async function namesOfMembers(
  store: Store,
  schoolId: string,
  { known = [], wanted }: { readonly known?: readonly FamilyMember[]; readonly wanted: readonly string[] },
): Promise<Map<string, string>> {
  const names = new Map(known.map(({ _id, name }) => [_id, name]));
  const missing = [...new Set(wanted)].filter((id) => !names.has(id));
  if (missing.length === 0) return names;
  const where = { _id: { in: missing }, schoolId };
  const found = await store.list('familyMembers', { where, limit: PAGE, fields: ['name'] });
  for (const { _id, name } of found) names.set(_id, name);
  return names;
}
