import type { Output } from '../../../miniprogram/shared/contract';
import { type Day, dayOf } from '../../../miniprogram/shared/domain/calendar';
import { answerAfter, isGuardianOf, PURPOSES, type Purpose } from '../../../miniprogram/shared/domain/consents';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Consent, FamilyMember, Student } from '../data/documents';
import { Duplicate, type Store, type Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { familyOf } from '../kernel/identify';
import { consentLines, consentsOf } from './consents';

/** So many former answers are kept of one guardian for one purpose. */
const HISTORY = 100;

type Shown = Output<'privacy.consents'>;

/** The purposes with the answers of each guardian, as a page shows them. */
export function shownConsents(
  student: Student,
  answers: readonly Consent[],
  family: readonly FamilyMember[],
): Shown['purposes'] {
  const byId = new Map(family.map((member) => [member._id, member]));
  return consentLines(student, answers, family).map(({ purpose, state }) => ({
    purpose,
    state,
    answers: answers.flatMap((consent) => {
      const member = byId.get(consent.memberId);
      if (consent.purpose !== purpose || !member || !isGuardianOf(student._id, member)) return [];
      const { memberId, answer, way, at, enteredBy } = consent;
      return {
        memberId,
        memberName: member.name,
        relation: relationTo(student._id, member),
        answer,
        way,
        at,
        enteredBy,
      };
    }),
  }));
}

export const relationTo = (studentId: string, { children }: FamilyMember): string =>
  children.find((link) => link.studentId === studentId)?.relation ?? '';

/** What a guardian said, and how the school knows. */
export interface Said {
  readonly purpose: Purpose;
  readonly answer: 'given' | 'refused';
  readonly paper: { readonly enteredBy: string; readonly signedDay: Day } | null;
}

/** Writes down a legal guardian's answer; what was answered before stays as proof. The same answer again changes nothing. */
export async function writeAnswer(ctx: Ctx, student: Student, memberId: string, said: Said): Promise<void> {
  const write = () =>
    ctx.store.transact(async (tx) => {
      const member = await tx.get('familyMembers', memberId);
      if (!member || !isGuardianOf(student._id, member)) throw new AppError('privacy.not-guardian');
      await putAnswer(ctx, tx, student, memberId, said);
    });
  // Two first answers at once: the later finds the other's document when it looks again.
  await write().catch((error: unknown) => {
    if (!(error instanceof Duplicate)) throw error;
    return write();
  });
  await askNoMore(ctx.store, student, memberId);
}

async function putAnswer(ctx: Ctx, tx: Transaction, student: Student, memberId: string, said: Said): Promise<void> {
  const { purpose, paper } = said;
  const _id = `${student._id}:${purpose}:${memberId}`;
  const known = await tx.get('consents', _id);
  const answer = answerAfter(known?.answer, said.answer);
  const way = paper ? ('paper' as const) : ('app' as const);
  const signedDay = paper?.signedDay ?? null;
  if (known && known.answer === answer && known.way === way && known.signedDay === signedDay) return;
  // A paper that was signed before the guardian said something else does not bring the old word back.
  if (known && paper && paper.signedDay < (known.signedDay ?? dayOf(known.at))) throw new AppError('common.stale');
  const fresh = {
    classId: student.classId,
    answer,
    way,
    at: ctx.now(),
    enteredBy: paper?.enteredBy ?? null,
    signedDay,
  };
  if (!known) {
    await tx.insert('consents', {
      ...fresh,
      _id,
      schoolId: student.schoolId,
      studentId: student._id,
      memberId,
      purpose,
      before: [],
    });
    return;
  }
  const { answer: was, way: wasWay, at } = known;
  const before = [{ answer: was, way: wasWay, at }, ...known.before].slice(0, HISTORY);
  await tx.update('consents', _id, { set: { ...fresh, before } });
}

/** Once every purpose is answered, the guardian's home page asks no more. */
async function askNoMore(store: Store, student: Student, memberId: string): Promise<void> {
  const answered = (await consentsOf(store, student)).filter((consent) => consent.memberId === memberId);
  if (answered.length < PURPOSES.length) return;
  await store.transact(async (tx) => {
    const member = await tx.get('familyMembers', memberId);
    const askedFor = member?.askedFor ?? [];
    if (!member || askedFor.includes(student._id)) return;
    await tx.update('familyMembers', memberId, { set: { askedFor: [...askedFor, student._id] } });
  });
}

/** The caller's id as a legal guardian of a child within its reach; who is none has no say in it. */
export function guardianOf(ctx: Ctx, studentId: string): string {
  const { person } = familyOf(ctx.caller);
  if (!isGuardianOf(studentId, person)) throw new AppError('privacy.not-guardian');
  return person._id;
}
