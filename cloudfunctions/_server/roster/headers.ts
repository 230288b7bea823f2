/** Finds the header of a sheet: below any title, one row or two, merged or not, in any order. */
import { type Cell, isEmpty, plain, solid } from './cell';
import { COLUMNS, type Column, SILENT_TITLES } from './columns';

/** One column of the sheet that we understand. `title` is the header as a person reads it. */
export interface FoundColumn {
  /** 0-based. */
  readonly index: number;
  readonly title: string;
  readonly column: Column;
}

export interface Header {
  /** 0-based row of the last header row; pupils come below. */
  readonly lastRow: number;
  readonly columns: readonly FoundColumn[];
  readonly unrecognised: readonly { readonly index: number; readonly title: string }[];
  /** Columns left aside because an earlier one already told the same. */
  readonly repeated: readonly { readonly index: number; readonly title: string; readonly first: string }[];
}

/** Titles and instructions above a header: nobody has more of them than this. */
const SEARCHED_ROWS = 15;

const BY_SPELLING = new Map(
  COLUMNS.flatMap((column) => column.spellings.map((spelling) => [spelling, column] as const)),
);
const SILENT = new Set(SILENT_TITLES);

/** A title without spaces, brackets and their hints, stars and marks: 身份证号*(18位) → 身份证号. */
export function normalTitle(cell: Cell | undefined): string {
  return solid(cell ?? null)
    .replace(/[([【{][^)\]】}]*[)\]】}]/g, '')
    .replace(/[^\p{Script=Han}\w]/gu, '')
    .replace(/(的|之)(?=.)/g, '');
}

interface Title {
  readonly index: number;
  readonly shown: string;
  /** Spellings to try, the most exact first. */
  readonly tries: readonly string[];
}

function titlesOfOneRow(row: readonly Cell[]): Title[] {
  return row.flatMap((cell, index) =>
    isEmpty(cell) ? [] : [{ index, shown: plain(cell), tries: [normalTitle(cell)] }],
  );
}

/** A group header reaches to the right over empty cells, as long as there is something below it (files that lost their merges). */
function titlesOfTwoRows(upper: readonly Cell[], lower: readonly Cell[]): Title[] {
  const titles: Title[] = [];
  let group: Cell = null;
  for (let index = 0; index < Math.max(upper.length, lower.length); index++) {
    const [above, below] = [upper[index] ?? null, lower[index] ?? null];
    if (!isEmpty(above)) group = above;
    if (isEmpty(below) || normalTitle(above) === normalTitle(below)) {
      if (!isEmpty(above)) titles.push({ index, shown: plain(above), tries: [normalTitle(above)] });
    } else {
      const [outer, inner] = [normalTitle(group), normalTitle(below)];
      const shown = isEmpty(group) ? plain(below) : `${plain(group)}${plain(below)}`;
      titles.push({ index, shown, tries: [outer + inner, ...(isPerson(outer) ? [] : [inner])] });
    }
  }
  return titles;
}

/** 班主任 over 姓名 is not the pupil's name: a group that names a person lends its titles to nobody else. */
const isPerson = (group: string) =>
  /(父|母|爸|妈|祖|爷|奶|公|婆|姥|监护人|委托人|照护人|家长|老师|班主任|亲属|联系人|帮扶人)/.test(group);

function match(titles: readonly Title[], lastRow: number): Header {
  const columns: FoundColumn[] = [];
  const unrecognised: { index: number; title: string }[] = [];
  const repeated: { index: number; title: string; first: string }[] = [];
  for (const { index, shown, tries } of titles) {
    const column = tries.map((spelling) => BY_SPELLING.get(spelling)).find((found) => found !== undefined);
    const first = column && columns.find((known) => known.column === column);
    if (column && first) repeated.push({ index, title: shown, first: first.title });
    else if (column) columns.push({ index, title: shown, column });
    else if (!tries.some((spelling) => SILENT.has(spelling))) unrecognised.push({ index, title: shown });
  }
  return { lastRow, columns, unrecognised, repeated };
}

/** At least the name and two other columns. */
const isHeader = ({ columns }: Header) => columns.length >= 3 && columns.some(({ column }) => column.key === 'name');

const mostColumns = (headers: readonly Header[]) =>
  headers.reduce<Header | undefined>(
    (best, next) => (best && best.columns.length >= next.columns.length ? best : next),
    undefined,
  );

/**
 * The header that understands the most columns. One row is enough where two understand no more, unless the second row only
 * titles columns that we do not know: then it belongs to the header all the same.
 */
export function findHeader(rows: readonly (readonly Cell[])[]): Header | undefined {
  const searched = rows.slice(0, SEARCHED_ROWS);
  const single = mostColumns(searched.map((row, i) => match(titlesOfOneRow(row), i)).filter(isHeader));
  const double = searched
    .slice(1)
    .flatMap((row, i) => (row.every(isEmpty) ? [] : [match(titlesOfTwoRows(searched[i] ?? [], row), i + 1)]))
    .filter(isHeader);
  if (!single) return mostColumns(double);
  const known = single.columns.length;
  const below = double.filter(({ lastRow, columns }) => lastRow === single.lastRow + 1 && columns.length === known);
  return mostColumns([...double.filter(({ columns }) => columns.length > known), ...below, single]);
}
