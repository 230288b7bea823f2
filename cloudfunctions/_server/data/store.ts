import type cloudbase from '@cloudbase/node-sdk';
import type { CollectionName, Documents } from './documents';

/** The SDK's database. */
export type Db = ReturnType<ReturnType<typeof cloudbase.init>['database']>;

/**
 * The only door to the database, shaped by what CloudBase can do: single documents and arrays of new documents inside a
 * transaction; lists, `updateWhere` and `removeWhere` only outside one (inside they would silently run outside, see
 * platform.md), always with a limit and on a declared index.
 */

type Scalar = string | number | boolean | null;
/** A field's condition: a value (equal; for an array field: contains it), or one or more comparisons. */
export type Condition =
  | Scalar
  | { readonly in: readonly Scalar[] }
  | { readonly ne: Scalar }
  /** Begins with this text; of an array field: one of its texts does. Leans on the index, as the expression is anchored. */
  | { readonly startsWith: string }
  | { readonly lt?: Scalar; readonly lte?: Scalar; readonly gt?: Scalar; readonly gte?: Scalar };
export type Field<T> = (keyof T & string) | `${keyof T & string}.${string}`;
export type Where<T> = { readonly [F in Field<T>]?: Condition };

export interface ListQuery<T> {
  readonly where: Where<T>;
  /** Alternatives of which one must hold too, e.g. the two halves of a reach. */
  readonly anyOf?: readonly Where<T>[];
  readonly orderBy?: readonly (readonly [Field<T>, 'asc' | 'desc'])[];
  /** 1–1000. */
  readonly limit: number;
  /** Only these fields (and `_id`) are read. */
  readonly fields?: readonly Field<T>[];
}

/** What changes: whole values by path, counters, fields to take away. */
export interface Change<T> {
  readonly set?: { readonly [F in Field<T>]?: unknown };
  readonly inc?: { readonly [F in Field<T>]?: number };
}

type New<C extends CollectionName> = Documents[C] | readonly Documents[C][];

/** What may be done inside a transaction: documents by id, one after the other. */
export interface Transaction {
  get<C extends CollectionName>(collection: C, id: string): Promise<Documents[C] | undefined>;
  /** Throws `Duplicate` when an `_id` or a unique key is taken; then nothing of the transaction is kept. */
  insert<C extends CollectionName>(collection: C, docs: New<C>): Promise<void>;
  update<C extends CollectionName>(collection: C, id: string, change: Change<Documents[C]>): Promise<void>;
  remove(collection: CollectionName, id: string): Promise<void>;
}

/** A stage of an aggregation by its MongoDB name, without the `$`. */
export type Stage = readonly ['match' | 'group' | 'project' | 'sort' | 'limit' | 'unwind' | 'addFields', unknown];

export interface Store {
  get<C extends CollectionName>(collection: C, id: string): Promise<Documents[C] | undefined>;
  list<C extends CollectionName>(collection: C, query: ListQuery<Documents[C]>): Promise<Documents[C][]>;
  count<C extends CollectionName>(collection: C, where: Where<Documents[C]>): Promise<number>;
  insert<C extends CollectionName>(collection: C, docs: New<C>): Promise<void>;
  /** Writes the whole document under its `_id`, new or not. */
  put<C extends CollectionName>(collection: C, doc: Documents[C]): Promise<void>;
  /** Changes all that match; answers how many did. With an expected state in `where` this is a compare-and-set. */
  updateWhere<C extends CollectionName>(
    collection: C,
    where: Where<Documents[C]>,
    change: Change<Documents[C]>,
  ): Promise<number>;
  removeWhere<C extends CollectionName>(collection: C, where: Where<Documents[C]>): Promise<number>;
  /** Runs outside every transaction; at most 1000 rows come back. */
  aggregate<C extends CollectionName, R>(collection: C, stages: readonly Stage[]): Promise<R[]>;
  /** All or nothing. `work` may run several times, so it must have no effect but through `tx`. */
  transact<R>(work: (tx: Transaction) => Promise<R>): Promise<R>;
}

/** An `_id` or a unique key that is taken already. */
export class Duplicate extends Error {
  override readonly name = 'Duplicate';
}
/** Two transactions wanted the same documents, and patience ran out. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** Tries of a transaction that meets others, each of which the SDK itself repeats up to three times without a pause. */
const TRANSACTION_TRIES = 6;
const PAUSE_MS = 15;

export function createStore(db: Db, dice: () => number): Store {
  const translate = translator(db);
  const byId = <C extends CollectionName>(collection: C, id: string) => db.collection(collection).doc(id);

  return {
    async get(collection, id) {
      const { data } = await byId(collection, id).get();
      return (Array.isArray(data) ? data[0] : data) ?? undefined;
    },
    async list(collection, { where, anyOf, orderBy = [], limit, fields }) {
      let query = db.collection(collection).where(translate.where(where, anyOf));
      for (const [field, direction] of orderBy) query = query.orderBy(field, direction);
      if (fields) query = query.field(Object.fromEntries(fields.map((field) => [field, true])));
      return (await query.limit(limit).get()).data;
    },
    count: async (collection, where) =>
      (await db.collection(collection).where(translate.where(where)).count()).total ?? 0,
    insert: (collection, docs) => guarded(() => db.collection(collection).add(docs)),
    put: (collection, doc) => {
      const { _id, ...rest } = doc;
      return guarded(() => byId(collection, _id).set(rest));
    },
    async updateWhere(collection, where, change) {
      return (
        (await db.collection(collection).where(translate.where(where)).update(translate.change(change))).updated ?? 0
      );
    },
    async removeWhere(collection, where) {
      const { deleted } = await db.collection(collection).where(translate.where(where)).remove();
      return typeof deleted === 'number' ? deleted : 0;
    },
    async aggregate(collection, stages) {
      let pipeline = db.collection(collection).aggregate();
      for (const [name, value] of stages) pipeline = pipeline[name](value);
      return (await pipeline.end()).data;
    },
    transact: (work) =>
      patiently(() => db.runTransaction((tx: SdkTransaction) => work(transactionOf(tx, translate.change))), dice),
  };
}

type SdkTransaction = Awaited<ReturnType<Db['startTransaction']>>;

function transactionOf(tx: SdkTransaction, changeOf: (change: Change<never>) => object): Transaction {
  return {
    async get(collection, id) {
      const { data } = await tx.collection(collection).doc(id).get();
      return (Array.isArray(data) ? data[0] : data) ?? undefined;
    },
    insert: (collection, docs) => guarded(() => tx.collection(collection).add(docs)),
    async update(collection, id, change) {
      await tx
        .collection(collection)
        .doc(id)
        .update(changeOf(change as Change<never>));
    },
    async remove(collection, id) {
      await tx.collection(collection).doc(id).delete();
    },
  };
}

/** Our small language of conditions and changes in the SDK's commands. */
function translator(db: Db) {
  const _ = db.command;
  const condition = (c: Condition) => {
    if (c === null || typeof c !== 'object') return _.eq(c);
    if ('in' in c) return _.in([...c.in]);
    if ('ne' in c) return _.neq(c.ne);
    if ('startsWith' in c) return db.RegExp({ regexp: `^${c.startsWith.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}` });
    const parts = (['lt', 'lte', 'gt', 'gte'] as const).flatMap((op) => (c[op] === undefined ? [] : [_[op](c[op])]));
    return _.and(parts);
  };
  const plain = (where: Where<never>) =>
    Object.fromEntries(
      Object.entries(where as Record<string, Condition | undefined>)
        .filter((entry): entry is [string, Condition] => entry[1] !== undefined)
        .map(([field, c]) => [field, condition(c)]),
    );
  return {
    where: (where: object, anyOf?: readonly object[]) =>
      anyOf?.length
        ? _.and([plain(where as Where<never>), _.or(anyOf.map((part) => plain(part as Where<never>)))])
        : plain(where as Where<never>),
    change: (change: Change<never>) => ({
      ...mapValues(change.set, (value) => _.set(value)),
      ...mapValues(change.inc, (n) => _.inc(n as number)),
    }),
  };
}

const mapValues = (fields: object | undefined, to: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(fields ?? {}).map(([field, value]) => [field, to(value)]));

/** CloudBase says a taken key in two ways (platform.md); both become `Duplicate`. */
async function guarded(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw isDuplicate(error) ? new Duplicate() : error;
  }
}
const isDuplicate = (error: unknown): boolean =>
  codeOf(error) === 'DATABASE_DUPLICATE_WRITE' || (error instanceof Error && error.message.includes('E11000'));
const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

async function patiently<R>(run: () => Promise<R>, dice: () => number): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (codeOf(error) !== 'DATABASE_TRANSACTION_CONFLICT') throw error;
      if (attempt === TRANSACTION_TRIES) throw new Conflict();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** attempt * (0.5 + dice())));
    }
  }
}
