import type { CareRecord, Student } from '../data/documents';
import type { Store } from '../data/store';

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
