import { Assignment, type Wish } from './assignment';
import type { Household, PlanTime } from './types';

/** What a time costs a household, by its position among the week's times that suit it, and whether it is the usual one. */
export type Cost = (position: number, isUsual: boolean) => number;

/** A week's times, filled with as many households as they can hold; households that come first cannot lose to later ones. */
export function fill(households: readonly Household[], times: readonly PlanTime[], cost: Cost): Assignment {
  const assignment = new Assignment(
    wishesOf(households, times, cost),
    times.map(({ slotIds }) => slotIds.length),
  );
  for (const i of households.keys()) assignment.serve(i);
  return assignment;
}

function wishesOf(households: readonly Household[], times: readonly PlanTime[], cost: Cost): Wish[] {
  const numberOf = new Map(times.map(({ key }, i) => [key, i]));
  return households.map(({ usual, times: wanted }) => {
    const there = wanted.map((key) => numberOf.get(key) ?? ABSENT).filter((time) => time !== ABSENT);
    const usually = usual === null ? ABSENT : numberOf.get(usual);
    return {
      times: new Int32Array(there),
      costs: new Float64Array(there.map((time, position) => cost(position, time === usually))),
    };
  });
}

/** Of a time that the week does not have. */
const ABSENT = -1;
