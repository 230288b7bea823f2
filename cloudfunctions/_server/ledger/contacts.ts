import { laterDay } from '../../../miniprogram/shared/domain/ledger';
import type { ContactEntry } from '../data/documents';
import type { Transaction } from '../data/store';

/** Where the last day of contact stands on a student's document, by whom the contact was with. */
const DAY_FIELD = { child: 'childDay', caregiver: 'caregiverDay' } as const;

/**
 * Writes one contact of the parents into the ledger and moves the child's last day of contact, together. The entry's `_id`
 * names its source, so that a source counts once: a second time is a `Duplicate` and ends the transaction. The child's document
 * is changed in any case, or a roll that sets the day back at this moment would not be noticed.
 */
export async function recordContact(tx: Transaction, entry: ContactEntry): Promise<void> {
  const field = DAY_FIELD[entry.with];
  const student = await tx.get('students', entry.studentId);
  await tx.insert('contactEntries', entry);
  if (!student) return;
  const day = laterDay(student.contact[field], entry.day);
  await tx.update('students', student._id, { set: { [`contact.${field}`]: day }, inc: { 'contact.noted': 1 } });
}
