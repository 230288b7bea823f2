/** What makes a WeChat user a person of a school: the person and the account change together or not at all. */
import type { Output } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Account, FamilyMember, Staff } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import type { People } from './people';

export type Membership = Account['memberships'][number];

/** Uses an invite. The same user may repeat it. */
export async function useInvite(
  ctx: Pick<Ctx, 'caller' | 'now'>,
  tx: Transaction,
  inviteId: string,
  schoolName: string,
): Promise<{ membership: Membership; person: FamilyMember | Staff }> {
  const { openid } = ctx.caller;
  const invite = await tx.get('invites', inviteId);
  if (!invite || invite.status === 'revoked') throw new AppError('accounts.code-wrong');
  const people: People = invite.personKind === 'family' ? 'familyMembers' : 'staff';
  const person = await tx.get(people, invite.personId);
  if (!person || ('gone' in person && person.gone)) throw new AppError('accounts.code-wrong');
  if (person.openid && person.openid !== openid)
    throw new AppError(invite.status === 'used' ? 'accounts.code-used' : 'accounts.already-bound');
  const membership = membershipOf(person, schoolName);
  if (invite.status === 'used' && person.openid === openid) return { membership, person };
  if (invite.status !== 'open') throw new AppError('accounts.code-used');
  if (invite.expiresAt <= ctx.now()) throw new AppError('accounts.code-expired');
  await tx.update('invites', inviteId, { set: { status: 'used', usedAt: ctx.now() } });
  await tie(tx, openid, [{ people, person, membership }]);
  return { membership, person };
}

/** Ties one WeChat user to some people, inside the transaction that made sure of them. */
export async function tie(
  tx: Transaction,
  openid: string,
  all: readonly { readonly people: People; readonly person: FamilyMember | Staff; readonly membership: Membership }[],
): Promise<void> {
  const account = await tx.get('accounts', openid);
  const others = account?.memberships.filter((m) => all.every(({ person }) => person._id !== m.id)) ?? [];
  const memberships = [...others, ...all.map(({ membership }) => membership)];
  if (account) await tx.update('accounts', openid, { set: { memberships } });
  else await tx.insert('accounts', { _id: openid, memberships, credits: {} });
  for (const { people, person } of all) {
    // Who binds a WeChat has a smartphone, whatever the roster said: the notices go there, too.
    const family = { hasSmartphone: true, byCodeOnly: false, wasBound: null };
    await tx.update(people, person._id, { set: { openid, ...(people === 'familyMembers' ? family : {}) } });
  }
}

export const membershipOf = (person: FamilyMember | Staff, schoolName: string): Membership => ({
  id: person._id,
  kind: 'children' in person ? 'family' : 'staff',
  role: person.role,
  schoolId: person.schoolId,
  schoolName,
  name: person.name,
});

/** The children whom somebody who was bound may be in contact with, to be shown once. */
export async function childrenOf(
  { store }: Pick<Ctx, 'store'>,
  people: readonly (FamilyMember | Staff)[],
): Promise<Output<'accounts.bind'>['children']> {
  const links = people.flatMap((person) => ('children' in person ? person.children : [])).filter((l) => l.mayContact);
  if (links.length === 0) return [];
  const students = await store.list('students', {
    where: { _id: { in: links.map(({ studentId }) => studentId) }, status: 'active' },
    limit: 50,
    fields: ['name', 'className'],
  });
  const relations = new Map(links.map(({ studentId, relation }) => [studentId, relation]));
  return students.map(({ _id, name, className }) => ({ name, className, relation: relations.get(_id) ?? '' }));
}
