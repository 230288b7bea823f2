/** A school's roster, understood: which columns, which pupils, and everything that is doubtful, row by row. */
import { LIMITS } from '../../../miniprogram/shared/limits';
import { type Cell, isEmpty, prose, type Sheet, solid } from './cell';
import { schoolYearOf } from './dates';
import { type Doubt, type DoubtCode, doubt } from './doubts';
import { type Draft, emptyDraft } from './draft';
import { doubtsAcrossRows } from './duplicates';
import { type FoundColumn, findHeader, type SheetMeanings } from './headers';
import { columnOf, type Meanings } from './meanings';
import { isAboutRelative } from './members';
import { unreadable } from './problem';
import type { PupilRow } from './pupil';
import { type PupilRows, pupilRowsOf } from './pupil-rows';
import { type ReadOptions, settle } from './settle';

/** What was understood of one sheet's header. */
export interface UnderstoodSheet {
  sheet: string;
  /** The row (as in Excel) below which the pupils are; 0 when no header was found. */
  headerRow: number;
  /** In the order of the file: the file's title and the key of the column. */
  recognised: { index: number; title: string; key: string; byHand: boolean }[];
  /** Titles that we do not know; their columns are not read. */
  unrecognised: { index: number; title: string; byHand: boolean }[];
  /** Every title by the index of its column, as it is compared and remembered. */
  titles: ReadonlyMap<number, string>;
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

const EXAMPLE = /^(例|示例|样例|范例|填写示例|例如)([:：(]|$)/;

/** What Excel shows where a formula has no result. */
const FORMULA_ERROR = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$/;

const isBlank = ({ rows }: Sheet) => rows.every((row) => row.every(isEmpty));

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
    const taken = isEmpty(cell)
      ? undefined
      : FORMULA_ERROR.test(solid(cell))
        ? { code: 'cell.formulaError' as const, other: '' }
        : column.take(draft, cell, context);
    if (!taken) return [];
    const facts = { value: shortened(prose(cell)), other: taken.other ?? '' };
    const told = doubt({ ...place, column: title, identity: column.identity }, taken.code, facts);
    return [{ key: column.key, doubt: told }];
  });
}

/** Reads a pupil's row, and the rows of its relatives below. */
function readPupil(sheet: Sheet, found: PupilRows, options: ReadOptions): { pupil?: PupilRow; doubts: Doubt[] } {
  const draft = emptyDraft();
  const { columns, fallback } = found;
  const at = (row: number): Place => ({ sheet: sheet.name, row: row + 1 });
  const cells = (row: number) => sheet.rows[row] ?? [];
  const place = at(found.row);
  if (!columns.some(({ column }) => column.key === 'class')) draft.classColumn = false;
  const unread = readCells(cells(found.row), place, columns, draft, options.today);
  const relatives = columns.filter(({ column }) => isAboutRelative(column));
  for (const row of found.more) {
    const more = emptyDraft();
    unread.push(...readCells(cells(row), at(row), relatives, more, options.today));
    draft.members.push({ ...more.delegate, ...more.members[0] });
  }
  if (EXAMPLE.test(draft.name ?? '')) return { doubts: [doubt(place, 'row.example')] };
  const doubts = unread.map((cell) => cell.doubt);
  const pupil = settle(draft, place, fallback, options, (code, facts) => {
    if (!unread.some(({ key }) => TOLD_BY[code]?.includes(key))) doubts.push(doubt(place, code, facts));
  });
  const good = pupil && !doubts.some(({ severity }) => severity === 'error');
  return { doubts, ...(good && { pupil }) };
}

const shortened = (text: string) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);

/** 第 5、6 行; of many the first. */
function namedRows(rows: readonly number[]): string {
  const shown = rows.slice(0, 5).join('、');
  return rows.length > 5 ? `第 ${shown} 等 ${rows.length} 行` : `第 ${shown} 行`;
}

/** What concerns no cell: rows that are read although nobody sees them, and what the file carries besides. */
function doubtsOfSheet(sheet: Sheet, found: readonly PupilRows[]): Doubt[] {
  const hidden = new Set(sheet.hiddenRows);
  const rows = found.map(({ row }) => row + 1).filter((row) => hidden.has(row));
  const [first] = rows;
  const baggage = (sheet.baggage ?? []).map((what) => doubt({ sheet: sheet.name, row: 0 }, `file.${what}`));
  if (first === undefined) return baggage;
  return [...baggage, doubt({ sheet: sheet.name, row: first }, 'rows.hidden', { value: namedRows(rows) })];
}

/** What is said of a whole grade is said once a sheet. */
function onceAGrade(doubts: readonly Doubt[]): Doubt[] {
  const said = new Set<string>();
  return doubts.filter(({ code, text }) => {
    if (code !== 'class.assumedOnly') return true;
    const isNew = !said.has(text);
    said.add(text);
    return isNew;
  });
}

/** What a person said of the columns of a sheet. */
const saidOf = ({ name }: Sheet, meanings: Meanings | undefined): SheetMeanings => ({
  hand: new Map(
    meanings?.hand.filter(({ sheet }) => sheet === name).map(({ index, key }) => [index, columnOf(key)]) ?? [],
  ),
  remembered: meanings?.remembered ?? new Map(),
});

/** `before`: pupils of the sheets before. */
function understandSheet(sheet: Sheet, options: ReadOptions, before: number): Understood {
  const header = findHeader(sheet.rows, saidOf(sheet, options.meanings));
  if (!header) {
    const nothing = { recognised: [], unrecognised: [], titles: new Map<number, string>() };
    const empty = { sheet: sheet.name, headerRow: 0, ...nothing, pupilRows: 0 };
    const doubts = [...doubtsOfSheet(sheet, []), doubt({ sheet: sheet.name, row: 1 }, 'sheet.noHeader')];
    return { sheets: [empty], pupils: [], doubts };
  }
  const headerRow = header.lastRow + 1;
  const place = { sheet: sheet.name, row: headerRow };
  const found = pupilRowsOf(sheet, header, schoolYearOf(options.today));
  if (before + found.length > LIMITS.rosterRows) throw unreadable('too-many');
  const read = found.map((rows) => readPupil(sheet, rows, options));
  const doubts = [
    ...doubtsOfSheet(sheet, found),
    ...header.repeated.map(({ title, first }) => doubt({ ...place, column: title }, 'column.twice', { other: first })),
    ...onceAGrade(read.flatMap((pupil) => pupil.doubts)),
    ...(found.length === 0 ? [doubt(place, 'sheet.noPupils')] : []),
  ];
  const recognised = header.columns.map(({ index, title, column, byHand }) => ({
    index,
    title,
    key: column.key,
    byHand,
  }));
  const unrecognised = [...header.unrecognised];
  return {
    sheets: [
      { sheet: sheet.name, headerRow, recognised, unrecognised, titles: header.titles, pupilRows: found.length },
    ],
    pupils: read.flatMap(({ pupil }) => pupil ?? []),
    doubts,
  };
}

/** A hidden sheet is not read: more often than not it is last year's, or a list of words to choose from. Of the latter nothing is said. */
function hiddenSheet(sheet: Sheet): Understood {
  const isRoster = findHeader(sheet.rows) !== undefined;
  return { sheets: [], pupils: [], doubts: isRoster ? [doubt({ sheet: sheet.name, row: 1 }, 'sheet.hidden')] : [] };
}

/**
 * Reads all sheets that have a header; sheets without one are told and skipped, empty ones are not even told.
 * @throws AppError `roster.unreadable` `too-many` for more pupils than `LIMITS.rosterRows`.
 */
export function understand(sheets: readonly Sheet[], options: ReadOptions): Understood {
  const parts: Understood[] = [];
  let before = 0;
  for (const sheet of sheets) {
    if (isBlank(sheet)) continue;
    const part = sheet.hidden ? hiddenSheet(sheet) : understandSheet(sheet, options, before);
    before += part.sheets.reduce((sum, { pupilRows }) => sum + pupilRows, 0);
    parts.push(part);
  }
  const read = parts.flatMap(({ pupils }) => pupils);
  const across = doubtsAcrossRows(read);
  const refused = new Set(
    across.filter(({ severity }) => severity === 'error').map(({ sheet, row }) => `${row} ${sheet}`),
  );
  const order = new Map(sheets.map(({ name }, i) => [name, i]));
  const doubts = [...parts.flatMap((part) => part.doubts), ...across];
  doubts.sort((a, b) => (order.get(a.sheet) ?? 0) - (order.get(b.sheet) ?? 0) || a.row - b.row);
  return {
    sheets: parts.flatMap((part) => part.sheets),
    pupils: read.filter(({ sheet, row }) => !refused.has(`${row} ${sheet}`)),
    doubts,
  };
}
