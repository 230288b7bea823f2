import { BSON, type BSONRegExp, EJSON } from 'bson';
import { errors } from './errors';

export type Doc = Record<string, unknown>;

/** `{$tcb_server_date: {offset}}`, what `db.serverDate({offset})` becomes on the wire. */
const SERVER_DATE = '$tcb_server_date';

/**
 * Reads canonical EJSON of the SDK into plain values: numbers, `Date`, `RegExp`, bson types for the rest.
 * @param now ms that `serverDate()` means.
 */
export function decode(text: string, now: number): Doc {
  let value: unknown;
  try {
    value = EJSON.parse(text, { relaxed: true });
  } catch (cause) {
    throw errors.invalidParam(`not EJSON: ${text.slice(0, 80)} (${cause instanceof Error ? cause.message : cause})`);
  }
  return revive(value, now) as Doc;
}

/** What the SDK reads back with `EJSON.parse`. */
export function encode(value: unknown): string {
  return EJSON.stringify(value, { relaxed: false });
}

/** Documents rest as BSON, as in the real service. Throws when one is over `MAX_DOCUMENT_BYTES`. */
export function pack(doc: Doc): Uint8Array {
  const bytes = BSON.serialize(doc, { ignoreUndefined: true });
  if (bytes.length > MAX_DOCUMENT_BYTES) throw errors.requestFailed('document is larger than 16 MB');
  return bytes;
}

export function unpack(bytes: Uint8Array): Doc {
  return BSON.deserialize(bytes, { bsonRegExp: false, promoteBuffers: false });
}

/** A document's limit, of MongoDB and of the real service. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

function revive(value: unknown, now: number): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item) => revive(item, now));
  if ('_bsontype' in value) return value._bsontype === 'BSONRegExp' ? toRegExp(value as BSONRegExp) : value;
  const doc = value as Doc;
  const serverDate = doc[SERVER_DATE];
  if (serverDate !== undefined) return new Date(now + Number((serverDate as Doc | null)?.offset ?? 0));
  for (const key of Object.keys(doc)) doc[key] = revive(doc[key], now);
  return doc;
}

/** MongoDB's option `x` has no counterpart in JavaScript. */
function toRegExp({ pattern, options }: BSONRegExp): RegExp {
  try {
    return new RegExp(pattern, options.replace(/[^imsu]/g, ''));
  } catch {
    throw errors.requestFailed(`Regular expression is invalid: ${pattern}`);
  }
}
