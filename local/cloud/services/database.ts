import * as v from 'valibot';
import type { Clock } from '../../ports';
import { errors } from '../errors';
import type { Order } from '../store/planner';
import { aggregate, count, find, type Request, select } from '../store/reads';
import type { Store } from '../store/store';
import type { Batch, Transaction } from '../store/transaction';
import { insert, type Modification, modify, remove } from '../store/writes';
import { type Doc, decode, encode } from '../wire';
import { type Action, action, type Call, type Reply } from './action';

/** Documents that one `get()` answers: unless said otherwise, and at most. */
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/**
 * How long an operation of a transaction takes at least, in ms: two that were sent at once then overlap, as they would
 * over a network, and the second is refused with `TransactionBusy`.
 */
const TRANSACTION_STEP_MS = 2;

const text = v.optional(v.string(), '');
/** Names with a dollar are the cloud's own. */
const collectionName = v.pipe(v.string(), v.regex(/^[^$]+$/));
const target = { collectionName, transactionId: v.optional(v.string()) };
const schemas = {
  collection: v.object({ collectionName }),
  insert: v.object({
    ...target,
    data: v.union([
      v.array(v.string()),
      v.pipe(
        v.string(),
        v.transform((one) => [one]),
      ),
    ]),
  }),
  get: v.object({
    ...target,
    query: text,
    queryType: v.optional(v.picklist(['DOC', 'WHERE']), 'WHERE'),
    order: text,
    offset: v.optional(v.number(), 0),
    limit: v.optional(v.number(), DEFAULT_LIMIT),
    projection: text,
  }),
  count: v.object({ ...target, query: text }),
  modify: v.object({
    ...target,
    query: text,
    data: v.string(),
    multi: v.optional(v.boolean(), false),
    merge: v.optional(v.boolean(), true),
    upsert: v.optional(v.boolean(), false),
  }),
  modifyOne: v.object({ ...target, query: text, data: v.string() }),
  remove: v.object({ ...target, query: text, multi: v.optional(v.boolean(), false) }),
  aggregate: v.object({ ...target, stages: v.array(v.object({ stageKey: v.string(), stageValue: v.string() })) }),
  transaction: v.object({ transactionId: v.string() }),
};

export interface DatabaseOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly strictIndexes: boolean;
}

/** The SDK's database actions. `where().update/remove/count` and aggregates carry no transaction id: they run outside it. */
export function databaseActions({ store, clock, strictIndexes: strict }: DatabaseOptions): Record<string, Action> {
  const read = (ejson: string): Doc => (ejson === '' ? {} : decode(ejson, clock.now()));
  const noting = (call: Call) => ({
    strict,
    onPlan: (plan: { name: string }) => {
      call.operation.index = plan.name;
    },
  });

  /** Runs a write in its transaction, or as a unit of its own. */
  const write = async <T>(transactionId: string | undefined, operation: (batch: Batch) => T): Promise<T> =>
    transactionId === undefined ? store.single(operation) : step(store.transaction(transactionId), operation);

  const step = async <T>(transaction: Transaction, operation: (batch: Transaction) => T): Promise<T> => {
    if (transaction.busy) throw errors.transactionBusy();
    transaction.busy = true;
    try {
      await new Promise((resolve) => setTimeout(resolve, TRANSACTION_STEP_MS));
      return store.within(transaction, operation);
    } finally {
      transaction.busy = false;
    }
  };

  const change = async (
    {
      collectionName,
      query,
      transactionId,
    }: { collectionName: string; query: string; transactionId?: string | undefined },
    modification: Modification,
    call: Call,
  ) =>
    write(transactionId, (batch) =>
      modify(store, { collection: collectionName, condition: read(query), batch, ...noting(call) }, modification),
    );

  return {
    'database.addCollection': action(schemas.collection, ({ collectionName }) => {
      store.createCollection(collectionName);
      return { data: {} };
    }),

    'database.insertDocument': action(schemas.insert, async ({ collectionName, data, transactionId }) => {
      const docs = data.map(read);
      return {
        data: { insertedIds: await write(transactionId, (batch) => insert(store, collectionName, docs, batch)) },
      };
    }),

    'database.getDocument': action(schemas.get, async (body, call) => {
      const limit = body.queryType === 'DOC' ? 1 : Math.min(body.limit || DEFAULT_LIMIT, MAX_LIMIT);
      const projection = read(body.projection);
      const request: Request = {
        collection: body.collectionName,
        condition: read(body.query),
        order: Object.entries(read(body.order)).map(([field, direction]): Order[number] => [
          field,
          Number(direction) < 0 ? -1 : 1,
        ]),
        offset: body.offset,
        limit,
        ...noting(call),
      };
      const found =
        body.transactionId === undefined
          ? find(store, request)
          : await step(store.transaction(body.transactionId), (batch) => find(store, { ...request, batch }));
      const list =
        Object.keys(projection).length > 0
          ? select(found, projection).map(encode)
          : found.map(({ encoded }) => encoded);
      return { data: { list }, limit, offset: body.offset };
    }),

    'database.calculateDocument': action(schemas.count, ({ collectionName, query }, call) => ({
      data: { total: count(store, { collection: collectionName, condition: read(query), ...noting(call) }) },
    })),

    'database.modifyDocument': action(schemas.modify, async (body, call) => {
      const { multi, merge, upsert } = body;
      const { updated, upserted } = await change(
        body,
        { changes: read(body.data), multi, replace: !merge, upsert },
        call,
      );
      return { data: { updated, upsert_id: upserted ?? null } };
    }),

    'database.modifyAndReturnDoc': action(schemas.modifyOne, async (body, call) => {
      const { updated, doc } = await change(
        body,
        { changes: read(body.data), multi: false, replace: false, upsert: false },
        call,
      );
      return { data: { updated, doc: doc ? encode(doc) : null } };
    }),

    'database.removeDocument': action(schemas.remove, async ({ collectionName, query, multi, transactionId }, call) => {
      const request = { collection: collectionName, condition: read(query), ...noting(call) };
      return { data: { deleted: await write(transactionId, (batch) => remove(store, { ...request, batch }, multi)) } };
    }),

    'database.aggregateDocuments': action(schemas.aggregate, ({ collectionName, stages }, call) => {
      const pipeline = stages.map(({ stageKey, stageValue }) => ({ [stageKey]: read(stageValue) }));
      return { data: { list: aggregate(store, collectionName, pipeline, noting(call)).map(encode) } };
    }),

    'database.startTransaction': (): Reply => ({ transactionId: store.begin().id }),

    'database.commitTransaction': action(schemas.transaction, ({ transactionId }) => {
      const transaction = store.transaction(transactionId);
      if (transaction.busy) throw errors.transactionBusy();
      store.commit(transaction);
      return {};
    }),

    'database.abortTransaction': action(schemas.transaction, ({ transactionId }) => {
      store.abort(store.transaction(transactionId));
      return {};
    }),
  };
}
