import {
  type ConsentState,
  isAgreed,
  isGuardianOf,
  PURPOSES,
  type Purpose,
  stateOf,
} from '../../../miniprogram/shared/domain/consents';
import { familyOfStudent } from '../contacts/repository';
import type { Consent, FamilyMember, Student } from '../data/documents';
import type { Store } from '../data/store';

/** A child's answers: every purpose times every adult of a family. */
const ANSWERED = 100;

type Child = Pick<Student, '_id' | 'schoolId'>;

/** Everything that the guardians of one child answered: one read. */
export const consentsOf = (store: Store, child: Child): Promise<Consent[]> =>
  store.list('consents', { where: { schoolId: child.schoolId, studentId: child._id }, limit: ANSWERED });

/** What the answers come to, for each purpose; `family` are the child's adults. */
export function consentLines(
  child: Pick<Student, '_id'>,
  answers: readonly Consent[],
  family: readonly FamilyMember[],
): { purpose: Purpose; state: ConsentState }[] {
  const guardians = new Set(family.filter((member) => isGuardianOf(child._id, member)).map(({ _id }) => _id));
  return PURPOSES.map((purpose) => ({ purpose, state: stateOf(purpose, answers, guardians) }));
}

/** Whether a child's legal guardians agreed to a purpose: at least one yes, and no no. Two reads at once. */
export async function agreed(store: Store, child: Child, purpose: Purpose): Promise<boolean> {
  const [answers, family] = await Promise.all([consentsOf(store, child), familyOfStudent(store, child)]);
  return consentLines(child, answers, family).some((line) => line.purpose === purpose && isAgreed(line.state));
}
