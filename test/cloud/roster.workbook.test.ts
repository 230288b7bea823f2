import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import writeXlsx, { type SheetData } from 'write-excel-file/node';
import { readCsv } from '../../cloudfunctions/_server/roster/csv';
import { readWorkbook } from '../../cloudfunctions/_server/roster/workbook';

const xlsx = async (data: SheetData) => new Uint8Array(await writeXlsx(data, { dateFormat: 'yyyy-mm-dd' }).toBuffer());
const problemOf = (bytes: Uint8Array, name = '名册.xlsx') =>
  readWorkbook(bytes, name).then(
    () => 'read',
    (error: { code: string; details: { problem: string } }) => `${error.code} ${error.details.problem}`,
  );

/** The least workbook that a parser accepts, with a sheet of our making. */
function workbookWith(sheet: string, workbook = '<sheet name="甲" sheetId="1" r:id="rId1"/>'): Uint8Array {
  const xml = '<?xml version="1.0" encoding="UTF-8"?>';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipSync({
    'xl/workbook.xml': strToU8(
      `${xml}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${workbook}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `${xml}<Relationships><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(`${xml}<worksheet xmlns="${main}">${sheet}</worksheet>`),
  });
}
const text = (at: string, value: string) => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;

describe('a workbook', () => {
  it('gives texts, numbers, dates and yes/no as they are, with empty rows in place', async () => {
    const bytes = await xlsx([['姓名', 3, true], [], [null, new Date('2014-03-05'), 2.5]]);
    const [sheet] = await readWorkbook(bytes, 'a.xlsx');
    expect(sheet?.rows).toEqual([
      ['姓名', 3, true],
      [null, null, null],
      [null, { day: '2014-03-05' }, 2.5],
    ]);
  });

  it('fills merged cells, in both directions', async () => {
    const bytes = await xlsx([
      [{ value: '父亲', columnSpan: 2 }, null, { value: '班级', rowSpan: 2 }],
      ['姓名', '电话', null],
    ]);
    const [sheet] = await readWorkbook(bytes, 'a.xlsx');
    expect(sheet?.rows).toEqual([
      ['父亲', '父亲', '班级'],
      ['姓名', '电话', '班级'],
    ]);
  });

  it('keeps the digits of a long number', async () => {
    const bytes = workbookWith(
      '<sheetData><row r="1"><c r="A1"><v>110105194912310021</v></c><c r="B1"><v>13800138000</v></c></row></sheetData>',
    );
    const [sheet] = await readWorkbook(bytes, 'a.xlsx');
    expect(sheet?.rows).toEqual([['110105194912310021', 13800138000]]);
  });

  it('does not mind formatted empty cells down to the last row', async () => {
    const rows = `<row r="1">${text('A1', '姓名')}</row><row r="1048576"><c r="XFD1048576" s="0"/></row>`;
    const [sheet] = await readWorkbook(workbookWith(`<sheetData>${rows}</sheetData>`), 'a.xlsx');
    expect(sheet?.rows).toEqual([['姓名']]);
  });
});

describe('a file that is not what it says', () => {
  const compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
  const utf16 = (value: string) => [...value].flatMap((char) => [char.charCodeAt(0), 0]);
  const cases: [string, Uint8Array, string][] = [
    ['nothing at all', new Uint8Array(), 'empty'],
    ['an old .xls', Uint8Array.from([...compound, ...new Array(600).fill(0)]), 'old-xls'],
    [
      'an encrypted .xlsx',
      Uint8Array.from([...compound, ...new Array(600).fill(0), ...utf16('EncryptedPackage')]),
      'encrypted',
    ],
    ['a csv under the name of a workbook', strToU8('姓名,性别\n张三,男\n'), 'not-a-workbook'],
    ['a web page under the name of a workbook', strToU8('<html><body><p>请先登录</p></body></html>'), 'not-a-workbook'],
    ['a zip of something else', zipSync({ 'word/document.xml': strToU8('<w/>') }), 'not-a-workbook'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'not-a-workbook'],
    [
      'a workbook with broken XML',
      workbookWith('<sheetData><row r="1"><c r="A1" t="s"><v>9</v></c></row></sheetData>'),
      'broken',
    ],
    [
      'a value in the last cell of the sheet',
      workbookWith(`<sheetData><row r="1048576">${text('XFD1048576', '甲')}</row></sheetData>`),
      'too-far',
    ],
    ['too many columns', workbookWith(`<sheetData><row r="1">${text('ZZ1', '甲')}</row></sheetData>`), 'too-far'],
    [
      'too many parts',
      zipSync(Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`x${i}.xml`, strToU8('x')]))),
      'too-large',
    ],
    ['more bytes than allowed', new Uint8Array(10 * 1024 * 1024 + 1), 'too-large'],
  ];
  it.each(cases)('%s', async (_, bytes, problem) => {
    expect(await problemOf(bytes)).toBe(`roster.unreadable ${problem}`);
  });

  it('a zip bomb is noticed long before it is unpacked', async () => {
    const bomb = zipSync({
      'xl/workbook.xml': strToU8('<w/>'),
      'xl/worksheets/sheet1.xml': new Uint8Array(120 * 1024 * 1024),
    });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    expect(await problemOf(bomb)).toBe('roster.unreadable too-far');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('a workbook cut short anywhere is refused or read, but nothing else', async () => {
    const whole = await xlsx([
      ['姓名', '性别'],
      ['张三', '男'],
    ]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: whole.length - 1 }), async (length) => {
        expect(await problemOf(whole.subarray(0, length))).toMatch(
          /^(read|roster\.unreadable (broken|not-a-workbook))$/,
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('csv', () => {
  it('reads UTF-8 with and without a mark, GB18030 and UTF-16', async () => {
    const gb = Uint8Array.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xd0, 0xd4, 0xb1, 0xf0]);
    const utf16 = Uint8Array.from([0xff, 0xfe, ...Buffer.from('姓名\t性别', 'utf16le')]);
    for (const bytes of [strToU8('姓名,性别'), strToU8('\ufeff姓名,性别\r\n'), gb, utf16]) {
      expect((await readWorkbook(bytes, '三(2)班.csv'))[0]).toEqual({ name: '三(2)班', rows: [['姓名', '性别']] });
    }
  });

  it('reads back any fields, quoted', () => {
    const field = fc.string().filter((value) => !/\p{Cc}|\ufffd|\ufeff/u.test(value) && value.trim() !== '');
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
        const quoted = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        expect(readCsv(strToU8(quoted))).toEqual(rows);
      }),
    );
  });

  it('refuses bytes that are no text', async () => {
    expect(await problemOf(Uint8Array.from([0, 1, 2, 3]), 'a.csv')).toBe('roster.unreadable not-a-workbook');
  });
});
