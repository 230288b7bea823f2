import type { Doc } from '../wire';
import { branchesOf, type Constraint, type Constraints, constraintsOf } from './constraints';
import type { OrderedIndex, Range } from './ordered-index';
import { idKey, sortKey } from './values';

export type Order = readonly (readonly [field: string, direction: 1 | -1])[];

/** How the candidates for a condition are found, by document key. */
export interface Plan {
  /** Name of the index, `_id_`, `a|b` for a union, or `scan`. */
  readonly name: string;
  /** Candidates: every match is among them; may repeat. `undefined` = all documents. */
  readonly keys?: () => Iterable<string>;
  /** Candidates come in the order asked for. */
  readonly sorted: boolean;
  /** The condition is answered from an index, not by reading all documents. */
  readonly coversWhere: boolean;
  /** The index holds the order asked for (possibly in several runs, which are merged). */
  readonly coversOrder: boolean;
}

/** More combinations of `$in` values than this are not looked up one by one. */
const MAX_RANGES = 500;

const NULL_KEY = sortKey(null);

/** Chooses the index that narrows the candidates most; of equal ones the one that also gives the order. */
export function planFor(indexes: readonly OrderedIndex[], condition: Doc, order: Order): Plan {
  const points = idPoints(condition);
  if (points) return { name: '_id_', keys: () => points, sorted: false, coversWhere: true, coversOrder: true };
  const constraints = constraintsOf(condition);
  let best: { plan: Plan; score: number } | undefined;
  for (const index of indexes) {
    const candidate = planIndex(index, constraints, order);
    if (candidate && candidate.score > (best?.score ?? 0)) best = candidate;
  }
  if (best?.plan.coversWhere) return best.plan;
  const union = unionPlan(indexes, condition, order);
  if (union) return union;
  if (best) return { ...best.plan, coversWhere: Object.keys(condition).length === 0 };
  const empty = Object.keys(condition).length === 0;
  return { name: 'scan', sorted: order.length === 0, coversWhere: empty, coversOrder: order.length === 0 };
}

function planIndex(
  index: OrderedIndex,
  constraints: Constraints,
  order: Order,
): { plan: Plan; score: number } | undefined {
  const equals: (readonly string[])[] = [];
  let runs = 1;
  for (const [i, { name }] of index.fields.entries()) {
    const equal = usableEqual(index.multikey(i), constraints.get(name));
    if (!equal || runs * equal.length > MAX_RANGES) break;
    runs *= equal.length;
    equals.push(equal);
  }
  const next = index.fields[equals.length];
  const bounds = next && boundsOf(index.multikey(equals.length), constraints.get(next.name));
  const direction = orderDirection(index, equals, order);
  const coversWhere = equals.length > 0 || bounds !== undefined;
  const score = equals.length * 4 + (bounds ? 2 : 0) + (direction !== 0 && order.length > 0 ? 1 : 0);
  if (score === 0) return undefined;
  const ranges = product(equals).map((prefix): Range => ({ prefix, ...bounds }));
  const sorted = direction !== 0 && ranges.length <= 1;
  const keys = function* () {
    for (const range of ranges) yield* index.scan(range, direction < 0);
  };
  return { score, plan: { name: index.name, keys, sorted, coversWhere, coversOrder: direction !== 0 } };
}

/** `{_id: x}`, `{_id: {$eq}}`, `{_id: {$in}}`: straight to the documents. */
function idPoints(condition: Doc): string[] | undefined {
  const id = condition._id;
  if (typeof id === 'string' || typeof id === 'number') return [idKey(id)];
  if (id === null || typeof id !== 'object') return undefined;
  if ('_bsontype' in id) return [idKey(id)];
  const { $eq, $in } = id as { $eq?: unknown; $in?: unknown };
  if (typeof $eq === 'string' || typeof $eq === 'number') return [idKey($eq)];
  const listed = Array.isArray($in) && $in.every((item) => typeof item === 'string' || typeof item === 'number');
  return listed ? [...new Set($in.map(idKey))] : undefined;
}

/** `$or` whose branches each have an index of their own. */
function unionPlan(indexes: readonly OrderedIndex[], condition: Doc, order: Order): Plan | undefined {
  const branches = branchesOf(condition.$or);
  if (branches.length === 0) return undefined;
  const plans = branches.map((branch) => planFor(indexes, branch, order));
  if (!plans.every((plan) => plan.coversWhere && plan.keys)) return undefined;
  const keys = function* () {
    for (const plan of plans) yield* plan.keys?.() ?? [];
  };
  const coversOrder = plans.every((plan) => plan.coversOrder);
  return { name: plans.map((plan) => plan.name).join('|'), keys, sorted: false, coversWhere: true, coversOrder };
}

/** Null also equals "missing", which an index over arrays does not hold in the same way as the query sees it. */
function usableEqual(multikey: boolean, constraint: Constraint | undefined): readonly string[] | undefined {
  const equal = constraint?.equal;
  return equal && !(multikey && equal.includes(NULL_KEY)) ? equal : undefined;
}

function boundsOf(multikey: boolean, constraint: Constraint | undefined): Omit<Range, 'prefix'> | undefined {
  if (!constraint || constraint.equal) return undefined;
  const { lower, upper } = constraint;
  // Two elements of one array may satisfy one bound each.
  if (multikey) return lower !== undefined ? { lower } : upper !== undefined ? { upper } : undefined;
  return { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) };
}

/**
 * Whether the index after its equal fields runs in the order asked for: 1 forward, −1 backward, 0 no.
 * A last `_id` needs no field of its own: within equal fields documents lie by `_id`.
 */
function orderDirection(index: OrderedIndex, equals: readonly (readonly string[])[], order: Order): 1 | -1 | 0 {
  if (order.length === 0) return 1;
  const isFixed = (i: number) => equals[i]?.length === 1 && !index.multikey(i);
  const fixed = new Set(index.fields.filter((_, i) => isFixed(i)).map(({ name }) => name));
  const wanted = order.filter(([field]) => !fixed.has(field));
  if (wanted.length === 0) return 1;
  const rest = index.fields.slice(equals.length);
  if (wanted.some((_, i) => index.multikey(equals.length + i))) return 0;
  const byId = { name: '_id', order: 1 as const };
  const available: readonly { name: string; order: 1 | -1 }[] = [...rest, byId];
  let direction: 1 | -1 | 0 = 0;
  for (const [i, [field, wantedDirection]] of wanted.entries()) {
    const next = available[i];
    if (!next || next.name !== field) return 0;
    const here = (next.order * wantedDirection) as 1 | -1;
    if (direction !== 0 && here !== direction) return 0;
    direction = here;
  }
  return direction;
}

function product(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>((heads, list) => heads.flatMap((head) => list.map((key) => [...head, key])), [[]]);
}
