import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysFrom, type Weekday, weekdayOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import {
  type Availability,
  availabilityOf,
  fitOf,
  type ShiftKind,
  SUITS,
} from '../../miniprogram/shared/domain/shifts';
import { TODAY } from '../support/slots';

const SHIFTS: readonly ShiftKind[] = ['day', 'night', 'two_shift', 'irregular', 'unknown'];
const day = fc.constantFrom(...daysFrom(TODAY, 28));
const call = fc
  .tuple(fc.integer({ min: 0, max: 280 }), fc.integer({ min: 1, max: 6 }))
  .map(([start, n]) => ({ from: start * 5, to: (start + n) * 5 }));
const who: fc.Arbitrary<Availability> = fc.record({
  shift: fc.constantFrom(...SHIFTS),
  nightWeek: fc.option(day),
  daysOff: fc.subarray<Weekday>([1, 2, 3, 4, 5, 6, 7], { maxLength: 3 }),
  only: fc.constantFrom(null, 'noon', 'evening'),
});
const at = (hour: number, minute = 0) => ({ from: hour * 60 + minute, to: hour * 60 + minute + 15 });

describe('how well a call suits a shift', () => {
  it('is between 0 and 100, and never better than any part of it about which the shift says something', () => {
    fc.assert(
      fc.property(who, day, call, fc.nat(5), (adult, on, whole, cut) => {
        const part = { from: Math.min(whole.to - 5, whole.from + cut * 5), to: whole.to };
        const { fit } = fitOf(adult, on, whole);
        expect(fit >= 0 && fit <= 100).toBe(true);
        const some = fitOf(adult, on, part);
        if (some.why !== 'open' && some.why !== 'not_asked_for') expect(fit).toBeLessThanOrEqual(some.fit);
      }),
    );
  });

  it.each([
    ['night', TODAY, at(10), 10, 'during_sleep'],
    ['night', TODAY, at(16), 100, 'before_shift'],
    ['night', TODAY, at(19, 10), 10, 'during_work'],
    ['day', TODAY, at(18, 30), 100, 'suits_shift'],
    ['day', TODAY, at(18, 10), 20, 'during_work'],
    ['day', '2026-11-28', at(10), 90, 'day_off'],
    ['two_shift', TODAY, at(12), 75, 'open'],
    ['irregular', TODAY, at(10), 60, 'open'],
  ] as const)('%s on %s at %j: %i, %s', (shift, on, range, fit, why) =>
    expect(fitOf(availabilityOf(shift), on, range)).toEqual({ fit, why }),
  );
});

describe('what a family tapped', () => {
  it('a day off suits at any time, whatever the shift and the part of the day', () => {
    fc.assert(
      fc.property(who, day, call, (adult, on, range) => {
        const free = { ...adult, daysOff: [weekdayOf(on)] };
        expect(fitOf(free, on, range)).toEqual({ fit: 90, why: 'day_off' });
      }),
    );
  });

  it('only at noon or in the evening: nothing else suits on a working day, and the rest is judged as without', () => {
    const parts = { noon: { from: 690, to: 840 }, evening: { from: 1020, to: 1320 } };
    fc.assert(
      fc.property(who, fc.constantFrom('noon', 'evening'), day, call, (adult, only, on, range) => {
        const working = { ...adult, daysOff: [] };
        const inside = parts[only].from <= range.from && range.to <= parts[only].to;
        const found = fitOf({ ...working, only }, on, range);
        if (inside) expect(found).toEqual(fitOf({ ...working, only: null }, on, range));
        else {
          expect(found.why).toBe('not_asked_for');
          expect(found.fit).toBeLessThan(SUITS);
        }
      }),
    );
  });

  it('two shifts in turn: nights in every other week from the one named, days in between, in both directions', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -20, max: 20 }), day, call, (nightWeek, weeks, on, range) => {
        const then = addDays(on, weeks * 7);
        const plain = { daysOff: [], only: null, nightWeek: null };
        const apart = Math.round((Date.parse(weekOf(then)) - Date.parse(weekOf(nightWeek))) / (7 * 86_400_000));
        const shift = apart % 2 === 0 ? 'night' : 'day';
        expect(fitOf({ ...plain, shift: 'two_shift', nightWeek }, then, range)).toEqual(
          fitOf({ ...plain, shift }, then, range),
        );
      }),
    );
  });

  it('counts instead of what is usual: a day worker who named Wednesday works at the weekend', () => {
    const told = availabilityOf('day', { nightWeek: null, daysOff: [3], only: null });
    expect(fitOf(told, '2026-11-28', at(10)).why).toBe('during_work');
    expect(fitOf(told, '2026-11-25', at(10)).why).toBe('day_off');
    expect(fitOf(availabilityOf('day'), '2026-11-25', at(10)).why).toBe('during_work');
  });
});
