import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Pairing } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import type { PairAct } from './save';

/** A request by somebody of the staff. */
export const actOf = (ctx: Ctx, requestKey: string, why: PairAct['why']): PairAct => ({
  ...{ day: ctx.today, at: ctx.now(), byId: staffOf(ctx.caller).person._id, why },
  ref: requestId('q', ctx.caller.openid, requestKey),
});

/** A pair of the caller's school. */
export async function pairingIn({ store, reach }: Ctx, pairingId: string): Promise<Pairing> {
  const pairing = await store.get('pairings', pairingId);
  if (pairing?.schoolId !== reach.schoolId) throw new AppError('common.not-found');
  return pairing;
}
