import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  clockText,
  dayOf,
  daysBetween,
  daysFrom,
  instantOf,
  isDay,
  minuteOf,
  weekdayOf,
  weekOf,
} from '../../miniprogram/shared/domain/calendar';

const MINUTE_MS = 60_000;
const aDay = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const aShift = fc.integer({ min: -4000, max: 4000 });
const aMinute = fc.integer({ min: 0, max: 1439 });
const anInstant = fc.integer({ min: Date.parse('2000-01-01'), max: Date.parse('2099-12-31') });

describe('days', () => {
  it('are shifted and shifted back', () => {
    fc.assert(fc.property(aDay, aShift, (day, n) => addDays(addDays(day, n), -n) === day));
  });

  it('lie as far apart as one was shifted, and sort as they follow', () => {
    fc.assert(
      fc.property(aDay, aShift, (day, n) => {
        const other = addDays(day, n);
        expect(daysBetween(day, other)).toBe(n);
        expect(Math.sign(n)).toBe(Number(other > day) - Number(other < day));
      }),
    );
  });

  it('that follow one another are each a day apart', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 1, max: 60 }), (day, n) => {
        const days = daysFrom(day, n);
        expect(days).toHaveLength(n);
        expect(days[0]).toBe(day);
        for (const [i, next] of days.slice(1).entries()) expect(daysBetween(days[i] ?? '', next)).toBe(1);
      }),
    );
  });

  it('are told from what is none', () => {
    fc.assert(fc.property(aDay, isDay));
    for (const text of [
      '2026-02-30',
      '2026-13-01',
      '2026-1-1',
      '',
      '2026-11-24T00:00',
      '20261124',
      '9999-12-31',
      '0001-01-01',
    ])
      expect(isDay(text), text).toBe(false);
    expect([isDay('2028-02-29'), isDay('2026-02-29')]).toEqual([true, false]);
  });
});

describe('weeks', () => {
  it('begin on a Monday, at most six days before', () => {
    fc.assert(
      fc.property(aDay, (day) => {
        const monday = weekOf(day);
        expect(weekdayOf(monday)).toBe(1);
        expect(daysBetween(monday, day)).toBe(weekdayOf(day) - 1);
        expect(daysFrom(monday, 7).map(weekOf)).toEqual(Array(7).fill(monday));
      }),
    );
  });

  it('have the weekdays that a calendar on the wall has', () => {
    expect(['2026-11-23', '2026-11-24', '2026-11-29', '2024-02-29'].map(weekdayOf)).toEqual([1, 2, 7, 4]);
  });
});

describe('instants', () => {
  it('are a day and a minute in UTC+8, there and back', () => {
    fc.assert(
      fc.property(aDay, aMinute, (day, minute) => {
        const instant = instantOf(day, minute);
        expect([dayOf(instant), minuteOf(instant)]).toEqual([day, minute]);
      }),
    );
    fc.assert(
      fc.property(anInstant, (instant) => {
        const begun = instantOf(dayOf(instant), minuteOf(instant));
        expect(instant - begun).toBeGreaterThanOrEqual(0);
        expect(instant - begun).toBeLessThan(MINUTE_MS);
      }),
    );
  });

  it('do not depend on where the machine stands', () => {
    expect(dayOf(Date.parse('2026-11-23T15:59:59Z'))).toBe('2026-11-23');
    expect(dayOf(Date.parse('2026-11-23T16:00:00Z'))).toBe('2026-11-24');
    expect(minuteOf(Date.parse('2026-11-24T04:00:00Z'))).toBe(12 * 60);
    expect(new Date(instantOf('2026-11-24', 12 * 60)).toISOString()).toBe('2026-11-24T04:00:00.000Z');
  });
});

it('a time of day is written with two digits each', () => {
  fc.assert(
    fc.property(aMinute, (minute) => {
      const [hours = '', minutes = ''] = clockText(minute).split(':');
      expect([hours.length, minutes.length]).toEqual([2, 2]);
      expect(Number(hours) * 60 + Number(minutes)).toBe(minute);
    }),
  );
});
