/** Old workbooks, and tables that only call themselves one. */
import { type CellObject, utils, type WorkBook, type WorkSheet, write } from '@e965/xlsx';
import { gb18030 } from './csv';
import { id, type RosterFile } from './roster-file';

type Row = readonly (string | number | boolean | null | CellObject)[];

export const sheetOf = (rows: readonly Row[], more: object = {}): WorkSheet =>
  Object.assign(utils.aoa_to_sheet(rows.map((row) => [...row])), more);

export function xls(sheets: Readonly<Record<string, WorkSheet>>, book: Partial<WorkBook> = {}): Uint8Array {
  const made: WorkBook = { ...book, SheetNames: Object.keys(sheets), Sheets: { ...sheets } };
  return new Uint8Array(write(made, { bookType: 'biff8', type: 'array' }) as ArrayBuffer);
}

/** A date as Excel keeps it: a number that is shown as one. */
const date = (v: number): CellObject => ({ t: 'n', v, z: 'yyyy-mm-dd' });

const HEAD = ['姓名', '性别', '班级', '出生日期'];
const READ = ['2 三(2)班 张三 男 2018-03-05', '3 三(2)班 李四 女 2017-11-20'];
const ZHANG = ['张三', '男', '三(2)班', '2018-03-05'];
const LI = ['李四', '女', '三(2)班', '2017-11-20'];

const html = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gb2312"></head><body><table border=1>
<tr><td colspan=5>青石小学花名册</td></tr><tr><th>姓名</th><th>性别</th><th>班级</th><th>身份证号</th><th>家长电话</th></tr>
<tr><td>张三</td><td>男</td><td>三(2)班</td><td style="mso-number-format:'\\@'">${id('2018-03-05', 1)}</td><td>15400000001</td></tr></table></body></html>`;

const xml2003 = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="名册"><Table>
${[HEAD, ZHANG, LI].map((row) => `<Row>${row.map((text) => `<Cell><Data ss:Type="String">${text}</Data></Cell>`).join('')}</Row>`).join('')}
</Table></Worksheet></Workbook>`;

export const XLS_FILES: readonly RosterFile[] = [
  {
    name: 'an .xls of Excel 97',
    fileName: '名册.xls',
    bytes: () => xls({ 名册: sheetOf([HEAD, ZHANG, LI]) }),
    pupils: READ,
  },
  {
    name: 'an .xls with a title over all, two rows of merged headers, dates as numbers, classes as numbers',
    fileName: '花名册.xls',
    bytes: () =>
      xls({
        名册: sheetOf(
          [
            ['青石小学三年级花名册', null, null, null, null, null],
            ['学生', null, null, null, '父亲', null],
            ['姓名', '性别', '班级', '出生日期', '姓名', '联系电话'],
            ['张三', '男', 302, date(43164), '张大', 15400000001],
            ['李四', '女', 302, date(43059), '李大', '15400000002、15400000003'],
          ],
          {
            '!merges': [
              { s: { r: 0, c: 0 }, e: { r: 0, c: 5 } },
              { s: { r: 1, c: 0 }, e: { r: 1, c: 3 } },
              { s: { r: 1, c: 4 }, e: { r: 1, c: 5 } },
            ],
          },
        ),
      }),
    pupils: ['4 三(2)班 张三 男 2018-03-05', '5 三(2)班 李四 女 2017-11-20'],
    adults: ['张三 父亲张大 15400000001', '李四 父亲李大 15400000002'],
  },
  {
    name: 'an .xls with several sheets, formulas with their last results and one that failed',
    fileName: '名册.xls',
    bytes: () =>
      xls({
        '三(1)班': sheetOf([
          ['姓名', '性别', '出生日期', '家庭住址'],
          [
            { t: 's', v: '张三', f: 'CONCATENATE("张","三")' },
            '男',
            '2018.3.5',
            { t: 'e', v: 42, f: 'VLOOKUP(1,A1:A2,1)' },
          ],
        ]),
        '三(2)班': sheetOf([
          ['姓名', '性别', '出生日期'],
          ['李四', '女', date(43059)],
        ]),
        说明: sheetOf([['请班主任填写']]),
      }),
    pupils: ['三(1)班!2 三(1)班 张三 男 2018-03-05', '三(2)班!2 三(2)班 李四 女 2017-11-20'],
    doubts: ['三(1)班!2 家庭住址 cell.formulaError', '说明!1 sheet.noHeader'],
  },
  {
    name: 'an .xls whose ID numbers were typed as numbers, on a calendar from 1904',
    fileName: '名册.xls',
    bytes: () =>
      xls(
        {
          名册: sheetOf([
            ['姓名', '性别', '班级', '出生日期', '身份证号'],
            ['张三', '男', '三(2)班', date(43164 - 1462), Number(id('2018-03-05', 1).replace('X', '0'))],
            ['李四', '女', '三(2)班', date(43059 - 1462), id('2017-11-20', 2)],
          ]),
        },
        { Workbook: { WBProps: { date1904: true } } },
      ),
    pupils: ['3 三(2)班 李四 女 2017-11-20'],
    doubts: ['2 身份证号 idNumber.lostDigits'],
  },
  {
    name: 'a table in HTML that calls itself .xls, as many a system exports',
    fileName: '导出.xls',
    bytes: () => gb18030(html),
    pupils: ['3 三(2)班 张三 男 2018-03-05'],
    doubts: [],
  },
  {
    name: 'the XML of Excel 2003 that calls itself .xls',
    fileName: '导出.xls',
    bytes: () => new TextEncoder().encode(xml2003),
    pupils: READ,
  },
];
