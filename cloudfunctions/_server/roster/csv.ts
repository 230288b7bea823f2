/** Comma- or tab-separated text (RFC 4180) in the encodings that Excel and WPS write in China. */
import type { Cell } from './cell';

/** UTF-16 by its mark; else UTF-8 if it is that; else GB18030, which WPS writes. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Control characters, or characters that no encoding of ours knows: not a text at all. */
const NOT_TEXT = /(?![\t\n\r\f])\p{Cc}|\ufffd/u;

/** A field is quoted (with "" for a quote) or bare; each match is a field and what ends it. */
const fieldPattern = (separator: string) =>
  new RegExp(`(?:"((?:[^"]|"")*)"|([^${separator}\\r\\n]*))(${separator}|\\r?\\n|\\r|$)`, 'y');

/** Rows of text, empty fields null; `undefined` when the bytes are no text. */
export function readCsv(bytes: Uint8Array): Cell[][] | undefined {
  const text = decode(bytes).replace(/^\ufeff/, '');
  if (NOT_TEXT.test(text)) return undefined;
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const separator = firstLine.includes('\t') && !firstLine.includes(',') ? '\t' : ',';
  const pattern = fieldPattern(separator);
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return undefined;
    const [, quoted, bare = '', end] = match;
    row.push(quoted?.replaceAll('""', '"') ?? (bare.trim() === '' ? null : bare));
    if (end === separator) continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
