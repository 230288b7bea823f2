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

interface Children {
  readonly schoolId: string;
  readonly studentIds: readonly string[];
}
/** Answers of a class about one purpose, and the adults of its children. */
const OF_MANY = 1000;

/** Those of some children of a school whose legal guardians did not agree to a purpose: two reads at once. */
export async function withoutConsent(
  store: Store,
  { schoolId, studentIds }: Children,
  purpose: Purpose,
): Promise<string[]> {
  const ids = { in: [...studentIds] };
  const [answers, family] = await Promise.all([
    store.list('consents', { where: { schoolId, studentId: ids, purpose }, limit: OF_MANY }),
    store.list('familyMembers', { where: { schoolId, studentIds: ids }, limit: OF_MANY }),
  ]);
  return studentIds.filter((_id) => {
    const own = answers.filter(({ studentId }) => studentId === _id);
    return !consentLines({ _id }, own, family).some((line) => line.purpose === purpose && isAgreed(line.state));
  });
}

/**
 * Those of some children whose guardians took back, or never gave, what was needed when something was written: one read, and another only
 * where somebody said no, to see whether that is still for this adult to say.
 */
export async function consentGone(store: Store, children: Children, purpose: Purpose): Promise<string[]> {
  const { schoolId, studentIds } = children;
  if (studentIds.length === 0) return [];
  const answers = await store.list('consents', {
    where: { schoolId, studentId: { in: [...studentIds] }, purpose },
    limit: OF_MANY,
    fields: ['studentId', 'answer'],
  });
  const given = new Set(answers.flatMap(({ studentId, answer }) => (answer === 'given' ? [studentId] : [])));
  const refused = answers.flatMap(({ studentId, answer }) => (answer === 'given' ? [] : [studentId]));
  if (refused.length === 0) return studentIds.filter((id) => !given.has(id));
  return withoutConsent(store, children, purpose);
}
