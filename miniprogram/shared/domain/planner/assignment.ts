/** What one household could have: times by their number, and what each would cost it. */
export interface Wish {
  readonly times: Int32Array;
  readonly costs: Float64Array;
}

const NOWHERE = -1;

/**
 * Households at times of limited capacity, at the least total cost for exactly those who are served.
 *
 * The Hungarian method in its form for one row after the other: each household enters by a shortest augmenting path, found
 * with Dijkstra's algorithm over costs that potentials keep from being negative (R. Jonker, A. Volgenant, "A shortest augmenting
 * path algorithm for dense and sparse linear assignment problems", Computing 38, 1987; columns have capacities here). Three
 * things follow for households that enter in order of need:
 *
 * - Who is served stays served: a path moves others, it never puts them out.
 * - A household is refused only if no path exists, that is if with those before it no assignment could serve it. Sets that can be
 *   served together are the independent sets of a transversal matroid (J. Edmonds, D. R. Fulkerson, 1965), where this greedy
 *   choice gives the neediest set, and that set is as large as any.
 * - At each moment no other assignment of those who are served costs less.
 */
export class Assignment {
  /** Time of each household, or −1. */
  readonly timeOf: Int32Array;
  /** Times that are full for good: those who are there can go nowhere else. */
  readonly closed: Uint8Array;
  private readonly held: number[][];
  /** What each household's time costs it. */
  private readonly paid: Float64Array;
  /** Potentials of the times: 0 where there is room, less where a place is worth something to somebody. */
  private readonly worth: Float64Array;
  /** Of the present search: the way to each time, who would move there, and which times have been left behind. */
  private readonly far: Float64Array;
  private readonly mover: Int32Array;
  private readonly settled: Uint8Array;

  constructor(
    private readonly wishes: readonly Wish[],
    private readonly capacity: readonly number[],
  ) {
    const times = capacity.length;
    this.timeOf = new Int32Array(wishes.length).fill(NOWHERE);
    this.paid = new Float64Array(wishes.length);
    this.held = capacity.map(() => []);
    this.closed = new Uint8Array(times);
    this.worth = new Float64Array(times);
    this.far = new Float64Array(times);
    this.mover = new Int32Array(times);
    this.settled = new Uint8Array(times);
  }

  /** Finds a place for a household, if those who came before can make room. */
  serve(household: number): boolean {
    this.far.fill(Number.POSITIVE_INFINITY);
    this.settled.fill(0);
    this.look(household, 0);
    for (;;) {
      const time = this.nearest();
      if (time === NOWHERE) {
        this.close();
        return false;
      }
      if (this.hasRoom(time)) {
        this.appraise(this.far[time] as number);
        this.shift(time);
        return true;
      }
      this.settled[time] = 1;
      const way = (this.far[time] as number) + (this.worth[time] as number);
      for (const holder of this.held[time] as number[]) this.look(holder, way - (this.paid[holder] as number));
    }
  }

  private hasRoom(time: number): boolean {
    return (this.held[time] as number[]).length < (this.capacity[time] as number);
  }

  /** Where a household could go, having come `way` so far. */
  private look(household: number, way: number): void {
    const { times, costs } = this.wishes[household] as Wish;
    const { far, worth, mover, closed } = this;
    for (let i = 0; i < times.length; i++) {
      const time = times[i] as number;
      const there = way + (costs[i] as number) - (worth[time] as number);
      if (there < (far[time] as number) && closed[time] === 0) {
        far[time] = there;
        mover[time] = household;
      }
    }
  }

  /** The nearest time not yet left behind; of equally near ones the first, those with room before others. */
  private nearest(): number {
    const { far, settled } = this;
    let best = NOWHERE;
    let least = Number.POSITIVE_INFINITY;
    for (let time = 0; time < far.length; time++) {
      const there = far[time] as number;
      if (there > least || settled[time] === 1 || there === Number.POSITIVE_INFINITY) continue;
      if (there < least || (!this.hasRoom(best) && this.hasRoom(time))) {
        best = time;
        least = there;
      }
    }
    return best;
  }

  /** Makes the places dearer that a path of this length went past, so that no cost is negative next time. */
  private appraise(length: number): void {
    const { far, worth, settled } = this;
    for (let time = 0; time < far.length; time++)
      if (settled[time] === 1) worth[time] = (worth[time] as number) + (far[time] as number) - length;
  }

  /** Everybody on the path to `free` moves one on. */
  private shift(free: number): void {
    for (let time = free; time !== NOWHERE; ) {
      const household = this.mover[time] as number;
      const { times, costs } = this.wishes[household] as Wish;
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
