import { weekOf } from '../../../miniprogram/shared/domain/calendar';
import { tallyDone } from '../cadence/tally';
import type { ContactEntry, Letter, Student } from '../data/documents';
import type { Transaction } from '../data/store';
import { recordContact } from '../ledger/contacts';

/**
 * A letter came into its reader's hand: it counts as one in the cadences, and to the child also as a contact of the parent with it. In the
 * transaction that changes the letter, so it counts once.
 */
export async function deliver(
  tx: Transaction,
  { _id, direction, adultId }: Pick<Letter, '_id' | 'direction' | 'adultId'>,
  { child, day, at, saidBy }: { readonly child: Student } & Pick<ContactEntry, 'day' | 'at' | 'saidBy'>,
): Promise<void> {
  const { schoolId, _id: studentId, classId } = child;
  if (direction === 'to_child')
    await recordContact(tx, {
      ...{ _id: `letter:${_id}`, schoolId, studentId, classId },
      ...{ day, weekOf: weekOf(day), with: 'child', way: 'letter', saidBy, adultId, at },
    });
  await tallyDone(tx, studentId, 'letter', day);
}
