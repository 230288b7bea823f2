/** What stands beside a child's facts on its file: proposals, the current delegation. */
import type { Delegation, Student } from '../data/documents';
import type { Store } from '../data/store';
import type { Ctx } from '../kernel/deps';

/** How many changes wait for an answer; of a family only the caller's own, as one parent's wishes are not the other's to know. */
export function openProposals({ store, caller }: Ctx, { _id, schoolId }: Student): Promise<number> {
  const own = caller.kind === 'family' ? { byId: caller.person._id } : {};
  return store.count('proposals', { schoolId, studentId: _id, status: 'open', ...own });
}

const DELEGATIONS = 20;

/** The delegation that holds, if any: the one that was written down last. */
export async function currentDelegation(
  store: Store,
  { _id, schoolId }: Pick<Student, '_id' | 'schoolId'>,
): Promise<Delegation | undefined> {
  return latestOf(await delegationsOf(store, { _id, schoolId }));
}

/** A child's delegations without an end: one, but for the moment in which a new one takes the place of another. */
export const delegationsOf = (store: Store, child: Pick<Student, '_id' | 'schoolId'>): Promise<Delegation[]> =>
  store.list('delegations', {
    where: { schoolId: child.schoolId, studentId: child._id, current: true },
    limit: DELEGATIONS,
  });

export const latestOf = (delegations: readonly Delegation[]): Delegation | undefined =>
  delegations.reduce<Delegation | undefined>((last, one) => (last && !isLater(one, last) ? last : one), undefined);

const isLater = (a: Delegation, b: Delegation): boolean => a.at > b.at || (a.at === b.at && a._id > b._id);
