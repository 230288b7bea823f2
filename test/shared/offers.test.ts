import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SlotOffer } from '../../miniprogram/shared/contract';
import {
  addDays,
  daysFrom,
  instantOf,
  type Weekday,
  weekdayOf,
  weekOf,
} from '../../miniprogram/shared/domain/calendar';
import { alternativesTo, bestOf, offersFor, type Seeker } from '../../miniprogram/shared/domain/offers';
import { contains, overlaps } from '../../miniprogram/shared/domain/ranges';
import { fitOf, type ShiftKind } from '../../miniprogram/shared/domain/shifts';
import { isClaimable, type SlotRules, slotById, slotsOfDay, type Taken } from '../../miniprogram/shared/domain/slots';

const TODAY = '2026-11-24';
const shift = fc.constantFrom<ShiftKind>('day', 'night', 'two_shift', 'irregular', 'unknown');
const weekday = fc.integer({ min: 1, max: 7 }).map((n) => n as Weekday);
const window = fc
  .tuple(
    weekday,
    fc.integer({ min: 8, max: 20 }),
    fc.integer({ min: 1, max: 3 }),
    fc.constantFrom('all', 'boarding', 'day'),
  )
  .map(([day, from, hours, kind]) => ({ weekday: day, from: from * 60, to: (from + hours) * 60, for: kind }));
const rules: fc.Arbitrary<SlotRules> = fc.record({
  points: fc.constantFrom(
    [{ id: 'p1', name: '1 号', kind: 'phone' as const }],
    [
      { id: 'p1', name: '1 号', kind: 'phone' as const },
      { id: 'p2', name: '2 号', kind: 'video' as const },
      { id: 'p3', name: '3 号', kind: 'video' as const },
    ],
  ),
  windows: fc.array(window, { minLength: 1, maxLength: 8 }),
  closedDays: fc.subarray(daysFrom(TODAY, 14)),
  duty: fc.array(fc.record({ weekday, staffIds: fc.constantFrom([], ['t1']) }), { maxLength: 7 }),
  slotMinutes: fc.constantFrom(10, 15, 20, 30),
  noticeMinutes: fc.constantFrom(0, 30, 120),
  horizonDays: fc.integer({ min: 0, max: 14 }),
});
const seeker: fc.Arbitrary<Seeker> = fc.record({
  children: fc.constantFrom(
    [{ id: 's1', boarding: true }],
    [
      { id: 's1', boarding: true },
      { id: 's2', boarding: false },
    ],
  ),
  adultId: fc.constant('a1'),
  shift,
  hasSmartphone: fc.boolean(),
  usedWeeks: fc.subarray([weekOf(TODAY), addDays(weekOf(TODAY), 7)]),
});
const taken: fc.Arbitrary<Taken[]> = fc.array(
  fc
    .record({
      pointId: fc.constantFrom('p1', 'p2', 'p3'),
      day: fc.constantFrom(...daysFrom(TODAY, 7)),
      start: fc.integer({ min: 96, max: 270 }),
      studentIds: fc.constantFrom(['s1'], ['s2'], ['s9']),
      adultId: fc.constantFrom('a1', 'a9'),
    })
    .map(({ start, ...rest }) => ({ ...rest, from: start * 5, to: start * 5 + 20 })),
  { maxLength: 60 },
);
const now = fc.integer({ min: 0, max: 1439 }).map((minute) => instantOf(TODAY, minute));
const search = fc.record({ rules, seeker, taken, now });
const find = (s: { rules: SlotRules; seeker: Seeker; taken: Taken[]; now: number }) =>
  offersFor(s.seeker, s.rules, daysFrom(TODAY, 7), s.taken, { today: TODAY, now: s.now });

describe('offers', () => {
  it('are slots that the school has for each child, free for point, child and adult, and still to be claimed', () => {
    fc.assert(
      fc.property(search, (s) => {
        for (const offer of find(s)) {
          for (const child of s.seeker.children) {
            const slot = slotById(s.rules, offer.slotId, child);
            expect(slot).toMatchObject({ pointId: offer.pointId, day: offer.day, from: offer.from, to: offer.to });
            expect(slot && isClaimable(s.rules, slot, TODAY, s.now)).toBe(true);
          }
          const inTheWay = s.taken.filter(
            (t) =>
              t.day === offer.day &&
              overlaps(t, offer) &&
              (t.pointId === offer.pointId ||
                t.adultId === 'a1' ||
                s.seeker.children.some(({ id }) => t.studentIds.includes(id))),
          );
          expect(inTheWay).toEqual([]);
          expect(s.seeker.usedWeeks).not.toContain(weekOf(offer.day));
        }
      }),
    );
  });

  it('miss no time: where none is offered, no point would do', () => {
    fc.assert(
      fc.property(search, (s) => {
        const offers = find(s);
        for (const day of daysFrom(TODAY, 7)) {
          if (s.seeker.usedWeeks.includes(weekOf(day))) continue;
          const [first = [], ...rest] = s.seeker.children.map((child) => slotsOfDay(s.rules, day, child));
          const possible = first.filter(
            (slot) =>
              rest.every((slots) => slots.some(({ id }) => id === slot.id)) &&
              isClaimable(s.rules, slot, TODAY, s.now) &&
              !s.taken.some(
                (t) =>
                  t.day === day &&
                  overlaps(t, slot) &&
                  (t.pointId === slot.pointId ||
                    t.adultId === 'a1' ||
                    s.seeker.children.some(({ id }) => t.studentIds.includes(id))),
              ),
          );
          expect(new Set(offers.filter((o) => o.day === day).map((o) => o.from))).toEqual(
            new Set(possible.map((slot) => slot.from)),
          );
        }
      }),
    );
  });

  it('name each time once, at a point of the kind the adult can use best if one is free', () => {
    fc.assert(
      fc.property(search, (s) => {
        const offers = find(s);
        expect(new Set(offers.map((o) => `${o.day} ${o.from}`)).size).toBe(offers.length);
        if (s.rules.points.length < 3) return;
        const free = find({ ...s, taken: [] });
        const liked = s.seeker.hasSmartphone ? 'wechat' : 'phone';
        expect(free.every((o) => o.channel === liked)).toBe(true);
      }),
    );
  });

  it('send different children to different points of one kind', () => {
    const school: SlotRules = {
      points: Array.from({ length: 8 }, (_, i) => ({ id: `p${i}`, name: `${i}`, kind: 'video' })),
      windows: [{ weekday: 3, from: 1080, to: 1095, for: 'all' }],
      closedDays: [],
      duty: [{ weekday: 3, staffIds: ['t1'] }],
      slotMinutes: 15,
      noticeMinutes: 0,
      horizonDays: 14,
    };
    const points = Array.from({ length: 200 }, (_, i) => {
      const who: Seeker = {
        children: [{ id: `child${i}`, boarding: true }],
        adultId: 'a',
        shift: 'day',
        hasSmartphone: true,
        usedWeeks: [],
      };
      return offersFor(who, school, ['2026-11-25'], [], { today: TODAY, now: instantOf(TODAY, 0) })[0]?.pointId;
    });
    expect(new Set(points).size).toBe(8);
  });
});

describe('the best and the nearest', () => {
  const offer: fc.Arbitrary<SlotOffer> = fc.record({
    slotId: fc.uuid(),
    pointId: fc.constant('p1'),
    pointName: fc.constant('1 号'),
    channel: fc.constant('phone' as const),
    day: fc.constantFrom(...daysFrom(TODAY, 7)),
    from: fc.integer({ min: 32, max: 80 }).map((n) => n * 15),
    to: fc.constant(0),
    fit: fc.constantFrom(10, 60, 100),
    why: fc.constant('open' as const),
  });
  const offers = fc.uniqueArray(offer, { selector: (o) => `${o.day} ${o.from}`, maxLength: 40 });

  it('best: nobody left out suits better, and equal ones come from different days while there are some', () => {
    fc.assert(
      fc.property(offers, (all) => {
        const best = bestOf(all, 3);
        expect(best.length).toBe(Math.min(3, all.length));
        const worst = Math.min(...best.map((o) => o.fit));
        for (const other of all.filter((o) => !best.includes(o))) expect(other.fit).toBeLessThanOrEqual(worst);
        const top = best.filter((o) => o.fit === best[0]?.fit);
        const days = new Set(all.filter((o) => o.fit === best[0]?.fit).map((o) => o.day));
        expect(new Set(top.map((o) => o.day)).size).toBe(Math.min(top.length, days.size));
      }),
    );
  });

  it('nearest: nothing left out suits as well and lies nearer', () => {
    const at = (o: SlotOffer) => instantOf(o.day, o.from);
    fc.assert(
      fc.property(offer, offers, (wanted, all) => {
        const near = alternativesTo(wanted, all, 3);
        const asGood = all.filter((o) => o.fit >= wanted.fit);
        const far = Math.max(0, ...near.filter((o) => o.fit >= wanted.fit).map((o) => Math.abs(at(o) - at(wanted))));
        for (const other of asGood.filter((o) => !near.includes(o)))
          expect(Math.abs(at(other) - at(wanted))).toBeGreaterThanOrEqual(far);
        if (asGood.length >= 3) expect(near.every((o) => o.fit >= wanted.fit)).toBe(true);
      }),
    );
  });
});

describe('slots', () => {
  it('lie within a window of their weekday for this kind of pupil, on open days with duty, and are as long as the school says', () => {
    fc.assert(
      fc.property(rules, fc.boolean(), (school, boarding) => {
        for (const day of daysFrom(TODAY, 7))
          for (const slot of slotsOfDay(school, day, { boarding })) {
            const windows = school.windows.filter(
              (w) => w.weekday === weekdayOf(day) && (w.for === 'all' || w.for === (boarding ? 'boarding' : 'day')),
            );
            expect(windows.some((w) => contains(w, slot))).toBe(true);
            expect(school.closedDays).not.toContain(day);
            expect(school.duty.some((d) => d.weekday === weekdayOf(day) && d.staffIds.length > 0)).toBe(true);
            expect(slot.to - slot.from).toBe(school.slotMinutes);
          }
      }),
    );
  });
});

describe('the fit of a call to a shift', () => {
  const part = fc
    .tuple(fc.integer({ min: 0, max: 280 }), fc.integer({ min: 1, max: 6 }))
    .map(([a, n]) => ({ from: a * 5, to: (a + n) * 5 }));
  it('is never better than that of any part of it about which the shift says something', () => {
    fc.assert(
      fc.property(shift, fc.constantFrom(...daysFrom(TODAY, 7)), part, fc.nat(5), (kind, day, call, cut) => {
        const middle = Math.min(call.to - 5, call.from + cut * 5);
        const inner = { from: middle, to: call.to };
        const whole = fitOf(kind, day, call);
        const some = fitOf(kind, day, inner);
        if (some.why !== 'open') expect(whole.fit).toBeLessThanOrEqual(some.fit);
        expect(whole.fit).toBeGreaterThanOrEqual(0);
        expect(whole.fit).toBeLessThanOrEqual(100);
      }),
    );
  });
  it('knows that the night shift sleeps in the morning and that a day worker is free in the evening', () => {
    expect(fitOf('night', TODAY, { from: 600, to: 615 })).toEqual({ fit: 10, why: 'during_sleep' });
    expect(fitOf('night', TODAY, { from: 1150, to: 1165 })).toEqual({ fit: 10, why: 'during_work' });
    expect(fitOf('day', TODAY, { from: 1110, to: 1125 })).toEqual({ fit: 100, why: 'suits_shift' });
    expect(fitOf('day', '2026-11-28', { from: 600, to: 615 })).toEqual({ fit: 90, why: 'day_off' });
    expect(fitOf('irregular', TODAY, { from: 600, to: 615 })).toEqual({ fit: 60, why: 'open' });
  });
});
