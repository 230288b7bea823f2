/**
 * The bytes of a roster → sheets of cells. The file comes from outside: nothing of it is believed before it was measured, and every refusal is
 * `roster.unreadable` with a problem that a person can mend.
 */
import readXlsx from 'read-excel-file/universal';
import { LIMITS } from '../../../miniprogram/shared/limits';
import { CELL_CHARACTERS, type Cell, type Sheet } from './cell';
import { decode, readCsv } from './csv';
import { spread } from './merges';
import { unreadable } from './problem';
import { repack, UNPACK_LIMITS, unpackXlsx } from './unpack';
import { isMarkup, readMarkup, readXls } from './xls';

const startsWith = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, i) => bytes[i] === byte);
const isZip = (bytes: Uint8Array) => startsWith(bytes, 0x50, 0x4b, 0x03, 0x04);
/** OLE2 compound file: an .xls, or the envelope of an encrypted .xlsx. */
const isCompound = (bytes: Uint8Array) => startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);

/** An encrypted workbook keeps its cipher in a stream of this name (MS-OFFCRYPTO 2.3.4.4), written in UTF-16. */
function isEncrypted(bytes: Uint8Array): boolean {
  return new TextDecoder('utf-16le').decode(bytes.subarray(0, bytes.length & ~1)).includes('EncryptedPackage');
}

/**
 * Reads a workbook of at most `LIMITS.rosterBytes` whose values reach no further than `SHEET_LIMITS`. What the file is, its first bytes say; the name only has
 * to agree where they say nothing: text is read as .csv when it is named so, and refused under the name of a workbook.
 * @throws AppError `roster.unreadable` with a `RosterProblem`.
 */
export async function readWorkbook(bytes: Uint8Array, fileName: string): Promise<Sheet[]> {
  if (bytes.length === 0) throw unreadable('empty');
  if (bytes.length > LIMITS.rosterBytes) throw unreadable('too-large');
  if (isCompound(bytes)) {
    if (isEncrypted(bytes)) throw unreadable('encrypted');
    return readXls(bytes);
  }
  if (isZip(bytes)) return readXlsxSheets(bytes);
  if (/\.(csv|txt)$/i.test(fileName)) {
    const rows = readCsv(bytes);
    if (!rows) throw unreadable('not-a-workbook');
    return [{ name: fileName.replace(/\.\w+$/, ''), rows }];
  }
  if (isMarkup(bytes)) return readMarkup(decode(bytes));
  throw unreadable('not-a-workbook');
}

async function readXlsxSheets(bytes: Uint8Array): Promise<Sheet[]> {
  const parts = unpackXlsx(bytes);
  const blob = new Blob([repack(parts)]);
  const sheets = await readXlsx<number | string>(blob, { parseNumber: exactNumber }).catch(() => {
    throw unreadable('broken');
  });
  let merged = 0;
  return sheets.map(({ sheet, data }, i) => {
    // A chart that is listed among the sheets has no cells.
    const rows = (data ?? []).map((row) => row.map(cellOf));
    const part = parts.sheets[i];
    for (const merge of part?.merges ?? []) {
      merged += spread(rows, merge);
      if (merged > UNPACK_LIMITS.cells) throw unreadable('too-far');
    }
    return {
      name: sheet,
      rows,
      hidden: part?.hidden ?? false,
      hiddenRows: part?.hiddenRows ?? [],
      baggage: i === 0 ? parts.baggage : [],
    };
  });
}

/** An ID number in a numeric cell has more digits than a double keeps: it stays text. */
function exactNumber(text: string): number | string {
  const number = Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
}

/** What Excel shows where a number is no day of its calendar. */
const NO_DAY = '########';

/** Dates come as UTC midnight, give or take the seconds that other programs lose on the way. */
function cellOf(value: unknown): Cell {
  if (value instanceof Date) {
    const day = new Date(value.getTime() + 60_000);
    return Number.isNaN(day.getTime()) ? NO_DAY : { day: day.toISOString().slice(0, 10) };
  }
  if (typeof value === 'string') return value.slice(0, CELL_CHARACTERS);
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
