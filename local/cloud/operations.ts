/** One request on the wire, for op budgets and to see which index answered. */
export interface Operation {
  /** e.g. `database.getDocument` */
  readonly action: string;
  readonly collection?: string;
  /** Name of the index that answered, `_id_`, or `scan`. */
  index?: string;
  readonly transaction: boolean;
}

/** How many of the latest operations are kept. */
const KEPT = 2_000;

/** Counts what the SDK asks of the cloud: each is a network round trip, and a paid call, in the real environment. */
export class Operations {
  private readonly byAction = new Map<string, number>();
  private readonly latest: Operation[] = [];

  add(operation: Operation): void {
    this.byAction.set(operation.action, (this.byAction.get(operation.action) ?? 0) + 1);
    this.latest.push(operation);
    if (this.latest.length > KEPT) this.latest.shift();
  }

  /** Number of requests by action since the last reset. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.byAction);
  }

  /** Number of requests whose action begins with `prefix`, e.g. `database.`. */
  total(prefix = ''): number {
    let sum = 0;
    for (const [action, count] of this.byAction) if (action.startsWith(prefix)) sum += count;
    return sum;
  }

  /** The latest requests since the last reset, oldest first, at most 2000. */
  log(): readonly Operation[] {
    return [...this.latest];
  }

  reset(): void {
    this.byAction.clear();
    this.latest.length = 0;
  }
}
