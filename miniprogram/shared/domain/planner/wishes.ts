import type { Wish, Wishes } from './assignment';
import type { Household } from './types';

/** What a time costs a household, by its position among the week's times that suit it, and whether it is the usual one. */
export type Cost = (position: number, isUsual: boolean) => number;

/** What households could have of a week's times, whose numbers are their places among `keys`. */
export function wishesOf(households: readonly Household[], keys: readonly string[], cost: Cost): Wishes {
  const numberOf = new Map(keys.map((key, i) => [key, i]));
  const kinds: Wish[] = [];
  const kindOf = new Map<string, number>();
  return {
    kinds,
    kindOf: Int32Array.from(households, (household) => {
      const name = JSON.stringify([household.usual, household.times]);
      const known = kindOf.get(name);
      if (known !== undefined) return known;
      kindOf.set(name, kinds.length);
      return kinds.push(wishOf(household, numberOf, cost)) - 1;
    }),
  };
}

function wishOf({ usual, times }: Household, numberOf: ReadonlyMap<string, number>, cost: Cost): Wish {
  const there = times.filter((key) => numberOf.has(key));
  return {
    times: new Int32Array(there.map((key) => numberOf.get(key) as number)),
    costs: new Float64Array(there.map((key, position) => cost(position, key === usual))),
  };
}
