import { randomUUID } from 'node:crypto';
import type { CollectionDeclaration } from '../declarations';
import { errors } from '../errors';
import { type Doc, encode, unpack } from '../wire';
import { Collection, Version } from './collection';
import type { Driver } from './driver';
import { Batch, Blocked, Locks, Transaction } from './transaction';
import { idKey } from './values';

/** A transaction must end within this time, as in the real service. Ms. */
export const TRANSACTION_MS = 30_000;

/** How long a plain write waits for transactions that hold what it wants to write: the SDK's own timeout. Ms. */
const LOCK_WAIT_MS = 15_000;

export interface StoreOptions {
  readonly collections: Readonly<Record<string, CollectionDeclaration>>;
  readonly transactionMs?: number;
}

/**
 * Documents in memory as chains of versions, committed through a driver: snapshot isolation, first writer wins,
 * unique indexes. Each call runs to its end without yielding, so a single request is atomic by itself.
 */
export class Store {
  readonly locks = new Locks();
  private readonly collections = new Map<string, Collection>();
  private readonly transactions = new Map<string, Transaction>();
  private readonly transactionMs: number;
  private readonly sweeper: NodeJS.Timeout;
  private commits = 1;

  constructor(
    private readonly driver: Driver,
    options: StoreOptions,
  ) {
    this.transactionMs = options.transactionMs ?? TRANSACTION_MS;
    this.load(options.collections);
    this.sweeper = setInterval(() => this.expire(), Math.min(250, this.transactionMs / 4));
    this.sweeper.unref();
  }

  /** @throws CloudError `DATABASE_COLLECTION_NOT_EXIST` */
  collection(name: string): Collection {
    const collection = this.collections.get(name);
    if (!collection) throw errors.collectionMissing(name);
    return collection;
  }

  /** @throws CloudError `DATABASE_COLLECTION_ALREADY_EXIST` */
  createCollection(name: string): void {
    if (this.collections.has(name)) throw errors.collectionExists(name);
    this.driver.addCollection(name);
    this.collections.set(name, new Collection(name));
  }

  /** Number of documents in each collection; the cloud's own, whose names have a dollar, are left out. */
  counts(): Record<string, number> {
    const named = [...this.collections].filter(([name]) => !name.startsWith('$'));
    return Object.fromEntries(named.map(([name, { size }]) => [name, size]));
  }

  /** Removes every document and ends every transaction; collections and indexes stay. */
  wipe(): void {
    for (const transaction of this.transactions.values()) this.end(transaction);
    for (const collection of this.collections.values()) {
      const docs = [...collection.keys()].map((key) => collection.read(key)?.doc).filter((doc) => doc !== undefined);
      this.driver.commit(docs.map((doc) => ({ collection: collection.name, id: encode(doc._id), bson: null })));
      collection.clear();
    }
  }

  begin(): Transaction {
    const transaction = new Transaction(randomUUID(), performance.now() + this.transactionMs);
    this.transactions.set(transaction.id, transaction);
    return transaction;
  }

  /** @throws CloudError `DATABASE_TRANSACTION_FAIL` if it has ended. */
  transaction(id: string): Transaction {
    const transaction = this.transactions.get(id);
    if (!transaction) throw errors.transactionMissing();
    return transaction;
  }

  /** Runs one operation of a transaction. Any failure ends the transaction, as in MongoDB. */
  within<T>(transaction: Transaction, operation: (batch: Transaction) => T): T {
    if (!this.transactions.has(transaction.id)) throw errors.transactionMissing();
    transaction.snapshot ??= this.commits;
    try {
      return operation(transaction);
    } catch (error) {
      this.end(transaction);
      throw error;
    }
  }

  commit(transaction: Transaction): void {
    if (!this.transactions.has(transaction.id)) throw errors.transactionMissing();
    try {
      this.flush(transaction);
    } finally {
      this.end(transaction);
    }
  }

  abort(transaction: Transaction): void {
    if (!this.transactions.has(transaction.id)) throw errors.transactionMissing();
    this.end(transaction);
  }

  /** Runs a plain write as a unit of its own; it waits for transactions that hold what it wants to write. */
  async single<T>(operation: (batch: Batch) => T): Promise<T> {
    const deadline = performance.now() + LOCK_WAIT_MS;
    for (;;) {
      const batch = new Batch();
      try {
        const result = operation(batch);
        this.flush(batch);
        return result;
      } catch (error) {
        if (!(error instanceof Blocked)) throw error;
        const left = deadline - performance.now();
        if (left <= 0) throw errors.lockTimeout(error.collection);
        await this.locks.wait(error.lock, left);
      }
    }
  }

  /** Makes a batch's writes durable, then visible. Afterwards the batch is empty. */
  flush(batch: Batch): void {
    if (batch.writes.size === 0) return;
    const writes = [...batch.writes.values()];
    this.driver.commit(writes.map(({ collection, id, bson }) => ({ collection: collection.name, id, bson })));
    this.commits++;
    const oldest = this.oldestSnapshot();
    for (const { collection, key, doc } of writes) collection.install(key, new Version(doc, this.commits), oldest);
    batch.writes.clear();
  }

  close(): void {
    clearInterval(this.sweeper);
    this.driver.close();
  }

  private load(declared: Readonly<Record<string, CollectionDeclaration>>): void {
    const stored = new Map<string, [string, Doc][]>(this.driver.collections().map((name) => [name, []]));
    for (const { collection, bson } of this.driver.rows()) {
      const doc = unpack(bson);
      const docs = stored.get(collection) ?? [];
      docs.push([idKey(doc._id), doc]);
      stored.set(collection, docs);
    }
    for (const name of new Set([...Object.keys(declared), ...stored.keys()])) {
      const collection = new Collection(name, declared[name]?.indexes);
      collection.load(stored.get(name) ?? [], this.commits);
      const broken = collection.indexes.find((index) => index.unique && index.firstDuplicate());
      if (broken) throw new Error(`collection ${name}: its documents break the unique index ${broken.name}`);
      this.collections.set(name, collection);
    }
  }

  private end(transaction: Transaction): void {
    this.transactions.delete(transaction.id);
    this.locks.release(transaction);
    if (this.transactions.size > 0) return;
    for (const collection of this.collections.values()) collection.forgetHistory();
  }

  private expire(): void {
    const now = performance.now();
    for (const transaction of this.transactions.values()) if (now > transaction.deadline) this.end(transaction);
  }

  private oldestSnapshot(): number {
    let oldest = Number.MAX_SAFE_INTEGER;
    for (const { snapshot } of this.transactions.values())
      if (snapshot !== undefined) oldest = Math.min(oldest, snapshot);
    return oldest;
  }
}
