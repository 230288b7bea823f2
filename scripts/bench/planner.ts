import { seeded } from '../../local/demo/random';
import { capacityOf } from '../../miniprogram/shared/domain/capacity';
import { needOrder, type PlanRow, plan } from '../../miniprogram/shared/domain/planner';
import { firstCome, type SchoolWeek, schoolWeek, timesOf, weekAfter } from './planner-school';
import { atMost, fact, type Group, median, type Row } from './rows';

const POINTS = [1, 2, 4, 6, 8, 10];
/** Each share is the mean of so many schools. */
const SCHOOLS = [1, 2, 3, 4, 5];
const RUNS = 9;
const LIMIT_MS = 200;
const ALTERNATIVES = 20;
const ADVISOR_LIMIT_MS = 2000;
const SEED = '2026-11-23';

/** Whom the calls of a week reach, as they are taken or as the planner gives them, and how long the planner needs. */
export const planner: Group = {
  name: 'planner',
  title: '960 children, mixed shifts: first come against need first; the planner at 960 × 1,800',
  async run({ note }) {
    note('a plan by code that never ran');
    const week = schoolWeek(1, 10);
    const cold = timed(() => plan({ ...week, seed: SEED }));
    note('whom the calls reach');
    const shares = POINTS.flatMap(sharesAt);
    note('how long it takes');
    return [
      ...shares,
      fact('planner: some opening hour fits', someTimeFits(), '%'),
      atMost(LIMIT_MS, 'planner: 960 × 1,800, first run', cold, 'ms'),
      ...durations(),
      advice(),
    ];
  },
};

/** Shares in percent of all children and of the neediest fifth, side by side. */
function sharesAt(points: number): Row[] {
  const weeks = SCHOOLS.map((school) => {
    const week = schoolWeek(school, points);
    const fifth = new Set(
      needOrder(week.households, SEED)
        .slice(0, week.households.length / 5)
        .map(({ id }) => id),
    );
    const came = new Set(firstCome(week, seeded(school)).keys());
    const given = served(plan({ ...week, seed: SEED }));
    const all = week.households.map(({ id }) => id);
    return { all, fifth: [...fifth], came, given };
  });
  const share = (of: 'all' | 'fifth', reached: 'came' | 'given') =>
    mean(weeks.map((week) => (100 * week[of].filter((id) => week[reached].has(id)).length) / week[of].length));
  const name = `planner: ${points} point${points === 1 ? '' : 's'}`;
  return [
    fact(`${name}, all children, first come`, share('all', 'came'), '%'),
    fact(`${name}, all children, need first`, share('all', 'given'), '%'),
    fact(`${name}, neediest fifth, first come`, share('fifth', 'came'), '%'),
    fact(`${name}, neediest fifth, need first`, share('fifth', 'given'), '%'),
  ];
}

/** The share of children that endless points could reach, in percent. */
const someTimeFits = (): number =>
  mean(
    SCHOOLS.map((school) => {
      const { households } = schoolWeek(school, 1);
      return (100 * households.filter(({ times }) => times.length > 0).length) / households.length;
    }),
  );

/** A first week and the week after it; and, to know the worst, a week in which all could come at any time and like the same ones best. */
function durations(): Row[] {
  const week = schoolWeek(1, 10);
  const after = weekAfter(week, timesOf(week, plan({ ...week, seed: SEED })), seeded(1));
  const everyTime = week.times.map(({ key }) => key);
  const alike = { ...week, households: week.households.map((household) => ({ ...household, times: everyTime })) };
  const typical = (input: SchoolWeek) =>
    median(Array.from({ length: RUNS }, () => timed(() => plan({ ...input, seed: SEED }))));
  return [
    atMost(LIMIT_MS, 'planner: 960 × 1,800, first week', typical(week), 'ms'),
    atMost(LIMIT_MS, 'planner: 960 × 1,800, second week', typical(after), 'ms'),
    atMost(LIMIT_MS, 'planner: 960 × 1,800, all want the same', typical(alike), 'ms'),
  ];
}

/** The advisor's whole answer where the hours are scarce, for a point more or an hour's places at any of twenty times more. */
function advice(): Row {
  const { households, times } = schoolWeek(1, 4);
  const more = Array.from({ length: ALTERNATIVES }, (_, n) => ({
    key: `more ${n}`,
    times: times.map((time, i) =>
      i % ALTERNATIVES === n ? { ...time, slotIds: [...time.slotIds, `${n} ${i}`] } : time,
    ),
  }));
  const ms = timed(() => capacityOf({ households, times, more }));
  return atMost(ADVISOR_LIMIT_MS, `planner: advice on ${ALTERNATIVES} alternatives`, ms, 'ms');
}

const served = (rows: readonly PlanRow[]): ReadonlySet<string> =>
  new Set(rows.filter(({ slotId }) => slotId !== null).map(({ householdId }) => householdId));

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
