import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { addDays } from '../../../miniprogram/shared/domain/calendar';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { adultsOf, findAnew } from '../contacts/find-anew';
import { classIn } from '../contacts/repository';
import { versionId, versionOf, withMark } from '../contacts/write-facts';
import type { SchoolClass, Student } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { requestId } from '../kernel/request-id';
import { schoolNow } from '../school/repository';
import { bindAgain } from './leavers';

/** Within so many days a child's file is still there as it was. */
const BACK_WITHIN_DAYS = 366;
/** How often a child's file may have been sent. */
const SENT = 20;

/** A child comes back into a class; its family is bound as before, and a file that waits for another school goes nowhere. */
export async function rejoin(ctx: Ctx, { key, studentId, classId }: ParsedInput<'transfer.rejoin'>): Promise<void> {
  const { store, reach } = ctx;
  const into = await classIn(store, reach, classId);
  if (into.past) throw new AppError('common.not-found');
  const school = await schoolNow(ctx);
  const id = requestId('r', ctx.caller.openid, key);
  const sent = await store.list('transfers', { where: { schoolId: reach.schoolId, studentId }, limit: SENT });
  await store.transact(async (tx) => {
    const gone = await tx.get('students', studentId);
    if (gone?.schoolId !== reach.schoolId) throw new AppError('common.not-found');
    if (await tx.get('fileChanges', versionId({ id }, studentId))) return;
    requireGone(ctx, gone);
    for (const { _id } of sent) await callBack(tx, _id);
    await takeBackIn(ctx, tx, withMark({ ...gone, ...seatIn(into, ctx) }, school, ctx.today));
    const act = { id, via: 'transfer', ref: studentId, why: null } as const;
    const changes = {
      'pupil.status': ['left', 'active'],
      'pupil.left': [JSON.stringify(gone.left), null],
      'pupil.classId': [gone.classId, into._id],
      'pupil.className': [gone.className, into.name],
    } as const;
    await tx.insert('fileChanges', versionOf(ctx, act, [studentId], studentId, changes));
  });
  ctx.opened([studentId], 'rejoin');
  await bindAgain(ctx, reach.schoolId, [studentId], studentId);
}

/** A file on its way stays here: read and written in one step, so that no other school takes it at the same time. */
async function callBack(tx: Transaction, transferId: string): Promise<void> {
  const transfer = await tx.get('transfers', transferId);
  if (transfer?.status === 'taken') throw new AppError('transfer.taken');
  if (transfer?.status === 'open') await tx.update('transfers', transferId, { set: { status: 'revoked' } });
}

function requireGone({ today }: Ctx, { status, left }: Student): void {
  if (status !== 'left' || !left) throw new AppError('transfer.still-here');
  const isHere = left.how !== 'erased' && left.day >= addDays(today, -BACK_WITHIN_DAYS);
  if (!isHere) throw new AppError('common.not-found');
}

/** Days without contact count from the day on which the child is back. */
const seatIn = (into: SchoolClass, { today }: Ctx) => ({
  status: 'active' as const,
  left: null,
  classId: into._id,
  className: into.name,
  contact: { childDay: null, caregiverDay: null, remindedDay: null, since: today },
});

async function takeBackIn(ctx: Ctx, tx: Transaction, student: Student): Promise<void> {
  const { _id, classId } = student;
  const listed = await ctx.store.list('familyMembers', {
    where: { schoolId: student.schoolId, studentIds: _id },
    limit: 12,
  });
  const ids = listed.map((adult) => adult._id);
  const adults = await adultsOf(ctx, tx, student, ids);
  for (const adult of adults) {
    const children = adult.children.map((link) => (link.studentId === _id ? { ...link, classId } : link));
    const classIds = [...new Set(children.map((link) => link.classId))];
    await tx.update('familyMembers', adult._id, { set: { children, classIds } });
  }
  const { status, left, className, contact, leftBehind } = student;
  const set = { status, left, classId, className, contact, leftBehind, ...findAnew(ctx.vault, student, adults) };
  await tx.update('students', _id, { set });
}
