/**
 * The planner of 固定亲情时间: who gets which call of a week (product rule "need first"). Promises, all exact:
 *
 * 1. As many households get a call as in any assignment of at most one slot each, of the times that suit them.
 * 2. Of all sets that large, the neediest: no household is left out for one, or for several, that need it less.
 * 3. Of all assignments that serve this set, one in which most households keep their usual time, and of these, one in which the
 *    times lie foremost in the households' lists, taken all together (least sum of positions). So no households could
 *    trade among themselves, or for a free slot, to everybody's good.
 * 4. The same households, times and seed give the same plan, in whatever order they come.
 *
 * How, and why that is so: assignment.ts. Of plans that are equally good by all of this, which one is taken follows from need
 * and the order of keys.
 */
import { assign } from './assignment';
import { inOrder, needOrder } from './need';
import type { Household, PlanReason, PlanRow, PlanTime } from './types';
import { wishesOf } from './wishes';

export { needOrder } from './need';
export type { Household, PlanReason, PlanRow, PlanTime } from './types';

/** One row for each household, in order of need. Ids of households, keys of times and ids of slots each name one thing only. */
export function plan(input: {
  readonly households: readonly Household[];
  readonly times: readonly PlanTime[];
  readonly seed: string;
}): PlanRow[] {
  const households = needOrder(input.households, input.seed);
  const times = input.times.filter(({ slotIds }) => slotIds.length > 0).sort((a, b) => inOrder(a.key, b.key));
  const keys = times.map(({ key }) => key);
  // To be moved costs more than all positions together: nobody is moved to please others.
  const move = 1 + households.length * times.length;
  const wishes = wishesOf(households, keys, (position, isUsual) => position + (isUsual ? 0 : move));
  const { timeOf } = assign(wishes, sizesOf(times));
  const given = households.map((_, i) => times[timeOf[i] as number]);
  const slots = slotsOf(households, given);
  const existing = new Set(keys);
  return households.map((household, i) => ({
    householdId: household.id,
    slotId: slots.get(household.id) ?? null,
    reason: reasonFor(household, given[i]?.key, existing),
    rank: i + 1,
  }));
}

const sizesOf = (times: readonly PlanTime[]): number[] => times.map(({ slotIds }) => slotIds.length);

function reasonFor({ usual, times }: Household, given: string | undefined, existing: ReadonlySet<string>): PlanReason {
  if (given === undefined) return times.some((key) => existing.has(key)) ? 'all_taken_by_needier' : 'no_time_fits';
  if (usual === null) return 'given';
  return usual === given ? 'kept' : 'moved';
}

/**
 * The slot of each household that was given a time. Handed out in order of ids, so that those who share a time every week
 * meet the same points again.
 */
function slotsOf(households: readonly Household[], given: readonly (PlanTime | undefined)[]): Map<string, string> {
  const left = new Map<PlanTime, string[]>();
  const slots = new Map<string, string>();
  const timeOf = new Map(households.map(({ id }, i) => [id, given[i]]));
  for (const id of [...timeOf.keys()].sort(inOrder)) {
    const time = timeOf.get(id);
    if (time === undefined) continue;
    const free = left.get(time) ?? [...time.slotIds].sort(inOrder).reverse();
    left.set(time, free);
    slots.set(id, free.pop() as string);
  }
  return slots;
}
