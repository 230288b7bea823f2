import { PUPIL_HELPERS } from '../../../miniprogram/shared/domain/pairing';
import { eachWhere } from '../contacts/repository';
import type { Pairing, SchoolClass, Staff, Student } from '../data/documents';
import type { Store } from '../data/store';
import type { Reach } from '../kernel/reach';
import { staffOfSchool } from '../school/repository';

const MOST = 1000;
const OF_CHILD = 200;
const OF_CLASS = OF_CHILD * PUPIL_HELPERS;

export type Mentor = Staff & { readonly role: 'teacher' | 'volunteer' };

/** Everybody of a school who may stand beside a child: one read. */
export const mentorsOf = async (store: Store, { schoolId }: Reach): Promise<Mentor[]> =>
  (await staffOfSchool(store, schoolId)).filter(
    (person): person is Mentor => person.role === 'teacher' || person.role === 'volunteer',
  );

/** The adults' pairs of a school that last: a read for each thousand. */
export const openPairs = (store: Store, { schoolId }: Reach): Promise<Pairing[]> =>
  eachWhere(store, 'pairings', { schoolId, adult: true, to: null }, ['mentorId', 'studentId', 'kind', 'from']);

/** The adults' pairs of a school that ended, the last thousand. */
export const pastPairs = (store: Store, { schoolId }: Reach): Promise<Pairing[]> =>
  store.list('pairings', {
    where: { schoolId, adult: true, to: { gt: '' } },
    orderBy: [['to', 'desc']],
    limit: MOST,
    fields: ['mentorId', 'studentId', 'kind', 'to'],
  });

const CHILD = ['name', 'className', 'classId', 'sex', 'leftBehind', 'focus', 'contact', 'mentors', 'address'] as const;

/** A school's left-behind children that are there, with their sealed addresses where they are asked for: a read for each thousand. */
export const leftBehindIn = (
  store: Store,
  { schoolId }: Reach,
  { addresses, classId }: { readonly addresses: boolean; readonly classId?: string | undefined },
): Promise<Student[]> =>
  eachWhere(
    store,
    'students',
    { schoolId, leftBehind: true, status: 'active', ...(classId === undefined ? {} : { classId }) },
    CHILD.filter((field) => addresses || field !== 'address'),
  );

/** Pairs of a child that was found within the reach, newest first. */
export const pairsOfChild = (store: Store, { schoolId, _id: studentId }: Pick<Student, '_id' | 'schoolId'>) =>
  store.list('pairings', { where: { schoolId, studentId }, orderBy: [['from', 'desc']], limit: OF_CHILD });

/** Pairs of somebody who helps, newest first. */
export const pairsOfMentor = (store: Store, { schoolId }: Reach, mentorId: string): Promise<Pairing[]> =>
  store.list('pairings', { where: { schoolId, mentorId }, orderBy: [['from', 'desc']], limit: OF_CHILD });

/** The pupils of a class that was found within the reach, in the school's order. */
export const pupilsOf = (store: Store, { schoolId, _id: classId }: SchoolClass): Promise<Student[]> =>
  store.list('students', {
    where: { schoolId, status: 'active', classId },
    orderBy: [['order', 'asc']],
    limit: OF_CHILD,
    fields: ['name', 'className'],
  });

/** Who helps these pupils now. */
export const pupilPairsIn = (store: Store, { schoolId }: Reach, studentIds: readonly string[]): Promise<Pairing[]> =>
  studentIds.length === 0
    ? Promise.resolve([])
    : store.list('pairings', {
        where: { schoolId, studentId: { in: studentIds }, adult: false, to: null },
        limit: OF_CLASS,
      });
