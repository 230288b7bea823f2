/** Comma- or tab-separated text (RFC 4180) in the encodings that Excel and WPS write in China. */
import { CELL_CHARACTERS, type Cell } from './cell';
import { unreadable } from './problem';
import { SHEET_LIMITS } from './sheet-xml';

/** UTF-16 by its mark; else UTF-8 if it is that; else GB18030, which WPS writes. */
export function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Control characters, or characters that no encoding of ours knows: not a text at all. */
const NOT_TEXT = /(?![\t\n\r\f])\p{Cc}|\ufffd/u;

/** Empty fields at the end of a line are many a sheet's borders. */
const MOST_FIELDS = SHEET_LIMITS.columns * 4;

/** The mark that parts most fields of the first lines, quoted ones left aside; above a header there may be titles without any. */
function separatorOf(text: string): string {
  const lines = text
    .slice(0, 4000)
    .replace(/"[^"]*"/g, '')
    .split(/\r?\n|\r/)
    .slice(0, 15);
  const most = (separator: string) => Math.max(...lines.map((line) => line.split(separator).length));
  return [',', '\t', ';'].reduce((best, next) => (most(next) > most(best) ? next : best));
}

/** A field that nobody quoted: ="0123" is how a program keeps a spreadsheet from taking a number for one. */
function bareField(text: string): Cell {
  const kept = /^="(.*)"$/.exec(text)?.[1] ?? text;
  return kept.trim() === '' ? null : kept;
}

/** Where the quoted field that begins at `from` has its last quote; -1 where none ends it. Not found by a pattern: it may be as long as the file. */
function lastQuote(text: string, from: number, separator: string): number {
  let at = text.indexOf('"', from + 1);
  while (at >= 0 && text.charAt(at + 1) === '"') at = text.indexOf('"', at + 2);
  const next = text.charAt(at + 1);
  return at >= 0 && ['', separator, '\r', '\n'].includes(next) ? at : -1;
}

/** One field and where it ends. A quote that does not close is a letter like others. */
function fieldAt(text: string, from: number, separator: string, ends: RegExp): { field: Cell; end: number } {
  const last = text.charAt(from) === '"' ? lastQuote(text, from, separator) : -1;
  if (last >= 0) {
    const inner = text.slice(from + 1, Math.min(last, from + 1 + CELL_CHARACTERS));
    return { field: inner.replaceAll('""', '"'), end: last + 1 };
  }
  ends.lastIndex = from;
  const end = ends.exec(text)?.index ?? text.length;
  return { field: bareField(text.slice(from, Math.min(end, from + CELL_CHARACTERS))), end };
}

/**
 * Rows of text, empty fields null; `undefined` when the bytes are no text.
 * @throws AppError `roster.unreadable` `too-far` where there are more rows or columns than `SHEET_LIMITS`.
 */
export function readCsv(bytes: Uint8Array): Cell[][] | undefined {
  const text = decode(bytes).replace(/^\ufeff/, '');
  if (NOT_TEXT.test(text)) return undefined;
  const separator = separatorOf(text);
  const ends = new RegExp(`[${separator}\\r\\n]`, 'g');
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  for (let at = 0; at < text.length; ) {
    const { field, end } = fieldAt(text, at, separator, ends);
    row.push(field);
    const mark = text.charAt(end);
    at = end + (text.startsWith('\r\n', end) ? 2 : 1);
    if (mark === separator && row.length > MOST_FIELDS) throw unreadable('too-far');
    if (mark === separator) continue;
    rows.push(row);
    if (rows.length > SHEET_LIMITS.rows) throw unreadable('too-far');
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
