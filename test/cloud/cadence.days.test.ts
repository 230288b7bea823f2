import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  daysByKind,
  doneOf,
  monthsBetween,
  withDay,
  withMonth,
  withoutDay,
} from '../../cloudfunctions/_server/cadence/days';
import { addDays } from '../../miniprogram/shared/domain/calendar';

const anyDay = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2025-02-01', n));
const anyEntry = fc.record({ kind: fc.constantFrom('home_visit', 'talk', 'own_tree'), day: anyDay });

describe('days of what was done, by month', () => {
  it('come back as they went in, in order, each entry its own', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 40 }), (entries) => {
        const wanted: Record<string, string[]> = {};
        for (const { kind, day } of entries) wanted[kind] = [...(wanted[kind] ?? []), day].sort();
        expect(daysByKind(doneOf(entries))).toEqual(wanted);
      }),
    );
  });

  it('are the same in whatever order they come, and one taken away leaves the others', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 20 }), (entries) => {
        const [first, ...others] = entries;
        if (!first) return;
        expect(doneOf([...entries].reverse())).toEqual(doneOf(entries));
        const month = doneOf(entries)[first.day.slice(0, 7)] ?? [];
        expect(withoutDay(month, first.kind, first.day)).toEqual(doneOf(others)[first.day.slice(0, 7)] ?? []);
        expect(withoutDay(withDay(month, 'award', first.day), 'award', first.day)).toEqual(month);
      }),
    );
  });

  it('are kept as long as a term may ask for them, whatever is noted', () => {
    const years = doneOf(Array.from({ length: 60 }, (_, n) => ({ kind: 'talk', day: addDays('2022-01-15', n * 30) })));
    const kept = withMonth(years, '2026-11', ['24 talk']);
    expect(Object.keys(kept).sort()).toEqual([...new Set([...Object.keys(years), '2026-11'])].sort().slice(-18));
    expect(kept['2026-11']).toEqual(['24 talk']);
    // A late entry about a time of which nothing is asked any more is not kept either.
    expect(withMonth(kept, '2021-03', ['01 talk'])).toEqual(kept);
    expect(withMonth(undefined, '2026-11', ['24 talk'])).toEqual({ '2026-11': ['24 talk'] });
  });

  it('are asked for by every month from one day to another', () => {
    expect(monthsBetween('2026-11-30', '2027-02-01')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    expect(monthsBetween('2026-09-01', '2026-09-30')).toEqual(['2026-09']);
    expect(monthsBetween('2026-09-01', '2026-08-31')).toEqual([]);
    fc.assert(
      fc.property(anyDay, anyDay, anyDay, (from, to, day) => {
        fc.pre(from <= day && day <= to);
        expect(monthsBetween(from, to)).toContain(day.slice(0, 7));
      }),
    );
  });
});
