/** What ends when children leave the school, whichever way: calls, waiting, standing times, pairs, and the access of adults who have no child left here. */
import { membershipOf, tie } from '../accounts/bind';
import { endCodes } from '../accounts/phone';
import { heal } from '../booking/heal';
import type { FamilyMember } from '../data/documents';
import { inParts } from '../data/parts';
import { byIds } from '../data/reads';
import type { Deps } from '../kernel/deps';
import { endPairsOf, pairsLastAgain } from '../pairing/leavers';

/** Children in one question. */
const PART = 200;
const ADULTS = 1000;
/** Adults on their way at a time. */
const AT_ONCE = 6;

/**
 * To be called after the children were marked as left; it may be repeated. Calls ahead are called off (booking/touched.ts sees that the child is
 * gone), nobody waits for a time or for a change of the file any more, and whoever has no child left here is let go. Who was bound stands in
 * `wasBound` under `ref`.
 */
export async function endForLeavers(
  deps: Deps,
  schoolId: string,
  studentIds: readonly string[],
  ref: string,
): Promise<void> {
  for (const ids of inParts(studentIds, PART)) {
    await endPairsOf(deps, schoolId, ids, ref);
    const adults = await deps.store.list('familyMembers', {
      where: { schoolId, studentIds: { in: ids } },
      limit: ADULTS,
    });
    await endForAdults(deps, schoolId, await withoutChildren(deps, adults), ref);
    // Nobody can answer what was asked about a child who is gone.
    const open = { schoolId, studentId: { in: ids }, status: 'open' } as const;
    await deps.store.updateWhere('proposals', open, { set: { status: 'withdrawn' } });
  }
  await deps.store.updateWhere('schools', { _id: schoolId }, { set: { changedAt: deps.now() } });
  const school = await deps.store.get('schools', schoolId);
  if (school) await heal(deps, school);
}

/** Those whose children have all left. */
async function withoutChildren({ store }: Deps, adults: readonly FamilyMember[]): Promise<FamilyMember[]> {
  const ids = adults.flatMap((adult) => adult.studentIds);
  const students = await byIds(store, 'students', ids, ['status']);
  return adults.filter((adult) => adult.studentIds.every((id) => students.get(id)?.status !== 'active'));
}

async function endForAdults(deps: Deps, schoolId: string, adults: readonly FamilyMember[], ref: string): Promise<void> {
  if (adults.length === 0) return;
  const { store } = deps;
  const ids = adults.map(({ _id }) => _id);
  await endCodes(deps, adults);
  await store.updateWhere('familyTimes', { schoolId, _id: { in: ids } }, { set: { on: false } });
  await store.updateWhere(
    'waitlist',
    { schoolId, adultId: { in: ids }, status: { in: ['waiting', 'offered'] } },
    { set: { status: 'left' } },
  );
  const queue = adults.filter(({ openid }) => openid !== null).values();
  const work = async () => {
    for (const { _id } of queue) await shut(deps, _id, ref);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Person and account part together; who it was is kept, so that coming back binds again. */
function shut({ store }: Deps, personId: string, ref: string): Promise<void> {
  return store.transact(async (tx) => {
    const person = await tx.get('familyMembers', personId);
    if (!person?.openid) return;
    const account = await tx.get('accounts', person.openid);
    const memberships = account?.memberships.filter(({ id }) => id !== personId) ?? [];
    if (account) await tx.update('accounts', account._id, { set: { memberships } });
    await tx.update('familyMembers', personId, { set: { openid: null, wasBound: { openid: person.openid, ref } } });
  });
}

/** Binds again whom `endForLeavers` let go under this `ref`, unless the person or the WeChat is bound by now; pairs that it ended last again. */
export async function bindAgain(
  { store, schoolOf, now }: Pick<Deps, 'store' | 'schoolOf' | 'now'>,
  schoolId: string,
  studentIds: readonly string[],
  ref: string,
): Promise<void> {
  const { name: schoolName } = await schoolOf(schoolId);
  for (const ids of inParts(studentIds, PART)) {
    await pairsLastAgain({ store, now }, schoolId, ids, ref);
    const adults = await store.list('familyMembers', { where: { schoolId, studentIds: { in: ids } }, limit: ADULTS });
    for (const { _id } of adults.filter(({ wasBound }) => wasBound?.ref === ref))
      await store.transact(async (tx) => {
        const person = await tx.get('familyMembers', _id);
        if (!person?.wasBound || person.wasBound.ref !== ref || person.openid !== null) return;
        const { openid } = person.wasBound;
        await tie(tx, openid, [{ people: 'familyMembers', person, membership: membershipOf(person, schoolName) }]);
      });
  }
}
