import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { Duplicate } from '../data/store';
import type { Ctx } from '../kernel/deps';

/** What a code is tried for, and how often a WeChat user may on a day. */
interface Tries {
  readonly of: 'invite' | 'slip' | 'transfer';
  readonly most: number;
}

/**
 * Takes one of the user's tries of the day, before the code is looked at: else as many codes could be tried as requests can
 * be on their way at once.
 */
export async function takeTry(ctx: Ctx, { of, most }: Tries): Promise<void> {
  const { store, today } = ctx;
  const _id = triesOf(ctx, of);
  const open = { _id, tries: { lt: most } };
  const isTaken = async () => (await store.updateWhere('bindTries', open, { inc: { tries: 1 } })) === 1;
  if (await isTaken()) return;
  try {
    await store.insert('bindTries', { _id, day: today, tries: 1 });
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error;
    // There are tries of this day: used up, or another request made the first one a moment ago.
    if (!(await isTaken())) throw new AppError('accounts.too-many-tries');
  }
}

const triesOf = ({ caller, today }: Ctx, of: Tries['of']): string =>
  `${of === 'invite' ? '' : `${of}:`}${caller.openid}:${today}`;

export const triesLeft = async (ctx: Ctx, { of, most }: Tries): Promise<number> =>
  most - ((await ctx.store.get('bindTries', triesOf(ctx, of)))?.tries ?? 0);
