import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../miniprogram/shared/access/permissions';
import {
  CONCERN_STATES,
  CONCERN_TO,
  handledBy,
  LINES,
  linesFor,
  openFirst,
  SITUATIONS,
} from '../../miniprogram/shared/domain/concerns';

describe('the mandatory report', () => {
  it('knows the nine situations of the 2020 opinion, and for each all lines, once, the one that is needed first', () => {
    expect(SITUATIONS).toHaveLength(9);
    for (const { id, first } of SITUATIONS) {
      const lines = linesFor(id);
      expect(lines[0]?.id).toBe(first);
      expect([...lines].map((line) => line.number).sort()).toEqual(LINES.map((line) => line.number).sort());
    }
  });

  it('says to ring the police while nobody has chosen a situation', () => {
    expect(linesFor(null)[0]?.number).toBe('110');
  });
});

describe('who looks after a concern', () => {
  it('is always somebody: the counsellor and the headteacher together, or the headteacher alone', () => {
    for (const to of CONCERN_TO) {
      const with_ = ['counsellor', 'school_admin'].filter((role) =>
        handledBy(role, { hasCounsellor: true }).includes(to),
      );
      expect(with_).toHaveLength(1);
      expect(handledBy('school_admin', { hasCounsellor: false })).toContain(to);
    }
  });

  it('is nobody else', () => {
    for (const role of ROLES.filter((one) => one !== 'counsellor' && one !== 'school_admin'))
      for (const hasCounsellor of [true, false]) expect(handledBy(role, { hasCounsellor })).toEqual([]);
  });
});

it('what is open comes before what is in hand and what is settled, the newest first, and nothing is lost', () => {
  const row = fc.record({ state: fc.constantFrom(...CONCERN_STATES), at: fc.nat(), id: fc.nat() });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const sorted = openFirst(rows);
      expect(new Set(sorted)).toEqual(new Set(rows));
      for (const [i, one] of sorted.slice(1).entries()) {
        const before = sorted[i];
        const [a, b] = [CONCERN_STATES.indexOf(before?.state ?? 'open'), CONCERN_STATES.indexOf(one.state)];
        expect(a < b || (a === b && (before?.at ?? 0) >= one.at)).toBe(true);
      }
    }),
  );
});
