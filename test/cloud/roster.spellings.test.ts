/** Laws of the parsers: what is the same, however it is written, is read the same; and what is damaged is never taken for whole. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classInside, className, parseClass, smallNumber } from '../../cloudfunctions/_server/roster/class-name';
import { parseDate } from '../../cloudfunctions/_server/roster/dates';
import { READ_COLUMNS } from '../../cloudfunctions/_server/roster/members';
import * as values from '../../cloudfunctions/_server/roster/values';
import { readWorkbook } from '../../cloudfunctions/_server/roster/workbook';
import { gb18030, utf8 } from '../support/roster-corpus/csv';
import { id } from '../support/roster-corpus/roster-file';
import { book } from '../support/roster-corpus/xlsx';

const context = { schoolYear: 2026 };
const DIGITS = '〇一二三四五六七八九';
const chinese = (n: number): string => {
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  return `${tens > 1 ? DIGITS[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 ? DIGITS[ones] : ''}`;
};
const chineseYear = (year: number) => [...String(year)].map((digit) => DIGITS[Number(digit)]).join('');
const days = fc
  .date({ min: new Date('1931-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const numbersOf = (day: string) => day.split('-').map(Number) as [number, number, number];

describe('dates', () => {
  it('in Chinese digits are the same days', () => {
    fc.assert(
      fc.property(days, (day) => {
        const [y, m, d] = numbersOf(day);
        expect(parseDate(`${chineseYear(y)}年${chinese(m)}月${chinese(d)}日`)).toBe(day);
      }),
    );
  });

  it('with a year of two digits are of the century in which people live', () => {
    fc.assert(
      fc.property(days, fc.constantFrom('.', '-', '/'), (day, mark) => {
        const [y, m, d] = numbersOf(day);
        expect(parseDate([String(y).slice(2), m, d].join(mark))).toBe(day);
      }),
    );
  });

  it('that the calendar has not are no dates, and nothing is read but a date', () => {
    expect(parseDate('18.2.30')).toBeUndefined();
    expect(parseDate('二〇一八年十三月五日')).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-./年月日十〇三 ') }), (text) => {
        expect(parseDate(text) ?? '2018').toMatch(/^(19|20)\d\d(-\d\d(-\d\d)?)?$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('classes', () => {
  it('count in Chinese as they do in digits', () => {
    for (let n = 1; n <= 39; n++) expect(smallNumber(chinese(n))).toBe(n);
  });

  it('are found inside any title, and only where one is named', () => {
    const spell = fc.constantFrom(
      (g: number, c: number) => className(g, c),
      (g: number, c: number) => `${DIGITS[g]}年级${chinese(c)}班`,
      (g: number, c: number) => `${g}年级${c}班`,
      (g: number, c: number) => `${2027 - g}级${c}班`,
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 20 }), spell, (grade, classNo, write) => {
        const title = `青石镇中心小学${write(grade, classNo)}学生花名册`;
        expect(classInside(title, 2026)).toEqual({ grade, classNo });
      }),
    );
    for (const title of ['青石镇中心小学学生花名册', '2026年秋季', 'Sheet1', '填表日期：2026年9月1日'])
      expect(classInside(title, 2026)).toBeUndefined();
  });

  it('of a school with one class a grade are the grade alone', () => {
    expect(['三年级', '3年级', '2024级', '初一年级'].map((text) => parseClass(text, 2026))).toEqual([
      ...[{ grade: 3 }, { grade: 3 }, { grade: 3 }, { grade: 7 }],
    ]);
  });
});

describe('ID numbers', () => {
  const numbers = fc.tuple(days, fc.integer({ min: 0, max: 999 })).map(([day, n]) => id(day, n));

  it('that went through a numeric cell are never taken for whole without a word', () => {
    fc.assert(
      fc.property(numbers, (whole) => {
        // Fifteen digits are left, the rest is zeros; one in eleven of those passes the check and is told all the same.
        expect(values.idNumber.read(`${whole.slice(0, 15)}000`, context).doubt).toBeDefined();
        const shown = Number(whole.slice(0, 17) + 0)
          .toExponential(14)
          .replace('e+', 'E+');
        expect(values.idNumber.read(shown, context)).toEqual({ doubt: 'idNumber.lostDigits' });
      }),
    );
  });

  it('with two neighbours changed places are found', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 15 }), (whole, at) => {
        const [a = '', b = ''] = [whole[at], whole[at + 1]];
        fc.pre(a !== b);
        const wrong = whole.slice(0, at) + b + a + whole.slice(at + 2);
        expect(values.idNumber.read(wrong, context).doubt).toBeDefined();
      }),
    );
  });
});

describe('phones', () => {
  it('lose or win no digit', () => {
    const anything = fc.string({ unit: fc.constantFrom(...'0123456789 -/、()（）+父母机') });
    fc.assert(
      fc.property(anything, (text) => {
        const digits = text.replace(/\D/g, '');
        for (const phone of values.phones.read(text, context).value ?? []) {
          expect(phone).toMatch(/^(1[3-9]\d{9}|0\d{9,11})$/);
          expect(digits).toContain(phone);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('that are not there are no doubt', () => {
    for (const text of ['无', '无电话', '没有手机', '—', '暂无']) expect(values.phones.read(text, context)).toEqual({});
  });
});

describe('files', () => {
  const word = fc
    .string({ unit: fc.constantFrom(...'张三李四,，;"\'<>&年 12（）') })
    .filter((text) => text.trim() === text);
  const table = fc.array(fc.array(word, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 });
  const filled = table.filter((rows) => rows.every((row) => row.every((text) => text !== '')));

  it('say the same as .xlsx of any writer and as .csv of any encoding', async () => {
    const spec = fc.record({ shared: fc.boolean() }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(filled, spec, fc.constantFrom(utf8, gb18030), async (rows, written, encode) => {
        const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        const [xlsx] = await readWorkbook(book([{ name: '甲', rows }], written), 'a.xlsx');
        const [csv] = await readWorkbook(encode(quoted), 'a.csv');
        expect(xlsx?.rows).toEqual(rows);
        expect(csv?.rows).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });
});

it('no two columns that are read claim the same title', () => {
  const spellings = READ_COLUMNS.flatMap((column) => [...new Set(column.spellings)]);
  expect(spellings.filter((spelling, i) => spellings.indexOf(spelling) !== i)).toEqual([]);
});
