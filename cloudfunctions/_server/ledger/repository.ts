import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { studentsIn } from '../contacts/repository';
import type { ContactConcern, ContactEntry, FollowUp, SchoolClass, Student } from '../data/documents';
import type { Store } from '../data/store';
import type { Reach } from '../kernel/reach';

const CLASSES = 200;
const ROWS = 200;
const PAGE = 1000;

/** The classes whose ledger lies within a reach, from the lowest grade on. */
export async function classesWithin(store: Store, reach: Reach): Promise<SchoolClass[]> {
  if (!reach.all && reach.classIds.length === 0) return [];
  const present = { schoolId: reach.schoolId, past: { ne: true } };
  const where = reach.all ? present : { ...present, _id: { in: reach.classIds } };
  const classes = await store.list('classes', { where, limit: CLASSES });
  return classes.sort((a, b) => a.grade - b.grade || a.number - b.number);
}

/** The left-behind children of a class that was found within the reach. */
export const leftBehindOf = (store: Store, { schoolId, _id: classId }: SchoolClass): Promise<Student[]> =>
  store.list('students', { where: { schoolId, classId, leftBehind: true, status: 'active' }, limit: ROWS });

/** The children with whom the caller is paired, whichever class they are in. */
export const menteesIn = async (store: Store, reach: Reach): Promise<Student[]> =>
  reach.all || reach.studentIds.length === 0 ? [] : studentsIn(store, { ...reach, classIds: [] }, { limit: ROWS });

/** This week's contacts of children that were found within the reach: read by their classes. */
export async function entriesOfWeek(store: Store, students: readonly Student[], weekOf: Day): Promise<ContactEntry[]> {
  const [first] = students;
  if (!first) return [];
  const classIds = [...new Set(students.map(({ classId }) => classId))];
  return store.list('contactEntries', {
    where: { schoolId: first.schoolId, classId: { in: classIds }, weekOf },
    limit: PAGE,
  });
}

/** A child's latest contacts, newest first, for a child that was found within the reach; `from` is the first day that counts. */
export const entriesOf = (
  store: Store,
  { schoolId, _id: studentId }: Student,
  { limit, from }: { readonly limit: number; readonly from?: Day },
): Promise<ContactEntry[]> =>
  store.list('contactEntries', {
    where: { schoolId, studentId, ...(from === undefined ? {} : { day: { gte: from } }) },
    orderBy: [['day', 'desc']],
    limit,
  });

const ABOUT_CHILD = 50;
const newestAbout = ({ schoolId, _id: studentId }: Student) =>
  ({ where: { schoolId, studentId }, orderBy: [['at', 'desc']], limit: ABOUT_CHILD }) as const;

/** What was done about a child that was found within the reach, newest first. */
export const followUpsOf = (store: Store, child: Student): Promise<FollowUp[]> =>
  store.list('followUps', newestAbout(child));

/** What worries, or worried, about the contact of a child that was found within the reach, newest first. */
export const concernsOf = (store: Store, child: Student): Promise<ContactConcern[]> =>
  store.list('contactConcerns', newestAbout(child));
