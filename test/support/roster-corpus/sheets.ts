/** Workbooks that differ in their sheets, and text files. */
import { strToU8 } from 'fflate';
import { gb18030, utf8, utf8Mark, utf16 } from './csv';
import { id, type RosterFile } from './roster-file';
import { book } from './xlsx';

const HEAD = ['姓名', '性别', '班级', '出生日期'];
const ZHANG = ['张三', '男', '三(2)班', '2018-03-05'];
const LI = ['李四', '女', '三(2)班', '2017-11-20'];
const READ = ['2 三(2)班 张三 男 2018-03-05', '3 三(2)班 李四 女 2017-11-20'];
const LINES = [HEAD, ZHANG, LI].map((line) => line.join(',')).join('\r\n');

export const SHEET_FILES: readonly RosterFile[] = [
  {
    name: 'a sheet for each class, the class only in its name or title',
    bytes: () =>
      book([
        {
          name: '三(1)班',
          rows: [
            ['姓名', '性别', '出生日期'],
            ['张三', '男', '2018-03-05'],
          ],
        },
        {
          name: '二班',
          rows: [['青石小学三年级二班花名册'], ['姓名', '性别', '出生日期'], ['李四', '女', '2017-11-20']],
        },
        {
          name: '四年级',
          rows: [
            ['姓名', '性别', '班', '出生日期'],
            ['王五', '男', 1, '2017-03-07'],
          ],
        },
      ]),
    pupils: ['三(1)班!2 三(1)班 张三 男 2018-03-05', '二班!3 三(2)班 李四 女 2017-11-20'],
    doubts: ['四年级!2 class.missing'],
  },
  {
    name: 'sheets that are no rosters: notes, sums, a chart, nothing at all',
    bytes: () =>
      book([
        { name: '填表说明', rows: [['1. 请班主任如实填写'], ['2. 九月五日前交教导处']] },
        { name: '名册', rows: [HEAD, ZHANG] },
        {
          name: '汇总',
          rows: [
            ['班级', '人数', '男', '女'],
            ['三(2)班', 1, 1, 0],
          ],
        },
        { name: '图', rows: [], chart: true },
        { name: 'Sheet3', rows: [] },
      ]),
    pupils: ['名册!2 三(2)班 张三 男 2018-03-05'],
    doubts: ['填表说明!1 sheet.noHeader', '汇总!1 sheet.noHeader'],
  },
  {
    name: 'hidden rows, hidden columns, a hidden sheet of last year and one of words',
    bytes: () =>
      book([
        { name: '名册', rows: [HEAD, ZHANG, LI], hiddenRows: [3], hiddenColumns: [4] },
        { name: '去年', rows: [HEAD, ['王五', '男', '六(1)班', '2014-03-05']], hidden: true },
        { name: '字典', rows: [['男'], ['女']], hidden: true },
      ]),
    pupils: READ,
    doubts: ['3 rows.hidden', '1 sheet.hidden'],
  },
  {
    name: 'the same children on the sheet of the class and on that of all',
    bytes: () =>
      book([
        { name: '总表', rows: [[...HEAD, '身份证号'], [...ZHANG, id('2018-03-05', 1)], LI] },
        { name: '三(2)班', rows: [[...HEAD, '身份证号'], [...ZHANG, id('2018-03-05', 1)], LI] },
      ]),
    pupils: [
      '总表!2 三(2)班 张三 男 2018-03-05',
      '总表!3 三(2)班 李四 女 2017-11-20',
      '三(2)班!3 三(2)班 李四 女 2017-11-20',
    ],
    doubts: ['三(2)班!2 twice.idNumber', '三(2)班!3 twice.child'],
  },
  {
    name: 'a program that prefixes every tag and keeps the texts in their cells',
    bytes: () => book([{ name: '名册', rows: [HEAD, ZHANG, LI] }], { prefix: 'x', shared: false }),
    pupils: READ,
  },
  {
    name: 'an .xlsm with macros, formulas that point to other files, remarks and a picture',
    fileName: '名册.xlsm',
    bytes: () =>
      book([{ name: '名册', rows: [HEAD, ZHANG, LI] }], {
        parts: {
          'xl/vbaProject.bin': strToU8('Sub Auto_Open()'),
          'xl/externalLinks/externalLink1.xml': strToU8('<externalLink/>'),
          'xl/comments1.xml': strToU8('<comments/>'),
          'xl/media/image1.png': Uint8Array.of(137, 80, 78, 71),
        },
      }),
    pupils: READ,
    doubts: ['0 file.macros', '0 file.links'],
  },
  ...(
    [
      ['UTF-8 without a mark', utf8(LINES)],
      ['UTF-8 with a mark', utf8Mark(`${LINES}\r\n`)],
      ['GB18030, as WPS writes it', gb18030(LINES)],
      ['UTF-16 with tabs, as Excel writes its “Unicode text”', utf16(LINES.replaceAll(',', '\t'))],
    ] as const
  ).map(
    ([name, bytes]): RosterFile => ({ name: `csv in ${name}`, fileName: '名册.csv', bytes: () => bytes, pupils: READ }),
  ),
  {
    name: 'csv with titles above, quoted line breaks, ="…" around numbers, empty fields at the end',
    fileName: '三年级.csv',
    bytes: () =>
      gb18030(
        [
          '青石小学花名册',
          '姓名,性别,班级,"身份证号\n（18位）",家长电话,,,',
          `张三,男,三(2)班,="${id('2018-03-05', 1)}",="15400000001",,,`,
          `"李,四",女,三(2)班,\t${id('2017-11-20', 2)},"15400000002,15400000003",,,`,
          ',,,,,,,',
        ].join('\n'),
      ),
    pupils: ['3 三(2)班 张三 男 2018-03-05', '4 三(2)班 李,四 女 2017-11-20'],
    doubts: ['4 姓名 name.unusual'],
  },
  {
    name: 'text with tabs whose title has none',
    fileName: '三(2)班.txt',
    bytes: () => utf8('青石小学三(2)班\n姓名\t性别\t出生日期\n张三\t男\t2018-03-05\n'),
    pupils: ['3 三(2)班 张三 男 2018-03-05'],
  },
];
