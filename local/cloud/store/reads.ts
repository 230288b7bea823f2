import { errors } from '../errors';
import type { Doc } from '../wire';
import { type Collection, Version } from './collection';
import { matcher, project, aggregate as runPipeline } from './mingo';
import { type Order, type Plan, planFor } from './planner';
import type { Store } from './store';
import { type Batch, Transaction } from './transaction';
import { compareKeys, keysAt } from './values';

/** A document as a reader sees it. */
export type Seen = Version<Doc>;

export interface Request {
  readonly collection: string;
  readonly condition: Doc;
  readonly order?: Order;
  readonly offset?: number;
  readonly limit?: number;
  /** The reader's own unit of work: its writes are seen, and a transaction's snapshot is what is read. */
  readonly batch?: Batch;
  /** Fails where no declared index answers; transactions are free of it. */
  readonly strict?: boolean;
  /** Told which index answered. */
  readonly onPlan?: (plan: Plan) => void;
}

/** Documents that match, in order, `offset` skipped, at most `limit`. */
export function find(store: Store, request: Request): Seen[] {
  const { condition, order = [], offset = 0, limit = Number.POSITIVE_INFINITY, batch } = request;
  const collection = store.collection(request.collection);
  const plan = planFor(collection.indexes, condition, order);
  request.onPlan?.(plan);
  if (request.strict && !(batch instanceof Transaction)) requireIndex(request, plan);
  const matches = matcher(condition);
  const early = order.length === 0 || (plan.sorted && !batch) ? offset + limit : Number.POSITIVE_INFINITY;
  const found: Seen[] = [];
  for (const key of candidates(collection, plan, batch)) {
    if (found.length >= early) break;
    const seen = see(collection, key, batch);
    if (seen && matches(seen.doc)) found.push(seen);
  }
  if (order.length > 0 && !(plan.sorted && !batch)) sort(found, order);
  return found.slice(offset, offset + limit);
}

/** What a reader sees under a key. */
export function see(collection: Collection, key: string, batch?: Batch): Seen | undefined {
  const written = batch?.written(collection, key);
  if (written) return written.doc && new Version(written.doc);
  return collection.read(key, batch instanceof Transaction ? batch.snapshot : undefined);
}

export function count(store: Store, request: Request): number {
  if (Object.keys(request.condition).length === 0) return store.collection(request.collection).size;
  return find(store, request).length;
}

/** Only the fields asked for. */
export function select(found: readonly Seen[], projection: Doc): readonly Doc[] {
  return project(
    found.map(({ doc }) => doc),
    projection,
  );
}

/** A leading `$match` (and `$sort` after it) may use an index; aggregates always read the newest state. */
export function aggregate(
  store: Store,
  name: string,
  pipeline: readonly Doc[],
  options: Pick<Request, 'strict' | 'onPlan'>,
): Doc[] {
  const match = pipeline[0]?.$match as Doc | undefined;
  const all = (collection: string) => find(store, { collection, condition: {} }).map(({ doc }) => doc);
  if (!match) return runPipeline(all(name), pipeline, all);
  const docs = find(store, { collection: name, condition: match, ...options }).map(({ doc }) => doc);
  return runPipeline(docs, pipeline.slice(1), all);
}

/** Indexes show the newest commit; what a unit of work wrote, or its snapshot sees otherwise, is looked at as well. */
function candidates(collection: Collection, plan: Plan, batch: Batch | undefined): Iterable<string> {
  const keys = plan.keys?.() ?? collection.keys();
  if (!batch) return plan.keys ? new Unique(keys) : keys;
  const snapshot = batch instanceof Transaction ? (batch.snapshot ?? 0) : Number.MAX_SAFE_INTEGER;
  const changed = [...collection.recent].filter(([, commit]) => commit > snapshot).map(([key]) => key);
  return new Set([...keys, ...changed, ...batch.writesOf(collection).map(({ key }) => key)]);
}

/** Each key once, found lazily: a reader with a limit stops early. */
class Unique implements Iterable<string> {
  constructor(private readonly keys: Iterable<string>) {}

  *[Symbol.iterator](): Generator<string> {
    const given = new Set<string>();
    for (const key of this.keys) {
      if (given.has(key)) continue;
      given.add(key);
      yield key;
    }
  }
}

function requireIndex({ collection, condition, order = [] }: Request, plan: Plan): void {
  if (plan.coversWhere && plan.coversOrder) return;
  const by = order.map(([field, direction]) => `${field} ${direction > 0 ? 'asc' : 'desc'}`);
  const query = [
    `where {${Object.keys(condition).join(', ')}}`,
    ...(by.length > 0 ? [`order by ${by.join(', ')}`] : []),
  ];
  throw errors.indexMissing(collection, query.join(' '));
}

/** Arrays sort by their smallest element, or their largest when descending, as in MongoDB. */
function sort(found: Seen[], order: Order): void {
  const paths = order.map(([field, direction]) => ({ path: field.split('.'), direction }));
  const sortKeys = ({ doc }: Seen) =>
    paths.map(({ path, direction }) =>
      keysAt(doc, path).reduce((best, key) => (compareKeys(key, best) * direction < 0 ? key : best)),
    );
  const keyed = found.map((seen) => ({ seen, keys: sortKeys(seen) }));
  keyed.sort((a, b) => {
    for (const [i, { direction }] of paths.entries()) {
      const by = compareKeys(a.keys[i] as string, b.keys[i] as string) * direction;
      if (by !== 0) return by;
    }
    return 0;
  });
  for (const [i, { seen }] of keyed.entries()) found[i] = seen;
}
