import { consentOf, isAgreed, type Purpose } from '../../../miniprogram/shared/domain/consents';
import type { Consent, Student } from '../data/documents';
import type { Store } from '../data/store';

/** A child's answers: every purpose times every adult of a family. */
const ANSWERED = 100;

/** Everything that the guardians of one child answered: one read. */
export const consentsOf = (store: Store, child: Pick<Student, '_id' | 'schoolId'>): Promise<Consent[]> =>
  store.list('consents', { where: { schoolId: child.schoolId, studentId: child._id }, limit: ANSWERED });

/** Whether a child's legal guardians agreed to a purpose: at least one yes, and no no. One read. */
export async function agreed(
  store: Store,
  child: Pick<Student, '_id' | 'schoolId'>,
  purpose: Purpose,
): Promise<boolean> {
  const answers = (await consentsOf(store, child)).filter((consent) => consent.purpose === purpose);
  return isAgreed(consentOf(answers.map(({ answer }) => answer)));
}
