import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf } from '../../miniprogram/shared/domain/locks';
import { contains } from '../../miniprogram/shared/domain/ranges';
import { settingsFault } from '../../miniprogram/shared/domain/school-settings';
import { type SlotRules, slotsOfDay } from '../../miniprogram/shared/domain/slots';
import { aSchool } from '../support/builders';

const TUESDAY = '2026-11-24';
const window = fc
  .tuple(fc.integer({ min: 0, max: 1380 }), fc.integer({ min: 1, max: 180 }))
  .map(([from, minutes]) => ({ weekday: 2 as const, from, to: Math.min(1440, from + minutes), for: 'all' as const }));
const length = fc.integer({ min: 1, max: 12 }).map((n) => n * 5);
const slotsIn = (only: SlotRules['windows'][number], slotMinutes: number) =>
  slotsOfDay(aSchool({ windows: [only], slotMinutes }), TUESDAY, { boarding: true });

describe('slots of a day', () => {
  it('lie within their window, and no two at a point want the same cell, whenever the window begins', () => {
    fc.assert(
      fc.property(window, length, (only, slotMinutes) => {
        const slots = slotsIn(only, slotMinutes).filter(({ pointId }) => pointId === 'sch1.p1');
        expect(slots.every((slot) => contains(only, slot))).toBe(true);
        const cells = slots.flatMap(cellsOf);
        expect(new Set(cells).size).toBe(cells.length);
      }),
    );
  });

  it('are there for every window in which the settings find no fault', () => {
    fc.assert(
      fc.property(window, length, (only, slotMinutes) => {
        const fault = settingsFault({ points: [], windows: [only], slotMinutes }, []);
        expect(slotsIn(only, slotMinutes).length > 0).toBe(fault === undefined);
      }),
    );
  });
});
