/** Between the facts of a child's file as they travel (text or null, by key of the field table) and as the database keeps them. */
import {
  FILE_FIELDS,
  type FieldKey,
  fieldOf,
  keysOf,
  type Subject,
} from '../../../miniprogram/shared/domain/child-file';
import type { Vault } from '../data/crypto';
import type { FamilyMember, MemberChild, Sealed, Student } from '../data/documents';

/** Values of one subject by field. */
export type Facts = { readonly [K in FieldKey]?: string | null };

type Stored = string | boolean | null | undefined;
const propertyOf = (key: FieldKey): string => key.slice(key.indexOf('.') + 1);

function factOf(vault: Vault, key: FieldKey, stored: Stored): string | null {
  if (stored === null || stored === undefined) return null;
  if (typeof stored === 'boolean') return stored ? 'yes' : 'no';
  return fieldOf(key).sealed ? vault.open(stored as Sealed) : stored;
}

/** One fact of a document. */
export const factIn = (vault: Vault, key: FieldKey, doc: Student | FamilyMember | MemberChild): string | null =>
  factOf(vault, key, (doc as unknown as Record<string, Stored>)[propertyOf(key)]);

/** All facts of one subject. */
export const factsOf = (vault: Vault, of: Subject, doc: Student | FamilyMember | MemberChild): Facts =>
  Object.fromEntries(keysOf(of).map((key) => [key, factIn(vault, key, doc)]));

/** How facts are stored: sealed, and with the hashes by which phones and ID numbers are found. Links are stored within `children`. */
export function storedOf(vault: Vault, facts: Facts): Record<string, Stored> {
  const fields: Record<string, Stored> = {};
  for (const [name, value] of Object.entries(facts) as [FieldKey, string | null][]) {
    const { kind, sealed } = fieldOf(name);
    fields[propertyOf(name)] =
      value === null ? null : kind === 'yesNo' ? value === 'yes' : sealed ? vault.seal(value) : value;
    // Another number was never tried.
    if (name === 'member.phone') fields.silentSince = null;
    const hash = HASHES[name];
    if (hash) fields[hash.field] = value && vault.blind(hash.purpose, value);
  }
  return fields;
}

const HASHES: { readonly [K in FieldKey]?: { readonly field: string; readonly purpose: 'phone' | 'idNumber' } } = {
  'pupil.idNumber': { field: 'idHash', purpose: 'idNumber' },
  'member.phone': { field: 'phoneHash', purpose: 'phone' },
};

/** Stands for a value that was read, so that an edit can say what it saw without repeating it. Keyed: it tells nothing of a value. */
export const markOf = (vault: Pick<Vault, 'blind'>, key: FieldKey, value: string | null): string =>
  vault.blind('mark', JSON.stringify([key, value])).slice(0, 12);

export const isFieldKey = (key: string): key is FieldKey => Object.hasOwn(FILE_FIELDS, key);
