import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, locksOf, quotaLock, verdictOn, weekTickets } from '../../miniprogram/shared/domain/locks';
import { overlaps } from '../../miniprogram/shared/domain/ranges';

const DAY = '2026-11-24';
const WEEK = '2026-11-23';
/** Calls begin on the five-minute grid, whatever their length (school.configure takes multiples of five). */
const range = fc
  .tuple(fc.integer({ min: 0, max: 250 }), fc.integer({ min: 1, max: 36 }))
  .map(([start, length]) => ({ from: start * 5, to: (start + length) * 5 }));
const people = fc.uniqueArray(fc.constantFrom('s1', 's2', 's3'), { minLength: 1 });
/** Adults by the names under which they are known: a member of the school, a WeChat user, or both. */
const adultIds = fc.constantFrom<string[]>(['m1'], ['m1', 'o1'], ['o1', 'm9'], ['m2', 'o2'], []);
const call = fc.record({
  pointId: fc.constantFrom('p1', 'p2'),
  adultIds,
  studentIds: people,
  range,
  tickets: fc.constantFrom(new Map([['s1', 2]]), new Map<string, number>()),
});
const locks = (wanted: Omit<Parameters<typeof locksOf>[0], 'day' | 'weekOf'>, day = DAY) =>
  locksOf({ ...wanted, day, weekOf: WEEK });
const timeLocks = (ids: readonly string[]) => ids.filter((id) => !id.startsWith('quota:'));

describe('locks', () => {
  it('are shared by two calls exactly if they overlap and share point, adult or a child', () => {
    fc.assert(
      fc.property(call, call, (a, b) => {
        const common = timeLocks(locks(a)).filter((id) => locks(b).includes(id));
        const share =
          a.pointId === b.pointId ||
          a.adultIds.some((id) => b.adultIds.includes(id)) ||
          a.studentIds.some((id) => b.studentIds.includes(id));
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
      fc.property(call, (a) => {
        expect(timeLocks(locks(a, '2026-11-25')).filter((id) => locks(a).includes(id))).toEqual([]);
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
  const wanting = { studentIds: ['s1', 's2'], weekOf: WEEK, quota: 2, tickets: new Map([['s1', 1]]) };
  const quota = (child: string, n: number) => quotaLock(child, WEEK, n);
  it.each([
    [['point:p1:d:1'], 'booking.slot-taken'],
    [['point:p1:d:1', 'adult:a1:d:1'], 'booking.adult-busy'],
    [['point:p1:d:1', 'adult:a1:d:1', 'child:s1:d:1'], 'booking.child-busy'],
    [['point:p1:d:1', quota('s1', 1), quota('s1', 2)], 'booking.quota-used'],
    [['point:p1:d:1', quota('s1', 2), quota('s2', 1)], 'booking.slot-taken'],
    [['point:p1:d:1', quota('s1', 1)], 'booking.slot-taken'],
  ])('%j → %s', (held, verdict) => expect(verdictOn(held, wanting)).toBe(verdict));

  it('refuses a week exactly if one of the children has no ticket left, and else names free ones', () => {
    const ticket = fc.record({ child: fc.constantFrom('s1', 's2'), n: fc.integer({ min: 1, max: 4 }) });
    const tried = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(fc.array(ticket), fc.integer({ min: 1, max: 3 }), tried, (taken, perWeek, first) => {
        const held = taken.map(({ child, n }) => quota(child, n));
        const week = { ...wanting, quota: perWeek, tickets: new Map([['s1', first]]) };
        const verdict = verdictOn(held, week);
        const left = (child: string) =>
          weekTickets(week).filter((id) => id.startsWith(`quota:${child}:`) && !held.includes(id));
        if (typeof verdict === 'string') {
          expect(verdict).toBe('booking.quota-used');
          expect(Math.min(left('s1').length, left('s2').length)).toBe(0);
        } else for (const [child, n] of verdict) expect(left(child)).toContain(quota(child, n));
      }),
    );
  });

  it('keeps the ticket that was tried where nobody has it, as a call that is moved within its week does', () => {
    const verdict = verdictOn([quota('s2', 1)], { ...wanting, tickets: new Map([['s1', 2]]) });
    expect(verdict).toEqual(new Map(Object.entries({ s1: 2, s2: 2 })));
  });
});
