/**
 * Old workbooks, and what calls itself one: .xls of Excel 97 and after, and the HTML and XML that many a system exports under that name. A kept
 * library reads them. It is loaded when such a file comes; it gets only what was measured before, evaluates nothing, and is stopped when it takes long.
 */
import { runInNewContext } from 'node:vm';
import type { CellObject, WorkBook } from '@e965/xlsx';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { CELL_CHARACTERS, type Cell, type Sheet } from './cell';
import { dayOfSerial } from './dates';
import { spread } from './merges';
import { type RosterProblem, unreadable } from './problem';
import { SHEET_LIMITS } from './sheet-xml';
import { walkRecords, XLS_CELLS, type XlsRecords } from './xls-records';

type Library = typeof import('@e965/xlsx');

/** A roster of 5,000 pupils takes a third of it. */
const LIMIT_MS = 12_000;

const OPTIONS = {
  dense: true,
  cellNF: true,
  cellText: false,
  cellHTML: false,
  cellFormula: false,
  bookVBA: false,
  // One more than may be, so that more is noticed.
  sheetRows: SHEET_LIMITS.rows + 1,
} as const;

/** @throws AppError `roster.unreadable`: `old-xls` for what the library cannot read, `encrypted`, `too-far`. */
export async function readXls(bytes: Uint8Array): Promise<Sheet[]> {
  const library = await import('@e965/xlsx');
  return inTime('old-xls', () => {
    const container = library.CFB.read(bytes, { type: 'array' });
    const entry = library.CFB.find(container, '/Workbook');
    if (!entry) throw unreadable(library.CFB.find(container, '/Book') ? 'old-xls' : 'not-a-workbook');
    const records = walkRecords(Uint8Array.from(entry.content as Uint8Array));
    const macros = (container.FullPaths as string[]).some((path) => path.includes('_VBA_PROJECT'));
    const sheets = sheetsOf(library, library.read(bytes, { ...OPTIONS, type: 'array' }), records);
    const baggage = [...(macros ? (['macros'] as const) : []), ...(records.links ? (['links'] as const) : [])];
    return sheets.map((sheet, i) => (i === 0 ? { ...sheet, baggage } : sheet));
  });
}

/** Whether a text is a table in HTML or in the XML of Excel 2003. */
export const isMarkup = (bytes: Uint8Array): boolean => {
  const begin = new TextDecoder().decode(bytes.subarray(0, 2000)).replace(/^\ufeff?\s*/, '');
  return begin.startsWith('<') && /<(!doctype html|html|table|meta|\?mso-application|workbook|\?xml)/i.test(begin);
};

const CELLS = /<(td|th|(\w+:)?cell)\b/gi;

/** @throws AppError `roster.unreadable`: `too-far`, `not-a-workbook`. */
export async function readMarkup(text: string): Promise<Sheet[]> {
  let cells = 0;
  for (const _ of text.matchAll(CELLS)) cells += 1;
  if (cells === 0) throw unreadable('not-a-workbook');
  if (cells > XLS_CELLS) throw unreadable('too-far');
  const library = await import('@e965/xlsx');
  // Of numbers as they are written: an ID number has more digits than a double keeps.
  return inTime('not-a-workbook', () =>
    sheetsOf(library, library.read(text, { ...OPTIONS, type: 'string', raw: true })),
  );
}

/** Runs the library, and stops it where it goes on for long: whatever it ran into, the function lives on. */
function inTime<T>(problem: RosterProblem, work: () => T): T {
  try {
    return runInNewContext('work()', { work }, { timeout: LIMIT_MS }) as T;
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(problem);
  }
}

function sheetsOf(library: Library, book: WorkBook, records?: XlsRecords): Sheet[] {
  const from1904 = book.Workbook?.WBProps?.date1904 === true;
  return book.SheetNames.map((name, i): Sheet => {
    const sheet = book.Sheets[name];
    const about = records?.sheets.find((one) => one.name === name);
    // A dense sheet keeps its rows under this name; a chart has none.
    const { '!data': data = [], '!merges': merges = [] } = (sheet ?? {}) as {
      '!data'?: (CellObject | undefined)[][];
      '!merges'?: { s: { r: number; c: number }; e: { r: number; c: number } }[];
    };
    if (data.length > SHEET_LIMITS.rows || merges.length > SHEET_LIMITS.merges) throw unreadable('too-far');
    const rows = Array.from(data, (row = []) => {
      if (row.length > SHEET_LIMITS.columns) throw unreadable('too-far');
      return Array.from(row, (cell) => cellOf(library, cell, from1904));
    });
    for (const { s, e } of merges) spread(rows, { top: s.r, left: s.c, bottom: e.r, right: e.c });
    return {
      name,
      rows,
      hidden: about?.hidden ?? !!book.Workbook?.Sheets?.[i]?.Hidden,
      hiddenRows: about?.hiddenRows ?? [],
    };
  });
}

/** Days between the two calendars of Excel. */
const DAYS_TO_1904 = 1462;

function cellOf({ SSF }: Library, cell: CellObject | undefined, from1904: boolean): Cell {
  if (!cell) return null;
  const { t, v, z } = cell;
  if (t === 'e') return ERRORS[Number(v)] ?? '#VALUE!';
  if (v instanceof Date) return { day: new Date(v.getTime() + 60_000).toISOString().slice(0, 10) };
  if (typeof v === 'string') return v.slice(0, CELL_CHARACTERS);
  if (typeof v === 'number' && typeof z === 'string' && SSF.is_date(z))
    return v >= 0 && v < LAST_SERIAL ? { day: dayOfSerial(v + (from1904 ? DAYS_TO_1904 : 0)) } : NO_DAY;
  // A double keeps fifteen digits; more of them are told apart by the reader of ID numbers.
  if (typeof v === 'number') return Number.isInteger(v) && !Number.isSafeInteger(v) ? String(v) : v;
  return typeof v === 'boolean' ? v : null;
}

/** 9999-12-31. */
const LAST_SERIAL = 2_958_466;
/** What Excel shows where a number is no day of its calendar. */
const NO_DAY = '########';
/** MS-XLS 2.5.10. */
const ERRORS: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
};
