/** Files that mean harm, or that no program could read as they are. */
import { strToU8, type Zippable, zipSync } from 'fflate';
import { utf8 } from './csv';
import { HOSTILE_XLS } from './hostile-xls';
import { book } from './xlsx';

export interface HostileFile {
  readonly name: string;
  readonly fileName?: string;
  readonly bytes: () => Uint8Array;
  /** `read`, or the problem that is told. */
  readonly answer:
    | 'read'
    | 'not-a-workbook'
    | 'old-xls'
    | 'encrypted'
    | 'too-large'
    | 'too-far'
    | 'too-many'
    | 'broken';
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const HEAD = [
  ['姓名', '性别', '班级', '出生日期'],
  ['张三', '男', '302', '2018-03-05'],
];
const zip = (parts: Zippable) => zipSync(parts, { level: 1 });
const withParts = (parts: Zippable) => book([{ name: '名册', rows: HEAD }], { parts });
/** The well-made workbook with another sheet in the place of its own. */
const withSheet = (body: string) => withParts({ 'xl/worksheets/sheet1.xml': [strToU8(body), { level: 1 }] });
const sheet = (data: string, behind = '') =>
  `<worksheet xmlns="${MAIN}"><sheetData>${data}</sheetData>${behind}</worksheet>`;
const text = (at: string, value: string) => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
const times = (n: number, make: (i: number) => string) => Array.from({ length: n }, (_, i) => make(i)).join('');
const MB = 1024 * 1024;
const ROWS = 1_048_576;

const compound = (...more: readonly number[]) =>
  Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array<number>(600).fill(0), ...more]);
const utf16 = (value: string) => [...value].flatMap((char) => [char.charCodeAt(0), 0]);

export const HOSTILE: readonly HostileFile[] = [
  ...HOSTILE_XLS,
  { name: 'an .xls', fileName: '名册.xls', bytes: () => compound(), answer: 'old-xls' },
  { name: 'an .xls under the name of an .xlsx', bytes: () => compound(), answer: 'old-xls' },
  { name: 'a workbook with a password', bytes: () => compound(...utf16('EncryptedPackage')), answer: 'encrypted' },
  {
    name: 'a web page',
    fileName: '名册.xls',
    bytes: () => utf8('<html><body><p>请先登录</p></body></html>'),
    answer: 'not-a-workbook',
  },
  { name: 'a text under the name of an .xlsx', bytes: () => utf8('姓名,性别,班级\n'), answer: 'not-a-workbook' },
  {
    name: 'a picture under the name of a .csv',
    fileName: 'a.csv',
    bytes: () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0),
    answer: 'not-a-workbook',
  },
  { name: 'a letter', bytes: () => zip({ 'word/document.xml': strToU8('<w/>') }), answer: 'not-a-workbook' },
  {
    name: 'a binary workbook',
    fileName: '名册.xlsb',
    bytes: () => zip({ 'xl/workbook.bin': strToU8('x') }),
    answer: 'not-a-workbook',
  },
  {
    name: 'a zip bomb of 40 MB in one sheet',
    bytes: () => withParts({ 'xl/worksheets/sheet1.xml': [new Uint8Array(40 * MB), { level: 1 }] }),
    answer: 'too-far',
  },
  {
    name: 'a zip bomb in parts that nobody needs',
    bytes: () => withParts({ 'xl/media/a.xml': [new Uint8Array(40 * MB), { level: 1 }] }),
    answer: 'read',
  },
  {
    name: 'six hundred parts',
    bytes: () => zip(Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`x${i}.xml`, strToU8('x')]))),
    answer: 'too-large',
  },
  {
    name: '1,048,576 formatted empty rows',
    bytes: () =>
      withSheet(sheet(times(ROWS, (i) => `<row r="${i + 1}" spans="1:20" s="1" customFormat="1" ht="18"/>`))),
    answer: 'too-far',
  },
  {
    name: '1,048,576 bare empty rows',
    bytes: () => withSheet(sheet(times(ROWS, (i) => `<row r="${i + 1}"/>`))),
    answer: 'read',
  },
  {
    name: 'a row of number 9007199254740991',
    bytes: () => withSheet(sheet(`<row r="9007199254740991"/><row r="x">${text('A1', '甲')}</row>`)),
    answer: 'broken',
  },
  {
    name: 'a word in the last cell of the sheet',
    bytes: () => withSheet(sheet(`<row r="${ROWS}">${text(`XFD${ROWS}`, '甲')}</row>`)),
    answer: 'too-far',
  },
  {
    name: 'an address that hides behind another attribute',
    bytes: () => withSheet(sheet(`<row r="1"><c x=">" r='XFD${ROWS}' t="n"><v>1</v></c></row>`)),
    answer: 'too-far',
  },
  {
    name: '10,000 columns',
    bytes: () => book([{ name: '名册', rows: [times(10_000, () => '甲').split('')] }]),
    answer: 'too-far',
  },
  {
    name: 'values so sparse that laying them out is the harm',
    bytes: () =>
      book(
        Array.from({ length: 60 }, (_, i) => ({
          name: `${i}`,
          rows: [HEAD[0] ?? [], ...new Array<string[]>(2_000).fill([]), [...new Array<null>(200).fill(null), 'x']],
        })),
      ),
    answer: 'too-far',
  },
  {
    name: 'twenty thousand merges of everything',
    bytes: () =>
      withSheet(
        sheet(
          times(5_000, (i) => `<row r="${i + 1}">${text(`A${i + 1}`, '甲')}${text(`IV${i + 1}`, '乙')}</row>`),
          `<mergeCells>${times(20_000, () => `<mergeCell ref="A1:XFD${ROWS}"/>`)}</mergeCells>`,
        ),
      ),
    answer: 'too-far',
  },
  {
    name: 'five hundred sheets',
    bytes: () => book(Array.from({ length: 450 }, (_, i) => ({ name: `${i}`, rows: HEAD }))),
    answer: 'too-large',
  },
  {
    name: 'tags that never end',
    bytes: () => withSheet(`<worksheet><sheetData>${'<c '.repeat(2 * MB)}`),
    answer: 'broken',
  },
  {
    name: 'one tag of 12 MB',
    bytes: () => withSheet(sheet(`<row r="1"><c ${'a'.repeat(12 * MB)}></c></row>`)),
    answer: 'read',
  },
  {
    name: 'one tag of a million attributes',
    bytes: () => withSheet(sheet(`<row r="1"><c ${'r="A1" '.repeat(MB)}`)),
    answer: 'broken',
  },
  { name: 'tags inside each other, a million deep', bytes: () => withSheet(sheet('<a>'.repeat(MB))), answer: 'read' },
  {
    name: 'entities that grow',
    bytes: () =>
      withParts({
        'xl/sharedStrings.xml': strToU8(
          `<!DOCTYPE x [<!ENTITY a "${'b'.repeat(1000)}">${times(9, (i) => `<!ENTITY a${i} "${`&a${i - 1};`.repeat(10)}">`)}]><sst>${'<si><t>&a8;</t></si>'.repeat(8)}</sst>`,
        ),
      }),
    answer: 'read',
  },
  {
    name: 'half a million styles',
    bytes: () =>
      withParts({
        'xl/styles.xml': [
          strToU8(`<styleSheet><cellXfs>${'<xf numFmtId="0"/>'.repeat(500_000)}</cellXfs></styleSheet>`),
          { level: 1 },
        ],
      }),
    answer: 'too-large',
  },
  {
    name: 'six thousand pupils',
    bytes: () => book([{ name: '名册', rows: [HEAD[0] ?? [], ...new Array<string[]>(6_000).fill(HEAD[1] ?? [])] }]),
    answer: 'too-many',
  },
  {
    name: 'a title of 30,000 brackets',
    bytes: () =>
      book([
        {
          name: '名册',
          rows: [...HEAD, ...Array.from({ length: 10 }, () => new Array<string>(20).fill('（'.repeat(30_000)))],
        },
      ]),
    answer: 'read',
  },
  { name: 'a csv of nothing but commas', fileName: 'a.csv', bytes: () => utf8(','.repeat(9 * MB)), answer: 'too-far' },
  { name: 'a csv of nothing but lines', fileName: 'a.csv', bytes: () => utf8('\n'.repeat(9 * MB)), answer: 'too-far' },
  {
    name: 'a csv with one quote at the beginning',
    fileName: 'a.csv',
    bytes: () => utf8(`"${'a'.repeat(4 * MB)}`),
    answer: 'read',
  },
  { name: 'a csv of nothing but quotes', fileName: 'a.csv', bytes: () => utf8('"'.repeat(4 * MB)), answer: 'read' },
];
