import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlaps } from '../../miniprogram/shared/domain/ranges';
import { type Settings, settingsFault } from '../../miniprogram/shared/domain/school-settings';

const window = fc.record({
  weekday: fc.integer({ min: 1, max: 2 }),
  from: fc.integer({ min: 0, max: 120 }),
  to: fc.integer({ min: 0, max: 120 }),
  for: fc.constantFrom('all', 'boarding'),
});
const settings: fc.Arbitrary<Settings> = fc.record({
  points: fc.array(
    fc.record({ id: fc.constantFrom(undefined, 'p1', 'p2'), name: fc.constantFrom('甲', '乙', '丙', '丁') }),
    { maxLength: 3 },
  ),
  windows: fc.array(window, { maxLength: 4 }),
  slotMinutes: fc.constantFrom(5, 15),
});

/** What must hold, said without an order: every window holds a slot, no two of a kind overlap, points are told apart. */
function isSound({ points, windows, slotMinutes }: Settings, known: readonly string[]): boolean {
  const ids = points.flatMap(({ id }) => id ?? []);
  const pairs = windows.flatMap((a, i) => windows.slice(i + 1).map((b) => [a, b] as const));
  return (
    windows.every(({ from, to }) => to - Math.ceil(from / 5) * 5 >= slotMinutes) &&
    pairs.every(([a, b]) => a.weekday !== b.weekday || a.for !== b.for || !overlaps(a, b)) &&
    ids.every((id) => known.includes(id)) &&
    new Set(ids).size === ids.length &&
    new Set(points.map(({ name }) => name)).size === points.length
  );
}

describe('settings of a school', () => {
  it('have a fault exactly when they are not sound, and name a part that is there', () => {
    fc.assert(
      fc.property(settings, (given) => {
        const fault = settingsFault(given, ['p1']);
        expect(fault === undefined).toBe(isSound(given, ['p1']));
        if (!fault) return;
        const [list, index] = fault.field.split('.') as ['points' | 'windows', string];
        expect(given[list][Number(index)]).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });
});
