import type { Day } from './calendar';
import type { Range } from './ranges';
import { type Closed, hoursOf, isFreePeriod, isOpenTo, isOut, type Pupil, type SlotRules } from './slots';

/** A call as it is booked. */
export interface StandingCall extends Range {
  readonly pointId: string;
  readonly day: Day;
}

/** `out`: its point is out of use then, and a closure says so. The others are reasons in themselves. */
export type Obstacle = 'out' | 'day_closed' | 'hours_changed';

const CLOSED_WHY: Readonly<Record<Closed, Obstacle>> = {
  holiday: 'day_closed',
  closed: 'day_closed',
  unknown: 'day_closed',
  term: 'day_closed',
  // Why nobody is on duty the rules do not say.
  no_duty: 'day_closed',
  no_hours: 'hours_changed',
};

/**
 * Why a booked call cannot take place where it is under the present rules; `null` where it can. It need not lie on today's
 * grid: a call of fifteen minutes stays good when new ones take twenty. Nor is a call that runs over the hours in the way of
 * anything: of a longer one as much must lie within as a new one would take.
 * @param pupils whose free time it must be; none where the desk has settled that, e.g. of a walk-in.
 */
export function obstacleTo(rules: SlotRules, call: StandingCall, pupils: readonly Pupil[]): Obstacle | null {
  const open = hoursOf(rules, call.day);
  if ('closed' in open) return CLOSED_WHY[open.closed];
  if (!rules.points.some(({ id }) => id === call.pointId)) return 'hours_changed';
  if (isOut(rules, call)) return 'out';
  const talk = { day: call.day, from: call.from, to: Math.min(call.to, call.from + rules.slotMinutes) };
  const isFree = (pupil: Pupil) =>
    isCovered(
      open.hours.filter((hours) => isOpenTo(hours, pupil)),
      talk,
    ) && isFreePeriod(rules, pupil.classId, talk);
  return isCovered(open.hours, talk) && pupils.every(isFree) ? null : 'hours_changed';
}

/** Whether ranges that may touch or overlap cover another one together. */
function isCovered(ranges: readonly Range[], wanted: Range): boolean {
  const inOrder = [...ranges].sort((a, b) => a.from - b.from);
  const end = inOrder.reduce(
    (covered, { from, to }) => (from <= covered ? Math.max(covered, to) : covered),
    wanted.from,
  );
  return end >= wanted.to;
}
