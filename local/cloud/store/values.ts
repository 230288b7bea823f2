import { EJSON } from 'bson';
import type { Doc } from '../wire';

/** Types in MongoDB's order of comparison; the first character of a sort key. */
const RANK = {
  absent: '0',
  null: '1',
  number: '2',
  string: '3',
  object: '4',
  array: '5',
  other: '7',
  boolean: '8',
  date: '9',
  regexp: 'a',
};

const float = new DataView(new ArrayBuffer(8));

/** A value as a string whose plain comparison is MongoDB's order of values (strings by code unit). */
export function sortKey(value: unknown): string {
  if (value === null || value === undefined) return RANK.null;
  switch (typeof value) {
    case 'number':
      return RANK.number + numberKey(value);
    case 'string':
      return RANK.string + value;
    case 'boolean':
      return RANK.boolean + Number(value);
    case 'object':
      return objectKey(value);
    default:
      return RANK.other + String(value);
  }
}

/** An empty array sorts before null; it has no element that could be a key. */
export const ABSENT_KEY = RANK.absent;

/** The smallest and the largest key of the type that `key` is of: comparisons never cross types. */
export function bracket(key: string): { lowest: string; highest: string } {
  return { lowest: key.charAt(0), highest: String.fromCharCode(key.charCodeAt(0) + 1) };
}

/** Whether equality and order of such a value can be read from its sort key alone. */
export function isScalar(value: unknown): boolean {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value instanceof Date
  );
}

/** The key of a document within its collection; documents of equal fields lie in an index by it, that is by `_id`. */
export const idKey = sortKey;

/**
 * What an index holds of a document for a path: one key, or one for each element where the path meets an array.
 * A missing field counts as null.
 */
export function keysAt(doc: unknown, path: readonly string[], from = 0): string[] {
  let value = doc;
  for (let i = from; i < path.length; i++) {
    if (Array.isArray(value)) return elementKeys(value, path, i);
    if (value === null || typeof value !== 'object') return [RANK.null];
    value = (value as Doc)[path[i] as string];
  }
  if (!Array.isArray(value)) return [sortKey(value)];
  return value.length === 0 ? [ABSENT_KEY] : [...new Set(value.map(sortKey))];
}

/** Whether the path meets an array anywhere. */
export function meetsArray(doc: unknown, path: readonly string[]): boolean {
  let value = doc;
  for (const step of path) {
    if (Array.isArray(value)) return true;
    if (value === null || typeof value !== 'object') return false;
    value = (value as Doc)[step];
  }
  return Array.isArray(value);
}

export function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function elementKeys(list: readonly unknown[], path: readonly string[], at: number): string[] {
  const step = path[at] as string;
  if (/^\d+$/.test(step)) return keysAt(list[Number(step)], path, at + 1);
  if (list.length === 0) return [RANK.null];
  return [...new Set(list.flatMap((item) => keysAt(item, path, at)))];
}

function objectKey(value: object): string {
  if (value instanceof Date) return RANK.date + numberKey(value.getTime());
  if (value instanceof RegExp) return RANK.regexp + value.source;
  if (Array.isArray(value)) return RANK.array + EJSON.stringify(value);
  return ('_bsontype' in value ? RANK.other : RANK.object) + EJSON.stringify(value);
}

/** Four code units that compare as the doubles do: NaN first, then by value. */
function numberKey(value: number): string {
  if (Number.isNaN(value)) return '';
  float.setFloat64(0, value === 0 ? 0 : value);
  const flip = float.getUint16(0) & 0x8000 ? 0xffff : 0;
  const unit = (i: number) => float.getUint16(i) ^ flip;
  return String.fromCharCode(flip ? unit(0) : unit(0) | 0x8000, unit(2), unit(4), unit(6));
}
