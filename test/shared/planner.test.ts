import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Household, needOrder, type PlanRow, plan } from '../../miniprogram/shared/domain/planner';
import { bestWorth, type SmallWeek, smallWeek, worthOf } from '../support/planner-exact';

/** Time of each row's slot, or null. */
function timesOf({ times }: Pick<SmallWeek, 'times'>, rows: readonly PlanRow[]): (string | null)[] {
  const keyOf = new Map(times.flatMap(({ key, slotIds }) => slotIds.map((slotId) => [slotId, key] as const)));
  return rows.map(({ slotId }) => (slotId === null ? null : (keyOf.get(slotId) as string)));
}
const household = (id: string, rest: Partial<Household> = {}): Household => ({
  id,
  days: 0,
  credits: 0,
  usual: null,
  times: [],
  ...rest,
});
const RUNS = { numRuns: 1000 };

describe('needOrder', () => {
  it('puts longer waiting first, then more credits', () => {
    fc.assert(
      fc.property(smallWeek, ({ households, seed }) => {
        const order = needOrder(households, seed);
        expect(new Set(order)).toEqual(new Set(households));
        for (const [i, one] of order.entries()) {
          const next = order[i + 1] ?? one;
          expect(one.days).toBeGreaterThanOrEqual(next.days);
          if (one.days === next.days) expect(one.credits).toBeGreaterThanOrEqual(next.credits);
        }
      }),
    );
  });

  it('draws among equals with every order equally likely, for seeds like those of weeks', () => {
    const four = ['student-0001', 'student-0002', 'student-0003', 'student-0004'].map((id) => household(id));
    const DRAWS = 12_000;
    const counts = new Map<string, number>();
    for (let week = 0; week < DRAWS; week++) {
      const drawn = needOrder(four, `school:${week}`)
        .map(({ id }) => id.slice(-1))
        .join('');
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    const expected = DRAWS / 24;
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(counts.size).toBe(24);
    // 23 degrees of freedom: fair draws stay below this in 9,999 of 10,000 tests.
    expect(chiSquare).toBeLessThan(56.3);
  });

  it('gives nobody a better lot because of the id, over many households', () => {
    const many = Array.from({ length: 400 }, (_, i) => household(`h${i}`));
    const WEEKS = 400;
    const places = new Map(many.map(({ id }) => [id, 0]));
    for (let week = 0; week < WEEKS; week++)
      for (const [place, { id }] of needOrder(many, `w${week}`).entries())
        places.set(id, (places.get(id) as number) + place / (many.length - 1) / WEEKS);
    // The mean place of 400 draws is 0.5 ± 0.0144 (one standard deviation).
    for (const mean of places.values()) expect(Math.abs(mean - 0.5)).toBeLessThan(0.0144 * 5);
  });
});

describe('plan', () => {
  it('is as good as the best of all assignments: most served, the neediest, most at their usual time, best fitting', () => {
    fc.assert(
      fc.property(smallWeek, (week) => {
        const inNeed = needOrder(week.households, week.seed);
        const rows = plan(week);
        expect(worthOf(inNeed, timesOf(week, rows), week.times)).toEqual(bestWorth(inNeed, week.times));
      }),
      RUNS,
    );
  });

  it('gives each household one row in order of need, no slot twice, and only times that suit', () => {
    fc.assert(
      fc.property(smallWeek, (week) => {
        const inNeed = needOrder(week.households, week.seed);
        const rows = plan(week);
        const given = timesOf(week, rows);
        const slots = rows.flatMap(({ slotId }) => slotId ?? []);
        expect(rows.map(({ householdId }) => householdId)).toEqual(inNeed.map(({ id }) => id));
        expect(rows.map(({ rank }) => rank)).toEqual(rows.map((_, i) => i + 1));
        expect(new Set(slots).size).toBe(slots.length);
        for (const [i, { times }] of inNeed.entries()) if (given[i]) expect(times).toContain(given[i]);
      }),
      RUNS,
    );
  });

  it('gives a reason that is true', () => {
    fc.assert(
      fc.property(smallWeek, (week) => {
        const inNeed = needOrder(week.households, week.seed);
        const rows = plan(week);
        const given = timesOf(week, rows);
        const exists = (key: string) => week.times.some((time) => time.key === key && time.slotIds.length > 0);
        for (const [i, { reason }] of rows.entries()) {
          const { usual, times } = inNeed[i] as Household;
          const time = given[i] ?? null;
          if (reason === 'kept') expect(time).toBe(usual);
          if (reason === 'given') expect([time !== null, usual]).toEqual([true, null]);
          if (reason === 'moved') expect([time !== null, usual !== null, time === usual]).toEqual([true, true, false]);
          if (reason === 'no_time_fits') expect([time, times.some(exists)]).toEqual([null, false]);
          if (reason === 'all_taken_by_needier') {
            expect([time, times.some(exists)]).toEqual([null, true]);
            for (const { key, slotIds } of week.times.filter((t) => times.includes(t.key))) {
              const needier = given.slice(0, i).filter((other) => other === key);
              expect(needier).toHaveLength(slotIds.length);
            }
          }
        }
      }),
      RUNS,
    );
  });

  it('is the same whatever the order in which households, times and slots come', () => {
    const shuffled = smallWeek.chain((week) =>
      fc.record({
        week: fc.constant(week),
        households: fc.shuffledSubarray([...week.households], { minLength: week.households.length }),
        times: fc
          .shuffledSubarray([...week.times], { minLength: week.times.length })
          .map((times) => times.map(({ key, slotIds }) => ({ key, slotIds: [...slotIds].reverse() }))),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ week, households, times }) => {
        expect(plan({ households, times, seed: week.seed })).toEqual(plan(week));
      }),
      RUNS,
    );
  });

  it('leaves everybody at the same slot in a week in which nothing changed', () => {
    fc.assert(
      fc.property(smallWeek, (week) => {
        const first = plan(week);
        const given = timesOf(week, first);
        const usual = new Map(first.map(({ householdId }, i) => [householdId, given[i] ?? null]));
        const again = plan({
          ...week,
          households: week.households.map((one) => ({ ...one, usual: usual.get(one.id) ?? null })),
        });
        expect(again.map(({ slotId }) => slotId)).toEqual(first.map(({ slotId }) => slotId));
        expect(again.every(({ slotId, reason }) => (slotId !== null) === (reason === 'kept'))).toBe(true);
      }),
      RUNS,
    );
  });

  it('moves a family from its usual time only for the call of another', () => {
    const times = [
      { key: 'mon', slotIds: ['mon1'] },
      { key: 'tue', slotIds: ['tue1'] },
    ];
    const settled = household('settled', { days: 1, usual: 'mon', times: ['tue', 'mon'] });
    const choosy = household('choosy', { days: 9, times: ['mon', 'tue'] });
    const bound = household('bound', { days: 9, times: ['mon'] });
    const reasons = (households: readonly Household[]) =>
      new Map(plan({ households, times, seed: '' }).map(({ householdId, reason }) => [householdId, reason]));
    expect(reasons([settled, choosy])).toEqual(
      new Map([
        ['choosy', 'given'],
        ['settled', 'kept'],
      ]),
    );
    expect(reasons([settled, bound])).toEqual(
      new Map([
        ['bound', 'given'],
        ['settled', 'moved'],
      ]),
    );
  });

  it('lays out nothing for nobody, and tells everybody where there is no week', () => {
    expect(plan({ households: [], times: [{ key: 'a', slotIds: ['a1'] }], seed: '' })).toEqual([]);
    expect(plan({ households: [household('h', { times: ['a'] })], times: [], seed: '' })).toEqual([
      { householdId: 'h', slotId: null, reason: 'no_time_fits', rank: 1 },
    ]);
  });
});
