import { locksOf } from '../../../miniprogram/shared/domain/locks';
import type { Slot } from '../../../miniprogram/shared/domain/slots';
import type { Booking, CallPoint, OutboxMessage, School } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Deps } from '../kernel/deps';
import { adultKey, seatOf } from './claim';
import { acquire, firstTickets, lockDocs, type Tickets, ticketsOf } from './locks';
import { release } from './release';
import { remindersOf } from './reminders';

export interface Move {
  readonly school: School;
  readonly slot: Slot;
  readonly point: CallPoint;
  /** Reads the call inside the transaction and throws where it may not be moved. */
  readonly read: (tx: Pick<Transaction, 'get'>) => Promise<Booking>;
  /** What changes beside the seat, and what is told. */
  readonly set?: Partial<Pick<Booking, 'why' | 'status' | 'channel'>>;
  readonly messages?: (after: Booking) => readonly OutboxMessage[];
}

/**
 * Moves a call to another point or time in one step or not at all: what the new seat needs beyond the old one is taken in the
 * transaction that changes the booking, and what it no longer needs is let go after it. Asked again it changes nothing.
 * Refuses as a claim does.
 */
export async function move(deps: Deps, bookingId: string, to: Move): Promise<Booking> {
  const { store } = deps;
  const now = await to.read(store);
  if (isThere(now, to.slot)) return now;
  const seat = seatOf(to.school, to.slot, to.point);
  const lockIds = (tickets: Tickets) =>
    locksOf({
      pointId: to.point.id,
      day: to.slot.day,
      range: to.slot,
      studentIds: now.studentIds,
      adultId: adultKey(now),
      weekOf: seat.weekOf,
      ticketOf: (studentId) => tickets.get(studentId) ?? 1,
    });
  const { before, after } = await acquire(store, {
    bookingId,
    studentIds: now.studentIds,
    weekOf: seat.weekOf,
    quota: to.school.weeklyQuota,
    tickets: seat.weekOf === now.weekOf ? ticketsOf(now) : firstTickets(now.studentIds),
    locksOf: lockIds,
    alreadyDone: async () => undefined,
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
        if (fresh.length > 0) await tx.insert('locks', lockDocs(after, fresh));
        await tx.update('bookings', bookingId, { set });
        const messages = [...remindersOf(after, deps.now()), ...(to.messages?.(after) ?? [])];
        if (messages.length > 0) await tx.insert('outbox', messages);
        return { before, after };
      }),
  });
  if (after !== before) await release(deps, before, after.lockIds);
  return after;
}

const isThere = (booking: Booking, slot: Slot): boolean =>
  booking.pointId === slot.pointId && booking.day === slot.day && booking.from === slot.from && booking.to === slot.to;
