import type { LedgerRow } from '../../../../shared/contract';
import { WAY_NAMES } from '../../../../shared/text/contact';

export interface Tile {
  readonly key: string;
  readonly name: string;
  readonly word: string;
  /** `known`: there is another proof of this week's contact, so there is nothing to ask. */
  readonly state: 'known' | 'yes' | 'no';
}

/** Whether the contact is known from elsewhere than from what families say themselves. */
const isKnown = ({ thisWeek, way }: LedgerRow): boolean => thisWeek && way !== null && way !== 'own_call';

/** Those who have not, as the last roll of this week left it; before the first roll nobody is marked. */
export const notYetOf = (rows: readonly LedgerRow[], rolled: boolean): string[] =>
  rolled ? rows.filter(({ thisWeek }) => !thisWeek).map(({ id }) => id) : [];

/** One tile a child, in the order of names: where a teacher looks for it every week. */
export function tilesOf(rows: readonly LedgerRow[], notYet: readonly string[]): Tile[] {
  return [...rows]
    .sort((a, b) => a.name.localeCompare(b.name, 'zh'))
    .map((row) => {
      if (isKnown(row)) return { key: row.id, name: row.name, word: row.way ? WAY_NAMES[row.way] : '', state: 'known' };
      const no = notYet.includes(row.id);
      return { key: row.id, name: row.name, word: no ? '没通过' : '通过', state: no ? 'no' : 'yes' };
    });
}

/** 「21 人通过，3 人没有」 */
export function countOf(tiles: readonly Tile[]): string {
  const missing = tiles.filter(({ state }) => state === 'no').length;
  return missing === 0 ? `${tiles.length} 人都通过了` : `${tiles.length - missing} 人通过，${missing} 人没有`;
}

/** The ids of those marked; children who left the class since the draft was made are not among them. */
export const marked = (tiles: readonly Tile[]): string[] =>
  tiles.filter(({ state }) => state === 'no').map(({ key }) => key);
