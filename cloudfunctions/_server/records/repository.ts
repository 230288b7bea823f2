import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { CareRecord, FamilyMember, Student } from '../data/documents';
import type { Store } from '../data/store';
import { type Reach, reaches } from '../kernel/reach';

/** A pupil of the reach. */
export async function pupilIn(store: Store, reach: Reach, studentId: string): Promise<Student> {
  const student = await store.get('students', studentId);
  if (!student || !reaches(reach, student)) throw new AppError('common.not-found');
  return student;
}

/** A pupil's family; who of it has which right stands in `children`. */
export const familyOfPupil = (store: Store, pupil: Student): Promise<FamilyMember[]> =>
  store.list('familyMembers', { where: { schoolId: pupil.schoolId, studentIds: pupil._id }, limit: 20 });

/** The records of a pupil of the reach, newest first; for a family only what was shared. */
export const recordsOf = (
  store: Store,
  pupil: Student,
  page: { readonly before: number | undefined; readonly limit: number; readonly sharedOnly: boolean },
): Promise<CareRecord[]> =>
  store.list('records', {
    where: {
      schoolId: pupil.schoolId,
      studentId: pupil._id,
      ...(page.before === undefined ? {} : { at: { lt: page.before } }),
      ...(page.sharedOnly ? { share: true } : {}),
    },
    orderBy: [['at', 'desc']],
    limit: page.limit,
  });
