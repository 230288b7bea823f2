import { errors } from '../errors';
import type { Doc } from '../wire';
import type { Collection } from './collection';

/** What a unit of work will have written once it is committed; `doc` absent = removed. */
export interface Write {
  readonly collection: Collection;
  readonly key: string;
  /** `_id` as EJSON. */
  readonly id: string;
  readonly doc: Doc | undefined;
  /** The document as it is stored; null = removed. */
  readonly bson: Uint8Array | null;
}

/** A unit of work: a single request, or a transaction over several. */
export class Batch {
  readonly writes = new Map<string, Write>();

  /** The key under which a document is locked and its write is kept. */
  static lockOf(collection: Collection, key: string): string {
    return `${collection.name}\0${key}`;
  }

  written(collection: Collection, key: string): Write | undefined {
    return this.writes.get(Batch.lockOf(collection, key));
  }

  writesOf(collection: Collection): Write[] {
    return [...this.writes.values()].filter((write) => write.collection === collection);
  }
}

/** A transaction of the SDK. It reads one snapshot, taken at its first operation as MongoDB does. */
export class Transaction extends Batch {
  snapshot: number | undefined;
  readonly locks = new Set<string>();
  /** An operation is running: the service refuses a second one meanwhile. */
  busy = false;

  constructor(
    readonly id: string,
    /** By `performance.now()`: moving the local clock ends no transaction. */
    readonly deadline: number,
  ) {
    super();
  }
}

/** A plain write met a document that a transaction holds; it waits and runs again. */
export class Blocked extends Error {
  constructor(
    readonly lock: string,
    readonly collection: string,
  ) {
    super(`locked: ${lock}`);
  }
}

/** Who holds which document or unique key until its transaction ends. */
export class Locks {
  private readonly holders = new Map<string, Transaction>();
  private readonly waiters = new Map<string, (() => void)[]>();

  /** Takes a lock for a transaction; MongoDB does not wait here but ends the transaction. */
  take(lock: string, transaction: Transaction): void {
    const holder = this.holders.get(lock);
    if (holder && holder !== transaction) throw errors.conflict();
    this.holders.set(lock, transaction);
    transaction.locks.add(lock);
  }

  /** A plain write may pass only where no transaction holds the lock. */
  pass(lock: string, collection: string): void {
    if (this.holders.has(lock)) throw new Blocked(lock, collection);
  }

  release(transaction: Transaction): void {
    for (const lock of transaction.locks) {
      this.holders.delete(lock);
      for (const wake of this.waiters.get(lock) ?? []) wake();
      this.waiters.delete(lock);
    }
    transaction.locks.clear();
  }

  /** Resolves when the lock is free or `ms` have passed. */
  wait(lock: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      const wake = () => {
        clearTimeout(timer);
        resolve();
      };
      this.waiters.set(lock, [...(this.waiters.get(lock) ?? []), wake]);
    });
  }
}
