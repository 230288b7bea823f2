/**
 * How locks are taken and let go. A transaction can insert many locks at once but remove them only one by one, so they are
 * let go after the booking's own change was committed. A lock that outlives its booking because a function died in between
 * is stale: whoever meets it takes it away. `seat` keeps a late removal from touching what the same booking took since.
 */
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { holds } from '../../../miniprogram/shared/domain/calls';
import { quotaLock, verdictOn } from '../../../miniprogram/shared/domain/locks';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Booking, Lock } from '../data/documents';
import { Conflict, Duplicate, type Store } from '../data/store';

/** Child → which of its weekly calls a booking takes, from 1. */
export type Tickets = ReadonlyMap<string, number>;

export interface Wanted<R> {
  readonly bookingId: string;
  readonly studentIds: readonly string[];
  readonly weekOf: Day;
  /** Calls a child and week. */
  readonly quota: number;
  /** The tickets to try first. */
  readonly tickets: Tickets;
  readonly locksOf: (tickets: Tickets) => readonly string[];
  /** Writes everything in one transaction; a `Duplicate` means that a lock is held. */
  readonly write: (tickets: Tickets) => Promise<R>;
  /** The answer where this very request was carried out before. */
  readonly alreadyDone: () => Promise<R | undefined>;
}

/** Rounds beside one for each weekly ticket: locks that are let go, or found stale, while we look. */
const SPARE_ROUNDS = 4;

/** Takes locks together with what they stand for, or throws the refusal without details: `booking.slot-taken`, `quota-used`, … */
export async function acquire<R>(store: Store, wanted: Wanted<R>): Promise<R> {
  const tickets = new Map(wanted.tickets);
  for (let round = 0; round < wanted.quota + SPARE_ROUNDS; round++) {
    try {
      return await wanted.write(tickets);
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
    const done = await wanted.alreadyDone();
    if (done !== undefined) return done;
    const verdict = verdictOn(await heldByOthers(store, wanted.bookingId, wanted.locksOf(tickets)), wanted);
    if (verdict === 'free') continue;
    if (typeof verdict === 'string') throw new AppError(verdict);
    for (const id of verdict.nextTicketFor) tickets.set(id, (tickets.get(id) ?? 0) + 1);
  }
  throw new Conflict();
}

/** Those of some locks that another booking or a desk's lease holds. Stale ones are taken away and not among them. */
async function heldByOthers(store: Store, bookingId: string, lockIds: readonly string[]): Promise<string[]> {
  const locks = await store.list('locks', { where: { _id: { in: lockIds } }, limit: 1000 });
  const owners = [...new Set(locks.map((lock) => lock.bookingId))].filter((id) => !isLease(id));
  const bookings = owners.length
    ? await store.list('bookings', {
        where: { _id: { in: owners } },
        limit: 1000,
        fields: ['status', 'lockIds'],
      })
    : [];
  const isStale = (lock: Lock) => bookings.some((b) => b._id === lock.bookingId && !holdsLock(b, lock._id));
  for (const { _id, bookingId: owner, seat } of locks.filter(isStale))
    await store.removeWhere('locks', { _id, bookingId: owner, seat });
  return locks.filter((lock) => !isStale(lock) && lock.bookingId !== bookingId).map(({ _id }) => _id);
}

const holdsLock = (booking: Pick<Booking, 'status' | 'lockIds'>, lockId: string): boolean =>
  holds(booking.status) && booking.lockIds.includes(lockId);

/** A desk's lease holds locks in the name `lease:…` (desk/lease.ts). */
export const leaseId = (schoolId: string, day: Day): string => `lease:${schoolId}:${day}`;
const isLease = (owner: string): boolean => owner.startsWith('lease:');

/** Locks as documents. */
export const lockDocs = (booking: Pick<Booking, '_id' | 'schoolId' | 'seat'>, lockIds: readonly string[]): Lock[] =>
  lockIds.map((_id) => ({ _id, schoolId: booking.schoolId, bookingId: booking._id, seat: booking.seat }));

/** The weekly tickets that a booking holds. */
export function ticketsOf(booking: Pick<Booking, 'studentIds' | 'weekOf' | 'lockIds'>): Tickets {
  const held = (studentId: string) =>
    booking.lockIds.find((lock) => lock.startsWith(quotaLock(studentId, booking.weekOf, 0).slice(0, -1)));
  return new Map(booking.studentIds.map((id) => [id, Number(held(id)?.split(':').at(-1) ?? 1)]));
}

/** Every ticket the first of the week. */
export const firstTickets = (studentIds: readonly string[]): Tickets => new Map(studentIds.map((id) => [id, 1]));
