/**
 * Where the database holds sealed texts: one list for the change of keys and for the audit pack. It follows the documents' types, so a new sealed
 * field that is not named here does not compile.
 */
import type { BlindPurpose, Vault } from '../data/crypto';
import type { CollectionName, Documents, Sealed } from '../data/documents';

/** The paths of a document's sealed texts; arrays are passed through. */
type SealedPath<T> = {
  [K in keyof T & string]-?: NonNullable<T[K]> extends Sealed
    ? K
    : NonNullable<T[K]> extends readonly (infer E)[]
      ? `${K}.${SealedPath<E>}`
      : NonNullable<T[K]> extends object
        ? `${K}.${SealedPath<NonNullable<T[K]>>}`
        : never;
}[keyof T & string];

/** What of a sealed text is also kept as a hash: in a field, as an array of fields of the document, or as the document's `_id`. */
interface Hash {
  readonly purpose: BlindPurpose;
  readonly field: string;
}
export type SealedFields = Readonly<Record<string, Hash | null>>;

type SealedCollection = {
  [C in CollectionName]: [SealedPath<Documents[C]>] extends [never] ? never : C;
}[CollectionName];

export const SEALED: { readonly [C in SealedCollection]: Readonly<Record<SealedPath<Documents[C]>, Hash | null>> } = {
  students: {
    idNumber: { purpose: 'idNumber', field: 'idHash' },
    registeredAddress: null,
    address: null,
    health: null,
    income: null,
    aid: null,
  },
  familyMembers: {
    phone: { purpose: 'phone', field: 'phoneHash' },
    morePhones: null,
    workplace: null,
    address: null,
    idNumber: null,
    health: null,
    'children.limit.note': null,
  },
  staff: { phone: null },
  invites: { code: { purpose: 'invite', field: '_id' } },
  noticeSlips: { code: { purpose: 'slip', field: '_id' } },
  transfers: { code: { purpose: 'transfer', field: '_id' } },
  importPages: { rows: null },
  fileChanges: { changes: null },
  proposals: { items: null },
  delegations: { childWords: null },
  records: { body: null, 'before.body': null },
  pairings: { handover: null },
  plans: { body: null, 'before.body': null },
  letters: {
    'report.words': null,
    'report.handed.text': null,
    'report.handed.voiceKey': null,
    'report.answer': null,
  },
  concerns: { said: null, 'entries.said': null, 'settled.words': null },
};
export const SEALED_COLLECTIONS = Object.keys(SEALED) as SealedCollection[];
export type { SealedCollection };

type Plain = { readonly [field: string]: unknown };

/** A document with every sealed text under the newest key and its hashes made anew; `undefined` where nothing had to change. */
export function resealed<S extends string>(vault: Vault<S>, fields: SealedFields, doc: Plain): Plain | undefined {
  const changed: Record<string, unknown> = {};
  for (const [path, hash] of Object.entries(fields)) {
    const [top = '', ...rest] = path.split('.');
    const before = changed[top] ?? doc[top];
    const after = mapAt(before, rest, (sealed) => anew(vault, sealed as S));
    if (after === before) continue;
    changed[top] = after;
    if (hash) changed[hash.field] = vault.blind(hash.purpose, vault.open(after as S));
  }
  return Object.keys(changed).length > 0 ? changed : undefined;
}

const anew = <S extends string>(vault: Vault<S>, sealed: S): S =>
  vault.keyOf(sealed) === vault.keys[0] ? sealed : vault.seal(vault.open(sealed));

/** The value with the sealed texts at a path exchanged; the very same value where none was. */
function mapAt(value: unknown, path: readonly string[], to: (sealed: string) => string): unknown {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => mapAt(item, path, to));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  const [head, ...rest] = path;
  if (head === undefined) return typeof value === 'string' ? to(value) : value;
  const inner = (value as Plain)[head];
  const after = mapAt(inner, rest, to);
  return after === inner ? value : { ...(value as Plain), [head]: after };
}
