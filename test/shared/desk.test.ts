import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BookingStatus, CallEnd } from '../../miniprogram/shared/contract';
import { bookingStatus } from '../../miniprogram/shared/contract/shapes';
import { addDays, instantOf } from '../../miniprogram/shared/domain/calendar';
import { isCancelled } from '../../miniprogram/shared/domain/calls';
import {
  coversWhole,
  freeAtDesk,
  holdWhatIsFree,
  isReportable,
  isShown,
  judgeReport,
  leaseShare,
  NO_SHOW_DAYS,
  pointLocks,
  pointOfLock,
  REPORT_DAYS,
  slotOfId,
  weekLocks,
} from '../../miniprogram/shared/domain/desk';
import { overlaps } from '../../miniprogram/shared/domain/ranges';
import type { Slot } from '../../miniprogram/shared/domain/slots';

const DAY = '2026-11-24';
const slotAt = (pointId: string, from: number): Slot => ({
  id: `${pointId}:${DAY}:${from}`,
  pointId,
  day: DAY,
  from,
  to: from + 15,
});
const GRID = ['p1', 'p2', 'p3'].flatMap((point) => Array.from({ length: 12 }, (_, i) => slotAt(point, 960 + i * 15)));
const someSlots = fc.subarray(GRID);
const call = fc
  .record({
    pointId: fc.constantFrom('p1', 'p2', 'p3'),
    from: fc.integer({ min: 190, max: 228 }),
    cells: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ pointId, from, cells }) => ({ pointId, from: from * 5, to: (from + cells) * 5 }));

describe('times at the desk', () => {
  it('are those that no call touches and that are not over', () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 8 }), fc.integer({ min: 940, max: 1160 }), (held, minute) => {
        const now = instantOf(DAY, minute);
        const free = new Set(freeAtDesk(GRID, held, now).map(({ id }) => id));
        for (const slot of GRID) {
          const taken = held.some((one) => one.pointId === slot.pointId && overlaps(one, slot));
          expect(free.has(slot.id)).toBe(!taken && slot.to > minute);
        }
      }),
    );
  });
});

describe('the share of a lease', () => {
  it('is as large as told, of the free times, and none twice', () => {
    fc.assert(
      fc.property(someSlots, fc.integer({ min: 0, max: 100 }), (free, percent) => {
        const kept = leaseShare(free, percent);
        expect(kept).toHaveLength(Math.round((free.length * percent) / 100));
        expect(new Set(kept).size).toBe(kept.length);
        expect(kept.every((slot) => free.includes(slot))).toBe(true);
      }),
    );
  });

  it('is spread over the day: every stretch of it has its part, but for one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.nat({ max: 36 }), fc.nat({ max: 36 }), (percent, a, b) => {
        const ordered = [...GRID].sort((x, y) => x.from - y.from || x.pointId.localeCompare(y.pointId));
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const within = leaseShare(GRID, percent).filter((slot) => ordered.slice(from, to).includes(slot)).length;
        expect(Math.abs(within - ((to - from) * percent) / 100)).toBeLessThanOrEqual(1.5);
      }),
    );
  });

  it('can be read back from the locks that stand for it', () => {
    fc.assert(
      fc.property(someSlots, (slots) => {
        const cells = slots.flatMap((slot) => pointLocks(DAY, slot)).flatMap((id) => pointOfLock(id) ?? []);
        expect(GRID.filter((slot) => coversWhole(cells, slot))).toEqual(GRID.filter((slot) => slots.includes(slot)));
      }),
    );
    for (const other of ['child:s1:2026-11-24:192', 'quota:s1:2026-11-23:1', 'adult:o:x:2026-11-24:1', 'point'])
      expect(pointOfLock(other)).toBeUndefined();
  });
});

it('the name of a slot says where and when it is, or is no name', () => {
  fc.assert(
    fc.property(fc.constantFrom(...GRID), ({ id, pointId, day, from }) => {
      expect(slotOfId(id)).toEqual({ pointId, day, from });
    }),
  );
  for (const other of ['', 'p1', 'p1:2026-02-30:960', 'p1:2026-11-24:1440', 'p1:2026-11-24:-5', ':2026-11-24:960'])
    expect(slotOfId(other)).toBeUndefined();
});

describe('a report', () => {
  const status = fc.constantFrom<BookingStatus>(...bookingStatus.options.filter((one) => one !== 'offered'));
  const end = fc.constantFrom<CallEnd>('done', 'no_show_parent', 'no_show_child', 'failed_school', 'failed_network');
  const startsAt = instantOf(DAY, 1110);
  const anyCall = fc
    .record({ status, noted: fc.boolean(), seat: fc.constantFrom(1, 2) })
    .map(({ status, noted, seat }) => {
      const ended = ['done', 'no_show_parent', 'no_show_child', 'failed_school', 'failed_network'].includes(status);
      return {
        status,
        outcome: ended && noted ? (status as CallEnd) : null,
        seat,
        startsAt,
        endsAt: startsAt + 900_000,
      };
    });
  const report = fc.record({
    outcome: end,
    startedAt: fc.option(fc.integer({ min: -9, max: 9 }).map((h) => startsAt + h * 3_600_000)),
  });
  const now = startsAt + 86_400_000;

  it('that a call took place is always taken, unless it is known already', () => {
    fc.assert(
      fc.property(anyCall, report, (call, { startedAt }) => {
        const { takes } = judgeReport(call, { outcome: 'done', startedAt }, now);
        expect(takes).toBe(call.outcome !== 'done');
      }),
    );
  });

  it('that it did not is no mark on a call that was called off or moved, and undoes no other word', () => {
    fc.assert(
      fc.property(anyCall, report, (call, told) => {
        fc.pre(told.outcome !== 'done');
        const { takes, collision, elsewhere } = judgeReport(call, told, now);
        if (takes) expect(call.outcome === null && !isCancelled(call.status) && !elsewhere).toBe(true);
        else expect(collision !== null || call.outcome === told.outcome).toBe(true);
      }),
    );
  });

  it('collides exactly where something else is known', () => {
    fc.assert(
      fc.property(anyCall, report, (call, told) => {
        const { collision, elsewhere } = judgeReport(call, told, now);
        if (call.outcome === told.outcome) expect(collision).toBeNull();
        else if (isCancelled(call.status)) expect(collision).toBe('was_cancelled');
        else expect(collision).toBe(call.outcome !== null || elsewhere ? 'was_changed' : null);
      }),
    );
  });

  it('told twice changes nothing the second time', () => {
    fc.assert(
      fc.property(anyCall, report, (call, told) => {
        const first = judgeReport(call, told, now);
        const after = first.takes ? { ...call, status: told.outcome, outcome: told.outcome } : call;
        const second = judgeReport(after, told, now);
        expect(second.takes).toBe(false);
        if (!first.takes) expect(second.collision).toBe(first.collision);
      }),
    );
  });

  it('of a call that was never moved is about the time at which it stands; of one that was, by its time', () => {
    const at = (seat: number, startedAt: number | null, when: number) =>
      judgeReport(
        { status: 'booked', outcome: null, seat, startsAt, endsAt: startsAt + 900_000 },
        { outcome: 'done', startedAt },
        when,
      ).elsewhere;
    expect(at(1, startsAt - 5 * 3_600_000, now)).toBe(false);
    expect(at(2, startsAt - 5 * 3_600_000, now)).toBe(true);
    expect(at(2, startsAt + 600_000, now)).toBe(false);
    expect(at(2, null, now)).toBe(false);
    expect(at(2, null, startsAt - 2 * 3_600_000)).toBe(true);
  });

  it('is heard for a week', () => {
    expect(isReportable(DAY, DAY)).toBe(true);
    expect(isReportable(addDays(DAY, -REPORT_DAYS), DAY)).toBe(true);
    expect(isReportable(addDays(DAY, -REPORT_DAYS - 1), DAY)).toBe(false);
    expect(isReportable(addDays(DAY, 1), DAY)).toBe(false);
  });
});

describe('what a call that took place can hold', () => {
  const things = [...pointLocks(DAY, slotAt('p1', 960)), 'child:s1:2026-11-24:192', 'adult:a:2026-11-24:192'];
  const studentIds = ['s1', 's2'];
  const weekOf = '2026-11-23';
  const tickets = studentIds.flatMap((id) => weekLocks(id, weekOf, 2));

  it('is everything that nobody else does, one weekly call a child, and a word for each thing that is not', () => {
    fc.assert(
      fc.property(fc.subarray([...things, ...tickets]), (held) => {
        const { lockIds, collisions } = holdWhatIsFree({ things, studentIds, weekOf, quota: 2 }, held);
        expect(lockIds.some((id) => held.includes(id))).toBe(false);
        expect(things.filter((id) => lockIds.includes(id))).toEqual(things.filter((id) => !held.includes(id)));
        for (const id of studentIds) {
          const mine = weekLocks(id, weekOf, 2);
          expect(mine.filter((ticket) => lockIds.includes(ticket))).toHaveLength(
            mine.every((t) => held.includes(t)) ? 0 : 1,
          );
        }
        const kinds = [
          ['point:', 'point_taken'],
          ['child:', 'child_busy'],
          ['adult:', 'adult_busy'],
        ] as const;
        for (const [kind, word] of kinds)
          expect(collisions.includes(word)).toBe(held.some((id) => id.startsWith(kind)));
        expect(collisions.includes('quota_used')).toBe(
          studentIds.some((id) => weekLocks(id, weekOf, 2).every((ticket) => held.includes(ticket))),
        );
      }),
    );
  });
});

it('that somebody did not come is shown for two weeks, everything else for ever', () => {
  const shown = (status: BookingStatus, ago: number) => isShown({ status, day: addDays(DAY, -ago) }, DAY);
  expect(shown('no_show_parent', NO_SHOW_DAYS - 1)).toBe(true);
  expect(shown('no_show_parent', NO_SHOW_DAYS)).toBe(false);
  expect(shown('no_show_child', NO_SHOW_DAYS)).toBe(false);
  expect(shown('done', 300)).toBe(true);
});
