import type { Booking } from '../data/documents';
import type { Transaction } from '../data/store';
import { reminderIds } from './reminders';

/** Frees what a call holds (slot, children, adult, weekly tickets) and drops the reminders that have not left yet. */
export async function release(tx: Transaction, booking: Booking): Promise<void> {
  for (const lockId of booking.lockIds) await tx.remove('locks', lockId);
  for (const id of reminderIds(booking._id)) {
    const message = await tx.get('outbox', id);
    if (message?.status === 'queued') await tx.update('outbox', id, { set: { status: 'dropped' } });
  }
}
