import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { pointOfLock } from '../../../miniprogram/shared/domain/desk';
import type { Taken } from '../../../miniprogram/shared/domain/slots';
import { leaseId } from '../booking/locks';
import type { Store } from '../data/store';

/** A lease holds no more locks than one read brings (lease.ts). */
export const LOCKS = 1000;

/**
 * What the desk's lease still holds of a day, in cells of time at points. The locks alone tell: where a walk-in took a time
 * over, they are the walk-in's.
 */
export async function leasedTimes(store: Store, schoolId: string, day: Day): Promise<Taken[]> {
  const locks = await store.list('locks', { where: { schoolId, bookingId: leaseId(schoolId, day) }, limit: LOCKS });
  return locks.flatMap(({ _id }) => {
    const time = pointOfLock(_id);
    return time ? [{ ...time, studentIds: [], adultId: null }] : [];
  });
}
