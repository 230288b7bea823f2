import type { Output } from '../../shared/contract';
import type { Day } from '../../shared/domain/calendar';
import { wayName } from '../../shared/text/contact';
import { shortDate, spokenDay } from '../../shared/text/time';

export interface Line {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}

type Entry = Output<'ledger.child'>['entries'][number];

/** Contacts, one a row: 「周三 11月18日 · 自己打了电话」, and what `factOf` says of it: with whom, and who said so. */
export const entryLines = <E extends Entry>(entries: readonly E[], today: Day, factOf: (entry: E) => string): Line[] =>
  entries.map((entry, index) => ({
    key: `${entry.day}:${index}`,
    name: `${spokenDate(entry.day, today)} · ${wayName(entry.way)}`,
    fact: factOf(entry),
  }));

/** 周三 11月18日; of a day that has no other name 11月3日 alone. */
export function spokenDate(day: Day, today: Day): string {
  const date = shortDate(day);
  const spoken = spokenDay(day, today);
  return spoken === date ? date : `${spoken} ${date}`;
}
