/** What columns mean because a person said so: of this file, or with an earlier roster of the school. */
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { RosterColumns, RosterImport } from '../data/documents';
import type { Store } from '../data/store';
import type { Column } from './columns';
import { READ_COLUMNS } from './members';

export interface Meanings {
  /** What was said of columns of this file. */
  readonly hand: RosterImport['columns'];
  /** Titles as compared → column, or `null` for one that is left alone. */
  readonly remembered: ReadonlyMap<string, Column | null>;
}

const BY_KEY = new Map(READ_COLUMNS.map((column) => [column.key, column]));

/** A column by its key; `null` for one that is left alone. @throws AppError `input.invalid` for a key that nobody offered. */
export function columnOf(key: string | null): Column | null {
  if (key === null) return null;
  const found = BY_KEY.get(key);
  if (!found) throw new AppError('input.invalid', { field: 'columns', rule: 'choice' });
  return found;
}

/** Most titles that a school's memory holds; the oldest go first. */
const REMEMBERED = 300;

/** What is to be heeded when a school's roster is read. */
export async function meaningsOf(store: Store, schoolId: string, hand: Meanings['hand']): Promise<Meanings> {
  for (const { key } of hand) columnOf(key);
  const known = await store.get('rosterColumns', schoolId);
  // A later version may know a column under another key.
  const meanings = known?.meanings.filter(({ key }) => key === null || BY_KEY.has(key)) ?? [];
  return { hand, remembered: new Map(meanings.map(({ header, key }) => [header, columnOf(key)])) };
}

/** Keeps what a person said of titles for the school's next roster. */
export async function remember(store: Store, schoolId: string, said: RosterColumns['meanings']): Promise<void> {
  if (said.length === 0) return;
  const known = await store.get('rosterColumns', schoolId);
  const before = known?.meanings.filter(({ header }) => !said.some((one) => one.header === header)) ?? [];
  await store.put('rosterColumns', { _id: schoolId, schoolId, meanings: [...before, ...said].slice(-REMEMBERED) });
}
