import type { BookingOrigin, SlotOffer } from '../../../miniprogram/shared/contract';
import { addDays, instantOf, weekOf } from '../../../miniprogram/shared/domain/calendar';
import { locksOf, type Tickets } from '../../../miniprogram/shared/domain/locks';
import { alternativesTo, channelOf, offerOf } from '../../../miniprogram/shared/domain/offers';
import { availabilityOf } from '../../../miniprogram/shared/domain/shifts';
import { isLaidOut, isTimely, layOutAt, type Slot, slotById } from '../../../miniprogram/shared/domain/slots';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Booking, CallPoint, FamilyMember, OutboxMessage, School, Student } from '../data/documents';
import type { Deps } from '../kernel/deps';
import { rulesOf } from '../school/rules';
import { takeOver } from './instead';
import { acquire, FIRST, insertLocks, lockDocs, ticketsOf } from './locks';
import { remindersOf } from './reminders';
import { type Search, searchOffers } from './search';

/** A call to be booked that was checked against the school's rules; only the locks can refuse it now. */
export interface Claim {
  readonly bookingId: string;
  readonly school: School;
  readonly slot: Slot;
  readonly point: CallPoint;
  readonly children: readonly Student[];
  /** `null` for a walk-in whose adult the desk does not know. */
  readonly adult: FamilyMember | null;
  readonly origin: BookingOrigin;
  /** `offered` together with `offer`. */
  readonly status: 'booked' | 'offered' | 'checked_in';
  readonly offer?: Booking['offer'];
  /** What is told beside the reminders, in the same step. */
  readonly messages?: (booking: Booking) => readonly OutboxMessage[];
  /** The desk's lease (`leaseId`) whose times may be taken over. */
  readonly lease?: string;
  /** An offer that the adult holds and whose place the call takes. */
  readonly instead?: Booking;
}

const ALTERNATIVES = 3;

/**
 * The slot that a claim names, if the school offers it to each of the children and there is still time. Refuses with
 * `booking.not-open` where the family times of its week are yet to be laid out.
 */
export function slotToClaim(
  deps: Pick<Deps, 'now'> & { readonly today: string },
  school: School,
  children: readonly Student[],
  slotId: string,
): Pick<Claim, 'slot' | 'point'> | undefined {
  const rules = rulesOf(school);
  const [slot, ...others] = children.map((child) => slotById(rules, slotId, child));
  const point = school.points.find(({ id }) => id === slot?.pointId);
  if (!slot || !point || others.includes(undefined) || !isTimely(rules, slot, deps.today, deps.now())) return undefined;
  if (rules.planning && !isLaidOut(rules, slot.day, deps.today))
    throw new AppError('booking.not-open', { opensAt: layOutAt(rules.planning, weekOf(slot.day)) });
  return { slot, point };
}

/**
 * Books, or says why not (`booking.slot-taken`, `booking.quota-used`, …). Locks, booking and reminders are written together
 * or not at all; whoever inserts a lock first has the thing. Where a lock is taken, the same request may have taken it
 * before: then its booking is the answer.
 */
export async function book(deps: Deps, claim: Claim): Promise<Booking> {
  const { store } = deps;
  const studentIds = claim.children.map(({ _id }) => _id);
  const draft = (tickets: Tickets) => bookingOf(deps, claim, tickets);
  return acquire(store, {
    bookingId: claim.bookingId,
    studentIds,
    weekOf: weekOf(claim.slot.day),
    quota: claim.school.weeklyQuota,
    tickets: claim.instead ? ticketsOf(claim.instead) : FIRST,
    locksOf: (tickets) => draft(tickets).lockIds,
    lease: claim.lease,
    instead: claim.instead?._id,
    alreadyDone: () => store.get('bookings', claim.bookingId),
    write: async (tickets) => {
      const booking = draft(tickets);
      const messages = [...remindersOf(booking, deps.now()), ...(claim.messages?.(booking) ?? [])];
      await store.transact(async (tx) => {
        const had = claim.instead ? await takeOver(tx, claim.instead, booking) : [];
        const wanted = booking.lockIds.filter((id) => !had.includes(id));
        await insertLocks(tx, lockDocs(booking, wanted), claim.lease);
        await tx.insert('bookings', booking);
        if (messages.length > 0) await tx.insert('outbox', messages);
      });
      return booking;
    },
  });
}

/** Where and when a call is, as it stands on the booking. */
export function seatOf(school: School, slot: Slot, point: CallPoint) {
  const { day, from, to } = slot;
  return {
    pointId: point.id,
    pointName: point.name,
    day,
    from,
    to,
    talkTo: Math.max(from, to - school.changeoverMinutes),
    startsAt: instantOf(day, from),
    closesAt: instantOf(day, from) - school.cutoffMinutes * 60_000,
    weekOf: weekOf(day),
    channel: channelOf(school, point.kind),
  };
}

/** Under which names an adult's time is taken (domain/locks.ts). */
export const adultNames = ({ adultId, openid }: Pick<Booking, 'openid' | 'adultId'>): string[] =>
  [adultId, openid].filter((name) => name !== null);

/** A call as it is first written. */
export function bookingOf(deps: Pick<Deps, 'now'>, claim: Claim, tickets: Tickets): Booking {
  const { school, slot, point, children, adult } = claim;
  const studentIds = children.map(({ _id }) => _id);
  const openid = adult?.openid ?? null;
  const seat = seatOf(school, slot, point);
  return {
    _id: claim.bookingId,
    schoolId: school._id,
    ...seat,
    studentIds,
    classIds: children.map(({ classId }) => classId),
    children: children.map(({ _id: id, name, className }) => ({ id, name, className })),
    adultId: adult?._id ?? null,
    adultName: adult?.name ?? '',
    relation: adult?.children.find((child) => studentIds.includes(child.studentId))?.relation ?? '',
    origin: claim.origin,
    status: claim.status,
    version: 1,
    seat: 1,
    openid,
    offer: claim.offer ?? null,
    why: null,
    collisions: [],
    groupId: null,
    lockIds: locksOf({
      pointId: point.id,
      day: slot.day,
      range: slot,
      studentIds,
      adultIds: adultNames({ openid, adultId: adult?._id ?? null }),
      weekOf: seat.weekOf,
      tickets,
    }),
    outcome: null,
    minutes: null,
    faces: {},
    startedAt: null,
    createdAt: deps.now(),
  };
}

/** How far around the lost slot the alternatives are looked for. */
const DAYS_BEFORE = 3;
const DAYS = 7;

/** A refusal of the locks as the family reads it: a time that is gone comes with others that suit. */
export async function withDetails(
  deps: Deps & { readonly today: string },
  claim: Pick<Claim, 'school' | 'slot' | 'point' | 'children'> & Pick<Search, 'adult' | 'moving'>,
  refusal: unknown,
): Promise<unknown> {
  if (!(refusal instanceof AppError)) return refusal;
  const { school, slot, point, children, adult, moving } = claim;
  if (refusal.code === 'booking.quota-used')
    return new AppError(refusal.code, { weekOf: weekOf(slot.day), quota: school.weeklyQuota });
  if (refusal.code !== 'booking.slot-taken') return refusal;
  const { offers } = await searchOffers(deps, school, {
    children,
    adult,
    from: addDays(slot.day, -DAYS_BEFORE),
    days: DAYS,
    ...(moving === undefined ? {} : { moving }),
  });
  const wanted = offerOf(slot, point, rulesOf(school), availabilityOf(adult.shift, adult.hours));
  const alternatives: SlotOffer[] = alternativesTo(wanted, offers, ALTERNATIVES, deps.dice);
  return new AppError(refusal.code, { alternatives });
}
