/**
 * What the capacity advisor asks about: a school's typical week, and the same week with one call point or one opening hour
 * more (counted by capacity.ts).
 */

import type { Day, Minute, Weekday } from './calendar';
import { type CountedHousehold, capacityOf } from './capacity';
import { householdsOf, timesOfWeek, type Wish } from './households';
import type { PlanTime } from './planner';
import { overlaps, type Range } from './ranges';
import type { SlotRules } from './slots';

/** One thing more: a telephone, or an hour for all pupils. */
export type Addition =
  | { readonly kind: 'point' }
  | { readonly kind: 'hour'; readonly weekday: Weekday; readonly from: Minute };

export interface Advice {
  /** Slots of the typical week. */
  readonly slots: number;
  readonly households: number;
  readonly reached: number;
  /** Families whose shift fits no opening hour; most first. */
  readonly noTime: readonly { readonly shift: string; readonly households: number }[];
  /** Families whose times are all taken by others. */
  readonly crowdedOut: number;
  /** How many more families each addition would reach; best first. */
  readonly gains: readonly { readonly addition: Addition; readonly reached: number }[];
}

/** As many additions are counted; each costs an assignment of all families. */
const ADDITIONS = 20;

/** @param wishes one a family; @param monday of the week that stands for all. */
export function adviceOf(rules: SlotRules, wishes: readonly Wish[], monday: Day): Advice {
  const usual = usualWeek(rules);
  const hours = freeHours(usual);
  const whole = [POINT, ...hours].reduce(withAddition, usual);
  const shifts = new Map(wishes.map(({ adultId, availability }) => [adultId, availability.shift] as const));
  const households = householdsOf(wishes, { rules: whole, monday }).households.map((household) => ({
    ...household,
    group: shifts.get(household.adultId) ?? 'unknown',
  }));
  const timesWith = (addition: Addition) => timesOfWeek({ rules: withAddition(usual, addition), monday });
  const times = timesOfWeek({ rules: usual, monday });
  const asked = mostWanted(hours, households, (hour) => timesWith(hour), times);
  const more = [POINT, ...asked].map((addition) => ({ key: keyOf(addition), times: timesWith(addition), addition }));
  const answer = capacityOf({ households, times, more });
  return {
    slots: times.reduce((sum, { slotIds }) => sum + slotIds.length, 0),
    households: answer.households,
    reached: answer.reached,
    noTime: answer.noTime.map(({ group, households: n }) => ({ shift: group, households: n })),
    crowdedOut: answer.crowdedOut.reduce((sum, { households: n }) => sum + n, 0),
    gains: answer.gains.flatMap(({ key, reached }) => {
      const addition = more.find((one) => one.key === key)?.addition;
      return addition && reached > 0 ? [{ addition, reached }] : [];
    }),
  };
}

/** A week of term in which nothing is out of the ordinary. */
const usualWeek = (rules: SlotRules): SlotRules => ({
  ...rules,
  term: { from: '1900-01-01', to: '2999-12-31' },
  exceptions: [],
  closures: [],
  dutyDays: [],
  kindOf: () => 'ordinary',
});

const POINT: Addition = { kind: 'point' };
const HOUR = 60;

const keyOf = (addition: Addition): string =>
  addition.kind === 'point' ? 'point' : `hour:${addition.weekday}:${addition.from}`;

function withAddition(rules: SlotRules, addition: Addition): SlotRules {
  if (addition.kind === 'point')
    return { ...rules, points: [...rules.points, { id: 'one.more', name: '', kind: 'phone' }] };
  const { weekday, from } = addition;
  return { ...rules, windows: [...rules.windows, { weekday, from, to: from + HOUR, for: 'all' }] };
}

/** No child is called earlier or later. */
const DAY: Range = { from: 6 * 60 + 30, to: 21 * 60 + 30 };
/** Hours that suit many who work by day, wherever a school's own hours are. */
const NOON: Minute = 12 * 60;
const EVENING: Minute = 18 * 60 + 30;

/** The hours beside each opening hour, at noon and in the evening that a school could add on the days on which it is open. */
function freeHours({ windows, duty }: SlotRules): Addition[] {
  const weekdays = ([1, 2, 3, 4, 5, 6, 7] as const).filter((weekday) =>
    duty.some((day) => day.weekday === weekday && day.staffIds.length > 0),
  );
  return weekdays.flatMap((weekday) => {
    const open = windows.filter((window) => window.weekday === weekday);
    if (open.length === 0) return [];
    const starts = new Set([...open.flatMap(({ from, to }) => [from - HOUR, to]), NOON, EVENING]);
    return [...starts]
      .map((from) => ({ from, to: from + HOUR }))
      .filter((hour) => DAY.from <= hour.from && hour.to <= DAY.to && !open.some((window) => overlaps(window, hour)))
      .sort((a, b) => a.from - b.from)
      .map(({ from }) => ({ kind: 'hour', weekday, from }) as const);
  });
}

/** Of the hours, those that suit most families. */
function mostWanted(
  hours: readonly Addition[],
  households: readonly CountedHousehold[],
  timesWith: (hour: Addition) => readonly PlanTime[],
  times: readonly PlanTime[],
): Addition[] {
  const there = new Set(times.map(({ key }) => key));
  const wants = hours.map((hour) => {
    const added = new Set(timesWith(hour).flatMap(({ key }) => (there.has(key) ? [] : [key])));
    return { hour, n: households.filter((household) => household.times.some((key) => added.has(key))).length };
  });
  return wants
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n)
    .slice(0, ADDITIONS - 1)
    .map(({ hour }) => hour);
}
