import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { LIMITS } from '../../../miniprogram/shared/limits';
import { byCode } from '../data/by-code';
import type { Handlers } from '../kernel/serve';
import { otherAdmins } from './admins';
import { childrenOf, useInvite } from './bind';
import { readCode } from './codes';
import { newInvite } from './invites';
import { personIn } from './people';
import { bindByPhone, endCodes } from './phone';
import { codePicture } from './picture';
import { shutOut } from './shut-out';
import { takeTry, triesLeft } from './tries';
import { letGo } from './unbind';

const TRIES = { of: 'invite', most: LIMITS.bindTriesPerDay } as const;

export const accountsHandlers: Handlers<'accounts'> = {
  async 'accounts.bind'(ctx, { code: typed }) {
    await takeTry(ctx, TRIES);
    const code = readCode(typed);
    const invite = code && (await byCode(ctx.store, ctx.vault, 'invites', code));
    if (!invite || invite.status === 'revoked')
      throw new AppError('accounts.code-wrong', { left: await triesLeft(ctx, TRIES) });
    const school = await ctx.schoolOf(invite.schoolId);
    const bound = await ctx.store.transact((tx) => useInvite(ctx, tx, invite._id, school.name));
    return { membership: bound.membership, children: await childrenOf(ctx, [bound.person]) };
  },

  async 'accounts.bindByPhone'(ctx, { phoneCode, childName }) {
    await takeTry(ctx, TRIES);
    const phone = await ctx.wechat.phoneNumber(ctx.caller.openid, phoneCode);
    if (phone === undefined) throw new AppError('accounts.phone-unknown');
    const bound = await bindByPhone(ctx, phone, childName);
    return { membership: bound.memberships[0], children: await childrenOf(ctx, bound.people) };
  },

  async 'accounts.leave'(ctx) {
    const { caller } = ctx;
    if (caller.kind === 'stranger') return { left: null };
    const { openid, person } = caller;
    // A school that nobody runs could let nobody in again.
    if (person.role === 'school_admin') await shutOut(ctx, { people: 'staff', person, studentIds: [] });
    else await letGo(ctx.store, caller.kind === 'family' ? 'familyMembers' : 'staff', person._id, openid);
    return { left: person._id };
  },

  async 'accounts.invite'(ctx, { personId }) {
    const found = await personIn(ctx, personId);
    if (!found) throw new AppError('common.not-found');
    const { people, person, studentIds } = found;
    // A code that gets lost on its way must not leave a school without anybody who can come in.
    if (person.role === 'school_admin' && person.openid !== null) {
      const others = await otherAdmins(ctx.store, person.schoolId, personId);
      if (others.length === 0) throw new AppError('staff.last-admin');
    }
    ctx.opened(studentIds, person.openid === null ? 'invite' : 'rebind');
    await endCodes(ctx, [person]);
    if (person.openid !== null) {
      // The WeChat that is let go must not come back by its number; the code is for whoever is meant.
      if (people === 'familyMembers')
        await ctx.store.updateWhere(people, { _id: personId }, { set: { byCodeOnly: true } });
      await letGo(ctx.store, people, personId, person.openid);
    }
    const { code, invite } = newInvite(ctx, person, people === 'familyMembers' ? 'family' : 'staff');
    await ctx.store.insert('invites', invite);
    return { code, expiresAt: invite.expiresAt, picture: await codePicture(ctx, code) };
  },

  async 'accounts.revoke'(ctx, { personId, why }) {
    const found = await personIn(ctx, personId);
    if (!found) throw new AppError('common.not-found');
    ctx.opened(found.studentIds, why);
    await shutOut(ctx, found);
    return { done: true };
  },
};
