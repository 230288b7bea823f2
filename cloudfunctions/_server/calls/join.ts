import type { Output } from '../../../miniprogram/shared/contract';
import { isRoomOpen, roomClosesAt } from '../../../miniprogram/shared/domain/calls';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { callWithin } from '../booking/repository';
import { isBookedBy, roomOf } from '../booking/tickets';
import type { Booking } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';

/** Lets somebody of a call, or its desk or booth, into its room; `calls.not-yet` while the room is closed. */
export async function join(ctx: Ctx, bookingId: string): Promise<Output<'calls.join'>> {
  const call = await openCall(ctx, ctx.store, bookingId);
  const groupId = call.groupId ?? (await makeRoom(ctx, bookingId));
  const nonceStr = randomHex(ctx);
  const timeStamp = Math.floor(ctx.now() / 1000);
  return {
    roomType: call.channel === 'voip_video' ? 'video' : 'voice',
    groupId,
    openid: ctx.caller.openid,
    nonceStr,
    timeStamp,
    signature: await signed(ctx, { groupId, nonceStr, timeStamp }),
    until: roomClosesAt(roomOf(call)),
  };
}

/** A call whose room is open, for who may be in it: of a family only the adult who is expected. */
async function openCall(ctx: Ctx, from: Pick<Transaction, 'get'>, bookingId: string): Promise<Booking> {
  const call = await callWithin(from, ctx.reach, bookingId);
  if (ctx.caller.kind === 'family' && !isBookedBy(call, ctx.caller)) throw new AppError('common.not-found');
  if (!isRoomOpen(roomOf(call), ctx.now())) throw new AppError('calls.not-yet');
  return call;
}

/** The room is made once, by whoever comes first. It is no change of the call, so that no desk sees an old state because of it. */
const makeRoom = (ctx: Ctx, bookingId: string): Promise<string> => {
  const fresh = randomHex(ctx);
  return ctx.store.transact(async (tx) => {
    const call = await openCall(ctx, tx, bookingId);
    if (call.groupId !== null) return call.groupId;
    await tx.update('bookings', bookingId, { set: { groupId: fresh } });
    return fresh;
  });
};

const randomHex = ({ newId }: Pick<Ctx, 'newId'>): string => newId().replaceAll('-', '');

async function signed(
  ctx: Ctx,
  ticket: { readonly groupId: string; readonly nonceStr: string; readonly timeStamp: number },
): Promise<string> {
  try {
    return await ctx.wechat.voipSign({ openid: ctx.caller.openid, ...ticket });
  } catch (error) {
    ctx.log({ event: 'calls.unsigned', error: String(error) });
    throw new AppError('calls.unavailable');
  }
}
