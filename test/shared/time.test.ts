import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '../../miniprogram/shared/domain/calendar';
import {
  shortDate,
  spokenAgo,
  spokenDay,
  spokenTime,
  spokenWhen,
  weekdayName,
} from '../../miniprogram/shared/text/time';

/** A Tuesday. */
const TODAY = '2026-11-24';
const aDay = fc.integer({ min: -4000, max: 4000 }).map((n) => addDays(TODAY, n));
const aMinute = fc.integer({ min: 0, max: 1439 });

describe('a day as people say it', () => {
  it.each([
    ['2026-11-22', '前天'],
    ['2026-11-23', '昨天'],
    ['2026-11-24', '今天'],
    ['2026-11-25', '明天'],
    ['2026-11-26', '后天'],
    ['2026-11-27', '周五'],
    ['2026-11-29', '周日'],
    ['2026-11-30', '下周一'],
    ['2026-12-06', '下周日'],
    ['2026-11-21', '上周六'],
    ['2026-11-16', '上周一'],
    ['2026-12-07', '12月7日'],
    ['2026-11-15', '11月15日'],
    ['2027-01-03', '1月3日'],
  ])('%s is %s', (day, words) => expect(spokenDay(day, TODAY)).toBe(words));

  it('means one day only, of those within a year', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: -170, max: 170 }), fc.integer({ min: -170, max: 170 }), (today, a, b) => {
        const same = spokenDay(addDays(today, a), today) === spokenDay(addDays(today, b), today);
        expect(same).toBe(a === b);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps its weekday or its date', () => {
    fc.assert(
      fc.property(aDay, aDay, (day, today) => {
        const words = spokenDay(day, today);
        if (words.includes('周')) expect(words.endsWith(weekdayName(day))).toBe(true);
        else if (words.includes('月')) expect(words).toBe(shortDate(day));
        else expect(Math.abs(daysBetween(today, day))).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe('a time as people say it', () => {
  it.each([
    [0, '凌晨 0:00'],
    [8 * 60 + 5, '早上 8:05'],
    [12 * 60, '中午 12:00'],
    [13 * 60 + 30, '中午 1:30'],
    [18 * 60, '晚上 6:00'],
    [23 * 60 + 59, '晚上 11:59'],
  ])('%i is %s', (minute, words) => expect(spokenTime(minute)).toBe(words));

  it('means one minute only', () => {
    const all = Array.from({ length: 1440 }, (_, minute) => spokenTime(minute));
    expect(new Set(all).size).toBe(1440);
  });

  it('together with its day says tonight as people do', () => {
    expect(spokenWhen(TODAY, 19 * 60 + 30, TODAY)).toBe('今晚 7:30');
    expect(spokenWhen('2026-11-25', 19 * 60 + 30, TODAY)).toBe('明天晚上 7:30');
    expect(spokenWhen('2026-11-28', 9 * 60, TODAY)).toBe('周六上午 9:00');
    fc.assert(
      fc.property(aDay, aMinute, (day, minute) => {
        const evening = minute >= 18 * 60;
        expect(spokenWhen(day, minute, day)).toBe(
          evening ? spokenTime(minute).replace('晚上', '今晚') : `今天${spokenTime(minute)}`,
        );
      }),
    );
  });
});

describe('how long ago', () => {
  it('is a word for the last days and a number before', () => {
    expect([null, TODAY, '2026-11-23', '2026-11-22', '2026-11-21'].map((day) => spokenAgo(day, TODAY))).toEqual([
      null,
      '今天',
      '昨天',
      '前天',
      '3 天前',
    ]);
    fc.assert(
      fc.property(
        aDay,
        fc.integer({ min: 3, max: 500 }),
        (today, n) => spokenAgo(addDays(today, -n), today) === `${n} 天前`,
      ),
    );
  });
});
