/**
 * What a desk did without a network. It is always taken: what happened happened. Where it does not go with what was written here
 * meanwhile, both facts stay and the call shows it (domain/desk.ts judges).
 */
import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { dayOf, minuteOf } from '../../../miniprogram/shared/domain/calendar';
import { holds, minutesOf } from '../../../miniprogram/shared/domain/calls';
import {
  isReportable,
  judgeReport,
  REPORT_DAYS,
  type ReportVerdict,
  slotOfId,
} from '../../../miniprogram/shared/domain/desk';
import { CELL_MINUTES, locksOf } from '../../../miniprogram/shared/domain/locks';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { adultNames, bookingOf, seatOf } from '../booking/claim';
import { FIRST } from '../booking/locks';
import { release } from '../booking/release';
import { childrenWithin } from '../booking/repository';
import { roomOf } from '../booking/tickets';
import { settle } from '../calls/steps';
import { familyOfStudent } from '../contacts/repository';
import { noteCall } from '../contacts/silence';
import type { Booking, FamilyMember, School, Student } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { NOWHERE } from '../kernel/reach';
import { requestId } from '../kernel/request-id';
import { schoolNow } from '../school/repository';
import { Changed, freeLocks, inRounds, takeFree } from './facts';

type Report = ParsedInput<'desk.report'>;
/** No time of a day is later. */
const DAY_END = 1440;

type WalkIn = NonNullable<Report['walkIn']>;

export async function report(ctx: Ctx, input: Report): Promise<Booking> {
  const { bookingId, walkIn } = input;
  if ((bookingId === undefined) === (walkIn === undefined))
    throw new AppError('input.invalid', { field: 'bookingId', rule: 'either' });
  const fact = { ...input, startedAt: input.startedAt === null ? null : believed(input.startedAt, ctx.now()) };
  const school = await schoolNow(ctx);
  return walkIn ? reportWalkIn(ctx, school, fact, walkIn) : reportCall(ctx, school, fact, bookingId ?? '');
}

/** A desk's clock that goes fast puts nothing into the future, and one that was never set nothing before all that may be told. */
const believed = (instant: number, now: number): number =>
  Math.min(now, Math.max(instant, now - (REPORT_DAYS + 1) * 86_400_000));

/** The call, if a desk of one of its days may tell of it: the day on which it is, or that on which it took place before it was moved. An offer is no call yet. */
async function told(ctx: Ctx, from: Pick<Transaction, 'get'>, id: string, { startedAt }: Report): Promise<Booking> {
  const call = await from.get('bookings', id);
  const days = [call?.day, startedAt === null ? undefined : dayOf(startedAt)].filter((day) => day !== undefined);
  const isCall = call?.schoolId === ctx.reach.schoolId && call.status !== 'offered';
  if (!isCall || !days.some((day) => mayTell(ctx, day))) throw new AppError('common.not-found');
  return call;
}

const mayTell = ({ reach, today }: Ctx, day: string): boolean =>
  (reach.all || (reach.dutyDays?.includes(day) ?? false)) && isReportable(day, today);

const reportCall = (ctx: Ctx, school: School, input: Report, id: string): Promise<Booking> =>
  inRounds(async () => {
    const before = await told(ctx, ctx.store, id, input);
    const verdict = judgeReport(asTold(before, input), input, ctx.now());
    if (!verdict.takes && (verdict.collision === null || before.collisions.includes(verdict.collision))) return before;
    const draft = factOf(ctx, school, before, input, verdict);
    const wasHolding = holds(before.status);
    const seats = verdict.takes && holds(draft.status) && (!wasHolding || verdict.elsewhere);
    const free = seats ? await freeLocks(ctx.store, draft, thingsOf(draft, verdict), school.weeklyQuota) : undefined;
    const after: Booking = {
      ...draft,
      lockIds: free?.lockIds ?? draft.lockIds,
      collisions: [...new Set([...draft.collisions, ...(free?.collisions ?? [])])],
    };
    await ctx.store.transact(async (tx) => {
      if ((await told(ctx, tx, id, input)).version !== before.version) throw new Changed();
      const kept = wasHolding ? before.lockIds : [];
      if (free)
        await takeFree(
          tx,
          after,
          free.lockIds.filter((lock) => !kept.includes(lock)),
        );
      await tx.update('bookings', id, { set: whatChanged(before, after) });
      if (verdict.takes) await settle(ctx, tx, before, after);
    });
    if (verdict.takes) await noteCall(ctx.store, after);
    if (wasHolding && !holds(after.status)) await release(ctx, before);
    else if (wasHolding && free) await release(ctx, before, after.lockIds);
    return after;
  });

/** A walk-in is told of by its place: where it stands there still, it was not moved after the desk saw it. */
function asTold(call: Booking, { walkIn }: Report) {
  const room = roomOf(call);
  return walkIn?.slotId === `${call.pointId}:${call.day}:${call.from}` ? { ...room, seat: 1 } : room;
}

/** The fields that differ: what is tapped meanwhile, such as a face, stays. */
const whatChanged = (before: Booking, after: Booking): Partial<Booking> =>
  Object.fromEntries(Object.entries(after).filter(([field, value]) => value !== before[field as keyof Booking]));

/** The call as the report makes it; where it says only that two facts collide, as it was. */
function factOf(ctx: Ctx, school: School, before: Booking, input: Report, verdict: ReportVerdict): Booking {
  const { takes, collision, elsewhere } = verdict;
  const collisions = [...new Set([...before.collisions, ...(collision ? [collision] : [])])];
  const call = { ...before, collisions, version: before.version + 1 };
  if (!takes) return call;
  const { outcome, channel, startedAt, minutes } = input;
  const seat = holds(before.status) && !elsewhere ? before.seat : before.seat + 1;
  const fact = {
    ...call,
    seat,
    status: outcome,
    outcome,
    channel,
    startedAt,
    minutes: minutesOf(outcome, minutes ?? undefined),
  };
  return elsewhere ? { ...fact, ...whenItWas(school, before, startedAt ?? ctx.now()), channel } : fact;
}

/** Day and time of a call that took place before it was moved; at which point nobody knows any more. */
function whenItWas(school: School, { pointId, pointName, from, to }: Booking, at: number) {
  const start = Math.floor(minuteOf(at) / CELL_MINUTES) * CELL_MINUTES;
  const slot = { id: '', pointId, day: dayOf(at), from: start, to: Math.min(start + to - from, DAY_END) };
  return seatOf(school, slot, { id: pointId, name: pointName, kind: 'phone' });
}

/** The locks of point, adult and children of a call, without the weekly ones. */
const thingsOf = (call: Booking, { elsewhere }: Pick<ReportVerdict, 'elsewhere'>): string[] =>
  locksOf({
    pointId: call.pointId,
    day: call.day,
    range: call,
    studentIds: call.studentIds,
    adultIds: adultNames(call),
    weekOf: call.weekOf,
    tickets: FIRST,
  }).filter((lock) => !lock.startsWith('quota:') && !(elsewhere && lock.startsWith('point:')));

async function reportWalkIn(ctx: Ctx, school: School, input: Report, walkIn: WalkIn): Promise<Booking> {
  const slot = slotOfId(walkIn.slotId);
  if (!slot || !mayTell(ctx, slot.day)) throw new AppError('common.not-found');
  const point = school.points.find(({ id }) => id === slot.pointId);
  // A point that was given up since is still where it was.
  if (!point && !slot.pointId.startsWith(`${school._id}.`)) throw new AppError('common.not-found');
  const anywhere = { ...NOWHERE, schoolId: school._id, all: true };
  const children = await childrenWithin(ctx.store, anywhere, [...new Set(walkIn.studentIds)]);
  const twin = await toldBefore(ctx, slot, children, input.outcome);
  if (twin) return reportCall(ctx, school, input, twin._id);
  const adult = await adultCalled(ctx, children, walkIn.relation);
  const claim = {
    bookingId: requestId('w', ctx.caller.openid, input.requestKey),
    school,
    slot: { ...slot, id: walkIn.slotId, to: Math.min(slot.from + school.slotMinutes, DAY_END) },
    point: point ?? { id: slot.pointId, name: '', kind: 'phone' as const },
    children,
    adult,
    origin: 'walk_in' as const,
    status: 'checked_in' as const,
  };
  return inRounds(async () => {
    const known = await ctx.store.get('bookings', claim.bookingId);
    if (known) return known;
    const { outcome, channel, startedAt, minutes } = input;
    const draft: Booking = {
      ...bookingOf(ctx, claim, FIRST),
      ...{ relation: walkIn.relation, status: outcome, outcome, channel, startedAt },
      minutes: minutesOf(outcome, minutes ?? undefined),
      lockIds: [],
    };
    const free = holds(outcome)
      ? await freeLocks(ctx.store, draft, thingsOf(draft, { elsewhere: false }), school.weeklyQuota)
      : { lockIds: [], collisions: [] };
    const after = { ...draft, ...free };
    await ctx.store.transact(async (tx) => {
      await tx.insert('bookings', after);
      await takeFree(tx, after, after.lockIds);
      await settle(ctx, tx, { ...after, status: 'checked_in' }, after);
    });
    await noteCall(ctx.store, after);
    return after;
  });
}

const AT_A_TIME = 50;

/**
 * The same children at the same point in the same minutes are one fact: a walk-in whose answer the desk never got before
 * its network died is the one that it tells of now.
 */
async function toldBefore(
  { store, reach }: Ctx,
  { pointId, day, from }: Pick<Booking, 'pointId' | 'day' | 'from'>,
  children: readonly Student[],
  outcome: Report['outcome'],
): Promise<Booking | undefined> {
  const where = { schoolId: reach.schoolId, pointId, day, from };
  const there = await store.list('bookings', { where, limit: AT_A_TIME });
  return there.find(
    (call) =>
      call.origin === 'walk_in' &&
      (call.outcome === null || call.outcome === outcome) &&
      call.studentIds.length === children.length &&
      children.every(({ _id }) => call.studentIds.includes(_id)),
  );
}

/** The adult whom the desk named by relation, if there is exactly one such who belongs to all the children. */
async function adultCalled(ctx: Ctx, children: readonly Student[], relation: string): Promise<FamilyMember | null> {
  const [first] = children;
  const family = first ? await familyOfStudent(ctx.store, first) : [];
  const isCalled = (adult: FamilyMember) =>
    children.every(({ _id }) => adult.children.some((link) => link.studentId === _id && link.relation === relation));
  const [adult, ...others] = family.filter(isCalled);
  return others.length === 0 ? (adult ?? null) : null;
}
