/**
 * The only place that begins and ends pairs. Of an adult's pair the history (`pairings`), the access (`Staff.menteeIds`) and the child's count
 * (`Student.mentors`) move in one transaction, so they never tell different things.
 */
import { createHash } from 'node:crypto';
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import {
  kindsFor,
  type PairingEnd,
  type PairingKindId,
  PUPIL_HELPERS,
} from '../../../miniprogram/shared/domain/pairing';
import type { Pairing, Sealed, Staff, Student } from '../data/documents';
import type { Transaction } from '../data/store';

/** Who changes pairs, when and why. */
export interface PairAct {
  readonly day: Day;
  readonly at: number;
  readonly byId: string;
  /** The request, the handover or the child that left. What one `ref` began is not begun again when it is repeated. */
  readonly ref: string;
  /** Why pairs end that end by it. */
  readonly why: PairingEnd;
  /** Takes back what was done under this `ref`: what it ended lasts again, what it began never was. */
  readonly undo?: true;
}

/** The n-th pair of these two, from 1. */
export const pairingId = (mentorId: string, studentId: string, n: number): string =>
  `p${createHash('sha256').update(`${mentorId}:${studentId}`).digest('base64url').slice(0, 22)}-${n}`;

/** All pairs that these two had, oldest first, and the id of the next. */
async function chainOf(tx: Transaction, mentorId: string, studentId: string) {
  const chain: Pairing[] = [];
  for (;;) {
    const next = pairingId(mentorId, studentId, chain.length + 1);
    const found = await tx.get('pairings', next);
    if (!found) return { chain, next };
    chain.push(found);
  }
}

interface Side {
  readonly _id: string;
  readonly name: string;
  readonly schoolId: string;
}

/**
 * What became of a wish to pair: made, there already (or made by the same request before), not of the school's pupils, somebody else's by now, or
 * of pupils: the child has helpers enough, the helper helps enough.
 */
export type Begun = 'made' | 'there' | 'not-here' | Refusal;
type Refusal = 'taken' | 'full' | 'busy';

/** Begins one pair, without the mentor's side of it; a new one unless `refuse` says why not. */
async function begin(
  tx: Transaction,
  mentor: Side,
  studentId: string,
  kind: PairingKindId,
  act: PairAct,
  refuse: (student: Student) => Refusal | undefined,
): Promise<Begun> {
  const student = await tx.get('students', studentId);
  if (student?.status !== 'active' || student.schoolId !== mentor.schoolId) return 'not-here';
  const { chain, next } = await chainOf(tx, mentor._id, studentId);
  const last = chain.at(-1);
  if (last?.to === null || (!act.undo && chain.some(({ ref }) => ref === act.ref))) return 'there';
  const refused = refuse(student);
  if (refused) return refused;
  const adult = kind !== 'pupil';
  if (act.undo && last?.endedRef === act.ref)
    await tx.update('pairings', last._id, { set: { to: null, endedWhy: null, endedRef: null } });
  else
    await tx.insert('pairings', {
      ...{ _id: next, schoolId: mentor.schoolId, studentId, classId: student.classId, kind, adult },
      ...{ mentorId: mentor._id, mentorName: mentor.name, from: act.day, to: null, endedWhy: null, handover: null },
      ...{ ref: act.ref, endedRef: null, byId: act.byId, at: act.at },
    });
  await count(tx, student, adult ? 'mentors' : 'helpers', 1);
  return 'made';
}

/** Ends the pair of these two that lasts, without the mentor's side of it. A note replaces what the mentor left. */
async function end(tx: Transaction, mentorId: string, studentId: string, act: PairAct, note?: Sealed): Promise<void> {
  const { chain } = await chainOf(tx, mentorId, studentId);
  const open = chain.at(-1);
  if (open?.to !== null) return;
  if (act.undo && open.ref === act.ref) await tx.remove('pairings', open._id);
  else
    await tx.update('pairings', open._id, {
      set: { to: act.day, endedWhy: act.why, endedRef: act.ref, ...(note ? { handover: note } : {}) },
    });
  const student = await tx.get('students', studentId);
  if (student) await count(tx, student, open.adult ? 'mentors' : 'helpers', -1);
  const helper = open.adult ? undefined : await tx.get('students', mentorId);
  if (helper) await count(tx, helper, 'helps', -1);
}

/** The child's own count moves with each pair, so that its leaving and a pairing at once do not go unnoticed. */
const count = (tx: Transaction, student: Student, field: 'mentors' | 'helpers' | 'helps', by: 1 | -1): Promise<void> =>
  tx.update('students', student._id, { set: { [field]: Math.max(0, (student[field] ?? 0) + by) } });

/** Pairs a member of staff with children; `person` as this transaction read it. Answers what became of each. */
export async function pairWith(
  tx: Transaction,
  person: Staff,
  wanted: readonly { readonly studentId: string; readonly kind: PairingKindId }[],
  act: PairAct,
  onlyAlone = false,
): Promise<Begun[]> {
  const outcome: Begun[] = [];
  const menteeIds = new Set(person.menteeIds);
  const refuse = ({ mentors = 0 }: Student) => (onlyAlone && mentors > 0 ? 'taken' : undefined);
  for (const { studentId, kind } of wanted) {
    const begun = await begin(tx, person, studentId, kind, act, refuse);
    if (begun === 'made') menteeIds.add(studentId);
    outcome.push(begun);
  }
  if (menteeIds.size > person.menteeIds.length)
    await tx.update('staff', person._id, { set: { menteeIds: [...menteeIds] } });
  return outcome;
}

/** Ends pairs of a member of staff. The access is gone when the transaction is through. */
export async function partFrom(
  tx: Transaction,
  person: Staff,
  studentIds: readonly string[],
  act: PairAct,
  note?: Sealed,
): Promise<void> {
  for (const studentId of studentIds) await end(tx, person._id, studentId, act, note);
  const menteeIds = person.menteeIds.filter((id) => !studentIds.includes(id));
  if (menteeIds.length < person.menteeIds.length) await tx.update('staff', person._id, { set: { menteeIds } });
}

/** Makes a member of staff stand beside exactly these children; whom the school does not have (any more) is left out. */
export async function standBeside(
  tx: Transaction,
  person: Staff,
  studentIds: readonly string[],
  act: PairAct,
): Promise<void> {
  const kind = kindsFor(person.role)[0];
  const gone = person.menteeIds.filter((id) => !studentIds.includes(id));
  if (gone.length > 0) await partFrom(tx, person, gone, act);
  const fresh = studentIds.filter((id) => !person.menteeIds.includes(id));
  if (fresh.length === 0 || kind === undefined) return;
  const now = { ...person, menteeIds: person.menteeIds.filter((id) => !gone.includes(id)) };
  const wanted = fresh.map((studentId) => ({ studentId, kind }));
  await pairWith(tx, now, wanted, act);
}

/** A pupil helps another; both children's documents move, and say in the same transaction whether there is room on both sides. */
export async function helpWith(tx: Transaction, helper: Student, studentId: string, act: PairAct): Promise<Begun> {
  const refuse = ({ helpers = 0 }: Student) => {
    if (helpers >= PUPIL_HELPERS) return 'full';
    return (helper.helps ?? 0) >= PUPIL_HELPERS ? 'busy' : undefined;
  };
  const begun = await begin(tx, helper, studentId, 'pupil', act, refuse);
  if (begun === 'made') await count(tx, helper, 'helps', 1);
  return begun;
}

/** Ends one pair, whoever the mentor is. */
export async function endPairing(tx: Transaction, pairing: Pairing, act: PairAct, note?: Sealed): Promise<void> {
  const person = pairing.adult ? await tx.get('staff', pairing.mentorId) : undefined;
  if (person) await partFrom(tx, person, [pairing.studentId], act, note);
  else await end(tx, pairing.mentorId, pairing.studentId, act, note);
}

/** Makes a pair last again that was ended under the act's `ref`, where both are still there. */
export async function pairAgain(tx: Transaction, pairing: Pairing, act: PairAct): Promise<void> {
  const wanted = { studentId: pairing.studentId, kind: pairing.kind };
  if (pairing.adult) {
    const person = await tx.get('staff', pairing.mentorId);
    if (person && !person.gone) await pairWith(tx, person, [wanted], act);
    return;
  }
  const helper = await tx.get('students', pairing.mentorId);
  if (helper?.status === 'active') await helpWith(tx, helper, pairing.studentId, act);
}
