/** Files that differ in how a value is written. */
import { id, type RosterFile } from './roster-file';
import { book, digits, failed, formula, rich, type SheetSpec, serial } from './xlsx';

const one = (rows: SheetSpec['rows'], more: Partial<SheetSpec> = {}) => book([{ name: 'Sheet1', rows, ...more }]);
const HEAD = ['姓名', '性别', '班级', '出生日期'] as const;
const CHILDREN = ['张三', '李四', '王五', '赵六', '钱七', '孙八', '周九', '吴十', '郑一', '冯二', '陈三', '褚四'];

/** One boy a line, by whatever is written for his class or his birthday. */
const boys = (
  values: readonly SheetSpec['rows'][number][number][],
  row: (value: SheetSpec['rows'][number][number]) => SheetSpec['rows'][number],
) => one([[...HEAD], ...values.map((value, i) => [CHILDREN[i] ?? '', '男', ...row(value)])]);
const read = (n: number, className: string, day: string) => `${n + 2} ${className} ${CHILDREN[n]} 男 ${day}`;

const CLASSES = [
  '三(2)班',
  '三（２）班',
  '三年级二班',
  '3年级2班',
  '302',
  '3.2',
  '三·2班',
  '2024级2班',
  '3-2',
  '三年2班',
  '小学三（二）班',
  '[三]2班',
];
const DATES = [
  '2018.3.5',
  '2018-03-05',
  '2018/3/5',
  '2018年3月5日',
  '20180305',
  '２０１８．３．５',
  '2018 03 05',
  '二〇一八年三月五日',
  '18.3.5',
  '2018、3、5',
  '2018-03-05 00:00:00',
  "'18-03-05",
];

export const VALUE_FILES: readonly RosterFile[] = [
  {
    name: 'a class in twelve spellings',
    bytes: () => boys(CLASSES, (value) => [value, '2018-03-05']),
    pupils: CLASSES.slice(0, -1).map((_, n) => read(n, '三(2)班', '2018-03-05')),
    doubts: ['13 班级 class.unreadable'],
  },
  {
    name: 'a birthday in twelve spellings',
    bytes: () => boys(DATES, (value) => ['302', value]),
    pupils: DATES.map((_, n) => read(n, '三(2)班', '2018-03-05')),
  },
  {
    name: 'dates as numbers: shown as dates, as serials, as text of serials, and out of the calendar',
    bytes: () =>
      boys([serial(43164), 43164, '43164', serial(43164.5), serial(99999999999), 20180305], (value) => [302, value]),
    pupils: [0, 1, 2, 3, 5].map((n) => read(n, '三(2)班', '2018-03-05')),
    doubts: ['6 出生日期 date.unreadable'],
  },
  {
    name: 'dates that count from 1904',
    bytes: () =>
      book([{ name: '名册', rows: [[...HEAD], ['张三', '男', '302', serial(43164 - 1462)]] }], { from1904: true }),
    pupils: ['2 三(2)班 张三 男 2018-03-05'],
  },
  {
    name: 'dates of which a day or a month is missing or impossible',
    bytes: () =>
      boys(['2018年3月', '201803', 2018.3, '2018-02-30', '3月5日', '农历三月初五'], (value) => ['302', value]),
    pupils: [],
    doubts: [
      ...['2 birthDay.noDay', '3 birthDay.noDay', '4 birthDay.noDay'],
      ...[5, 6, 7].map((row) => `${row} 出生日期 date.unreadable`),
    ],
  },
  {
    name: 'a class that Excel made a date',
    bytes: () => boys([serial(46083)], (value) => [value, '2018-03-05']),
    pupils: [],
    doubts: ['2 班级 class.becameDate'],
  },
  {
    name: 'one class a grade, and nobody counts it',
    bytes: () =>
      one([
        ['姓名', '性别', '年级', '出生日期'],
        ['张三', '男', '三年级', '2018-03-05'],
        ['李四', '女', '三年级', '2018-03-06'],
        ['王五', '男', '一年级', '2020-03-06'],
      ]),
    pupils: ['2 三(1)班 张三 男 2018-03-05', '3 三(1)班 李四 女 2018-03-06', '4 一(1)班 王五 男 2020-03-06'],
    doubts: ['2 class.assumedOnly', '4 class.assumedOnly'],
  },
  {
    name: 'ID numbers as text, with marks, as numbers that lost their digits, mistyped',
    bytes: () =>
      one([
        ['姓名', '性别', '班级', '身份证号'],
        ['张三', '男', '302', `'${id('2018-03-05', 1)}`],
        [
          '李四',
          '男',
          '302',
          `${id('2018-03-06', 3).slice(0, 6)} ${id('2018-03-06', 3).slice(6, 14)} ${id('2018-03-06', 3).slice(14).toLowerCase()}`,
        ],
        ['王五', '男', '302', digits('9.90101201803071E+17')],
        ['赵六', '男', '302', '9.901E+17'],
        ['钱七', '男', '302', digits('990101201803090000')],
        ['孙八', '男', '302', '99010120180310'],
        ['周九', '男', '302', digits(id('2018-03-11', 3).replace('X', '0'))],
        ['吴十', '男', '302', id('2018-03-12', 5).slice(0, 17) + id('2018-03-12', 7).slice(17)],
      ]),
    pupils: [...['2 三(2)班 张三 男 2018-03-05', '3 三(2)班 李四 男 2018-03-06', '8 三(2)班 周九 男 2018-03-11']],
    doubts: [
      ...[4, 5, 6].map((row) => `${row} 身份证号 idNumber.lostDigits`),
      ...['7 身份证号 idNumber.shape', '9 身份证号 idNumber.checkDigit'],
    ],
  },
  {
    name: 'names with spaces inside, dots, pieces of letters, marks that nobody sees',
    bytes: () =>
      one([
        [...HEAD],
        ['张 三', '男', '302', '2018-03-05'],
        ['李　四', '女', '302', '2018-03-06'],
        ['阿依古丽•买买提', '女', '302', '2018-03-07'],
        [rich('王', ' 五'), '男', '302', '2018-03-08'],
        ['\u200b赵六\u00a0', '男', '302', '2018-03-09'],
        ['Zhang3', '男', '302', '2018-03-10'],
      ]),
    pupils: [
      ...['2 三(2)班 张三 男 2018-03-05', '3 三(2)班 李四 女 2018-03-06', '4 三(2)班 阿依古丽·买买提 女 2018-03-07'],
      ...['5 三(2)班 王五 男 2018-03-08', '6 三(2)班 赵六 男 2018-03-09', '7 三(2)班 Zhang3 男 2018-03-10'],
    ],
    doubts: ['7 姓名 name.unusual'],
  },
  {
    name: 'formulas: with their last result, never counted, failed',
    bytes: () =>
      one([
        [...HEAD, '父亲姓名', '父亲电话'],
        [
          formula('学籍!A2', '张三'),
          formula('IF(1,"男")', '男'),
          '302',
          { s: 1, xml: '<f>DATE(2018,3,5)</f><v>43164</v>' },
          formula('VLOOKUP(A2,家长!A:B,2,0)', '张大'),
          '15400000001',
        ],
        ['李四', '男', '302', '2018-03-06', failed('VLOOKUP(A3,家长!A:B,2,0)', '#N/A'), '15400000002'],
        ['王五', formula('IF(1,"男")'), '302', '2018-03-07', '王大', null],
        ['赵六', '男', failed('学籍!#REF!', '#REF!'), '2018-03-08', '赵大', null],
      ]),
    pupils: ['2 三(2)班 张三 男 2018-03-05', '3 三(2)班 李四 男 2018-03-06'],
    adults: ['张三 父亲张大 15400000001', '李四 父亲李四的父亲 15400000002'],
    doubts: [...['3 父亲姓名 cell.formulaError', '3 adult.noName', '4 sex.missing', '5 班级 cell.formulaError']],
  },
];
