import type { BookingStatus } from '../../../miniprogram/shared/contract';
import { holds, UNBEGUN } from '../../../miniprogram/shared/domain/calls';
import { release } from '../booking/release';
import type { Booking } from '../data/documents';
import type { Deps } from '../kernel/deps';
import { oneByOne } from '../kernel/run-jobs';
import { earn } from './makeups';

const AT_ONCE = 200;
const HOUR_MS = 3_600_000;

/**
 * What becomes of calls that nobody noted further, and how long after they should have begun, or began.
 *
 * One that never began is not going to: nobody says that the family failed, so it counts as the school's side and is made up
 * for. One that the desk began did begin; what came of it nobody saw. It is closed as a call that was, without minutes and
 * without a word in the ledger: a failure of the school would be untrue, and a contact that nobody saw must not keep a child
 * from being asked after. The week's roll, the family and the desk's own report can still say that they talked. In both cases
 * `outcome` stays empty, for nobody noted it.
 */
const FORGOTTEN: readonly {
  readonly in: readonly BookingStatus[];
  readonly after: number;
  readonly becomes: 'failed_school' | 'done';
}[] = [
  { in: UNBEGUN, after: 6 * HOUR_MS, becomes: 'failed_school' },
  { in: ['in_call'], after: 3 * HOUR_MS, becomes: 'done' },
];

/** Closes forgotten calls. Answers how many. */
export async function closeForgotten(deps: Deps, until: number): Promise<number> {
  let closed = 0;
  for (const rule of FORGOTTEN) {
    const calls = await deps.store.list('bookings', {
      where: { status: { in: rule.in }, startsAt: { lte: deps.now() - rule.after } },
      orderBy: [['startsAt', 'asc']],
      limit: AT_ONCE,
    });
    await oneByOne(deps, calls, until, async (call) => {
      if (await close(deps, call, rule)) closed++;
    });
  }
  return closed;
}

async function close(deps: Deps, { _id }: Booking, rule: (typeof FORGOTTEN)[number]): Promise<boolean> {
  const before = await deps.store.transact(async (tx) => {
    const call = await tx.get('bookings', _id);
    const since = call?.startedAt ?? call?.startsAt ?? Infinity;
    if (!call || !rule.in.includes(call.status) || since > deps.now() - rule.after) return undefined;
    await tx.update('bookings', _id, { set: { status: rule.becomes, version: call.version + 1 } });
    if (rule.becomes === 'failed_school') await earn(tx, call);
    return call;
  });
  if (before && !holds(rule.becomes)) await release(deps, before);
  return before !== undefined;
}
