import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../cloudfunctions/_server/roster/cell';
import { className, parseClass, parseGrade } from '../../cloudfunctions/_server/roster/class-name';
import { parseDate } from '../../cloudfunctions/_server/roster/dates';
import { birthDayOf, checkDigit, faultOf, sexOf } from '../../cloudfunctions/_server/roster/id-number';
import * as values from '../../cloudfunctions/_server/roster/values';
import * as words from '../../cloudfunctions/_server/roster/words';

const context = { schoolYear: 2026 };
const fullWidth = (text: string) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
const days = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2063-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const idNumbers = fc
  .tuple(fc.integer({ min: 110000, max: 829999 }), days, fc.integer({ min: 0, max: 999 }))
  .map(([area, day, n]) => `${area}${day.replaceAll('-', '')}${String(n).padStart(3, '0')}`)
  .map((first17) => first17 + checkDigit(first17));

describe('dates', () => {
  const spellings: ((y: number, m: number, d: number) => Cell)[] = [
    (y, m, d) => `${y}.${m}.${d}`,
    (y, m, d) => `${y}-${m}-${d}`,
    (y, m, d) => ` ${y} / ${m} / ${d} `,
    (y, m, d) => `${y}年${m}月${d}日`,
    (y, m, d) => `${y}年 ${m}月 ${d}`,
    (y, m, d) => fullWidth(`${y}.${m}.${d}`),
    (y, m, d) => `${y}${String(m).padStart(2, '0')}${String(d).padStart(2, '0')}`,
    (y, m, d) => Number(`${y}${String(m).padStart(2, '0')}${String(d).padStart(2, '0')}`),
    (y, m, d) => `${y}-${m}-${d} 00:00:00`,
    (y, m, d) => ({ day: new Date(Date.UTC(y, m - 1, d)).toISOString().slice(0, 10) }),
  ];

  it('reads every spelling of every day alike', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...spellings), (day, spell) => {
        const [y = 0, m = 0, d = 0] = day.split('-').map(Number);
        expect(parseDate(spell(y, m, d))).toBe(day);
      }),
    );
  });

  it('reads a serial number as Excel counts, as number and as text', () => {
    expect(parseDate(41703)).toBe('2014-03-05');
    expect(parseDate('41703')).toBe('2014-03-05');
  });

  it.each<[Cell, string | undefined]>([
    ['2014年3月', '2014-03'],
    ['2014.3', '2014-03'],
    [2014.3, '2014-03'],
    [2014.1, '2014'],
    ['201403', '2014-03'],
    ['2014年', '2014'],
    ['2014-02-29', undefined],
    ['2014-13-01', undefined],
    ['20140230', undefined],
    ['三月五日', undefined],
    ['3/5', undefined],
    [12, undefined],
  ])('%j → %j', (cell, expected) => expect(parseDate(cell)).toBe(expected));
});

describe('ID numbers', () => {
  it('accepts the number that the standard prints as its example, and its parts', () => {
    expect(faultOf('11010519491231002X')).toBeUndefined();
    expect(birthDayOf('11010519491231002X')).toBe('1949-12-31');
    expect(sexOf('11010519491231002X')).toBe('female');
  });

  it('accepts all well-made numbers, and finds every single wrong digit', () => {
    fc.assert(
      fc.property(idNumbers, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (id, at, by) => {
        expect(faultOf(id)).toBeUndefined();
        const wrong = id.slice(0, at) + ((Number(id[at]) + by) % 10) + id.slice(at + 1);
        expect(faultOf(wrong)).toBeDefined();
      }),
    );
  });

  it('reads spaces, a small x, full width and the apostrophe that Excel shows', () => {
    for (const written of [
      '110105 19491231 002x',
      "'11010519491231002X",
      fullWidth('11010519491231002x'),
      '11010519491231002×',
    ]) {
      expect(values.idNumber.read(written, context)).toEqual({ value: '11010519491231002X' });
    }
  });

  it('tells a number that Excel has cut from one that is mistyped', () => {
    expect(faultOf('1.1010519491231E+17')).toBe('idNumber.lostDigits');
    expect(faultOf('110105194912310000')).toBe('idNumber.lostDigits');
    expect(faultOf('11010519491231003X')).toBe('idNumber.checkDigit');
    expect(faultOf('110105491231002')).toBe('idNumber.shape');
  });
});

describe('classes', () => {
  const spellings: ((grade: string, n: string, g: number, c: number) => string)[] = [
    (grade, _, __, c) => `${grade}(${c})班`,
    (grade, n) => `${grade}年级${n}班`,
    (grade, _, __, c) => `${grade}年级(${c})班`,
    (grade, _, __, c) => fullWidth(`${grade}(${c})班`),
    (grade, n) => `${grade}年级（${n}）班`,
    (_, __, g, c) => `${g}.${c}`,
    (_, __, g, c) => `${g}-${c}班`,
    (_, __, g, c) => `${g}年级${c}班`,
    (_, __, g, c) => `${g}${String(c).padStart(2, '0')}`,
    (_, __, g, c) => `${2027 - g}级(${c})班`,
    (grade, _, __, c) => `${grade} ( ${c} ) 班`,
  ];
  const chinese = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];

  it('reads every spelling of every class alike', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(...spellings),
        (g, c, spell) => {
          const read = values.schoolClass.read(spell(chinese[g] ?? '', chinese[c] ?? '', g, c), context);
          expect(read).toEqual({ value: { grade: g, classNo: c } });
        },
      ),
    );
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 40 }), (grade, classNo) => {
        expect(parseClass(className(grade, classNo), 2026)).toEqual({ grade, classNo });
      }),
    );
  });

  it('reads a class without its grade, and grades alone', () => {
    for (const text of ['2班', '二班', '2', '(2)班', '（2）班']) {
      expect(values.schoolClass.read(text, context)).toEqual({ value: { classNo: 2 } });
    }
    expect(['三年级', '三', '3', '2024级', '初一', '高三'].map((text) => parseGrade(text, 2026))).toEqual([
      3, 3, 3, 3, 7, 12,
    ]);
    expect(parseClass('初一(3)班', 2026)).toEqual({ grade: 7, classNo: 3 });
  });

  it('refuses what is no class, and sees that Excel made it a date', () => {
    expect(values.schoolClass.read('实验班', context)).toEqual({ doubt: 'class.unreadable' });
    expect(values.schoolClass.read({ day: '2026-03-02' }, context)).toEqual({ doubt: 'class.becameDate' });
  });
});

describe('phones', () => {
  const mobiles = fc
    .tuple(fc.integer({ min: 13, max: 19 }), fc.integer({ min: 0, max: 999_999_999 }))
    .map(([head, tail]) => `${head}${String(tail).padStart(9, '0')}`);

  it('reads one or several numbers, however they are parted', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(mobiles, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('、', '/', ',', '，', ';', ' ', '\n', ' 或 '),
        (numbers, mark) => {
          expect(values.phones.read(numbers.join(mark), context)).toEqual({ value: numbers });
        },
      ),
    );
  });

  it.each<[Cell, string[]]>([
    [13800138000, ['13800138000']],
    ['138 0013 8000', ['13800138000']],
    ['138-0013-8000', ['13800138000']],
    ['+86 13800138000', ['13800138000']],
    ['１３８００１３８０００', ['13800138000']],
    ['138 0013 8000 / 139 0013 9000', ['13800138000', '13900139000']],
    ['138 0013 8000 139 0013 9000', ['13800138000', '13900139000']],
    ['父13800138000 母13900139000', ['13800138000', '13900139000']],
    ['0739-5123456', ['07395123456']],
    ['(0739)5123456', ['07395123456']],
    ['13800138000、13800138000', ['13800138000']],
  ])('%j → %j', (cell, value) => expect(values.phones.read(cell, context)).toEqual({ value }));

  it('keeps the good number beside a broken one, and says so', () => {
    expect(values.phones.read('13800138000、1390013', context)).toEqual({
      value: ['13800138000'],
      doubt: 'phone.unreadable',
    });
    expect(values.phones.read('5123456', context)).toEqual({ doubt: 'phone.unreadable' });
    expect(values.phones.read('无', context)).toEqual({});
  });
});

describe('words', () => {
  it.each([
    ['张 三', '张三'],
    ['张　三', '张三'],
    ['阿依古丽·买买提', '阿依古丽·买买提'],
    ['阿依古丽.买买提', '阿依古丽·买买提'],
    ['\u200b李四 ', '李四'],
  ])('name %j → %j', (written, name) => expect(values.personName.read(written, context)).toEqual({ value: name }));

  it('keeps an unusual name, with a doubt', () => {
    expect(values.personName.read('Zhang3', context)).toEqual({ value: 'Zhang3', doubt: 'name.unusual' });
  });

  it('does not take the word inside another for the word', () => {
    expect(words.CARE.read('非留守儿童')).toBe('not_left_behind');
    expect(words.BOARDING.read('不住校')).toBe(false);
    expect(words.CAN_READ.read('不识字')).toBe(false);
    expect(words.CAN_READ.read('小学文化')).toBe(true);
    expect(words.LIVING.read('跟祖父母住')).toBe('grandparents');
    expect(words.GUARDIAN.read('祖父')).toEqual(['delegate']);
  });

  it('reads health, shifts, aid and limits with what belongs to them', () => {
    expect(values.health.read('残疾（肢体二级）', context)).toEqual({
      value: { state: 'disabled', detail: '肢体二级' },
    });
    expect(values.health.read('哮喘', context)).toEqual({ value: { state: 'ill', detail: '哮喘' } });
    expect(values.shift.read('夜班（20:00—次日8:00）', context)).toEqual({
      value: { kind: 'night', from: 1200, to: 480 },
    });
    expect(values.shift.read('三班倒', context)).toEqual({ value: { kind: 'two_shift' } });
    expect(values.words(words.AID).read('低保、医疗', context)).toEqual({ value: ['minimum_living', 'medical'] });
    expect(values.words(words.AID).read('无', context)).toEqual({ value: [] });
    expect(values.guardians.read('父母', context)).toEqual({ value: ['father', 'mother'] });
    expect(values.contactLimit.read('父亲联系须经母亲同意', context)).toEqual({
      value: { who: ['father'], text: '父亲联系须经母亲同意' },
    });
    expect(values.contactLimit.read('祖母来接需登记', context)).toMatchObject({ doubt: 'contactLimit.whoUnknown' });
  });

  it('writes what it reads, for every word of every vocabulary', () => {
    const vocabularies = [
      words.SEX,
      words.YES_NO,
      words.HAS,
      words.BOARDING,
      words.CAN_READ,
      words.SCHOOLING,
      words.CARE,
    ];
    const others = [words.GUARDIANSHIP, words.AID, words.ASSESSMENT, words.LIVING, words.SHIFT, words.HEALTH];
    for (const vocabulary of [...vocabularies, ...others] as words.Vocabulary<unknown>[]) {
      for (const choice of vocabulary.choices.split('、')) {
        expect(vocabulary.show(vocabulary.read(choice))).toBe(choice);
      }
    }
  });

  it('never throws, whatever the cell holds', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      days.map((day) => ({ day })),
    );
    const kinds = [
      values.date,
      values.idNumber,
      values.phones,
      values.health,
      values.shift,
      values.guardians,
      values.age,
    ];
    const more = [values.personName, values.schoolClass, values.grade, values.contactLimit, values.ethnicity];
    fc.assert(
      fc.property(cell, (value) => {
        for (const kind of [...kinds, ...more]) expect(kind.read(value, context)).toBeTypeOf('object');
      }),
    );
  });
});
