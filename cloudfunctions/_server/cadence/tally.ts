import type { Day } from '../../../miniprogram/shared/domain/calendar';
import type { Transaction } from '../data/store';
import { monthOf, withDay, withMonth, withoutDay } from './days';

/**
 * Notes that something of a kind was done for a child on a day (`Student.done`), in the transaction of the record that says so: each entry
 * adds its own day, so that taking one away leaves another's of the same day. Days are kept in order, so it is the same in whatever order
 * entries come.
 */
export const tallyDone = (tx: Transaction, studentId: string, kind: string, day: Day): Promise<void> =>
  changeMonth(tx, studentId, day, (month) => withDay(month, kind, day));

/** Takes one entry's day away again: it was struck out, or its day was corrected. */
export const untallyDone = (tx: Transaction, studentId: string, kind: string, day: Day): Promise<void> =>
  changeMonth(tx, studentId, day, (month) => withoutDay(month, kind, day));

async function changeMonth(
  tx: Transaction,
  studentId: string,
  day: Day,
  change: (month: readonly string[]) => string[],
): Promise<void> {
  const student = await tx.get('students', studentId);
  if (!student) return;
  const month = monthOf(day);
  const entries = change(student.done?.[month] ?? []);
  await tx.update('students', studentId, { set: { done: withMonth(student.done, month, entries) } });
}
