import type { DelegationView } from '../../../miniprogram/shared/contract';
import type { Vault } from '../data/crypto';
import type { Delegation } from '../data/documents';
import type { Linked } from './viewing';

/**
 * A delegation as it travels. What the child said of it is for the school alone: a caregiver that reads "I would rather not" makes it no
 * better for the child.
 */
export function delegationView(
  vault: Vault,
  delegation: Delegation,
  linked: readonly Linked[],
  isStaff: boolean,
): DelegationView {
  const nameOf = (id: string) => linked.find(({ personId }) => personId === id);
  const to = nameOf(delegation.memberId);
  return {
    id: delegation._id,
    studentId: delegation.studentId,
    memberId: delegation.memberId,
    memberName: to?.member.name ?? '',
    relation: to?.link.relation ?? '',
    byName: nameOf(delegation.byMemberId)?.member.name ?? '',
    since: delegation.since,
    until: delegation.until,
    childView: isStaff ? delegation.childView : null,
    childWords: isStaff && delegation.childWords ? vault.open(delegation.childWords) : null,
    villageToldDay: delegation.villageToldDay,
    villageWhom: delegation.villageWhom,
    endedDay: delegation.endedDay,
    endedWhy: delegation.endedWhy,
  };
}
