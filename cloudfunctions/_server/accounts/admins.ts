import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Store, Transaction } from '../data/store';

const ADMINS = 100;

/** Who runs a school besides one of them. */
export const otherAdmins = async (store: Store, schoolId: string, staffId: string): Promise<string[]> =>
  (await store.list('staff', { where: { schoolId, role: 'school_admin' }, limit: ADMINS, fields: ['openid'] }))
    .filter(({ _id, openid }) => _id !== staffId && openid !== null)
    .map(({ _id }) => _id);

/**
 * Makes sure, inside the transaction that takes one of the administrators out, that another one stays who can sign in. It leaves a mark on that
 * one, so that of two who take each other out at once one is refused.
 * @throws AppError `staff.last-admin`
 */
export async function keepAnAdmin(tx: Transaction, others: readonly string[]): Promise<void> {
  for (const id of others) {
    const other = await tx.get('staff', id);
    if (!other || other.gone || other.openid === null) continue;
    await tx.update('staff', id, { inc: { stays: 1 } });
    return;
  }
  throw new AppError('staff.last-admin');
}
