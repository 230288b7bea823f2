import type { Doc } from '../wire';
import { bracket, compareKeys, isScalar, sortKey } from './values';

/**
 * What a condition demands of one field, as sort keys: one of `equal`, or between `lower` and `upper` (both included).
 * Always at most as strict as the condition, so that reading an index by it finds every match; the condition itself is
 * tested on each document found.
 */
export interface Constraint {
  readonly equal?: readonly string[];
  readonly lower?: string;
  readonly upper?: string;
}

export type Constraints = ReadonlyMap<string, Constraint>;

/** Reads the demands out of a condition: its fields, those of `$and`, and what all branches of `$or` have in common. */
export function constraintsOf(condition: Doc): Constraints {
  const found = new Map<string, Constraint>();
  const demand = (field: string, constraint: Constraint | undefined) => {
    if (constraint) found.set(field, narrow(found.get(field), constraint));
  };
  for (const [field, expression] of Object.entries(condition)) {
    if (field === '$and' || field === '$or') {
      const branches = branchesOf(expression).map(constraintsOf);
      const joined = field === '$and' ? branches.flatMap((branch) => [...branch]) : hull(branches);
      for (const [name, constraint] of joined) demand(name, constraint);
    } else if (!field.startsWith('$')) {
      demand(field, constraintOf(expression));
    }
  }
  return found;
}

/** The documents under `$and` / `$or`. */
export function branchesOf(expression: unknown): Doc[] {
  return Array.isArray(expression) ? expression.filter((branch) => branch !== null && typeof branch === 'object') : [];
}

function constraintOf(expression: unknown): Constraint | undefined {
  if (isScalar(expression)) return { equal: [sortKey(expression)] };
  if (expression instanceof RegExp) return prefixOf(expression);
  if (expression === null || typeof expression !== 'object' || Array.isArray(expression)) return undefined;
  let result: Constraint | undefined;
  for (const [operator, operand] of Object.entries(expression)) {
    const constraint = OPERATORS[operator]?.(operand);
    if (constraint) result = narrow(result, constraint);
  }
  return result;
}

const OPERATORS: Readonly<Record<string, (operand: unknown) => Constraint | undefined>> = {
  $eq: (operand) => (isScalar(operand) ? { equal: [sortKey(operand)] } : undefined),
  $in: (operand) =>
    Array.isArray(operand) && operand.every(isScalar) ? { equal: [...new Set(operand.map(sortKey))] } : undefined,
  $gt: (operand) => bounded(operand, 'lower'),
  $gte: (operand) => bounded(operand, 'lower'),
  $lt: (operand) => bounded(operand, 'upper'),
  $lte: (operand) => bounded(operand, 'upper'),
};

/** Comparisons match values of the operand's type only. */
function bounded(operand: unknown, side: 'lower' | 'upper'): Constraint | undefined {
  if (operand === null || !isScalar(operand)) return undefined;
  const key = sortKey(operand);
  const { lowest, highest } = bracket(key);
  return side === 'lower' ? { lower: key, upper: highest } : { lower: lowest, upper: key };
}

/** `/^abc/` without flags is a range of strings; a sign of the language of expressions stands for itself behind a backslash. */
function prefixOf({ source, flags }: RegExp): Constraint | undefined {
  const written =
    flags === '' ? /^\^((?:[^\\^$.*+?()[\]{}|]|\\[^\p{L}\p{N}])+)(?:\.\*)?$/u.exec(source)?.[1] : undefined;
  const literal = written?.replace(/\\(.)/gu, '$1');
  return literal === undefined ? undefined : { lower: sortKey(literal), upper: sortKey(`${literal}\uffff`) };
}

/** Both hold. Of two equalities the first is kept: the other is tested on the documents. */
function narrow(a: Constraint | undefined, b: Constraint): Constraint {
  if (!a || a.equal || b.equal) return a?.equal ? a : b;
  return {
    ...pick('lower', [a.lower, b.lower], 1),
    ...pick('upper', [a.upper, b.upper], -1),
  };
}

/** What holds whichever branch holds: fields demanded by all of them, as wide as needed. */
function hull(branches: readonly Constraints[]): [string, Constraint][] {
  const [first, ...rest] = branches;
  if (!first) return [];
  const fields = [...first.keys()].filter((field) => rest.every((branch) => branch.has(field)));
  return fields.map((field) => {
    const all = branches.map((branch) => branch.get(field) as Constraint);
    if (all.every((one) => one.equal)) return [field, { equal: [...new Set(all.flatMap((one) => one.equal ?? []))] }];
    const ranges = all.map(asRange);
    const open = (side: 'lower' | 'upper') => ranges.some((range) => range[side] === undefined);
    return [
      field,
      {
        ...(open('lower')
          ? {}
          : pick(
              'lower',
              ranges.map((range) => range.lower),
              -1,
            )),
        ...(open('upper')
          ? {}
          : pick(
              'upper',
              ranges.map((range) => range.upper),
              1,
            )),
      },
    ];
  });
}

function asRange(constraint: Constraint): Constraint {
  if (!constraint.equal) return constraint;
  return { ...pick('lower', constraint.equal, -1), ...pick('upper', constraint.equal, 1) };
}

/** The largest (`direction` 1) or smallest (−1) of the keys that are there. */
function pick<S extends 'lower' | 'upper'>(side: S, keys: readonly (string | undefined)[], direction: 1 | -1) {
  const there = keys.filter((key) => key !== undefined);
  if (there.length === 0) return {};
  return { [side]: there.reduce((best, key) => (compareKeys(key, best) * direction > 0 ? key : best)) } as Record<
    S,
    string
  >;
}
