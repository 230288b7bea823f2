import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hideSmall, type SchoolCounts, SMALL_CELL } from '../../miniprogram/shared/domain/statistics';

const TONES = ['thisWeek', 'amber', 'red'] as const;

/** Counts as a school can have them: the tones do not overlap and lie within the left-behind, those within the pupils. */
const counts: fc.Arbitrary<SchoolCounts> = fc
  .record({ thisWeek: fc.nat(60), amber: fc.nat(20), red: fc.nat(20), calm: fc.nat(20), others: fc.nat(60) })
  .chain(({ thisWeek, amber, red, calm, others }) => {
    const leftBehind = thisWeek + amber + red + calm;
    return fc.record({
      pupils: fc.constant(leftBehind + others),
      leftBehind: fc.constant(leftBehind),
      filed: fc.nat(leftBehind),
      thisWeek: fc.constant(thisWeek),
      amber: fc.constant(amber),
      red: fc.constant(red),
    });
  });

/** All ways to share `leftBehind` pupils out, by what the county sees of them. */
function byView(leftBehind: number): Map<string, SchoolCounts[]> {
  const seen = new Map<string, SchoolCounts[]>();
  for (let thisWeek = 0; thisWeek <= leftBehind; thisWeek++)
    for (let amber = 0; thisWeek + amber <= leftBehind; amber++)
      for (let red = 0; thisWeek + amber + red <= leftBehind; red++) {
        const one = { pupils: leftBehind, leftBehind, filed: leftBehind, thisWeek, amber, red };
        const view = JSON.stringify(hideSmall(one));
        seen.set(view, [...(seen.get(view) ?? []), one]);
      }
  return seen;
}

describe('small cells', () => {
  it('never shows a cell under five, nor a wrong number', () => {
    fc.assert(
      fc.property(counts, (real) => {
        const shown = hideSmall(real);
        for (const key of Object.keys(real) as (keyof SchoolCounts)[]) {
          if (real[key] < SMALL_CELL) expect(shown[key]).toBeNull();
          if (shown[key] !== null) expect(shown[key]).toBe(real[key]);
        }
      }),
    );
  });

  it('shows no rest of one to four beside a part and its whole', () => {
    fc.assert(
      fc.property(counts, (real) => {
        const { pupils, leftBehind, filed, thisWeek, amber, red } = hideSmall(real);
        const rests = [
          pupils !== null && leftBehind !== null ? pupils - leftBehind : 0,
          leftBehind !== null && filed !== null ? leftBehind - filed : 0,
          leftBehind !== null && thisWeek !== null && amber !== null && red !== null
            ? leftBehind - thisWeek - amber - red
            : 0,
        ];
        for (const rest of rests) expect(rest === 0 || rest >= SMALL_CELL).toBe(true);
      }),
    );
  });

  it.each([12, 21, 27])('lets nobody who knows the rule work a hidden cell out, of %i left behind', (leftBehind) => {
    for (const [view, possible] of byView(leftBehind)) {
      const shown = JSON.parse(view) as Record<string, number | null>;
      for (const tone of TONES) {
        if (shown[tone] !== null) continue;
        expect(new Set(possible.map((one) => one[tone])).size, view).toBeGreaterThan(1);
      }
    }
  });

  it('hides nothing where all cells are large', () => {
    const large = { pupils: 1500, leftBehind: 960, filed: 950, thisWeek: 700, amber: 60, red: 40 };
    expect(hideSmall(large)).toEqual(large);
  });

  it('hides what would tell the small one', () => {
    const shown = hideSmall({ pupils: 100, leftBehind: 60, filed: 58, thisWeek: 40, amber: 3, red: 17 });
    expect(shown).toMatchObject({ filed: null, amber: null, red: null, thisWeek: 40 });
    expect(hideSmall({ pupils: 100, leftBehind: 98, filed: 90, thisWeek: 90, amber: 5, red: 3 })).toEqual({
      pupils: 100,
      leftBehind: null,
      filed: null,
      thisWeek: null,
      amber: null,
      red: null,
    });
  });
});
