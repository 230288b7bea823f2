import type { Output, ParsedInput } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { versionId, versionOf } from '../contacts/write-facts';
import { codeId } from '../data/by-code';
import type { Student, Transfer } from '../data/documents';
import { makeLetterCode } from '../data/letter-codes';
import type { Ctx } from '../kernel/deps';
import { requestId } from '../kernel/request-id';
import { agreed } from '../privacy/consents';
import { endForLeavers } from './leavers';

const DAY_MS = 86_400_000;
/** How long a file waits to be taken in elsewhere. */
const CODE_DAYS = 30;

type Input = ParsedInput<'transfer.leave'>;

/** The same request again finds the child gone by its own doing, ends what is left to end, and answers the same code. */
export async function leave(ctx: Ctx, input: Input): Promise<Output<'transfer.leave'>> {
  const { store, reach } = ctx;
  const { studentId, how, day } = input;
  if (day > ctx.today) throw new AppError('input.invalid', { field: 'day' });
  const student = await store.get('students', studentId);
  if (student?.schoolId !== reach.schoolId) throw new AppError('common.not-found');
  const withFile = how === 'transferred' && input.withFile;
  if (student.status === 'active' && withFile && !(await agreed(store, student, 'transfer')))
    throw new AppError('privacy.not-agreed', { purpose: 'transfer' });
  ctx.opened([studentId], 'leave');
  const id = requestId('l', ctx.caller.openid, input.key);
  const transfer = withFile ? newTransfer(ctx, student) : undefined;
  await store.transact(async (tx) => {
    const now = await tx.get('students', studentId);
    if (now?.status !== 'active') {
      if (await tx.get('fileChanges', versionId({ id }, studentId))) return;
      throw new AppError('common.not-found');
    }
    const left = { day, how, whereTo: input.whereTo };
    await tx.update('students', studentId, { set: { status: 'left', left } });
    const act = { id, via: 'transfer', ref: studentId, why: input.whereTo || null } as const;
    const changes = { 'pupil.status': ['active', 'left'], 'pupil.left': [null, JSON.stringify(left)] } as const;
    await tx.insert('fileChanges', versionOf(ctx, act, [studentId], studentId, changes));
    if (transfer) await tx.insert('transfers', transfer);
    // Calls ahead are called off by the job where this request dies.
    await tx.update('schools', reach.schoolId, { set: { changedAt: ctx.now() } });
  });
  await endForLeavers(ctx, reach.schoolId, [studentId], studentId);
  return codeOf(ctx, studentId);
}

function newTransfer({ vault, dice, now }: Ctx, student: Student): Transfer {
  const code = makeLetterCode(dice);
  return {
    _id: codeId(vault, 'transfers', code),
    schoolId: student.schoolId,
    studentId: student._id,
    code: vault.seal(code),
    expiresAt: now() + CODE_DAYS * DAY_MS,
    status: 'open',
    toSchoolId: null,
    toStudentId: null,
    at: now(),
  };
}

const CODES = 20;

async function codeOf({ store, reach, vault }: Ctx, studentId: string): Promise<Output<'transfer.leave'>> {
  const all = await store.list('transfers', { where: { schoolId: reach.schoolId, studentId }, limit: CODES });
  const open = all.find(({ status }) => status === 'open');
  return { code: open ? vault.open(open.code) : null, expiresAt: open?.expiresAt ?? null };
}
