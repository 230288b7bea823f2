/**
 * How locks are taken and let go. A transaction can insert many locks at once but remove them only one by one, so they are
 * let go after the booking's own change was committed. A lock that outlives its booking because a function died in between
 * is stale: whoever meets it takes it away. `seat` keeps a late removal from touching what the same booking took since.
 */
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { holds } from '../../../miniprogram/shared/domain/calls';
import {
  lockKind,
  quotaLock,
  type Tickets,
  verdictOn,
  type Wanting,
  weekTickets,
} from '../../../miniprogram/shared/domain/locks';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Booking, Lock } from '../data/documents';
import { groupedBy } from '../data/parts';
import { Conflict, Duplicate, type Store, type Transaction } from '../data/store';

/** What is wanted; `tickets` are those to try first. */
export interface Wanted<R> extends Wanting {
  readonly bookingId: string;
  readonly locksOf: (tickets: Tickets) => readonly string[];
  /** Writes everything in one transaction; a `Duplicate` means that a lock is held. */
  readonly write: (tickets: Tickets) => Promise<R>;
  /** The answer where this very request was carried out before. */
  readonly alreadyDone?: () => Promise<R | undefined>;
  /** The desk's lease whose times may be taken over (`leaseId`); `write` does so by `insertLocks`. */
  readonly lease?: string | undefined;
  /** The booking whose place it takes; `write` takes over its locks. */
  readonly instead?: string | undefined;
}

/** A round fails only where somebody took or let go of something between our look and our write. */
const ROUNDS = 6;

/** Takes locks together with what they stand for, or throws the refusal without details: `booking.slot-taken`, `quota-used`, … */
export async function acquire<R>(store: Store, wanted: Wanted<R>): Promise<R> {
  let { tickets } = wanted;
  for (let round = 0; round < ROUNDS; round++) {
    try {
      return await wanted.write(tickets);
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
    const done = await wanted.alreadyDone?.();
    if (done !== undefined) return done;
    const wanting = { ...wanted, tickets };
    const things = new Set([...wanted.locksOf(tickets), ...weekTickets(wanting)]);
    const own = [wanted.bookingId, wanted.lease, wanted.instead];
    const verdict = verdictOn(await heldByOthers(store, own, [...things]), wanting);
    if (typeof verdict === 'string') throw new AppError(verdict);
    tickets = verdict;
  }
  throw new Conflict();
}

/** Those of some locks that somebody else than `own` holds, a booking or a desk's lease. Stale ones are taken away and not among them. */
export async function heldByOthers(
  store: Store,
  own: readonly (string | undefined)[],
  lockIds: readonly string[],
): Promise<string[]> {
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
  const stale = groupedBy(locks.filter(isStale), ({ bookingId: owner, seat }) => `${owner} ${seat}`);
  // The seat is named exactly: what the same booking took anew since we looked has a later one.
  for (const group of stale.values()) {
    const [{ bookingId: owner, seat }] = group;
    await store.removeWhere('locks', { _id: { in: group.map(({ _id }) => _id) }, bookingId: owner, seat });
  }
  return locks.filter((lock) => !isStale(lock) && !own.includes(lock.bookingId)).map(({ _id }) => _id);
}

const holdsLock = (booking: Pick<Booking, 'status' | 'lockIds'>, lockId: string): boolean =>
  holds(booking.status) && booking.lockIds.includes(lockId);

/** A desk's lease holds locks in the name `lease:…` (desk/lease.ts). */
export const leaseId = (schoolId: string, day: Day): string => `lease:${schoolId}:${day}`;
const isLease = (owner: string): boolean => owner.startsWith('lease:');

/** Locks as documents. */
export const lockDocs = (booking: Pick<Booking, '_id' | 'schoolId' | 'seat'>, lockIds: readonly string[]): Lock[] =>
  lockIds.map((_id) => ({ _id, schoolId: booking.schoolId, bookingId: booking._id, seat: booking.seat }));

/** Takes locks; of those that the desk's lease holds, where one is named, the owner changes. A `Duplicate` means that one is held. */
export async function insertLocks(tx: Transaction, locks: readonly Lock[], lease?: string): Promise<void> {
  const fresh: Lock[] = [];
  for (const lock of locks) {
    const isPoint = lease !== undefined && lockKind(lock._id) === 'point';
    const isLeased = isPoint && (await tx.get('locks', lock._id))?.bookingId === lease;
    if (isLeased) await tx.update('locks', lock._id, { set: { bookingId: lock.bookingId, seat: lock.seat } });
    else fresh.push(lock);
  }
  if (fresh.length > 0) await tx.insert('locks', fresh);
}

/** The weekly tickets that a booking holds. */
export function ticketsOf(booking: Pick<Booking, 'studentIds' | 'weekOf' | 'lockIds'>): Tickets {
  const held = (studentId: string) =>
    booking.lockIds.find((lock) => lock.startsWith(quotaLock(studentId, booking.weekOf, 0).slice(0, -1)));
  return new Map(booking.studentIds.map((id) => [id, Number(held(id)?.split(':').at(-1) ?? 1)]));
}

/** Every ticket the first of the week. */
export const FIRST: Tickets = new Map();
