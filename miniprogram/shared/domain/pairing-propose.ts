/**
 * Proposes a mentor for each child that has none (C8). Pure: the same school gives the same proposal, whatever the order in which it was read.
 *
 * As many children are served as there are places, the neediest of them first; among all ways to serve exactly these, the one that keeps most of
 * what speaks for a pair: known from before, then the own class, the village, the sex; and loads stay even. It is the planner's assignment
 * (planner/assignment.ts says why no child that could be served is left out), with a column for each free place of a mentor.
 */
import type { PairingKindId, PairReason } from './pairing';
import { assign } from './planner/assignment';

export interface PairChild {
  readonly id: string;
  readonly classId: string;
  readonly sex: 'male' | 'female';
  /** Villages and groups of the address. */
  readonly places: readonly string[];
  readonly leftBehind: boolean;
  /** 重点对象 */
  readonly focus: boolean;
  /** Days without word from the parents. */
  readonly waited: number;
}

export interface PairMentor {
  readonly id: string;
  readonly kind: PairingKindId;
  readonly classIds: readonly string[];
  readonly sex: 'male' | 'female' | null;
  readonly places: readonly string[];
  /** Children with whom this person is paired now. */
  readonly load: number;
  /** Children with whom this person was paired before. */
  readonly knew: readonly string[];
}

export interface ProposedPair {
  readonly studentId: string;
  readonly mentorId: string;
  readonly kind: PairingKindId;
  readonly reasons: readonly PairReason[];
}

/** What each reason is worth; a place further up a mentor's list costs `STEP` more, so that of equal mentors the freer one is asked. */
const WORTH: Readonly<Record<Exclude<PairReason, 'has_room'>, number>> = {
  known: 800,
  same_class: 400,
  same_village: 200,
  same_sex: 100,
};
const STEP = 20;

/** To whom the school keeps a closer eye first, then left-behind children, then who waits longest for word from the parents. */
export const neediestFirst = (a: PairChild, b: PairChild): number =>
  Number(b.focus) - Number(a.focus) ||
  Number(b.leftBehind) - Number(a.leftBehind) ||
  b.waited - a.waited ||
  (a.id < b.id ? -1 : Number(a.id > b.id));

/** What speaks for a pair, the strongest first; `load` is how many children a mentor may have. */
function reasonsFor(child: PairChild, mentor: PairMentor, load: number): PairReason[] {
  const holds: Readonly<Record<PairReason, boolean>> = {
    known: mentor.knew.includes(child.id),
    same_class: mentor.classIds.includes(child.classId),
    same_village: mentor.places.some((place) => child.places.includes(place)),
    same_sex: mentor.sex === child.sex,
    has_room: mentor.load < load,
  };
  return (['known', 'same_class', 'same_village', 'same_sex', 'has_room'] as const).filter((one) => holds[one]);
}

/** A free place of a mentor, and how many children the mentor has before it. */
interface Seat {
  readonly mentor: PairMentor;
  readonly nth: number;
}

/** Pairs for as many of the children as possible, the neediest first, and those for whom no place is left. */
export function proposePairs(
  children: readonly PairChild[],
  mentors: readonly PairMentor[],
  load: number,
): { readonly pairs: readonly ProposedPair[]; readonly left: readonly string[] } {
  const inNeed = [...children].sort(neediestFirst);
  const seats = [...mentors]
    .sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)))
    .flatMap((mentor) =>
      Array.from({ length: Math.max(0, load - mentor.load) }, (_, i): Seat => ({ mentor, nth: mentor.load + i })),
    );
  const { timeOf } = assign(
    wishesOf(inNeed, seats, load),
    seats.map(() => 1),
  );
  const pairs = inNeed.flatMap((child, i): ProposedPair[] => {
    const seat = seats[timeOf[i] ?? -1];
    if (!seat) return [];
    const { id: mentorId, kind } = seat.mentor;
    return [{ studentId: child.id, mentorId, kind, reasons: reasonsFor(child, seat.mentor, load) }];
  });
  return { pairs, left: inNeed.flatMap(({ id }, i) => ((timeOf[i] ?? -1) < 0 ? [id] : [])) };
}

/** What every seat would cost each child. Children for whom the same speaks share one row. */
function wishesOf(children: readonly PairChild[], seats: readonly Seat[], load: number) {
  const places = new Set(seats.flatMap(({ mentor }) => mentor.places));
  const known = new Set(seats.flatMap(({ mentor }) => mentor.knew));
  const all = Int32Array.from(seats.keys());
  const kinds: { times: Int32Array; costs: Float64Array }[] = [];
  const kindNamed = new Map<string, number>();
  const kindOf = Int32Array.from(children, (child) => {
    const own = child.places.filter((place) => places.has(place)).sort();
    const name = JSON.stringify([child.classId, child.sex, own, known.has(child.id) ? child.id : '']);
    const there = kindNamed.get(name);
    if (there !== undefined) return there;
    kindNamed.set(name, kinds.length);
    return kinds.push({ times: all, costs: Float64Array.from(costsFor(child, seats, load)) }) - 1;
  });
  return { kinds, kindOf };
}

/** Of a seat the most that could speak for it, less what does. */
function costsFor(child: PairChild, seats: readonly Seat[], load: number): number[] {
  const most = Object.values(WORTH).reduce((a, b) => a + b, 0);
  const worth = new Map<PairMentor, number>();
  return seats.map(({ mentor, nth }) => {
    const had = worth.get(mentor);
    const own =
      had ?? reasonsFor(child, mentor, load).reduce((sum, one) => sum + (one === 'has_room' ? 0 : WORTH[one]), 0);
    if (had === undefined) worth.set(mentor, own);
    return most - own + nth * STEP;
  });
}
