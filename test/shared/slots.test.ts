import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysFrom, instantOf, weekdayOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import { cellsOf } from '../../miniprogram/shared/domain/locks';
import { contains, overlaps } from '../../miniprogram/shared/domain/ranges';
import { settingsFault } from '../../miniprogram/shared/domain/school-settings';
import {
  allSlots,
  dutyOn,
  hoursOf,
  isClaimable,
  isLaidOut,
  layOutAt,
  offeredDays,
  type Pupil,
  type Slot,
  type SlotRules,
  slotById,
  slotsOfDay,
} from '../../miniprogram/shared/domain/slots';
import { CLASSES, DAYS, OPEN, slotRules, TODAY } from '../support/slots';

const window = fc
  .tuple(fc.integer({ min: 0, max: 1380 }), fc.integer({ min: 1, max: 180 }))
  .map(([from, minutes]) => ({ weekday: 2 as const, from, to: Math.min(1440, from + minutes), for: 'all' as const }));
const length = fc.integer({ min: 1, max: 12 }).map((n) => n * 5);
const pupil: fc.Arbitrary<Pupil> = fc.record({ boarding: fc.boolean(), classId: fc.constantFrom(...CLASSES) });
const day = fc.constantFrom(...DAYS);
const ANYBODY: Pupil = { boarding: true, classId: 'c9' };
const starts = (slots: readonly Slot[]) => [...new Set(slots.map(({ from }) => from))];
const slotsIn = (only: SlotRules['windows'][number], slotMinutes: number) =>
  slotsOfDay({ ...OPEN, windows: [only], slotMinutes }, TODAY, ANYBODY);

describe('slots of a day', () => {
  it('lie within their window, and no two at a point want the same cell, whenever the window begins', () => {
    fc.assert(
      fc.property(window, length, (only, slotMinutes) => {
        const slots = slotsIn(only, slotMinutes).filter(({ pointId }) => pointId === 'p1');
        expect(slots.every((slot) => contains(only, slot))).toBe(true);
        const cells = slots.flatMap(cellsOf);
        expect(new Set(cells).size).toBe(cells.length);
      }),
    );
  });

  it('are there for every window in which the settings find no fault', () => {
    fc.assert(
      fc.property(window, length, (only, slotMinutes) => {
        const settings = { ...OPEN, windows: [only], slotMinutes, changeoverMinutes: 0, leftBehindRules: [] };
        const fault = settingsFault(settings, { pointIds: ['p1', 'p2'], classIds: [], staffIds: ['t1'] });
        expect(slotsIn(only, slotMinutes).length > 0).toBe(fault === undefined);
      }),
    );
  });

  /** Every condition as the product names it, one by one; a slot breaks none of them. */
  it('keep every rule of the school at once', () => {
    fc.assert(
      fc.property(slotRules, day, pupil, (rules, on, child) => {
        const exception = rules.exceptions.find((e) => e.day === on);
        for (const slot of slotsOfDay(rules, on, child)) {
          expect(on >= rules.term.from && on <= rules.term.to).toBe(true);
          expect(exception?.kind).not.toBe('closed');
          if (!exception) {
            expect(rules.kindOf(on)).not.toBe('holiday');
            expect(rules.kindOf(on) !== 'unknown' || rules.yearsTold.includes(2026)).toBe(true);
          }
          expect(dutyOn(rules, on).length).toBeGreaterThan(0);
          expect(slot.to - slot.from).toBe(rules.slotMinutes);
          const out = rules.closures.filter((c) => c.day === on && (c.pointIds?.includes(slot.pointId) ?? true));
          expect(out.some((closure) => overlaps(closure, slot))).toBe(false);
          const periods = rules.freePeriods.filter(({ classId }) => classId === child.classId);
          if (periods.length > 0)
            expect(periods.some((p) => p.weekday === weekdayOf(on) && contains(p, slot))).toBe(true);
          const hours = exception?.hours.length
            ? exception.hours
            : rules.windows.filter(
                (w) =>
                  w.weekday === (exception?.weekday ?? weekdayOf(on)) &&
                  (w.for === 'all' || w.for === (child.boarding ? 'boarding' : 'day')) &&
                  !(w.since && on < w.since) &&
                  !(w.until && on > w.until),
              );
          expect(hours.some((open) => contains(open, slot))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are named once, found by their name, and together those of all pupils', () => {
    fc.assert(
      fc.property(slotRules, day, pupil, (rules, on, child) => {
        const slots = slotsOfDay(rules, on, child);
        expect(new Set(slots.map(({ id }) => id)).size).toBe(slots.length);
        for (const slot of slots) expect(slotById(rules, slot.id, child)).toEqual(slot);
        const all = allSlots(rules, on).map(({ id }) => id);
        expect(slots.filter(({ id }) => !all.includes(id))).toEqual([]);
        const kinds = [true, false].flatMap((boarding) => slotsOfDay(rules, on, { boarding, classId: 'c9' }));
        expect(new Set(kinds.map(({ id }) => id))).toEqual(new Set(all));
      }),
    );
  });
});

describe('days that differ', () => {
  const on = '2026-11-28';
  const exception = (over: Partial<SlotRules['exceptions'][number]>): SlotRules['exceptions'][number] => ({
    day: on,
    kind: 'extra',
    hours: [],
    weekday: null,
    note: '',
    ...over,
  });
  const withDay = (one: SlotRules['exceptions'][number], rules: Partial<SlotRules> = {}): SlotRules => ({
    ...OPEN,
    ...rules,
    exceptions: [one],
  });

  it('closed by the school have no slots, and all others are untouched', () => {
    const rules = withDay(exception({ kind: 'closed' }));
    expect(hoursOf(rules, on)).toEqual({ closed: 'closed' });
    for (const other of DAYS.filter((d) => d !== on))
      expect(slotsOfDay(rules, other, ANYBODY)).toEqual(slotsOfDay(OPEN, other, ANYBODY));
  });

  it('open beside the usual week have the hours named, or the usual ones, also on a public holiday', () => {
    const holiday = { kindOf: () => 'holiday' as const };
    const own = withDay(exception({ hours: [{ from: 600, to: 660 }] }), holiday);
    expect(starts(slotsOfDay(own, on, ANYBODY))).toEqual([600, 615, 630, 645]);
    expect(slotsOfDay(withDay(exception({}), holiday), on, ANYBODY)).toEqual(slotsOfDay(OPEN, on, ANYBODY));
    expect(hoursOf({ ...OPEN, ...holiday }, on)).toEqual({ closed: 'holiday' });
  });

  it('that stand for another weekday have its hours, for a make-up day', () => {
    const windows = [{ weekday: 5 as const, from: 600, to: 660, for: 'day' as const }];
    const rules = withDay(exception({ kind: 'as', weekday: 5 }), { windows, kindOf: () => 'makeup' });
    expect(starts(slotsOfDay(rules, on, { boarding: false, classId: 'c1' }))).toEqual([600, 615, 630, 645]);
    expect(slotsOfDay(rules, on, ANYBODY)).toEqual([]);
    expect(hoursOf({ ...rules, exceptions: [] }, on)).toEqual({ closed: 'no_hours' });
  });

  it('need somebody on duty all the same, and lie in the term', () => {
    const rules = withDay(exception({ hours: [{ from: 600, to: 660 }] }));
    expect(hoursOf({ ...rules, duty: [] }, on)).toEqual({ closed: 'no_duty' });
    expect(hoursOf({ ...rules, term: { from: '2026-09-01', to: addDays(on, -1) } }, on)).toEqual({ closed: 'term' });
  });

  it('of a year that nobody published are closed until the school has told its holidays, and never guessed', () => {
    const later = { ...OPEN, term: { from: '2026-09-01', to: '2028-01-15' }, kindOf: () => 'unknown' as const };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.subarray([2026, 2027]), (n, yearsTold) => {
        const then = addDays(TODAY, n);
        const told = yearsTold.includes(Number(then.slice(0, 4)));
        expect(hoursOf({ ...later, yearsTold }, then)).toEqual(
          told ? hoursOf({ ...later, kindOf: () => 'ordinary' }, then) : { closed: 'unknown' },
        );
      }),
    );
  });
});

describe('validity of hours', () => {
  it('begins and ends on the days named, both included', () => {
    const ends = fc.constantFrom(undefined, null, ...DAYS);
    fc.assert(
      fc.property(ends, ends, day, (since, until, on) => {
        const windows = OPEN.windows.map((w) => ({ ...w, since, until }));
        const holds = !(since && on < since) && !(until && on > until);
        expect(slotsOfDay({ ...OPEN, windows }, on, ANYBODY).length > 0).toBe(holds);
      }),
    );
  });
});

describe('duty', () => {
  it('that was swapped or given away counts for its day alone', () => {
    const rules = {
      ...OPEN,
      dutyDays: [
        { day: TODAY, staffIds: ['t2'] },
        { day: '2026-11-25', staffIds: [] },
      ],
    };
    expect(dutyOn(rules, TODAY)).toEqual(['t2']);
    expect(hoursOf(rules, '2026-11-25')).toEqual({ closed: 'no_duty' });
    expect(dutyOn(rules, '2026-12-01')).toEqual(['t1']);
    expect(slotsOfDay({ ...rules, duty: [] }, TODAY, ANYBODY)).toEqual(slotsOfDay(OPEN, TODAY, ANYBODY));
  });
});

describe('points out of use', () => {
  it('take away exactly the slots that they touch', () => {
    const at = fc.tuple(fc.integer({ min: 470, max: 1270 }), fc.integer({ min: 1, max: 300 }));
    const which = fc.constantFrom<string[] | null>(null, ['p1'], ['p2']);
    fc.assert(
      fc.property(at, which, day, ([from, minutes], pointIds, on) => {
        const closure = { day: on, from, to: from + minutes, pointIds };
        const left = slotsOfDay({ ...OPEN, closures: [closure] }, on, ANYBODY);
        const gone = slotsOfDay(OPEN, on, ANYBODY).filter((slot) => !left.some(({ id }) => id === slot.id));
        for (const slot of gone)
          expect(overlaps(closure, slot) && (pointIds?.includes(slot.pointId) ?? true)).toBe(true);
        for (const slot of left)
          expect(overlaps(closure, slot) && (pointIds?.includes(slot.pointId) ?? true)).toBe(false);
      }),
    );
  });
});

describe('free periods', () => {
  it('bind the class that has some, and no other', () => {
    const rules = { ...OPEN, freePeriods: [{ classId: 'c1', weekday: 2 as const, from: 960, to: 1000 }] };
    const of = (classId: string, on: string) => slotsOfDay(rules, on, { boarding: true, classId });
    expect(starts(of('c1', TODAY))).toEqual([960, 975]);
    expect(of('c1', '2026-11-25')).toEqual([]);
    expect(of('c2', TODAY)).toEqual(slotsOfDay(OPEN, TODAY, ANYBODY));
  });
});

describe('when slots can be claimed', () => {
  it('not within the notice, not beyond the horizon, and a later week only when it is laid out', () => {
    const now = fc.integer({ min: 0, max: 1439 }).map((minute) => instantOf(TODAY, minute));
    fc.assert(
      fc.property(slotRules, day, now, (rules, on, at) => {
        for (const slot of allSlots(rules, on)) {
          const later = weekOf(on) > weekOf(TODAY);
          const open = !rules.planning || !later || (rules.laidOut !== null && weekOf(on) <= rules.laidOut);
          const inTime = instantOf(on, slot.from) - at >= rules.noticeMinutes * 60_000;
          const near = on <= addDays(TODAY, rules.horizonDays);
          expect(isClaimable(rules, slot, TODAY, at)).toBe(open && inTime && near);
        }
      }),
    );
  });

  it('a week is laid out in the week before it', () => {
    for (const weekday of [1, 2, 3, 4, 5, 6, 7] as const) {
      const at = layOutAt({ weekday, minute: 720 }, '2026-11-30');
      expect(at).toBe(instantOf(addDays('2026-11-23', weekday - 1), 720));
    }
    const rules = { ...OPEN, planning: { weekday: 1 as const, minute: 720 }, laidOut: '2026-11-30' };
    expect(['2026-11-29', '2026-12-06', '2026-12-07'].map((d) => isLaidOut(rules, d, TODAY))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('days on offer begin today at the earliest and end with the horizon', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -20, max: 40 }),
        fc.nat(20),
        fc.integer({ min: 0, max: 14 }),
        (n, count, horizonDays) => {
          const days = offeredDays({ ...OPEN, horizonDays }, TODAY, addDays(TODAY, n), count);
          const from = addDays(TODAY, Math.max(0, n));
          expect(days).toEqual(daysFrom(from, count).filter((d) => d <= addDays(TODAY, horizonDays)));
        },
      ),
    );
  });
});
