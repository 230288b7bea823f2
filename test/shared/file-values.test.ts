import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_KEYS, type FieldKey, fieldOf, keysOf } from '../../miniprogram/shared/domain/child-file';
import { faultOf, tidy } from '../../miniprogram/shared/domain/file-values';
import { checkDigit } from '../../miniprogram/shared/domain/id-number';

const TODAY = '2026-11-24';
const key = fc.constantFrom(...FIELD_KEYS);

describe('what may stand in a field', () => {
  it('nothing may stand wherever something need not', () => {
    for (const field of FIELD_KEYS)
      for (const empty of [null, '', '  ', '　'])
        expect(faultOf(field, empty), field).toBe(fieldOf(field).kept ? 'kept' : null);
  });

  it.each([
    ['member.phone', '13800001234', null],
    ['member.phone', '138 0000 1234', null],
    ['member.phone', '+86 138-0000-1234', null],
    ['member.phone', '１３８００００１２３４', null],
    ['member.phone', '0855-1234567', null],
    ['member.phone', '1380000123', 'phone'],
    ['member.phone', '12800001234', 'phone'],
    ['member.phone', '没有', 'phone'],
    ['member.morePhones', '13800001234、13900001234', null],
    ['member.morePhones', '13800001234 0855-1234567', null],
    ['member.morePhones', '13800001234，妈妈的', 'phone'],
    ['pupil.idNumber', '11010519491231002x', null],
    ['pupil.idNumber', '110105194912310021', 'id'],
    ['pupil.idNumber', '123', 'id'],
    ['pupil.birthDay', '2017-05-04', null],
    ['pupil.birthDay', '2017-02-30', 'day'],
    ['pupil.birthDay', '2017', 'day'],
    ['pupil.birthDay', '2027-01-01', 'future'],
    ['member.birthDay', '1958', null],
    ['member.birthDay', '1958-03', null],
    ['member.birthDay', '1958-13', 'day'],
    ['member.birthDay', '2027', 'future'],
    ['pupil.sex', 'male', null],
    ['pupil.sex', '男', 'choice'],
    ['pupil.living', 'constructor', 'choice'],
    ['pupil.boarding', 'yes', null],
    ['pupil.boarding', 'true', 'choice'],
    ['link.mayContact', 'no', null],
    ['pupil.name', '林'.repeat(30), null],
    ['pupil.name', '林'.repeat(31), 'long'],
    ['pupil.aid', '低保'.repeat(31), 'long'],
  ] as const)('%s: %s → %s', (field, value, fault) => {
    expect(faultOf(field, value, TODAY)).toBe(fault);
  });

  it('a phone’s clock decides nothing', () => {
    expect(faultOf('pupil.birthDay', '2027-01-01')).toBeNull();
  });

  it('every code of a choice may, in every field', () => {
    for (const field of FIELD_KEYS)
      for (const code of Object.keys(fieldOf(field).words ?? {})) expect(faultOf(field, code), field).toBeNull();
  });

  it('every right ID number may, and none with another digit at its end', () => {
    const number = fc
      .tuple(
        fc.integer({ min: 110000, max: 659999 }),
        fc.date({ min: new Date('1930-01-01'), max: new Date('2025-12-31'), noInvalidDate: true }),
        fc.nat(999),
      )
      .map(
        ([area, date, n]) =>
          `${area}${date.toISOString().slice(0, 10).replaceAll('-', '')}${String(n).padStart(3, '0')}`,
      );
    fc.assert(
      fc.property(number, fc.constantFrom(...'0123456789X'), (first, last) => {
        expect(faultOf('member.idNumber', first + last)).toBe(last === checkDigit(first) ? null : 'id');
      }),
    );
  });
});

describe('tidying', () => {
  const typed = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.constantFrom(' 138 0000 1234', '１９９０－０１－０１', 'x'),
  );

  it('takes signs without a number for nothing', () => {
    for (const field of ['member.phone', 'member.morePhones', 'member.idNumber', 'pupil.idNumber'] as const) {
      expect(tidy(field, '-'), field).toBeNull();
      expect(faultOf(field, ' － ', TODAY), field).toBeNull();
    }
    expect(tidy('pupil.aid', '-')).toBe('-');
  });

  it('changes nothing the second time, and never what is wrong with a value', () => {
    fc.assert(
      fc.property(key, typed, (field: FieldKey, value) => {
        const once = tidy(field, value);
        expect(tidy(field, once)).toBe(once);
        expect(faultOf(field, once, TODAY)).toBe(faultOf(field, value, TODAY));
      }),
    );
  });

  it('leaves words as they were written', () => {
    for (const field of keysOf('pupil').filter((one) => fieldOf(one).kind === 'text'))
      expect(tidy(field, ' 石板村 （三组） ')).toBe('石板村 （三组）');
  });
});
