/**
 * The capacity advisor: with these points, hours and families, how many can be reached a week, what holds the rest back, and
 * what one more point or one more hour would bring. Exact: it counts by the planner's own assignment.
 */
import { type Household, needOrder, type PlanTime } from './planner';
import { assign } from './planner/assignment';
import { inOrder } from './planner/need';
import { wishesOf } from './planner/wishes';

/** A household, and what it is counted by: the adult's kind of shift, for one. */
export interface CountedHousehold extends Household {
  readonly group: string;
}

export interface CapacityQuestion {
  /** Their `times` name all that would suit, also times that only one of the alternatives has. */
  readonly households: readonly CountedHousehold[];
  /** The week as it is. */
  readonly times: readonly PlanTime[];
  /** The whole week with one thing more, e.g. `point` or `hour:3:1080`. */
  readonly more: readonly { readonly key: string; readonly times: readonly PlanTime[] }[];
}

/** How many households of a group; groups with most first, none with 0. */
export interface GroupCount {
  readonly group: string;
  readonly households: number;
}

export interface CapacityAnswer {
  readonly households: number;
  readonly reached: number;
  /** Not reached, as the week has no time that suits them. */
  readonly noTime: readonly GroupCount[];
  /** Not reached, as all of their times go to those who need them more. */
  readonly crowdedOut: readonly GroupCount[];
  /** The times at which they are turned away: those who have these can go nowhere else. One more place at any of them reaches one more. */
  readonly fullTimes: readonly string[];
  /** How many more households than now; best first, of equal ones in the order of the question. */
  readonly gains: readonly { readonly key: string; readonly reached: number }[];
}

export function capacityOf({ households, times, more }: CapacityQuestion): CapacityAnswer {
  // How many are reached does not depend on the order; which of equally needy ones are left, only in this draw.
  const inNeed = needOrder(households, '');
  const weeks = [times, ...more.map((one) => one.times)];
  const keys = [...new Set(weeks.flatMap((week) => week.map(({ key }) => key)))];
  // Only how many are served is asked, so every time is as good as the next.
  const wishes = wishesOf(inNeed, keys, () => 0);
  const sizes = (week: readonly PlanTime[]) => {
    const sizeOf = new Map(week.map(({ key, slotIds }) => [key, slotIds.length]));
    return keys.map((key) => sizeOf.get(key) ?? 0);
  };
  const now = sizes(times);
  const { timeOf, closed } = assign(wishes, now);
  const reached = countReached(timeOf);
  const left = inNeed.filter((_, i) => timeOf[i] === -1);
  const open = new Set(keys.filter((_, i) => now[i] !== 0));
  const hasTime = (household: Household) => household.times.some((key) => open.has(key));
  return {
    households: households.length,
    reached,
    noTime: countByGroup(left.filter((household) => !hasTime(household))),
    crowdedOut: countByGroup(left.filter(hasTime)),
    fullTimes: keys.filter((key, i) => closed[i] === 1 && open.has(key)),
    gains: more
      .map(({ key, times: then }) => ({ key, reached: countReached(assign(wishes, sizes(then)).timeOf) - reached }))
      .sort((a, b) => b.reached - a.reached),
  };
}

const countReached = (timeOf: Int32Array): number => timeOf.reduce((n, time) => n + (time === -1 ? 0 : 1), 0);

function countByGroup(households: readonly CountedHousehold[]): GroupCount[] {
  const counts = new Map<string, number>();
  for (const { group } of households) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts]
    .map(([group, n]) => ({ group, households: n }))
    .sort((a, b) => b.households - a.households || inOrder(a.group, b.group));
}
