import type { SlotOffer } from '../../../miniprogram/shared/contract';
import { addDays, instantOf, weekOf } from '../../../miniprogram/shared/domain/calendar';
import { type LockRefusal, locksOf, verdictOn } from '../../../miniprogram/shared/domain/locks';
import { alternativesTo, channelOf, offerOf } from '../../../miniprogram/shared/domain/offers';
import { isClaimable, type Slot, slotById } from '../../../miniprogram/shared/domain/slots';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Booking, CallPoint, FamilyMember, School, Student } from '../data/documents';
import { Conflict, Duplicate } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { remindersOf } from './reminders';
import { searchOffers } from './search';

/** A claim that was checked against the school's rules; only the locks can refuse it now. */
export interface Claim {
  readonly bookingId: string;
  readonly school: School;
  readonly slot: Slot;
  readonly point: CallPoint;
  readonly children: readonly Student[];
  readonly adult: FamilyMember;
}

const ALTERNATIVES = 3;
/** Rounds beside one for each weekly ticket: locks that are let go while we look. */
const SPARE_ROUNDS = 3;

/** The slot that a claim names, if the school offers it to each of the children and there is still time. */
export function slotToClaim(
  ctx: Ctx,
  school: School,
  children: readonly Student[],
  slotId: string,
): Pick<Claim, 'slot' | 'point'> | undefined {
  const [slot, ...others] = children.map((child) => slotById(school, slotId, child));
  const point = school.points.find(({ id }) => id === slot?.pointId);
  const offered = slot && !others.includes(undefined) && isClaimable(school, slot, ctx.today, ctx.now());
  return offered && point ? { slot, point } : undefined;
}

/**
 * Books, or says why not. Locks, booking and reminders are written together or not at all; whoever inserts a lock first has
 * the thing. Where a lock is taken, the same request may have taken it before: then its ticket is the answer.
 */
export async function book(ctx: Ctx, claim: Claim): Promise<Booking> {
  const { store } = ctx;
  const weekly = new Map(claim.children.map(({ _id }) => [_id, 1]));
  for (let round = 0; round < claim.school.weeklyQuota + SPARE_ROUNDS; round++) {
    const booking = bookingOf(ctx, claim, weekly);
    try {
      await store.transact(async (tx) => {
        const { schoolId, _id: bookingId } = booking;
        await tx.insert(
          'locks',
          booking.lockIds.map((_id) => ({ _id, schoolId, bookingId })),
        );
        await tx.insert('bookings', booking);
        const reminders = remindersOf(booking, ctx.caller.openid, ctx.now());
        if (reminders.length > 0) await tx.insert('outbox', reminders);
      });
      return booking;
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
    const made = await store.get('bookings', booking._id);
    if (made) return made;
    for (const studentId of await nextTickets(ctx, claim, booking))
      weekly.set(studentId, (weekly.get(studentId) ?? 0) + 1);
  }
  throw new Conflict();
}

function bookingOf(ctx: Ctx, claim: Claim, weekly: ReadonlyMap<string, number>): Booking {
  const { slot, point, children, adult } = claim;
  const { day, from, to } = slot;
  const studentIds = children.map(({ _id }) => _id);
  return {
    _id: claim.bookingId,
    schoolId: claim.school._id,
    pointId: point.id,
    pointName: point.name,
    day,
    from,
    to,
    startsAt: instantOf(day, from),
    weekOf: weekOf(day),
    channel: channelOf(point.kind),
    studentIds,
    classIds: children.map(({ classId }) => classId),
    children: children.map(({ _id: id, name, className }) => ({ id, name, className })),
    adultId: adult._id,
    adultName: adult.name,
    relation: adult.children.find((child) => studentIds.includes(child.studentId))?.relation ?? '',
    status: 'booked',
    version: 1,
    lockIds: locksOf({
      pointId: point.id,
      day,
      range: slot,
      studentIds,
      // The WeChat user and not the member of one school: a parent with children at two schools is one person.
      adultId: ctx.caller.openid,
      weekOf: weekOf(day),
      ticketOf: (studentId) => weekly.get(studentId) ?? 1,
    }),
    outcome: null,
    minutes: null,
    faces: {},
    startedAt: null,
    createdAt: ctx.now(),
  };
}

/** The children whose next weekly ticket is to be tried; every other lock that is held is a refusal. */
async function nextTickets(ctx: Ctx, claim: Claim, booking: Booking): Promise<readonly string[]> {
  const { lockIds, studentIds, weekOf } = booking;
  const held = await ctx.store.list('locks', { where: { _id: { in: lockIds } }, limit: 1000 });
  const verdict = verdictOn(
    held.map(({ _id }) => _id),
    { studentIds, weekOf, quota: claim.school.weeklyQuota },
  );
  if (verdict === 'free') return [];
  if (typeof verdict === 'object') return verdict.nextTicketFor;
  throw new AppError(verdict, await detailsOf(ctx, claim, verdict));
}

async function detailsOf(ctx: Ctx, claim: Claim, refusal: LockRefusal): Promise<Record<string, unknown>> {
  if (refusal === 'booking.quota-used') return { weekOf: weekOf(claim.slot.day), quota: claim.school.weeklyQuota };
  return refusal === 'booking.slot-taken' ? { alternatives: await alternatives(ctx, claim) } : {};
}

/** How far around the lost slot the alternatives are looked for. */
const DAYS_BEFORE = 3;
const DAYS = 7;

async function alternatives(ctx: Ctx, { school, slot, point, children, adult }: Claim): Promise<SlotOffer[]> {
  const { offers } = await searchOffers(ctx, school, {
    children,
    adult,
    from: addDays(slot.day, -DAYS_BEFORE),
    days: DAYS,
  });
  return alternativesTo(offerOf(slot, point, adult.shift), offers, ALTERNATIVES);
}
