/** Comma- or tab-separated text (RFC 4180) in the encodings that Excel and WPS write in China. */
import type { Cell } from './cell';
import { unreadable } from './problem';
import { SHEET_LIMITS } from './sheet-xml';

/** UTF-16 by its mark; else UTF-8 if it is that; else GB18030, which WPS writes. */
function decode(bytes: Uint8Array): string {
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

/** A field is quoted (with "" for a quote) or bare; each match is a field and what ends it. */
const fieldPattern = (separator: string) =>
  new RegExp(`(?:"([^"]*(?:""[^"]*)*)"|([^${separator}\\r\\n]*))(${separator}|\\r?\\n|\\r|$)`, 'y');

/** The mark that parts most fields of the first lines; above a header there may be titles without any. */
function separatorOf(text: string): string {
  const lines = text
    .slice(0, 4000)
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

/**
 * Rows of text, empty fields null; `undefined` when the bytes are no text.
 * @throws AppError `roster.unreadable` `too-far` where there are more rows or columns than `SHEET_LIMITS`.
 */
export function readCsv(bytes: Uint8Array): Cell[][] | undefined {
  const text = decode(bytes).replace(/^\ufeff/, '');
  if (NOT_TEXT.test(text)) return undefined;
  const separator = separatorOf(text);
  const pattern = fieldPattern(separator);
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return undefined;
    const [, quoted, bare = '', end] = match;
    row.push(quoted?.replaceAll('""', '"') ?? bareField(bare));
    if (end === separator) {
      if (row.length > MOST_FIELDS) throw unreadable('too-far');
      continue;
    }
    rows.push(row);
    if (rows.length > SHEET_LIMITS.rows) throw unreadable('too-far');
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
