import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { staffOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { standingOf } from './gates';
import { goOn } from './verdicts';

/** The word that ends each wait. */
const AFTER = { send: 'passed', return: 'returned' } as const;

/**
 * The headteacher's word on a notice that WeChat's check wants a person to look at. The same word again changes nothing.
 * @throws AppError `common.not-found` where it never waited for one; `common.stale` where another word was spoken, or its sender
 * took it back.
 */
export const review: Handlers<'notices'>['notices.review'] = async (ctx, { noticeId, verdict, note }) => {
  const by = staffOf(ctx.caller).person.name;
  const at = ctx.now();
  const word = { state: AFTER[verdict], by, note };
  await ctx.store.transact(async (tx) => {
    const notice = await tx.get('notices', noticeId);
    if (notice?.schoolId !== ctx.reach.schoolId || !notice.review) throw new AppError('common.not-found');
    if (notice.review.state === word.state) return;
    if (notice.status !== 'review') throw new AppError('common.stale');
    await tx.update('notices', noticeId, { set: { review: word, ...standingOf({ ...notice, review: word }, at) } });
  });
  const status = await goOn(ctx, noticeId);
  if (!status) throw new AppError('common.not-found');
  return { status };
};
