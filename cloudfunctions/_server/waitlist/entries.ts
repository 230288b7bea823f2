/** Who waits for a time in a week. An entry is one family's, by the first of its children; it comes and goes, and is never there twice. */
import { addDays, type Day, dayOf, weekOf as mondayOf } from '../../../miniprogram/shared/domain/calendar';
import { holds } from '../../../miniprogram/shared/domain/calls';
import { inOrder } from '../../../miniprogram/shared/domain/planner/need';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { release } from '../booking/release';
import { remindersOf } from '../booking/reminders';
import { callsOfChildren, callWithin } from '../booking/repository';
import { isBookedBy } from '../booking/tickets';
import type { Booking, FamilyMember, Student, WaitlistEntry } from '../data/documents';
import type { Store, Transaction } from '../data/store';
import type { Ctx, Deps } from '../kernel/deps';
import { schoolNow } from '../school/repository';

type Entry = { entryId: string; weekOf: Day };
const SHOWN = 10;

/** A family that is to wait. */
export type Waiting = Pick<WaitlistEntry, 'schoolId' | 'adultId' | 'studentIds' | 'weekOf'>;

const entryIdOf = ({ adultId, weekOf, studentIds }: Omit<Waiting, 'schoolId'>): string =>
  `${adultId}:${weekOf}:${[...studentIds].sort(inOrder)[0] ?? ''}`;

/** The adult's entries for a child that are open, the next week first. */
export async function waitingFor(store: Store, adult: FamilyMember, studentId: string): Promise<Entry[]> {
  const entries = await store.list('waitlist', {
    where: { schoolId: adult.schoolId, adultId: adult._id },
    orderBy: [['weekOf', 'desc']],
    limit: 50,
  });
  return entries
    .filter(({ status, studentIds }) => isOpen(status) && studentIds.includes(studentId))
    .map(toEntry)
    .reverse()
    .slice(0, SHOWN);
}
const toEntry = ({ _id: entryId, weekOf }: WaitlistEntry): Entry => ({ entryId, weekOf });
const isOpen = (status: WaitlistEntry['status']): boolean => status === 'waiting' || status === 'offered';

/**
 * Puts a family onto the list, inside the transaction of what made it wait. Who waits already, waits on; who left, or whose
 * call was called off since, waits again, also for times declined before.
 */
export async function enrol(
  tx: Pick<Transaction, 'get' | 'insert' | 'update'>,
  waiting: Waiting,
  now: number,
): Promise<string> {
  const _id = entryIdOf(waiting);
  const there = await tx.get('waitlist', _id);
  const { schoolId, adultId, studentIds, weekOf } = waiting;
  const again = { studentIds, status: 'waiting', declined: [], since: now } as const;
  if (!there) await tx.insert('waitlist', { _id, schoolId, adultId, weekOf, offers: 0, ...again });
  else if (!isOpen(there.status)) await tx.update('waitlist', _id, { set: again });
  return _id;
}

/** Waits for a time in a week that is not over and lies within the school's horizon, for the children who have a call left in it. */
export async function wait(ctx: Ctx, adult: FamilyMember, children: readonly Student[], day: Day): Promise<Entry> {
  const { store, today } = ctx;
  const weekOf = mondayOf(day);
  const school = await schoolNow(ctx);
  const isAhead = addDays(weekOf, 6) >= today && weekOf <= addDays(today, school.horizonDays);
  const calls = isAhead ? await callsOfChildren(store, school._id, children, weekOf, addDays(weekOf, 6)) : [];
  // What is held for this very wait takes nothing away from it.
  const held = calls.filter((call) => holds(call.status) && !(call.status === 'offered' && call.adultId === adult._id));
  const left = children.filter(
    ({ _id }) => held.filter(({ studentIds }) => studentIds.includes(_id)).length < school.weeklyQuota,
  );
  if (!isAhead || left.length === 0) throw new AppError('booking.nothing-to-wait-for');
  const waiting = { schoolId: school._id, adultId: adult._id, studentIds: left.map(({ _id }) => _id), weekOf };
  return { entryId: await store.transact((tx) => enrol(tx, waiting, ctx.now())), weekOf };
}

/** Leaves the list; a time that is held lapses and goes to the next. */
export async function unwait(ctx: Ctx, adult: FamilyMember, entryId: string): Promise<Entry> {
  const entry = await ctx.store.get('waitlist', entryId);
  const reached = entry?.studentIds.some((id) => ctx.reach.studentIds.includes(id));
  if (entry?.adultId !== adult._id || !reached) throw new AppError('common.not-found');
  await ctx.store.updateWhere(
    'waitlist',
    { _id: entryId, status: { in: ['waiting', 'offered'] } },
    { set: { status: 'left' } },
  );
  await lapse(ctx, offerId(entry), () => true);
  return toEntry(entry);
}

/** The booking that is the entry's latest offer. */
export const offerId = ({ _id, offers }: Pick<WaitlistEntry, '_id' | 'offers'>): string => `o:${_id}:${offers}`;

/**
 * The answer to an offer: yes makes it a call, no lets it go to the next. Asked again it answers the same. Refuses with
 * `booking.offer-over` where somebody says yes too late.
 */
export async function answer(ctx: Ctx, bookingId: string, accept: boolean): Promise<Booking> {
  const offer = await callWithin(ctx.store, ctx.reach, bookingId);
  if (!isBookedBy(offer, ctx.caller) || !offer.offer) throw new AppError('common.not-found');
  if (!accept) return (await lapse(ctx, bookingId, () => true)) ?? offer;
  const taken = await take(ctx, bookingId);
  if (taken) return taken;
  await lapse(ctx, bookingId, (call) => isOver(call, ctx.now()));
  throw new AppError('booking.offer-over');
}

export const isOver = ({ offer }: Pick<Booking, 'offer'>, now: number): boolean => (offer?.until ?? 0) <= now;

/** Makes an offer a call, or answers nothing where it is over. */
async function take({ store, now }: Deps, bookingId: string): Promise<Booking | undefined> {
  return store.transact(async (tx): Promise<Booking | undefined> => {
    const call = await tx.get('bookings', bookingId);
    if (call?.offer && call.status !== 'offered') return call.status === 'offer_lapsed' ? undefined : call;
    if (!call?.offer || isOver(call, now())) return undefined;
    const set = { status: 'booked', version: call.version + 1 } as const;
    const after: Booking = { ...call, ...set };
    await tx.update('bookings', bookingId, { set });
    const entry = await tx.get('waitlist', call.offer.entryId);
    if (entry) await tx.update('waitlist', entry._id, { set: { status: 'taken', offers: numberOf(bookingId) } });
    const reminders = remindersOf(after, now());
    if (reminders.length > 0) await tx.insert('outbox', reminders);
    return after;
  });
}

/** Which of its entry's offers a booking is. */
const numberOf = (bookingId: string): number => Number(bookingId.slice(bookingId.lastIndexOf(':') + 1));

/**
 * Lets an offer go, if it is still one and `may` be: its family waits on and is not offered that time again, unless it left.
 * Answers the booking as it is now, or nothing where there is none.
 */
export async function lapse(
  deps: Deps,
  bookingId: string,
  may: (offer: Booking) => boolean,
): Promise<Booking | undefined> {
  const result = await deps.store.transact(async (tx) => {
    const before = await tx.get('bookings', bookingId);
    if (before?.status !== 'offered' || !may(before)) return { after: before, before: undefined };
    return { before, after: await lapseIn(tx, before) };
  });
  if (result.before) await release(deps, result.before);
  return result.after;
}

/** The same inside the transaction of what comes instead; its locks are let go after that. */
export async function lapseIn(tx: Pick<Transaction, 'get' | 'update'>, before: Booking): Promise<Booking> {
  const set = { status: 'offer_lapsed', version: before.version + 1 } as const;
  await tx.update('bookings', before._id, { set });
  const entry = before.offer ? await tx.get('waitlist', before.offer.entryId) : undefined;
  if (entry) {
    const slotId = `${before.pointId}:${before.day}:${before.from}`;
    const declined = [...new Set([...entry.declined, slotId])];
    const status = isOpen(entry.status) ? ('waiting' as const) : entry.status;
    await tx.update('waitlist', entry._id, { set: { status, declined, offers: numberOf(before._id) } });
  }
  return { ...before, ...set };
}

/** The Monday before which nobody waits any more. */
export const firstWeek = (now: number): Day => mondayOf(dayOf(now));
