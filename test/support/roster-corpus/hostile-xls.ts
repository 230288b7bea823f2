/** Old workbooks, and tables under their name, that mean harm. */
import { CFB } from '@e965/xlsx';
import { utf8 } from './csv';
import type { HostileFile } from './hostile';
import { sheetOf, xls } from './xls';

/** One record: type, length, bytes in words. */
function record(type: number, words: readonly number[] = []): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(4 + 2 * words.length));
  for (const [i, word] of [type, 2 * words.length, ...words].entries()) bytes.setUint16(2 * i, word, true);
  return new Uint8Array(bytes.buffer);
}

/** A container with these records for a workbook. */
function container(records: readonly Uint8Array[], name = '/Workbook'): Uint8Array {
  const made = CFB.utils.cfb_new();
  CFB.utils.cfb_add(made, name, Buffer.concat(records));
  return new Uint8Array(CFB.write(made, { type: 'buffer' }) as Buffer);
}

const BOOK = record(0x0809, [0x0600, 0x0005, 0, 0, 0, 0, 0, 0]);
const SHEET = record(0x0809, [0x0600, 0x0010, 0, 0, 0, 0, 0, 0]);
const END = record(0x000a);
/** Where the sheet begins, that it is seen, and its name: 「A」. */
const listed = (at: number) => record(0x0085, [at, 0, 0, 0x0001, 0x0041]);
const inSheet = (records: readonly Uint8Array[]) => {
  const before = BOOK.length + listed(0).length + END.length;
  return container([BOOK, listed(before), END, SHEET, ...records, END]);
};
const number = (row: number, column: number) => record(0x0203, [row, column, 0, 0, 0, 0, 0]);
/** A whole row of numbers, six bytes each. */
const many = (row: number, cells: number) =>
  record(0x00bd, [row, 0, ...Array.from({ length: cells }, () => [0, 2, 0]).flat(), cells - 1]);

/** Noise that is the same every time. */
function noise(length: number): Uint8Array {
  let state = 12345;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
}
const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const WELL = () =>
  xls({
    名册: sheetOf([
      ['姓名', '性别', '班级', '出生日期'],
      ['张三', '男', '302', '2018-03-05'],
    ]),
  });

/** A well-made file with noise behind its first bytes, as a bad disk leaves it. */
function broken(from: number): Uint8Array {
  const bytes = WELL();
  bytes.set(noise(bytes.length - from), from);
  return bytes;
}

export const HOSTILE_XLS: readonly HostileFile[] = [
  {
    name: 'noise behind the first bytes of an .xls',
    fileName: 'a.xls',
    bytes: () => Uint8Array.from([...OLE, ...noise(200_000)]),
    answer: 'old-xls',
  },
  { name: 'an .xls of which only the header is whole', fileName: 'a.xls', bytes: () => broken(512), answer: 'old-xls' },
  { name: 'an .xls whose table of sectors is noise', fileName: 'a.xls', bytes: () => broken(76), answer: 'old-xls' },
  {
    name: 'an .xls with a cell in row 65,536',
    fileName: 'a.xls',
    bytes: () => inSheet([number(65_535, 0)]),
    answer: 'too-far',
  },
  {
    name: 'an .xls with a cell in column 65,536',
    fileName: 'a.xls',
    bytes: () => inSheet([number(0, 65_535)]),
    answer: 'too-far',
  },
  {
    name: 'an .xls with 5,000,000 cells',
    fileName: 'a.xls',
    bytes: () => inSheet(Array.from({ length: 6_000 }, (_, i) => many(i % 20_000, 255))),
    answer: 'too-far',
  },
  {
    name: 'an .xls that begins 100,000 sheets and ends none',
    fileName: 'a.xls',
    bytes: () => container([BOOK, ...Array.from({ length: 100_000 }, () => SHEET)]),
    answer: 'old-xls',
  },
  {
    name: 'an .xls whose records are longer than it',
    fileName: 'a.xls',
    bytes: () => container([BOOK, Uint8Array.of(0xfd, 0, 0xff, 0xff, 1)]),
    answer: 'old-xls',
  },
  {
    name: 'an .xls with a password of its own',
    fileName: 'a.xls',
    bytes: () => container([BOOK, record(0x002f, [1, 0]), END]),
    answer: 'encrypted',
  },
  {
    name: 'an .xls of Excel 95',
    fileName: 'a.xls',
    bytes: () => container([record(0x0809, [0x0500, 5, 0, 0])], '/Book'),
    answer: 'old-xls',
  },
  {
    name: 'a web page with 1,000,000 cells',
    fileName: 'a.xls',
    bytes: () => utf8(`<html><table><tr>${'<td>1'.repeat(1_000_000)}</tr></table></html>`),
    answer: 'too-far',
  },
  {
    name: 'a web page with a cell over 100,000,000 rows and columns',
    fileName: 'a.xls',
    bytes: () =>
      utf8(
        '<table><tr><td colspan="100000000" rowspan="100000000">姓名</td><td>性别</td></tr><tr><td>张三</td></tr></table>',
      ),
    answer: 'too-far',
  },
  {
    name: 'a web page of tags that never end',
    fileName: 'a.xls',
    bytes: () => utf8(`<html><table><tr><td>${'<table><tr><td '.repeat(100_000)}`),
    answer: 'not-a-workbook',
  },
  {
    name: 'an .xls with macros in its container',
    fileName: 'a.xls',
    bytes: () => {
      const made = CFB.read(WELL(), { type: 'array' });
      CFB.utils.cfb_add(made, '/_VBA_PROJECT_CUR/VBA/ThisWorkbook', utf8('Sub Auto_Open()'));
      return new Uint8Array(CFB.write(made, { type: 'buffer' }) as Buffer);
    },
    answer: 'read',
  },
];
