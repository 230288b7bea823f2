import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { DutySwap, Staff } from '../data/documents';
import type { Store, Transaction } from '../data/store';
import { canBeOnDuty } from '../school/settings';

const SWAPS = 200;

/** A school's swaps of days to come, in the order of their days. */
export const swapsFrom = (store: Store, schoolId: string, today: Day): Promise<DutySwap[]> =>
  store.list('dutySwaps', {
    where: { schoolId, status: { in: ['asked', 'agreed', 'declined', 'withdrawn'] }, day: { gte: today } },
    orderBy: [['day', 'asc']],
    limit: SWAPS,
  });

/** A swap of this school in which somebody has this part; `common.not-found` for every other. */
export async function swapOf(
  tx: Pick<Transaction, 'get'>,
  swapId: string,
  part: Partial<Pick<DutySwap, 'schoolId' | 'askerId' | 'otherId'>>,
): Promise<DutySwap> {
  const swap = await tx.get('dutySwaps', swapId);
  const fits = (Object.keys(part) as (keyof typeof part)[]).every((key) => swap?.[key] === part[key]);
  if (!swap || !fits) throw new AppError('common.not-found');
  return swap;
}

/** Somebody of the school who could be on duty; `common.not-found` for everybody else. */
export async function colleague(store: Store, schoolId: string, staffId: string): Promise<Staff> {
  const person = await store.get('staff', staffId);
  if (person?.schoolId !== schoolId || person.gone || !canBeOnDuty(person.role)) throw new AppError('common.not-found');
  return person;
}
