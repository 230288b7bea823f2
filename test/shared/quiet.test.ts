import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { isQuiet, nextAllowed } from '../../miniprogram/shared/domain/quiet';

const DAY_MS = 86_400_000;
const anInstant = fc.integer({ min: instantOf('2024-01-01', 0), max: instantOf('2032-01-01', 0) });

describe('quiet hours', () => {
  it.each([
    ['2026-11-24', 20 * 60 + 59, '2026-11-24', 20 * 60 + 59],
    ['2026-11-24', 21 * 60, '2026-11-25', 7 * 60],
    ['2026-12-31', 23 * 60 + 59, '2027-01-01', 7 * 60],
    ['2026-11-24', 0, '2026-11-24', 7 * 60],
    ['2026-11-24', 6 * 60 + 59, '2026-11-24', 7 * 60],
    ['2026-11-24', 7 * 60, '2026-11-24', 7 * 60],
  ])('%s minute %i leaves on %s at %i', (day, minute, leaves, at) => {
    expect(nextAllowed(instantOf(day, minute), false)).toBe(instantOf(leaves, at));
  });

  it('never ends before it begins, at night, or more than ten hours later', () => {
    fc.assert(
      fc.property(anInstant, (instant) => {
        const at = nextAllowed(instant, false);
        expect(at).toBeGreaterThanOrEqual(instant);
        expect(at - instant).toBeLessThanOrEqual(10 * 60 * 60_000);
        expect(isQuiet(at)).toBe(false);
      }),
    );
  });

  it('leaves daytime alone, is settled by one step, and keeps the order', () => {
    fc.assert(
      fc.property(anInstant, anInstant, (a, b) => {
        if (!isQuiet(a)) expect(nextAllowed(a, false)).toBe(a);
        expect(nextAllowed(nextAllowed(a, false), false)).toBe(nextAllowed(a, false));
        const [first, second] = a < b ? [a, b] : [b, a];
        expect(nextAllowed(first, false)).toBeLessThanOrEqual(nextAllowed(second, false));
      }),
    );
  });

  it('does not hold up what is urgent', () => {
    fc.assert(fc.property(anInstant, (instant) => nextAllowed(instant, true) === instant));
  });

  it('is ten hours of each day', () => {
    fc.assert(
      fc.property(anInstant, (instant) => {
        const minutes = Array.from({ length: 1440 }, (_, i) => isQuiet(instant + (i * DAY_MS) / 1440));
        expect(minutes.filter(Boolean)).toHaveLength(600);
      }),
      { numRuns: 20 },
    );
  });
});
