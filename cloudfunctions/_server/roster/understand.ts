/** A school's roster, understood: which columns, which pupils, and everything that is doubtful, row by row. */
import { type Cell, isEmpty, plain, prose, type Sheet, solid } from './cell';
import { type ClassName, classInside } from './class-name';
import { schoolYearOf } from './dates';
import { type Doubt, type DoubtCode, doubt } from './doubts';
import { type Draft, emptyDraft } from './draft';
import { doubtsAcrossRows } from './duplicates';
import { type FoundColumn, findHeader, type Header, normalTitle } from './headers';
import type { PupilRow } from './pupil';
import { type ReadOptions, settle } from './settle';

/** What was understood of one sheet's header. */
export interface UnderstoodSheet {
  sheet: string;
  /** The row (as in Excel) below which the pupils are; 0 when no header was found. */
  headerRow: number;
  /** In the order of the file: the file's title and the key of the column. */
  recognised: { title: string; key: string }[];
  /** Titles that we do not know; their columns are not read. */
  unrecognised: string[];
  /** Rows with a pupil, readable or not. */
  pupilRows: number;
}

export interface Understood {
  sheets: UnderstoodSheet[];
  /** Only rows without an error. */
  pupils: PupilRow[];
  /** In the order of the file. */
  doubts: Doubt[];
}

const FOOTER = /^(合计|总计|小计|共计|填表|制表|审核|注[:：]|备注|说明|填报|单位|负责人|班主任|联系人|校长)/;
const EXAMPLE = /^(例|示例|样例|范例|填写示例|例如)([:：(]|$)/;

const filled = (row: readonly Cell[]) => row.filter((cell) => !isEmpty(cell));

/** A header printed again on a later page repeats the titles; a footer has few cells and begins with its word. */
function isDecoration(row: readonly Cell[], header: Header): boolean {
  const cells = filled(row);
  if (cells.length === 0) return true;
  const same = header.columns.filter(({ index, title, column }) => {
    const text = normalTitle(row[index]);
    return text !== '' && (text === normalTitle(title) || column.spellings.includes(text));
  });
  if (same.length >= Math.min(3, header.columns.length)) return true;
  const first = solid(cells[0] ?? null);
  return FOOTER.test(first) && new Set(cells.map(plain)).size <= 6;
}

/** Only a serial number, or a formatted line that nobody filled: no pupil. */
function isBlankPupil(row: readonly Cell[], header: Header): boolean {
  return header.columns.filter(({ index }) => !isEmpty(row[index])).length === 0;
}

/** What is missing only because a cell of these columns could not be read was told there, and is no news. */
const TOLD_BY: Partial<Record<DoubtCode, readonly string[]>> = {
  'sex.missing': ['sex', 'idNumber'],
  'birthDay.missing': ['birthDay', 'idNumber'],
  'class.missing': ['class', 'grade'],
};

interface Place {
  readonly sheet: string;
  readonly row: number;
}

/** Fills a draft from the cells; answers what to doubt, by the key of the column. */
function readCells(row: readonly Cell[], place: Place, columns: readonly FoundColumn[], draft: Draft, today: string) {
  const context = { schoolYear: schoolYearOf(today) };
  return columns.flatMap(({ index, title, column }) => {
    const cell = row[index] ?? null;
    const taken = isEmpty(cell) ? undefined : column.take(draft, cell, context);
    if (!taken) return [];
    const facts = { value: shortened(prose(cell)), other: taken.other ?? '' };
    const told = doubt({ ...place, column: title, identity: column.identity }, taken.code, facts);
    return [{ key: column.key, doubt: told }];
  });
}

function readRow(
  row: readonly Cell[],
  place: Place,
  columns: readonly FoundColumn[],
  fallback: ClassName | undefined,
  options: ReadOptions,
): { pupil?: PupilRow; doubts: Doubt[] } {
  const draft = emptyDraft();
  const unread = readCells(row, place, columns, draft, options.today);
  if (EXAMPLE.test(draft.name ?? '')) return { doubts: [doubt(place, 'row.example')] };
  const doubts = unread.map((cell) => cell.doubt);
  const pupil = settle(draft, place, fallback, options, (code, facts) => {
    if (!unread.some(({ key }) => TOLD_BY[code]?.includes(key))) doubts.push(doubt(place, code, facts));
  });
  const good = pupil && !doubts.some(({ severity }) => severity === 'error');
  return { doubts, ...(good && { pupil }) };
}

const shortened = (text: string) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);

/** Sheet's name first, then the titles above the header: a file per class seldom has a column for it. */
function classOfSheet(sheet: Sheet, header: Header, schoolYear: number): ClassName | undefined {
  const above = sheet.rows.slice(0, header.lastRow).flatMap((row) => filled(row).slice(0, 3));
  const texts = [sheet.name, ...above.filter((cell) => typeof cell === 'string')];
  return texts.map((text) => classInside(solid(text), schoolYear)).find((found) => found !== undefined);
}

function understandSheet(sheet: Sheet, options: ReadOptions): Understood {
  const header = findHeader(sheet.rows);
  if (!header) {
    const empty = { sheet: sheet.name, headerRow: 0, recognised: [], unrecognised: [], pupilRows: 0 };
    return { sheets: [empty], pupils: [], doubts: [doubt({ sheet: sheet.name, row: 1 }, 'sheet.noHeader')] };
  }
  const headerRow = header.lastRow + 1;
  const place = { sheet: sheet.name, row: headerRow };
  const doubts = header.repeated.map(({ title, first }) =>
    doubt({ ...place, column: title }, 'column.twice', { other: first }),
  );
  const pupils: PupilRow[] = [];
  const fallback = classOfSheet(sheet, header, schoolYearOf(options.today));
  let pupilRows = 0;
  sheet.rows.forEach((row, i) => {
    if (i < headerRow || isBlankPupil(row, header) || isDecoration(row, header)) return;
    const result = readRow(row, { sheet: sheet.name, row: i + 1 }, header.columns, fallback, options);
    pupilRows += 1;
    if (result.pupil) pupils.push(result.pupil);
    doubts.push(...result.doubts);
  });
  if (pupilRows === 0) doubts.push(doubt(place, 'sheet.noPupils'));
  const recognised = header.columns.map(({ title, column }) => ({ title, key: column.key }));
  const unrecognised = header.unrecognised.map(({ title }) => title);
  return { sheets: [{ sheet: sheet.name, headerRow, recognised, unrecognised, pupilRows }], pupils, doubts };
}

/** Reads all sheets that have a header; sheets without one are told and skipped, empty ones are not even told. */
export function understand(sheets: readonly Sheet[], options: ReadOptions): Understood {
  const parts = sheets
    .filter(({ rows }) => rows.some((row) => filled(row).length > 0))
    .map((sheet) => understandSheet(sheet, options));
  const read = parts.flatMap(({ pupils }) => pupils);
  const across = doubtsAcrossRows(read);
  const refused = new Set(
    across.filter(({ severity }) => severity === 'error').map(({ sheet, row }) => `${row} ${sheet}`),
  );
  const order = new Map(parts.flatMap((part) => part.sheets).map(({ sheet }, i) => [sheet, i]));
  const doubts = [...parts.flatMap((part) => part.doubts), ...across];
  doubts.sort((a, b) => (order.get(a.sheet) ?? 0) - (order.get(b.sheet) ?? 0) || a.row - b.row);
  return {
    sheets: parts.flatMap((part) => part.sheets),
    pupils: read.filter(({ sheet, row }) => !refused.has(`${row} ${sheet}`)),
    doubts,
  };
}
