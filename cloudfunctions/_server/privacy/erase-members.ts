import { letGo } from '../accounts/unbind';
import type { FamilyMember } from '../data/documents';
import { type ErasedChild, goneWith, type Needs } from './erased-child';

/** What an adult told that nobody needs to have (domain/child-file.ts): where and as what it works, when, and further numbers. */
const OPTIONAL = { workplace: null, occupation: null, morePhones: null, shift: 'unknown' } as const;

const asker = ({ members, askerId }: ErasedChild): FamilyMember | undefined =>
  members.find(({ _id }) => _id === askerId);

/** How many of them are told; another adult's are its own to take back. */
export function optionalFactsOf(child: ErasedChild): number {
  const member = asker(child);
  if (!member) return 0;
  return Object.entries(OPTIONAL).filter(([fact, empty]) => member[fact as keyof typeof OPTIONAL] !== empty).length;
}

export async function forgetOptional({ store }: Needs, child: ErasedChild): Promise<void> {
  const member = asker(child);
  if (!member) return;
  const hours = member.hours ? { hours: { nightWeek: null, daysOff: [], only: null } } : {};
  await store.updateWhere('familyMembers', { _id: member._id }, { set: { ...OPTIONAL, ...hours } });
}

/** Adults without another child here go with everything that is theirs; the others lose the link to this child. */
export async function letMembersGo(needs: Needs, child: ErasedChild): Promise<void> {
  const { _id: studentId } = child.student;
  const gone = goneWith(child);
  for (const member of child.members) {
    if (gone.includes(member)) await remove(needs, member);
    else await unlink(needs, member._id, studentId);
  }
}

async function unlink({ store }: Needs, personId: string, studentId: string): Promise<void> {
  await store.transact(async (tx) => {
    const member = await tx.get('familyMembers', personId);
    if (!member) return;
    const children = member.children.filter((link) => link.studentId !== studentId);
    await tx.update('familyMembers', personId, {
      set: {
        children,
        studentIds: children.map((link) => link.studentId),
        classIds: [...new Set(children.map(({ classId }) => classId))],
        askedFor: (member.askedFor ?? []).filter((id) => id !== studentId),
      },
    });
  });
}

const UNDONE = ['queued', 'claimed', 'sent', 'refused', 'unknown', 'dropped'] as const;

/** The person's own document goes last: while it is there, the rest is found by it. */
async function remove({ store }: Needs, { _id: personId, schoolId, openid }: FamilyMember): Promise<void> {
  if (openid !== null) await letGo(store, 'familyMembers', personId, openid);
  await store.removeWhere('invites', { schoolId, personId, status: { in: ['open', 'used', 'revoked'] } });
  await store.removeWhere('familyTimes', { _id: personId });
  await store.removeWhere('waitlist', { schoolId, adultId: personId });
  await store.removeWhere('outbox', { to: personId, status: { in: [...UNDONE] } });
  await store.removeWhere('familyMembers', { _id: personId });
}
