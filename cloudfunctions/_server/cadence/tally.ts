import type { Day } from '../../../miniprogram/shared/domain/calendar';
import type { Transaction } from '../data/store';

/** How long days are kept to count with: a school year and a half. */
const KEPT = 200;

/**
 * Notes that something of a kind was done for a child on a day (`Student.done`), in the transaction of the record that says so: each entry
 * adds its own day, so that taking one away leaves another's of the same day. Days are kept in order, so it is the same in whatever order
 * entries come.
 */
export async function tallyDone(tx: Transaction, studentId: string, kind: string, day: Day): Promise<void> {
  const student = await tx.get('students', studentId);
  if (!student) return;
  const days = [...(student.done?.[kind] ?? []), day].sort().slice(-KEPT);
  await tx.update('students', studentId, { set: { [`done.${kind}`]: days } });
}

/** Takes one entry's day away again: it was struck out, or its day was corrected. */
export async function untallyDone(tx: Transaction, studentId: string, kind: string, day: Day): Promise<void> {
  const student = await tx.get('students', studentId);
  const days = student?.done?.[kind] ?? [];
  const at = days.indexOf(day);
  if (at >= 0) await tx.update('students', studentId, { set: { [`done.${kind}`]: days.filter((_, i) => i !== at) } });
}
