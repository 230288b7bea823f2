import type { Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { wayName } from '../../../../shared/text/contact';
import { shortDate, spokenDay } from '../../../../shared/text/time';

export interface EntryRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}

const WITH: Readonly<Record<Output<'ledger.child'>['entries'][number]['with'], string>> = {
  child: '和孩子',
  caregiver: '和家里照看的人',
};

/** One contact a row: 「周三 11月18日 · 自己打了电话」, with whom, and who said so. */
export const rowsOf = (entries: Output<'ledger.child'>['entries'], today: Day): EntryRow[] =>
  entries.map(({ day, with: whom, way, saidBy }, index) => {
    const date = shortDate(day);
    const spoken = spokenDay(day, today);
    return {
      key: `${day}:${index}`,
      name: `${spoken === date ? date : `${spoken} ${date}`} · ${wayName(way)}`,
      fact: `${WITH[whom]} · ${saidBy}说的`,
    };
  });
