import type { Household } from './types';

/**
 * Households by need, neediest first: who has waited longest, then who has more make-up credits, then a draw. The draw is a
 * hash of the week's seed and the household, so it can be replayed, favours nobody, and does not depend on the order in
 * which households come.
 */
export function needOrder<H extends Household>(households: readonly H[], seed: string): H[] {
  const start = absorbed(0, `${seed}\n`);
  return households
    .map((household) => ({ household, lot: finished(absorbed(start, household.id)) }))
    .sort(
      (a, b) =>
        b.household.days - a.household.days ||
        b.household.credits - a.household.credits ||
        a.lot - b.lot ||
        inOrder(a.household.id, b.household.id),
    )
    .map(({ household }) => household);
}

/** Order of ids by their code units: the same on every machine, whatever its language. */
export const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/*
 * MurmurHash3_x86_32 (Austin Appleby, public domain, github.com/aappleby/smhasher), one block for each UTF-16 unit. A hash
 * that mixes well and not a secret one: who is drawn must be open to be checked.
 */
function absorbed(start: number, text: string): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) {
    const block = Math.imul(rotated(Math.imul(text.charCodeAt(i), 0xcc9e2d51), 15), 0x1b873593);
    hash = (Math.imul(rotated(hash ^ block, 13), 5) + 0xe6546b64) | 0;
  }
  return hash;
}

function finished(state: number): number {
  let hash = state;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const rotated = (bits: number, by: number): number => (bits << by) | (bits >>> (32 - by));
