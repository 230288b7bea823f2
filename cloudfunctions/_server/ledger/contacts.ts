import { heardFrom, laterDay, type Party } from '../../../miniprogram/shared/domain/ledger';
import type { ContactEntry, Student } from '../data/documents';
import type { Change, Transaction } from '../data/store';

/** Where the last day of contact stands on a student's document, by whom the contact was with. */
export const DAY_FIELD = { child: 'childDay', caregiver: 'caregiverDay' } as const satisfies Record<Party, string>;

/**
 * Writes one contact of the parents into the ledger and moves the child's last day of contact, together. The entry's `_id`
 * names its source, so that a source counts once: a second time is a `Duplicate` and ends the transaction. The child's document
 * is changed in any case, or a roll that sets the day back at this moment would not be noticed.
 */
export async function recordContact(tx: Transaction, entry: ContactEntry): Promise<void> {
  const student = await tx.get('students', entry.studentId);
  await tx.insert('contactEntries', entry);
  if (student) await tx.update('students', student._id, moveOf(student.contact, entry));
}

function moveOf(contact: Student['contact'], entry: ContactEntry): Change<Student> {
  const { day, adultId = null } = entry;
  const field = DAY_FIELD[entry.with];
  return {
    set: {
      [`contact.${field}`]: laterDay(contact[field], day),
      ...(entry.with === 'child' ? { 'contact.childBy': heardFrom(contact, { day, adultId }) } : {}),
    },
    inc: { 'contact.noted': 1 },
  };
}
