import type { Output } from '../../../../shared/contract';

type School = Output<'statistics.county'>['schools'][number];
type Column = Exclude<keyof School, 'name'>;

/** The columns in the order in which they are read; `share` says of which other column a rate is given. */
const COLUMNS: readonly { readonly key: Column; readonly title: string; readonly share?: Column }[] = [
  { key: 'pupils', title: '学生' },
  { key: 'leftBehind', title: '留守儿童' },
  { key: 'filed', title: '已建档', share: 'leftBehind' },
  { key: 'thisWeek', title: '本周已联系', share: 'leftBehind' },
  { key: 'amber', title: '7 天以上没联系', share: 'leftBehind' },
  { key: 'red', title: '14 天以上没联系', share: 'leftBehind' },
];

/** What stands where a number would let a child be recognised. */
const HIDDEN = '不显示';

export interface Cell {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  /** 「64%」, or empty. */
  readonly rate: string;
  readonly hidden: boolean;
}
export interface SchoolRow {
  readonly name: string;
  readonly cells: readonly Cell[];
}
export interface County {
  readonly titles: readonly string[];
  readonly rows: readonly SchoolRow[];
  /** Of the shown cells alone, so that no hidden one can be found by subtraction. */
  readonly total: SchoolRow;
  readonly anyHidden: boolean;
}

/** The county's table: where the fewest were reached this week stands first, what cannot be compared last. */
export function countyOf(schools: readonly School[]): County {
  const rows = [...schools].sort((a, b) => reached(a) - reached(b)).map(rowOf);
  return {
    titles: COLUMNS.map(({ title }) => title),
    rows,
    total: totalOf(schools),
    anyHidden: rows.some(({ cells }) => cells.some(({ hidden }) => hidden)),
  };
}

const rowOf = (school: School): SchoolRow => ({
  name: school.name,
  cells: COLUMNS.map(({ key, title, share }) => cellOf(key, title, school[key], share ? school[share] : null)),
});

/** A total, and its rate over those schools that show both numbers. */
function totalOf(schools: readonly School[]): SchoolRow {
  const sum = (numbers: readonly (number | null)[]) => numbers.reduce<number>((total, n) => total + (n ?? 0), 0);
  const cells = COLUMNS.map(({ key, title, share }) => {
    const shown = schools.filter((school) => school[key] !== null && (!share || school[share] !== null));
    const whole = share ? sum(shown.map((school) => school[share])) : null;
    return shown.length > 0
      ? cellOf(key, title, sum(shown.map((school) => school[key])), whole)
      : cellOf(key, title, null, null);
  });
  return { name: '合计', cells };
}

function cellOf(key: Column, title: string, value: number | null, whole: number | null): Cell {
  if (value === null) return { key, title, text: HIDDEN, rate: '', hidden: true };
  const rate = whole ? `${Math.round((value / whole) * 100)}%` : '';
  return { key, title, text: String(value), rate, hidden: false };
}

const reached = ({ thisWeek, leftBehind }: School): number =>
  thisWeek === null || !leftBehind ? Number.POSITIVE_INFINITY : thisWeek / leftBehind;
