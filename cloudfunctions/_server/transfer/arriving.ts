import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { LIMITS } from '../../../miniprogram/shared/limits';
import { takeTry } from '../accounts/tries';
import { byCode } from '../data/by-code';
import type { School, Student, Transfer } from '../data/documents';
import { readLetterCode } from '../data/letter-codes';
import type { Ctx } from '../kernel/deps';

/** A child's file that another school of the county sent on its way here. */
export interface Arriving {
  readonly transfer: Transfer;
  readonly student: Student;
  readonly school: School;
}

/**
 * What a code brings to the caller's school; one that it took already it may look at again, so that taking can be finished.
 * @throws AppError `transfer.code-wrong` whatever does not fit, `accounts.too-many-tries`.
 */
export async function arriving(ctx: Ctx, typed: string): Promise<Arriving> {
  const { store, vault, reach } = ctx;
  await takeTry(ctx, { of: 'transfer', most: LIMITS.bindTriesPerDay });
  const wrong = new AppError('transfer.code-wrong');
  const code = readLetterCode(typed);
  const transfer = code && (await byCode(store, vault, 'transfers', code));
  if (!transfer || transfer.schoolId === reach.schoolId) throw wrong;
  const isOpen = transfer.status === 'open' && transfer.expiresAt > ctx.now();
  const isOurs = transfer.status === 'taken' && transfer.toSchoolId === reach.schoolId;
  if (!isOpen && !isOurs) throw wrong;
  const [student, school, ours] = await Promise.all([
    store.get('students', transfer.studentId),
    store.get('schools', transfer.schoolId),
    ctx.schoolOf(reach.schoolId),
  ]);
  if (student?.status !== 'left' || school?.county !== ours.county) throw wrong;
  return { transfer, student, school };
}
