import type { Household, PlanTime } from '../../miniprogram/shared/domain/planner';

/**
 * Certificates for plans too large to try everything. They share nothing with the planner: slots are single places here,
 * not times with a capacity, and each check looks for a way to do better.
 */

/** How many households any assignment can serve: Hopcroft and Karp's matching of households and single slots. */
export function mostServed(households: readonly Household[], times: readonly PlanTime[]): number {
  const slotsAt = new Map(times.map(({ key, slotIds }) => [key, slotIds]));
  const options = households.map(({ times: wanted }) => wanted.flatMap((key) => slotsAt.get(key) ?? []));
  const holder = new Map<string, number>();
  const slotOf = new Array<string | null>(households.length).fill(null);
  let served = 0;
  for (;;) {
    const layer = layers(options, slotOf, holder);
    const tried = options.map(() => 0);
    const augment = (i: number): boolean => {
      const slots = options[i] as readonly string[];
      for (; (tried[i] as number) < slots.length; tried[i] = (tried[i] as number) + 1) {
        const slot = slots[tried[i] as number] as string;
        const other = holder.get(slot);
        if (other !== undefined && (layer[other] !== (layer[i] as number) + 1 || !augment(other))) continue;
        holder.set(slot, i);
        slotOf[i] = slot;
        return true;
      }
      return false;
    };
    const found = households.filter((_, i) => slotOf[i] === null && augment(i)).length;
    if (found === 0) return served;
    served += found;
  }
}

/** How many moves away from somebody without a slot each household is. */
function layers(
  options: readonly (readonly string[])[],
  slotOf: readonly (string | null)[],
  holder: ReadonlyMap<string, number>,
): number[] {
  const layer = slotOf.map((slot) => (slot === null ? 0 : Number.POSITIVE_INFINITY));
  const queue = [...layer.keys()].filter((i) => layer[i] === 0);
  const seen = new Set<string>();
  for (const i of queue) {
    for (const slot of options[i] as readonly string[]) {
      if (seen.has(slot)) continue;
      seen.add(slot);
      const next = holder.get(slot);
      if (next === undefined || layer[next] !== Number.POSITIVE_INFINITY) continue;
      layer[next] = (layer[i] as number) + 1;
      queue.push(next);
    }
  }
  return layer;
}

/** A plan as the certificates look at it: households neediest first, and the time of each or null. */
export interface Laid {
  readonly inNeed: readonly Household[];
  readonly times: readonly PlanTime[];
  readonly given: readonly (string | null)[];
}

/**
 * Households that went without although moving others on would have made room, at a free slot or by putting out one that needs it
 * less. Empty exactly where the served are the neediest of all largest sets (the exchange axiom of matroids).
 */
export function wronglyLeftOut({ inNeed, times, given }: Laid): string[] {
  const size = new Map(times.map(({ key, slotIds }) => [key, slotIds.length]));
  const holders = holdersOf(given);
  return inNeed.flatMap(({ id }, left) => {
    if (given[left] !== null) return [];
    const seen = new Set<string>();
    const queue = [left];
    for (const i of queue) {
      for (const key of inNeed[i]?.times ?? []) {
        if (seen.has(key) || !size.has(key)) continue;
        seen.add(key);
        const there = holders.get(key) ?? [];
        if (there.length < (size.get(key) as number) || there.some((other) => other > left)) return [id];
        queue.push(...there);
      }
    }
    return [];
  });
}

function holdersOf(given: readonly (string | null)[]): Map<string, number[]> {
  const holders = new Map<string, number[]>();
  for (const [i, key] of given.entries()) if (key !== null) holders.set(key, [...(holders.get(key) ?? []), i]);
  return holders;
}

/**
 * Whether some of those who are served could move, in a ring or on to free slots, so that more keep their usual time, or as many
 * do and the times lie further to the front of their lists. A plan has no such ring exactly where it is the best for those whom it
 * serves (M. Klein, 1967); rings are found with Bellman and Ford's method.
 */
export function couldBeBetter({ inNeed, times, given }: Laid): boolean {
  const there = new Set(times.filter(({ slotIds }) => slotIds.length > 0).map(({ key }) => key));
  const move = inNeed.length * there.size + 1;
  const costs = inNeed.map(
    ({ times: wanted, usual }) =>
      new Map(wanted.filter((key) => there.has(key)).map((key, i) => [key, i + (key === usual ? 0 : move)])),
  );
  const cheapest = new Map<string, Map<string, number>>();
  for (const [i, from] of given.entries()) {
    if (from === null) continue;
    const ways = cheapest.get(from) ?? new Map<string, number>();
    cheapest.set(from, ways);
    const now = costs[i]?.get(from) as number;
    for (const [key, cost] of costs[i] ?? []) ways.set(key, Math.min(ways.get(key) ?? Infinity, cost - now));
  }
  const holders = holdersOf(given);
  const free = times.filter(({ key, slotIds }) => (holders.get(key)?.length ?? 0) < slotIds.length);
  // Whoever moves to a free slot leaves the own one free: ways end in a place that all ways can begin at.
  for (const { key } of free) cheapest.set(key, (cheapest.get(key) ?? new Map<string, number>()).set(FREE, 0));
  cheapest.set(FREE, new Map([...there].map((key) => [key, 0])));
  const length = new Map([...there, FREE].map((key) => [key, 0]));
  for (let round = 0; round <= length.size; round++) {
    let shorter = false;
    for (const [from, ways] of cheapest) {
      for (const [to, cost] of ways) {
        const way = (length.get(from) as number) + cost;
        if (way >= (length.get(to) as number)) continue;
        length.set(to, way);
        shorter = true;
      }
    }
    if (!shorter) return false;
  }
  return true;
}

const FREE = 'free';
