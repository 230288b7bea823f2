/** Finds the header of a sheet: below any title, one row to three, merged or not, in any order. */
import { type Cell, isEmpty, plain, solid } from './cell';
import { type Column, SILENT_TITLES } from './columns';
import type { Meanings } from './meanings';
import { READ_COLUMNS } from './members';

/** One column of the sheet that we understand. `title` is the header as a person reads it. */
export interface FoundColumn {
  /** 0-based. */
  readonly index: number;
  readonly title: string;
  readonly column: Column;
  /** A person said what it means, now or with an earlier roster. */
  readonly byHand: boolean;
}

export interface Header {
  /** 0-based row of the last header row; pupils come below. */
  readonly lastRow: number;
  readonly columns: readonly FoundColumn[];
  /** The same columns again, of a list that goes on to the right of the first. */
  readonly beside: readonly (readonly FoundColumn[])[];
  readonly unrecognised: readonly { readonly index: number; readonly title: string; readonly byHand: boolean }[];
  /** Columns left aside because an earlier one already told the same. */
  readonly repeated: readonly { readonly index: number; readonly title: string; readonly first: string }[];
  /** Every title by the index of its column, as it is compared. */
  readonly titles: ReadonlyMap<number, string>;
}

/** Titles and instructions above a header: nobody has more of them than this. */
const SEARCHED_ROWS = 15;

const BY_SPELLING = new Map(
  READ_COLUMNS.flatMap((column) => column.spellings.map((spelling) => [spelling, column] as const)),
);
const SILENT = new Set(SILENT_TITLES);

/** With all the hints that stand in brackets behind it. */
const TITLE_CHARACTERS = 200;

/** Nobody's title is longer: what stands behind it is not looked at. */
const asTitle = (cell: Cell): Cell => (typeof cell === 'string' ? cell.slice(0, TITLE_CHARACTERS) : cell);

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

/**
 * Titles of two or three rows. A group header reaches to the right over empty cells, as long as there is something below it (files that lost
 * their merges).
 */
function titlesOfRows(rows: readonly (readonly Cell[])[]): Title[] {
  const titles: Title[] = [];
  const groups: Cell[] = rows.map(() => null);
  const width = Math.max(...rows.map((row) => row.length));
  for (let index = 0; index < width; index++) {
    const own = rows.map((row) => row[index] ?? null);
    const depth = own.findLastIndex((cell) => !isEmpty(cell));
    if (depth < 0) continue;
    own.forEach((cell, level) => {
      if (isEmpty(cell)) return;
      if (normalTitle(groups[level]) !== normalTitle(cell)) groups.fill(null, level + 1);
      groups[level] = cell;
    });
    const path = (depth === 0 ? own : groups)
      .slice(0, depth + 1)
      .filter((cell) => !isEmpty(cell))
      .filter((cell, i, all) => i === 0 || normalTitle(cell) !== normalTitle(all[i - 1]));
    titles.push({ index, shown: path.map(plain).join(''), tries: triesOf(path.map(normalTitle)) });
  }
  return titles;
}

/** The whole path first; then without its outermost groups, as far as they name nobody. */
function triesOf(path: readonly string[]): string[] {
  const [outer = '', ...inner] = path;
  const shorter = inner.length > 0 && !isPerson(outer) ? triesOf(inner) : [];
  return [path.join(''), ...shorter];
}

/** 班主任 over 姓名 is not the pupil's name: a group that names a person lends its titles to nobody else. */
const isPerson = (group: string) =>
  /(父|母|爸|妈|祖|爷|奶|公|婆|姥|监护人|委托人|照护人|家长|老师|班主任|亲属|成员|联系人|帮扶人)/.test(group);

/** What a person said of the columns of one sheet. */
export interface SheetMeanings {
  /** By index: a column, or `null` for one that is left alone. */
  readonly hand: ReadonlyMap<number, Column | null>;
  readonly remembered: Meanings['remembered'];
}
const NOTHING_SAID: SheetMeanings = { hand: new Map(), remembered: new Map() };

type Known = Title & { readonly column: Column | null | undefined; readonly byHand: boolean };

function meaningOf(title: Title, { hand, remembered }: SheetMeanings): Known {
  const said = hand.has(title.index) ? hand.get(title.index) : remembered.get(comparedTitle(title));
  if (said !== undefined) return { ...title, column: said, byHand: true };
  const column = title.tries.map((spelling) => BY_SPELLING.get(spelling)).find((found) => found !== undefined);
  return { ...title, column, byHand: false };
}

/** A title as it is remembered. */
const comparedTitle = ({ tries }: Title): string => tries[0] ?? '';

function match(titles: readonly Title[], lastRow: number, said: SheetMeanings): Header {
  const known = titles.map((title) => meaningOf(title, said));
  const claimed = new Set(known.flatMap(({ column, byHand }) => (byHand && column ? [column] : [])));
  const unrecognised = known
    .filter(({ column, byHand, tries }) => !column && (byHand || !tries.some((spelling) => SILENT.has(spelling))))
    .map(({ index, shown, byHand }) => ({ index, title: shown, byHand }));
  const found = known.flatMap(({ index, shown, column, byHand }) =>
    column ? [{ index, title: shown, column, byHand }] : [],
  );
  const blocks: FoundColumn[][] = [];
  const repeated: Header['repeated'][number][] = [];
  for (const next of found) {
    const byHand = next.byHand ? undefined : found.find(({ column, ...one }) => one.byHand && column === next.column);
    if (byHand && claimed.has(next.column)) {
      repeated.push({ index: next.index, title: next.title, first: byHand.title });
      continue;
    }
    if (blocks.length === 0 || beginsBlock(next, found)) blocks.push([]);
    const block = blocks.at(-1) ?? [];
    const first = block.find(({ column }) => column === next.column);
    if (first) repeated.push({ index: next.index, title: next.title, first: first.title });
    else block.push(next);
  }
  const [columns = [], ...beside] = blocks;
  const compared = new Map(known.map((title) => [title.index, comparedTitle(title)]));
  return { lastRow, columns, beside, unrecognised, repeated, titles: compared };
}

/** Two lists side by side on one page: the first title comes back as often as the name does. */
function beginsBlock({ column }: FoundColumn, found: readonly FoundColumn[]): boolean {
  const times = (key: string) => found.filter((other) => other.column.key === key).length;
  return column === found[0]?.column && times(column.key) > 1 && times(column.key) === times('name');
}

/** At least the name and two other columns. */
const isHeader = ({ columns }: Header) => columns.length >= 3 && columns.some(({ column }) => column.key === 'name');

/** So much of a roster that only nobody told us which column is the name: a person will. */
const lacksName = ({ columns }: Header) => columns.length >= 4 && columns.some(({ column }) => column.identity);

const mostColumns = (candidates: readonly Candidate[]) =>
  candidates.reduce<Candidate | undefined>(
    (best, next) => (best && best.header.columns.length >= next.header.columns.length ? best : next),
    undefined,
  );

/**
 * The header that understands the most columns. One row is enough where more understand no more, unless a second row only
 * titles columns that we do not know: then it belongs to the header all the same. What is said of columns by their place counts once the header is
 * found; what is said of titles helps to find it.
 */
export function findHeader(rows: readonly (readonly Cell[])[], said: SheetMeanings = NOTHING_SAID): Header | undefined {
  const searched = rows.slice(0, SEARCHED_ROWS).map((row) => row.map(asTitle));
  const byTitle = { ...said, hand: NOTHING_SAID.hand };
  const found = bestHeader(searched, byTitle, isHeader) ?? bestHeader(searched, byTitle, lacksName);
  if (!found || said.hand.size === 0) return found?.header;
  return match(found.titles, found.header.lastRow, said);
}

interface Candidate {
  readonly header: Header;
  readonly titles: readonly Title[];
}

function bestHeader(
  searched: readonly (readonly Cell[])[],
  said: SheetMeanings,
  isGood: (header: Header) => boolean,
): Candidate | undefined {
  const candidate = (titles: readonly Title[], lastRow: number): Candidate => ({
    header: match(titles, lastRow, said),
    titles,
  });
  const good = (candidates: readonly Candidate[]) => candidates.filter(({ header }) => isGood(header));
  const deeper = (depth: number) =>
    good(
      searched.flatMap((row, i) => {
        const upper = searched.slice(i - depth + 1, i);
        return i < depth - 1 || row.every(isEmpty) ? [] : [candidate(titlesOfRows([...upper, row]), i)];
      }),
    );
  const single = mostColumns(good(searched.map((row, i) => candidate(titlesOfOneRow(row), i))));
  const [double, triple] = [deeper(2), deeper(3)];
  if (!single) return mostColumns([...double, ...triple]);
  const known = single.header.columns.length;
  const below = double.filter(
    ({ header: { lastRow, columns } }) => lastRow === single.header.lastRow + 1 && columns.length === known,
  );
  const wider = [...double, ...triple].filter(({ header: { columns } }) => columns.length > known);
  return mostColumns([...wider, ...below, single]);
}
