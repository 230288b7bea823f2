/**
 * The records of an old .xls (BIFF8, MS-XLS 2.1.4), walked once from front to back before a parser lays anything out: how much there is, what is
 * hidden, what the file carries besides. Each record is a type, a length and so many bytes, so the walk is as long as the file.
 */
import { unreadable } from './problem';
import { SHEET_LIMITS } from './sheet-xml';

/** What the records say of one sheet. */
export interface XlsSheet {
  readonly name: string;
  readonly hidden: boolean;
  /** Numbers, as Excel shows them, of rows that somebody hid or filtered away. */
  readonly hiddenRows: readonly number[];
}
export interface XlsRecords {
  readonly sheets: readonly XlsSheet[];
  /** Formulas point to other files. */
  readonly links: boolean;
}

/** More cells than a roster of 5,000 pupils with all columns has; each becomes an object of the parser. */
export const XLS_CELLS = 600_000;

const BOF = 0x0809;
const EOF = 0x000a;
const BOUNDSHEET = 0x0085;
const FILEPASS = 0x002f;
const SUPBOOK = 0x01ae;
const ROW = 0x0208;
/** NUMBER, LABEL, BOOLERR, LABELSST, RK, FORMULA, RSTRING: one cell each, its row first. */
const ONE_CELL = new Set([0x0203, 0x0204, 0x0205, 0x00fd, 0x027e, 0x0006, 0x00d6]);
/** MULRK: cells of a row side by side; the last column stands at its end. */
const MANY_CELLS = 0x00bd;

const BIFF8 = 0x0600;
const WORKSHEET = 0x0010;
/** Of a ROW's flags: no height. */
const NO_HEIGHT = 0x20;
/** Names of the workbook itself and of its add-ins, in place of a path. */
const OWN_BOOK = new Set([0x0401, 0x3a01]);

/** @throws AppError `roster.unreadable`: `old-xls` for what Excel wrote before 97 and what is broken, `encrypted`, `too-far`. */
export function walkRecords(stream: Uint8Array): XlsRecords {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const listed: (XlsSheet & { readonly at: number })[] = [];
  const rowsAt = new Map<number, number[]>();
  let [cells, depth, links] = [0, 0, false];
  let hiddenRows: number[] = [];
  for (let at = 0; at + 4 <= stream.length; ) {
    const [type, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    const [from, to] = [at + 4, at + 4 + length];
    if (to > stream.length) throw unreadable('old-xls');
    const word = (offset: number) => (from + offset + 2 <= to ? view.getUint16(from + offset, true) : 0);
    if (at === 0 && (type !== BOF || word(0) !== BIFF8)) throw unreadable('old-xls');
    if (type === BOF) {
      depth += 1;
      // A chart lies within its sheet: its rows are no rows.
      if (depth === 1 && word(2) === WORKSHEET) {
        hiddenRows = [];
        rowsAt.set(at, hiddenRows);
      }
    } else if (type === EOF) {
      depth = Math.max(0, depth - 1);
    } else if (type === FILEPASS) {
      throw unreadable('encrypted');
    } else if (type === BOUNDSHEET && length >= 8) {
      listed.push({
        at: view.getUint32(from, true),
        hidden: (word(4) & 3) !== 0,
        name: nameOf(stream.subarray(from + 6, to)),
        hiddenRows: [],
      });
      if (listed.length > SHEETS) throw unreadable('too-large');
    } else if (type === SUPBOOK) {
      links ||= !OWN_BOOK.has(word(2));
    } else if (type === ROW && depth === 1 && (word(12) & NO_HEIGHT) !== 0) {
      hiddenRows.push(word(0) + 1);
    } else if (ONE_CELL.has(type) || type === MANY_CELLS) {
      const last = type === MANY_CELLS ? word(length - 2) : word(2);
      cells += type === MANY_CELLS ? Math.max(1, last - word(2) + 1) : 1;
      if (word(0) >= SHEET_LIMITS.rows || last >= SHEET_LIMITS.columns || cells > XLS_CELLS)
        throw unreadable('too-far');
    }
    at = to;
  }
  if (listed.length === 0) throw unreadable('old-xls');
  return { links, sheets: listed.map(({ at, name, hidden }) => ({ name, hidden, hiddenRows: rowsAt.get(at) ?? [] })) };
}

const SHEETS = 100;

/** Length, whether in two bytes a character, characters. */
function nameOf(bytes: Uint8Array): string {
  const [characters = 0, flags = 0] = bytes;
  const isWide = (flags & 1) === 1;
  return new TextDecoder(isWide ? 'utf-16le' : 'latin1').decode(bytes.subarray(2, 2 + characters * (isWide ? 2 : 1)));
}
