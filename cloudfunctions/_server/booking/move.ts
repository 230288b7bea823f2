import { locksOf, type Tickets } from '../../../miniprogram/shared/domain/locks';
import type { Slot } from '../../../miniprogram/shared/domain/slots';
import type { Booking, CallPoint, OutboxMessage, School } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Deps } from '../kernel/deps';
import { adultNames, seatOf } from './claim';
import { acquire, FIRST, insertLocks, lockDocs, ticketsOf } from './locks';
import { release } from './release';
import { remindersOf } from './reminders';

export interface Move {
  readonly school: School;
  readonly slot: Slot;
  readonly point: CallPoint;
  /** Reads the call inside the transaction and throws where it may not be moved. */
  readonly read: (tx: Pick<Transaction, 'get'>) => Promise<Booking>;
  /** The call as it was seen a moment ago; without it, it is read. */
  readonly seen?: Booking;
  /** What changes beside the seat, and what is told. */
  readonly set?: Partial<Pick<Booking, 'why' | 'status' | 'channel'>>;
  readonly messages?: (after: Booking) => readonly OutboxMessage[];
  /** The desk's lease (`leaseId`) whose times may be taken over. */
  readonly lease?: string;
  /** False where the time that it leaves is not to be offered to those who wait. */
  readonly offering?: boolean;
}

/**
 * Moves a call to another point or time in one step or not at all: what the new seat needs beyond the old one is taken in the
 * transaction that changes the booking, and what it no longer needs is let go after it. Asked again it changes nothing.
 * Refuses as a claim does.
 */
export async function move(deps: Deps, bookingId: string, to: Move): Promise<Booking> {
  const { store } = deps;
  const now = to.seen ?? (await to.read(store));
  const seat = seatOf(to.school, to.slot, to.point);
  const lockIds = (tickets: Tickets) =>
    locksOf({
      pointId: to.point.id,
      day: to.slot.day,
      range: to.slot,
      studentIds: now.studentIds,
      adultIds: adultNames(now),
      weekOf: seat.weekOf,
      tickets,
    });
  const { before, after } = await acquire(store, {
    bookingId,
    studentIds: now.studentIds,
    weekOf: seat.weekOf,
    quota: to.school.weeklyQuota,
    tickets: seat.weekOf === now.weekOf ? ticketsOf(now) : FIRST,
    locksOf: lockIds,
    lease: to.lease,
    write: (tickets) =>
      store.transact(async (tx) => {
        const before = await to.read(tx);
        if (isThere(before, to.slot)) return { before, after: before };
        const locks = lockIds(tickets);
        const set = {
          ...seat,
          lockIds: locks,
          seat: before.seat + 1,
          version: before.version + 1,
          ...to.set,
        };
        const after: Booking = { ...before, ...set };
        const fresh = locks.filter((id) => !before.lockIds.includes(id));
        await insertLocks(tx, lockDocs(after, fresh), to.lease);
        await tx.update('bookings', bookingId, { set });
        const messages = [...remindersOf(after, deps.now()), ...(to.messages?.(after) ?? [])];
        if (messages.length > 0) await tx.insert('outbox', messages);
        return { before, after };
      }),
  });
  if (after !== before) await release(deps, before, after.lockIds, { offering: to.offering });
  return after;
}

const isThere = (booking: Booking, slot: Slot): boolean =>
  booking.pointId === slot.pointId && booking.day === slot.day && booking.from === slot.from && booking.to === slot.to;
