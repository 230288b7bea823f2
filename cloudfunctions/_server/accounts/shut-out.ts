import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Ctx } from '../kernel/deps';
import { keepAnAdmin, otherAdmins } from './admins';
import type { Reached } from './people';
import { endCodes } from './phone';

/**
 * Lets go whichever WeChat is bound to a person, from the next call on, and ends open codes. Codes first: one that is used at this very moment has
 * bound somebody by then, who is let go as well.
 * @throws AppError `staff.last-admin` where nobody else could run the school.
 */
export async function shutOut({ store }: Pick<Ctx, 'store'>, { people, person }: Reached): Promise<void> {
  const others = person.role === 'school_admin' ? await otherAdmins(store, person.schoolId, person._id) : undefined;
  if (others?.length === 0) throw new AppError('staff.last-admin');
  await endCodes({ store }, [person]);
  await store.transact(async (tx) => {
    const now = await tx.get(people, person._id);
    if (!now) return;
    if (others) await keepAnAdmin(tx, others);
    const account = now.openid === null ? undefined : await tx.get('accounts', now.openid);
    if (account) {
      const memberships = account.memberships.filter(({ id }) => id !== now._id);
      await tx.update('accounts', account._id, { set: { memberships } });
    }
    // By its number the same WeChat could come back at once.
    const family = people === 'familyMembers' ? { byCodeOnly: true, wasBound: null } : {};
    await tx.update(people, now._id, { set: { openid: null, ...family } });
  });
}
