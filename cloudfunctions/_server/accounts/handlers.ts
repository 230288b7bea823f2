import type { Output } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { LIMITS } from '../../../miniprogram/shared/limits';
import { memberIn } from '../contacts/repository';
import type { Account, FamilyMember, Invite, Staff } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import type { Handlers } from '../kernel/serve';
import { readCode } from './codes';
import { newInvite } from './invites';
import { takeTry, triesLeft } from './tries';
import { letGo } from './unbind';

const TRIES = { of: 'invite', most: LIMITS.bindTriesPerDay } as const;

export const accountsHandlers: Handlers<'accounts'> = {
  async 'accounts.bind'(ctx, { code: typed }) {
    await takeTry(ctx, TRIES);
    const code = readCode(typed);
    const invite = code && (await ctx.store.get('invites', ctx.vault.blind('invite', code)));
    if (!invite || invite.status === 'revoked')
      throw new AppError('accounts.code-wrong', { left: await triesLeft(ctx, TRIES) });
    const school = await ctx.schoolOf(invite.schoolId);
    const bound = await ctx.store.transact((tx) => bind(ctx, tx, invite._id, school.name));
    return { membership: bound.membership, children: await childrenOf(ctx, bound.person) };
  },

  async 'accounts.leave'(ctx) {
    const { caller } = ctx;
    if (caller.kind === 'stranger') return { left: null };
    const { openid, person } = caller;
    await letGo(ctx.store, caller.kind === 'family' ? 'familyMembers' : 'staff', person._id, openid);
    return { left: person._id };
  },

  async 'accounts.invite'(ctx, { personId }) {
    const found = await memberIn(ctx.store, ctx.reach, personId);
    if (!found) throw new AppError('common.not-found');
    const { member, studentIds } = found;
    ctx.opened(studentIds, member.openid === null ? 'invite' : 'rebind');
    if (member.openid !== null) await letGo(ctx.store, 'familyMembers', personId, member.openid);
    await ctx.store.updateWhere(
      'invites',
      { schoolId: member.schoolId, personId, status: 'open' },
      { set: { status: 'revoked' } },
    );
    const { code, invite } = newInvite(ctx, member, 'family');
    await ctx.store.insert('invites', invite);
    return { code, expiresAt: invite.expiresAt };
  },
};

type Membership = Account['memberships'][number];

/** Uses an invite: the invite, the person and the account change together or not at all. The same user may repeat it. */
async function bind(
  ctx: Ctx,
  tx: Transaction,
  inviteId: string,
  schoolName: string,
): Promise<{ membership: Membership; person: FamilyMember | Staff }> {
  const { openid } = ctx.caller;
  const invite = await tx.get('invites', inviteId);
  if (!invite) throw new AppError('accounts.code-wrong');
  const people = invite.personKind === 'family' ? 'familyMembers' : 'staff';
  const person = await tx.get(people, invite.personId);
  if (!person) throw new AppError('accounts.code-wrong');
  if (person.openid && person.openid !== openid)
    throw new AppError(invite.status === 'used' ? 'accounts.code-used' : 'accounts.already-bound');
  const membership = membershipOf(invite, person, schoolName);
  if (invite.status === 'used' && person.openid === openid) return { membership, person };
  if (invite.status !== 'open') throw new AppError('accounts.code-used');
  if (invite.expiresAt <= ctx.now()) throw new AppError('accounts.code-expired');
  const account = await tx.get('accounts', openid);
  const memberships = [...(account?.memberships.filter((m) => m.id !== person._id) ?? []), membership];
  if (account) await tx.update('accounts', openid, { set: { memberships } });
  else await tx.insert('accounts', { _id: openid, memberships, credits: {} });
  await tx.update('invites', inviteId, { set: { status: 'used', usedAt: ctx.now() } });
  // Who binds a WeChat has a smartphone, whatever the roster said: the notices go there, too.
  const set = invite.personKind === 'family' ? { openid, hasSmartphone: true } : { openid };
  await tx.update(people, person._id, { set });
  return { membership, person };
}

const membershipOf = (invite: Invite, person: FamilyMember | Staff, schoolName: string): Membership => ({
  id: person._id,
  kind: invite.personKind,
  role: person.role,
  schoolId: person.schoolId,
  schoolName,
  name: person.name,
});

async function childrenOf(ctx: Ctx, person: FamilyMember | Staff): Promise<Output<'accounts.bind'>['children']> {
  const links = 'children' in person ? person.children.filter(({ mayContact }) => mayContact) : [];
  if (links.length === 0) return [];
  const students = await ctx.store.list('students', {
    where: { _id: { in: links.map(({ studentId }) => studentId) }, status: 'active' },
    limit: 20,
    fields: ['name', 'className'],
  });
  const relations = new Map(links.map(({ studentId, relation }) => [studentId, relation]));
  return students.map(({ _id, name, className }) => ({ name, className, relation: relations.get(_id) ?? '' }));
}
