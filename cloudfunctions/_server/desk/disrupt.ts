import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { overlaps } from '../../../miniprogram/shared/domain/ranges';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { heal } from '../booking/heal';
import type { Booking, Disruption, School } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';

/** What cannot come back on the same day. */
const REST_OF_DAY: readonly Disruption['why'][] = ['duty_ill', 'day_closed'];
const DAY_END = 1440;

export interface Disrupted {
  readonly moved: number;
  readonly cancelled: number;
  /** Calls whose adult has no WeChat bound. */
  readonly untold: readonly Booking[];
}

/**
 * Facts that changed at the call points today: the fact and the closure are one step, then every call touched is healed.
 * What is cut off in between, the job heals; asked again it goes on, and answers what came of it in all.
 */
export async function disrupt(ctx: Ctx, input: ParsedInput<'desk.disrupt'>): Promise<Disrupted> {
  const { school, disruption } = await close(ctx, input);
  await heal(ctx, school, disruption.why);
  const { moved, cancelled, untold } = await touchedBy(ctx, disruption);
  const counts = { moved: moved.length, cancelled: cancelled.length };
  await ctx.store.updateWhere('disruptions', { _id: disruption._id }, { set: counts });
  return { ...counts, untold };
}

async function close(
  ctx: Ctx,
  { requestKey, why, from, to, pointIds }: ParsedInput<'desk.disrupt'>,
): Promise<{ readonly school: School; readonly disruption: Disruption }> {
  const { store, reach, today, caller } = ctx;
  const wholeDay = REST_OF_DAY.includes(why);
  const closure = { day: today, from, to: wholeDay ? DAY_END : to, pointIds: wholeDay ? null : pointIds };
  if (closure.from >= closure.to) throw new AppError('input.invalid', { field: 'to', rule: 'backwards' });
  const _id = requestId('x', caller.openid, requestKey);
  return store.transact(async (tx) => {
    const [known, school] = [await tx.get('disruptions', _id), await tx.get('schools', reach.schoolId)];
    if (!school) throw new AppError('common.not-found');
    if (known) return { school, disruption: known };
    if (pointIds && !areKnown(pointIds, school))
      throw new AppError('input.invalid', { field: 'pointIds', rule: 'unknown' });
    const by = staffOf(caller).person._id;
    const disruption = { _id, schoolId: school._id, why, ...closure, by, at: ctx.now(), moved: 0, cancelled: 0 };
    // Closures of former days close nothing any more.
    const closures = [...school.closures.filter(({ day }) => day >= today), closure];
    const set = { closures, changedAt: ctx.now() };
    await tx.insert('disruptions', disruption);
    await tx.update('schools', school._id, { set });
    return { school: { ...school, ...set }, disruption };
  });
}

/** Ends an outage of today before its time; one that is over already is no fault. */
export async function restore(
  { store, reach, today, now }: Ctx,
  { from, to, pointIds }: ParsedInput<'desk.restore'>,
): Promise<void> {
  const wanted = nameOf({ day: today, from, to, pointIds });
  await store.transact(async (tx) => {
    const school = await tx.get('schools', reach.schoolId);
    if (!school) throw new AppError('common.not-found');
    const closures = school.closures.filter((closure) => nameOf(closure) !== wanted);
    if (closures.length < school.closures.length)
      await tx.update('schools', school._id, { set: { closures, changedAt: now() } });
  });
}

const nameOf = ({ day, from, to, pointIds }: School['closures'][number]): string =>
  [day, from, to, ...(pointIds ? [...pointIds].sort() : ['all'])].join(' ');

const areKnown = (ids: readonly string[], { points }: School): boolean =>
  ids.length > 0 && ids.every((id) => points.some((point) => point.id === id));

const CALLS = 1000;

/** What came of the calls of that time, whoever saw to them: this request, the one before it, or the job. */
async function touchedBy({ store }: Ctx, disruption: Disruption) {
  const { schoolId, day, why } = disruption;
  const calls = await store.list('bookings', { where: { schoolId, day }, limit: CALLS });
  const touched = calls.filter((call) => call.why === why && overlaps(call, disruption));
  const cancelled = touched.filter(({ status }) => status === 'cancelled_school');
  const moved = touched.filter(({ status }) => status === 'booked' || status === 'checked_in');
  const untold = [...moved, ...cancelled].filter(({ openid }) => openid === null);
  return { moved, cancelled, untold: untold.sort((a, b) => a.startsAt - b.startsAt) };
}
