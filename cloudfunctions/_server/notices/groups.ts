import type { Audience } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { Duplicate } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';
import { requireAudience } from './recipients';

/** So many groups one sender keeps (contract/audience.ts). */
const MOST = 20;

const ownGroups = (ctx: Ctx, limit: number) =>
  ctx.store.list('noticeGroups', {
    where: { schoolId: ctx.reach.schoolId, ownerId: staffOf(ctx.caller).person._id },
    limit,
  });

/** The audiences that a sender keeps under a name, for itself alone. */
export const groups: Pick<Handlers<'notices'>, 'notices.groups' | 'notices.saveGroup' | 'notices.dropGroup'> = {
  async 'notices.groups'(ctx) {
    const own = await ownGroups(ctx, MOST);
    return {
      groups: own
        .sort((a, b) => a.at - b.at)
        .map(({ _id, name, audience }) => ({ groupId: _id, name, audience: audience as Audience })),
    };
  },

  async 'notices.saveGroup'(ctx, { requestKey, name, audience }) {
    const groupId = requestId('g', ctx.caller.openid, requestKey);
    if (await ctx.store.get('noticeGroups', groupId)) return { groupId };
    await requireAudience(ctx.store, ctx.reach, audience);
    const { person } = staffOf(ctx.caller);
    const group = { _id: groupId, schoolId: ctx.reach.schoolId, ownerId: person._id, name, audience, at: ctx.now() };
    try {
      await ctx.store.insert('noticeGroups', group);
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
    // Counted after it was written: of several at once none slips past the limit.
    if ((await ownGroups(ctx, MOST + 1)).length > MOST) {
      await ctx.store.removeWhere('noticeGroups', { _id: groupId });
      throw new AppError('notices.groups-full');
    }
    return { groupId };
  },

  async 'notices.dropGroup'(ctx, { groupId }) {
    const ownerId = staffOf(ctx.caller).person._id;
    await ctx.store.removeWhere('noticeGroups', { _id: groupId, schoolId: ctx.reach.schoolId, ownerId });
    return { done: true };
  },
};
