import type { BoardCall, BookingStatus } from '../../../miniprogram/shared/contract';
import { judgeStep } from '../../../miniprogram/shared/domain/calls';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { callWithin } from '../booking/repository';
import { callRowOf, sharedRowOf } from '../booking/tickets';
import type { Booking } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { recordContact } from '../ledger/contacts';
import { earn, forgo, spend } from './makeups';

export interface Step {
  readonly bookingId: string;
  /** The version that the desk saw. */
  readonly version: number;
  readonly to: BookingStatus;
  /** What changes beside the state. */
  readonly set?: (
    before: Booking,
  ) => Partial<Pick<Booking, 'channel' | 'startedAt' | 'groupId' | 'outcome' | 'minutes'>>;
}

/**
 * Takes a call one step further, once: `fresh` is false where this very step was taken before and only its answer was lost.
 * Refuses with `common.stale` or `calls.wrong-state`.
 */
export async function takeStep(
  ctx: Ctx,
  tx: Transaction,
  step: Step,
): Promise<{ readonly before: Booking; readonly call: Booking; readonly fresh: boolean }> {
  const before = await callWithin(tx, ctx.reach, step.bookingId);
  const verdict = judgeStep(before, step.to, step.version, ctx.today);
  if (verdict === 'done-already') return { before, call: before, fresh: false };
  if (verdict === 'stale') throw new AppError('common.stale');
  if (verdict === 'wrong-state') throw new AppError('calls.wrong-state', { status: before.status });
  const set = { ...step.set?.(before), status: step.to, version: before.version + 1 };
  await tx.update('bookings', before._id, { set });
  return { before, call: { ...before, ...set }, fresh: true };
}

/**
 * What follows, in the same step, when it is known how a call ended: one that took place is a contact and may make up for one
 * that failed; one that failed on the school's side is made up for; what was owed for it before, and wrongly, is not.
 */
export async function settle(ctx: Ctx, tx: Transaction, before: Booking, after: Booking): Promise<void> {
  const wasOwed = before.status === 'failed_school' || before.status === 'cancelled_school';
  if (after.status === 'failed_school') await earn(tx, after);
  else if (wasOwed) await forgo(tx, after);
  if (after.status !== 'done') return;
  await recordCall(ctx, tx, after);
  await spend(tx, after);
}

/** A call that took place is a contact with each of its children. */
async function recordCall(ctx: Ctx, tx: Transaction, call: Booking): Promise<void> {
  const { role, person } = staffOf(ctx.caller);
  for (const [i, studentId] of call.studentIds.entries()) {
    await recordContact(tx, {
      _id: `call:${call._id}:${studentId}`,
      schoolId: call.schoolId,
      studentId,
      classId: call.classIds[i] ?? '',
      day: call.day,
      weekOf: call.weekOf,
      with: 'child',
      way: 'call_here',
      saidBy: { role, personId: person._id, name: person.name },
      adultId: call.adultId,
      at: ctx.now(),
    });
  }
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
    untold: !shared && call.openid === null,
  };
}
