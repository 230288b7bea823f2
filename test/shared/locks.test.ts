import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, locksOf, quotaLock, verdictOn } from '../../miniprogram/shared/domain/locks';
import { overlaps } from '../../miniprogram/shared/domain/ranges';

const DAY = '2026-11-24';
const WEEK = '2026-11-23';
/** Calls begin on the five-minute grid, whatever their length (school.configure takes multiples of five). */
const range = fc
  .tuple(fc.integer({ min: 0, max: 250 }), fc.integer({ min: 1, max: 36 }))
  .map(([start, length]) => ({ from: start * 5, to: (start + length) * 5 }));
const people = fc.uniqueArray(fc.constantFrom('s1', 's2', 's3'), { minLength: 1 });
const call = fc.record({
  pointId: fc.constantFrom('p1', 'p2'),
  adultId: fc.constantFrom('a1', 'a2'),
  studentIds: people,
  range,
  ticket: fc.integer({ min: 1, max: 2 }),
});
const locks = ({
  ticket,
  ...rest
}: {
  pointId: string;
  adultId: string;
  studentIds: string[];
  range: { from: number; to: number };
  ticket: number;
}) => locksOf({ ...rest, day: DAY, weekOf: WEEK, ticketOf: () => ticket });
const timeLocks = (ids: readonly string[]) => ids.filter((id) => !id.startsWith('quota:'));

describe('locks', () => {
  it('are shared by two calls exactly if they overlap and share point, adult or a child', () => {
    fc.assert(
      fc.property(call, call, (a, b) => {
        const common = timeLocks(locks(a)).filter((id) => locks(b).includes(id));
        const share =
          a.pointId === b.pointId || a.adultId === b.adultId || a.studentIds.some((id) => b.studentIds.includes(id));
        expect(common.length > 0).toBe(share && overlaps(a.range, b.range));
      }),
    );
  });

  it('meet wherever two intervals overlap, also off the grid of cells', () => {
    const anyRange = fc
      .tuple(fc.integer({ min: 0, max: 1300 }), fc.integer({ min: 1, max: 140 }))
      .map(([from, length]) => ({ from, to: from + length }));
    fc.assert(
      fc.property(anyRange, anyRange, (a, b) => {
        if (overlaps(a, b)) expect(cellsOf(a).some((cell) => cellsOf(b).includes(cell))).toBe(true);
      }),
    );
  });

  it('of another day are others', () => {
    fc.assert(
      fc.property(call, ({ ticket, ...rest }) => {
        const of = (day: string) => locksOf({ ...rest, day, weekOf: WEEK, ticketOf: () => ticket });
        expect(timeLocks(of('2026-11-25')).filter((id) => of(DAY).includes(id))).toEqual([]);
      }),
    );
  });

  it('each name one thing', () => {
    fc.assert(
      fc.property(call, (a) => {
        expect(new Set(locks(a)).size).toBe(locks(a).length);
      }),
    );
  });
});

describe('the verdict on locks that others hold', () => {
  const wanted = { studentIds: ['s1', 's2'], weekOf: WEEK, quota: 2 };
  it.each([
    [[], 'free'],
    [['point:p1:d:1'], 'booking.slot-taken'],
    [['point:p1:d:1', 'adult:a1:d:1'], 'booking.adult-busy'],
    [['point:p1:d:1', 'adult:a1:d:1', 'child:s1:d:1'], 'booking.child-busy'],
    [['point:p1:d:1', quotaLock('s1', WEEK, 2)], 'booking.quota-used'],
    [['point:p1:d:1', quotaLock('s1', WEEK, 1)], 'booking.slot-taken'],
  ])('%j → %s', (held, verdict) => expect(verdictOn(held, wanted)).toBe(verdict));

  it('names the children whose next ticket is to be tried, and no other', () => {
    expect(verdictOn([quotaLock('s2', WEEK, 1)], wanted)).toEqual({ nextTicketFor: ['s2'] });
  });
});
