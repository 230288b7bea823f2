/** What a household could have: times by their number, and what each would cost it. */
export interface Wish {
  readonly times: Int32Array;
  readonly costs: Float64Array;
}

/** The wishes of households, in order of need. Many wish the same, and are of one kind. */
export interface Wishes {
  readonly kinds: readonly Wish[];
  readonly kindOf: Int32Array;
}

export interface Assigned {
  /** Time of each household, or −1. */
  readonly timeOf: Int32Array;
  /** 1: the time is full, and those who have it can go nowhere else but to other such times. Only known where somebody was refused. */
  readonly closed: Uint8Array;
}

/**
 * Households at times of limited capacity: first the neediest set of the largest sets that can be served, then the least total cost
 * for exactly these.
 *
 * The Hungarian method in its form for one row after the other: each household enters by a shortest augmenting path, found
 * with Dijkstra's algorithm over costs that potentials keep from being negative (R. Jonker, A. Volgenant, "A shortest augmenting
 * path algorithm for dense and sparse linear assignment problems", Computing 38, 1987; columns have capacities here). Three
 * things follow for households that enter in order of need:
 *
 * - Who is served stays served: a path moves others, it never puts them out.
 * - A household is refused only if no path exists, that is if no assignment could serve it with those before it. Sets that can be
 *   served together are the independent sets of a transversal matroid (J. Edmonds, D. R. Fulkerson, 1965), in which this greedy
 *   choice gives the neediest set, and no other set is larger.
 * - At each moment no other assignment of those who are served costs less.
 */
export function assign(wishes: Wishes, capacity: readonly number[]): Assigned {
  const assignment = new Assignment(wishes, capacity);
  for (const household of wishes.kindOf.keys()) assignment.serve(household);
  return assignment;
}

const NOWHERE = -1;

class Assignment implements Assigned {
  readonly timeOf: Int32Array;
  readonly closed: Uint8Array;
  private readonly held: number[][];
  /** What each household's time costs it. */
  private readonly paid: Float64Array;
  /** Potentials of the times: 0 where there is room, less where a place is worth something to somebody. */
  private readonly worth: Float64Array;
  /** Of the present search: the way to each time, who would move there, and which times it has left behind. */
  private readonly far: Float64Array;
  private readonly mover: Int32Array;
  private readonly settled: Uint8Array;
  /** At which time each kind was last asked where it could go. */
  private readonly asked: Int32Array;
  /** How far the search has come, the full times met at that distance, and the first one met that has room. */
  private least = Number.NEGATIVE_INFINITY;
  private front: number[] = [];
  private goal = NOWHERE;

  constructor(
    private readonly wishes: Wishes,
    private readonly capacity: readonly number[],
  ) {
    const times = capacity.length;
    const households = wishes.kindOf.length;
    this.timeOf = new Int32Array(households).fill(NOWHERE);
    this.paid = new Float64Array(households);
    this.held = capacity.map(() => []);
    this.closed = new Uint8Array(times);
    this.worth = new Float64Array(times);
    this.far = new Float64Array(times);
    this.mover = new Int32Array(times);
    this.settled = new Uint8Array(times);
    this.asked = new Int32Array(wishes.kinds.length);
  }

  /** Finds a place for a household, if those who came before can make room. */
  serve(household: number): void {
    this.far.fill(Number.POSITIVE_INFINITY);
    this.settled.fill(0);
    this.asked.fill(NOWHERE);
    this.least = Number.NEGATIVE_INFINITY;
    this.goal = NOWHERE;
    this.look(household, 0);
    while (this.goal === NOWHERE && this.advance())
      for (let i = 0; i < this.front.length && this.goal === NOWHERE; i++) this.leave(this.front[i] as number);
    if (this.goal === NOWHERE) this.close();
    else {
      this.appraise();
      this.shift(this.goal);
    }
  }

  private hasRoom(time: number): boolean {
    return (this.held[time] as number[]).length < (this.capacity[time] as number);
  }

  private wishOf(household: number): Wish {
    return this.wishes.kinds[this.wishes.kindOf[household] as number] as Wish;
  }

  /** Looks where those could go who hold a time; of each kind one is asked for all. */
  private leave(time: number): void {
    this.settled[time] = 1;
    const way = (this.far[time] as number) + (this.worth[time] as number);
    for (const holder of this.held[time] as number[]) {
      const kind = this.wishes.kindOf[holder] as number;
      if (this.asked[kind] === time) continue;
      this.asked[kind] = time;
      this.look(holder, way - (this.paid[holder] as number));
    }
  }

  /** Where a household could go, having come `way` so far. */
  private look(household: number, way: number): void {
    const { times, costs } = this.wishOf(household);
    const { far, worth, mover, closed } = this;
    for (let i = 0; i < times.length; i++) {
      const time = times[i] as number;
      const there = way + (costs[i] as number) - (worth[time] as number);
      if (there < (far[time] as number) && closed[time] === 0) {
        far[time] = there;
        mover[time] = household;
        if (there === this.least) this.meet(time);
      }
    }
  }

  /** Goes on to the nearest times that were not left behind; false where there are none. */
  private advance(): boolean {
    const { far, settled } = this;
    let least = Number.POSITIVE_INFINITY;
    for (let time = 0; time < far.length; time++)
      if ((far[time] as number) < least && settled[time] === 0) least = far[time] as number;
    if (least === Number.POSITIVE_INFINITY) return false;
    this.least = least;
    this.front = [];
    for (let time = 0; time < far.length; time++) if (far[time] === least && settled[time] === 0) this.meet(time);
    return true;
  }

  /** A time at the distance that the search has come to. */
  private meet(time: number): void {
    if (!this.hasRoom(time)) this.front.push(time);
    else if (this.goal === NOWHERE) this.goal = time;
  }

  /** Makes the places dearer that the path went past, so that no cost is negative next time. */
  private appraise(): void {
    const { far, worth, settled, least } = this;
    for (let time = 0; time < far.length; time++)
      if (settled[time] === 1) worth[time] = (worth[time] as number) + (far[time] as number) - least;
  }

  /** Everybody on the path to `free` moves one on. */
  private shift(free: number): void {
    for (let time = free; time !== NOWHERE; ) {
      const household = this.mover[time] as number;
      const { times, costs } = this.wishOf(household);
      const from = this.timeOf[household] as number;
      if (from !== NOWHERE) {
        const left = this.held[from] as number[];
        left.splice(left.indexOf(household), 1);
      }
      (this.held[time] as number[]).push(household);
      this.timeOf[household] = time;
      this.paid[household] = costs[times.indexOf(time)] as number;
      time = from;
    }
  }

  /**
   * A search that found no room has seen a set of full times whose holders could only change among themselves: it stays as
   * it is, and later searches need not look there (the set is one of Hall's: more households than places).
   */
  private close(): void {
    const { settled, closed } = this;
    for (let time = 0; time < settled.length; time++) if (settled[time] === 1) closed[time] = 1;
  }
}
