/** A roster as it comes on a bad day: a dozen pupils, each with one mistake that schools often make. */
import type { Cell } from '../../cloudfunctions/_server/roster/cell';
import { COLUMNS } from '../../cloudfunctions/_server/roster/columns';
import type { DoubtCode } from '../../cloudfunctions/_server/roster/doubts';
import { formSheet } from '../../cloudfunctions/_server/roster/form';
import { makeDemoRoster } from './roster';

interface Mistake {
  readonly code: DoubtCode;
  /** Column key → what stands there instead. `first` is the row of the first pupil. */
  readonly edit: (
    row: Readonly<Record<string, string>>,
    first: Readonly<Record<string, string>>,
  ) => Record<string, Cell>;
}

const swapLast = (id: string) => id.slice(0, -1) + (id.endsWith('1') ? '2' : '1');

const MISTAKES: readonly Mistake[] = [
  { code: 'name.missing', edit: () => ({ name: null }) },
  { code: 'idNumber.checkDigit', edit: ({ idNumber = '' }) => ({ idNumber: swapLast(idNumber) }) },
  { code: 'idNumber.shape', edit: ({ idNumber = '' }) => ({ idNumber: idNumber.slice(0, 17) }) },
  { code: 'idNumber.lostDigits', edit: ({ idNumber = '' }) => ({ idNumber: `${idNumber.slice(0, 15)}000` }) },
  { code: 'birthDay.contradicts', edit: () => ({ birthDay: '2013.2.8' }) },
  { code: 'date.unreadable', edit: () => ({ birthDay: '二月三十' }) },
  { code: 'birthDay.noDay', edit: () => ({ birthDay: '2018年3月', idNumber: null }) },
  { code: 'sex.contradicts', edit: ({ sex }) => ({ sex: sex === '男' ? '女' : '男' }) },
  { code: 'class.unreadable', edit: () => ({ class: '实验班' }) },
  { code: 'class.becameDate', edit: () => ({ class: { day: '2026-01-02' } }) },
  { code: 'class.gradeMismatch', edit: () => ({ class: '五(2)班' }) },
  { code: 'twice.idNumber', edit: (_, first) => ({ ...first, studentNo: null }) },
  { code: 'phone.unreadable', edit: () => ({ 'father.phone': '1540000123' }) },
];

export interface BrokenRoster {
  readonly cells: Cell[][];
  /** In the order of the rows; `row` as Excel shows it. */
  readonly mistakes: { readonly row: number; readonly code: DoubtCode }[];
}

/** One header row, one good pupil, then one pupil for each mistake. */
export function makeBrokenRoster(seed = 1): BrokenRoster {
  const pupils = makeDemoRoster(seed).rows.slice(0, MISTAKES.length + 1);
  const keys = COLUMNS.map(({ key }) => key);
  const records = formSheet(pupils).rows.map((row) => Object.fromEntries(keys.map((key, i) => [key, row[i] ?? ''])));
  const [first = {}, ...others] = records;
  const edited = others.map((record, i) => ({ ...record, ...MISTAKES[i]?.edit(record, first) }));
  const titles = COLUMNS.map(({ group, title }) => group + title);
  const toCells = (record: Record<string, Cell>) => keys.map((key) => record[key] || null);
  return {
    cells: [titles, toCells(first), ...edited.map(toCells)],
    mistakes: MISTAKES.map(({ code }, i) => ({ row: i + 3, code })),
  };
}
