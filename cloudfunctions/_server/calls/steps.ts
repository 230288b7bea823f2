import type { BoardCall, BookingStatus } from '../../../miniprogram/shared/contract';
import { judgeStep } from '../../../miniprogram/shared/domain/calls';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { callWithin } from '../booking/repository';
import { callRowOf, sharedRowOf } from '../booking/tickets';
import type { Booking } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';

export interface Step {
  readonly bookingId: string;
  /** The version that the desk saw. */
  readonly version: number;
  readonly to: BookingStatus;
  /** What changes beside the state. */
  readonly set?: Partial<Pick<Booking, 'channel' | 'startedAt' | 'outcome' | 'minutes'>>;
}

/**
 * Takes a call one step further, once: `fresh` is false where this very step was taken before and only its answer was lost.
 * Refuses with `common.stale` or `calls.wrong-state`.
 */
export async function takeStep(ctx: Ctx, tx: Transaction, step: Step): Promise<{ call: Booking; fresh: boolean }> {
  const before = await callWithin(tx, ctx.reach, step.bookingId);
  const verdict = judgeStep(before, step.to, step.version, ctx.today);
  if (verdict === 'done-already') return { call: before, fresh: false };
  if (verdict === 'stale') throw new AppError('common.stale');
  if (verdict === 'wrong-state') throw new AppError('calls.wrong-state', { status: before.status });
  const set = { ...step.set, status: step.to, version: before.version + 1 };
  await tx.update('bookings', before._id, { set });
  return { call: { ...before, ...set }, fresh: true };
}

/** A call as the desk sees it; on the booth's screen without full names. */
export function boardCallOf(call: Booking, { role }: Pick<Ctx, 'role'>): BoardCall {
  const shared = role === 'booth';
  return {
    ...(shared ? sharedRowOf(call) : callRowOf(call)),
    version: call.version,
    adultName: shared ? call.relation : call.adultName,
    relation: call.relation,
    channel: call.channel,
    minutes: call.minutes,
    startedAt: call.startedAt,
    faces: call.faces,
    origin: call.origin,
    adultId: shared ? null : call.adultId,
    why: call.why,
    collisions: [...call.collisions],
    untold: call.openid === null,
  };
}
