import fc from 'fast-check';
import type { Household, PlanTime } from '../../miniprogram/shared/domain/planner';

/** A week small enough to try everything. */
export interface SmallWeek {
  readonly households: readonly Household[];
  readonly times: readonly PlanTime[];
  readonly seed: string;
}

const KEYS = ['a', 'b', 'c', 'd'];

/** Up to seven households at up to six slots of up to four times, with many equal needs; some name times that do not exist. */
export const smallWeek: fc.Arbitrary<SmallWeek> = fc
  .record({
    sizes: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: KEYS.length }),
    households: fc.array(
      fc.record({
        days: fc.integer({ min: 0, max: 3 }),
        credits: fc.integer({ min: 0, max: 1 }),
        usual: fc.option(fc.constantFrom(...KEYS, 'gone')),
        times: fc.shuffledSubarray([...KEYS, 'gone']),
      }),
      { maxLength: 7 },
    ),
    seed: fc.string(),
  })
  .map(({ sizes, households, seed }) => ({
    seed,
    times: sizes.map((size, t) => ({
      key: KEYS[t] as string,
      slotIds: Array.from({ length: size }, (_, n) => `${KEYS[t]}${n}`),
    })),
    households: households.map((household, i) => ({ id: `h${i}`, ...household })),
  }))
  .filter(({ times }) => times.flatMap(({ slotIds }) => slotIds).length <= 6);

/**
 * How good an assignment is, from the product's words alone; lists are compared place by place. First how many are served, then
 * whether the neediest is (1 or 0), whether the second is …, then how many keep their usual time, then how far down their
 * lists the others are (negative).
 */
export type Worth = readonly number[];

/** What an assignment (time of each household, neediest first; `null`: none) is worth. */
export function worthOf(
  inNeed: readonly Household[],
  given: readonly (string | null)[],
  times: readonly PlanTime[],
): Worth {
  const there = new Set(times.filter(({ slotIds }) => slotIds.length > 0).map(({ key }) => key));
  const position = ({ times: wanted }: Household, key: string) => wanted.filter((time) => there.has(time)).indexOf(key);
  const served: number[] = given.map((key) => (key === null ? 0 : 1));
  const kept = inNeed.filter(({ usual }, i) => usual !== null && given[i] === usual).length;
  const positions = inNeed.reduce((sum, household, i) => {
    const key = given[i] ?? null;
    return sum + (key === null ? 0 : position(household, key));
  }, 0);
  return [served.reduce((a, b) => a + b, 0), ...served, kept, -positions];
}

/** The worth of the best of all assignments that exist, found by trying every one. */
export function bestWorth(inNeed: readonly Household[], times: readonly PlanTime[]): Worth {
  const left = new Map(times.map(({ key, slotIds }) => [key, slotIds.length]));
  const given: (string | null)[] = [];
  let best: Worth | undefined;
  const tryFrom = (i: number): void => {
    const household = inNeed[i];
    if (household === undefined) {
      const worth = worthOf(inNeed, given, times);
      if (best === undefined || isBetter(worth, best)) best = worth;
      return;
    }
    given[i] = null;
    tryFrom(i + 1);
    for (const key of household.times) {
      const free = left.get(key) ?? 0;
      if (free === 0) continue;
      left.set(key, free - 1);
      given[i] = key;
      tryFrom(i + 1);
      left.set(key, free);
    }
  };
  tryFrom(0);
  return (best as Worth | undefined) ?? [];
}

function isBetter(a: Worth, b: Worth): boolean {
  const i = a.findIndex((value, place) => value !== b[place]);
  return i >= 0 && (a[i] as number) > (b[i] as number);
}
