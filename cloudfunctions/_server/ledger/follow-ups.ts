import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { asksParents } from '../../../miniprogram/shared/domain/ledger';
import type { FollowUp, Student } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';

/** What the caller did today about a child that waits. */
export function followUpOf(
  ctx: Ctx,
  { _id: studentId, schoolId, classId }: Student,
  { _id, kind, note }: Pick<FollowUp, '_id' | 'kind' | 'note'>,
): FollowUp {
  const { person } = staffOf(ctx.caller);
  return {
    _id,
    schoolId,
    studentId,
    classId,
    day: ctx.today,
    kind,
    note,
    byId: person._id,
    byName: person.name,
    at: ctx.now(),
  };
}

/**
 * Writes it down, and on the child what was done last, so that the class's list need not ask. Where the parents were asked by it,
 * no message asks them once more today. A second time is a `Duplicate`.
 */
export async function noteFollowUp(tx: Transaction, followUp: FollowUp): Promise<void> {
  const { studentId, day, kind } = followUp;
  await tx.insert('followUps', followUp);
  await tx.update('students', studentId, { set: marksOf(day, kind) });
}

const marksOf = (day: Day, kind: FollowUp['kind']) => ({
  'contact.followed': { day, kind },
  ...(asksParents(kind) ? { 'contact.remindedDay': day } : {}),
});
