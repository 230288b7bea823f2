/** What becomes of pairs when children leave the school or come back. Each may be repeated. */
import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import type { Pairing } from '../data/documents';
import type { Deps } from '../kernel/deps';
import { endPairing, type PairAct, pairAgain } from './save';

const MOST = 1000;
type Needs = Pick<Deps, 'store' | 'now'>;

const actOf = ({ now }: Needs, ref: string): PairAct => ({
  ...{ day: dayOf(now()), at: now(), byId: '', ref, why: 'child_left' },
});

/** Pairs of these children, as the one who is helped and as the one who helps. */
async function pairsOf({ store }: Needs, schoolId: string, studentIds: readonly string[]): Promise<Pairing[]> {
  const of = (field: 'studentId' | 'mentorId') =>
    store.list('pairings', {
      where: { schoolId, [field]: { in: studentIds } },
      orderBy: [['from', 'desc']],
      limit: MOST,
    });
  return [...(await of('studentId')), ...(await of('mentorId'))];
}

/** Ends what lasts. */
export async function endPairsOf(
  deps: Needs,
  schoolId: string,
  studentIds: readonly string[],
  ref: string,
): Promise<void> {
  for (const { _id, to } of await pairsOf(deps, schoolId, studentIds)) {
    if (to !== null) continue;
    await deps.store.transact(async (tx) => {
      const now = await tx.get('pairings', _id);
      if (now?.to !== null) return;
      // Asked again after a child came back, this ends nothing.
      const both = [await tx.get('students', now.studentId), now.adult || (await tx.get('students', now.mentorId))];
      if (both.some((one) => one !== true && one?.status !== 'active')) await endPairing(tx, now, actOf(deps, ref));
    });
  }
}

/** What ended under this `ref` lasts again. */
export async function pairsLastAgain(
  deps: Needs,
  schoolId: string,
  studentIds: readonly string[],
  ref: string,
): Promise<void> {
  for (const pairing of await pairsOf(deps, schoolId, studentIds)) {
    if (pairing.endedRef !== ref) continue;
    await deps.store.transact((tx) => pairAgain(tx, pairing, { ...actOf(deps, ref), undo: true }));
  }
}
