import { randomBytes } from 'node:crypto';
import { cloneDeep } from 'mingo/util';
import { errors } from '../errors';
import { type Doc, encode, pack } from '../wire';
import type { Collection } from './collection';
import { applyUpdate } from './mingo';
import type { OrderedIndex } from './ordered-index';
import { find, type Request, see } from './reads';
import type { Store } from './store';
import { Batch, Transaction } from './transaction';
import { idKey } from './values';

export interface Change {
  /** Documents that matched, changed or not: the SDK's own tests set a document to what it is and expect 1. */
  readonly updated: number;
  /** `_id` of the document that `upsert` made. */
  readonly upserted?: unknown;
  /** The last document touched, as it is afterwards. */
  readonly doc?: Doc;
}

/**
 * Adds documents one by one and answers their ids. Outside a transaction those before a duplicate stay, as in
 * MongoDB's ordered `insertMany`; inside one, all or none.
 */
export function insert(store: Store, name: string, docs: readonly Doc[], batch: Batch): unknown[] {
  const collection = store.collection(name);
  return docs.map((given) => {
    const { _id = randomBytes(16).toString('hex'), ...fields } = given;
    try {
      add(store, collection, { _id, ...fields }, batch);
    } catch (error) {
      if (!(batch instanceof Transaction) && isDuplicate(error)) store.flush(batch);
      throw error;
    }
    return _id;
  });
}

export interface Modification {
  readonly changes: Doc;
  /** All matches, not only the first. */
  readonly multi: boolean;
  /** `changes` is the whole new document. */
  readonly replace: boolean;
  readonly upsert: boolean;
}

export function modify(store: Store, request: Request & { batch: Batch }, modification: Modification): Change {
  const { changes, multi, replace, upsert } = modification;
  const { batch, condition } = request;
  const collection = store.collection(request.collection);
  const found = find(store, { ...request, limit: multi ? Number.POSITIVE_INFINITY : 1 });
  if (found.length === 0 && upsert) {
    const doc: Doc = { _id: condition._id ?? randomBytes(16).toString('hex') };
    if (replace) Object.assign(doc, changes);
    else applyUpdate(doc, changes, {});
    add(store, collection, doc, batch);
    return { updated: 0, upserted: doc._id, doc };
  }
  let last: Doc | undefined;
  for (const { doc: before } of found) {
    const after = replace ? { _id: before._id, ...changes } : (cloneDeep(before) as Doc);
    if (!replace) applyUpdate(after, changes, condition);
    if (idKey(after._id) !== idKey(before._id))
      throw errors.requestFailed("the (immutable) field '_id' was found to have been altered");
    stage(store, collection, before, after, batch);
    last = after;
  }
  return { updated: found.length, ...(last ? { doc: last } : {}) };
}

/** Answers how many were removed. */
export function remove(store: Store, request: Request & { batch: Batch }, multi: boolean): number {
  const collection = store.collection(request.collection);
  const found = find(store, { ...request, limit: multi ? Number.POSITIVE_INFINITY : 1 });
  for (const { doc } of found) stage(store, collection, doc, undefined, request.batch);
  return found.length;
}

function add(store: Store, collection: Collection, doc: Doc, batch: Batch): void {
  const bad = Object.keys(doc).find((field) => field.startsWith('$'));
  if (bad) throw errors.requestFailed(`The dollar ($) prefixed field '${bad}' is not valid for storage`);
  const key = idKey(doc._id);
  lock(store, collection, key, batch);
  if (see(collection, key, batch)) throw errors.duplicate(collection.name, '_id_', `_id: ${encode(doc._id)}`);
  stage(store, collection, undefined, doc, batch);
}

/** Notes a write after taking its locks and checking unique indexes. What changes nothing is not written, as in MongoDB. */
function stage(
  store: Store,
  collection: Collection,
  before: Doc | undefined,
  after: Doc | undefined,
  batch: Batch,
): void {
  const id = (after ?? before)?._id;
  const key = idKey(id);
  const bson = after ? pack(after) : null;
  if (before && bson && Buffer.compare(pack(before), bson) === 0) return;
  lock(store, collection, key, batch);
  if (after)
    for (const index of collection.indexes)
      if (index.unique) checkUnique(store, collection, index, { key, before, after }, batch);
  batch.writes.set(Batch.lockOf(collection, key), { collection, key, id: encode(id), doc: after, bson });
}

/** A transaction must be the first to write since its snapshot; a plain write waits for it. */
function lock(store: Store, collection: Collection, key: string, batch: Batch): void {
  const name = Batch.lockOf(collection, key);
  if (!(batch instanceof Transaction)) {
    store.locks.pass(name, collection.name);
    return;
  }
  if (collection.newestCommit(key) > (batch.snapshot ?? 0)) throw errors.conflict();
  store.locks.take(name, batch);
}

interface Step {
  readonly key: string;
  readonly before: Doc | undefined;
  readonly after: Doc;
}

function checkUnique(store: Store, collection: Collection, index: OrderedIndex, step: Step, batch: Batch): void {
  const held = new Set(step.before ? index.partsOf(step.before).map(joined) : []);
  for (const parts of index.partsOf(step.after)) {
    const value = joined(parts);
    if (held.has(value)) continue;
    const holds = (doc: Doc | undefined) =>
      doc !== undefined && index.partsOf(doc).some((other) => joined(other) === value);
    const name = `${collection.name}\0${index.name}\0${value}`;
    if (batch instanceof Transaction) {
      if (changedSince(collection, batch.snapshot ?? 0, holds)) throw errors.conflict();
      store.locks.take(name, batch);
    } else {
      store.locks.pass(name, collection.name);
    }
    const stored = [...index.scan({ prefix: parts })].filter((holder) => !batch.written(collection, holder));
    const written = batch
      .writesOf(collection)
      .filter(({ doc }) => holds(doc))
      .map(({ key }) => key);
    if ([...stored, ...written].some((holder) => holder !== step.key)) {
      throw errors.duplicate(collection.name, index.name, describe(index, step.after));
    }
  }
}

/** Whether a document came to hold a unique value, or let go of it, after the snapshot. */
function changedSince(collection: Collection, snapshot: number, holds: (doc: Doc | undefined) => boolean): boolean {
  const changed = [...collection.recent].filter(([, commit]) => commit > snapshot).map(([key]) => key);
  return changed.some((key) => holds(collection.read(key)?.doc) || holds(collection.read(key, snapshot)?.doc));
}

const joined = (parts: readonly string[]) => parts.join('\0');

function describe(index: OrderedIndex, doc: Doc): string {
  const value = (path: readonly string[]) =>
    path.reduce<unknown>((at, step) => (at as Doc | undefined | null)?.[step], doc);
  return index.fields.map(({ name, path }) => `${name}: ${JSON.stringify(value(path) ?? null)}`).join(', ');
}

function isDuplicate(error: unknown): boolean {
  return error instanceof Error && error.message.includes('E11000');
}
