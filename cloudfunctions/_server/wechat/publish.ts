import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Ctx } from '../kernel/deps';

/**
 * WeChat's check of what a user publishes to others. Refuses what is risky; answers `review` for what a person should look at.
 * What WeChat gave no verdict on passes and is logged: an outage of the check must not keep a school from telling families.
 */
export async function requirePublishable(ctx: Ctx, texts: readonly string[]): Promise<'pass' | 'review'> {
  const content = texts.filter((text) => text !== '').join('\n');
  if (content === '') return 'pass';
  const verdict = await ctx.wechat.checkText(ctx.caller.openid, content);
  if (verdict === 'risky') throw new AppError('content.risky');
  if (verdict !== 'pass') ctx.log({ event: 'content.unsettled', verdict, role: ctx.role });
  return verdict === 'review' ? 'review' : 'pass';
}
