import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SlotOffer } from '../../miniprogram/shared/contract';
import { addDays, daysFrom, instantOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import {
  alternativesTo,
  bestOf,
  offersAmong,
  offersFor,
  pupilSlots,
  type Seeker,
} from '../../miniprogram/shared/domain/offers';
import { overlaps } from '../../miniprogram/shared/domain/ranges';
import { availabilityOf, type ShiftKind } from '../../miniprogram/shared/domain/shifts';
import {
  allSlots,
  isClaimable,
  isFree,
  type SlotRules,
  slotById,
  slotsOfDay,
  type Taken,
} from '../../miniprogram/shared/domain/slots';
import { OPEN, slotRules, TODAY } from '../support/slots';

const shift = fc.constantFrom<ShiftKind>('day', 'night', 'two_shift', 'irregular', 'unknown');
const seeker: fc.Arbitrary<Seeker> = fc.record({
  children: fc.constantFrom(
    [{ id: 's1', boarding: true, classId: 'c1' }],
    [{ id: 's1', boarding: true, classId: 'c3' }],
    [
      { id: 's1', boarding: true, classId: 'c3' },
      { id: 's2', boarding: false, classId: 'c2' },
    ],
  ),
  adultId: fc.constantFrom('a1', null),
  availability: shift.map((kind) => availabilityOf(kind)),
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
      adultId: fc.constantFrom('a1', 'a9', null),
    })
    .map(({ start, ...rest }) => ({ ...rest, from: start * 5, to: start * 5 + 20 })),
  { maxLength: 60 },
);
const now = fc.integer({ min: 0, max: 1439 }).map((minute) => instantOf(TODAY, minute));
const search = fc.record({ rules: slotRules, seeker, taken, now });
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
                (t.adultId !== null && t.adultId === s.seeker.adultId) ||
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
                    (t.adultId !== null && t.adultId === s.seeker.adultId) ||
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

  it('are the same for one of many, who look at what is free together', () => {
    fc.assert(
      fc.property(search, ({ rules, seeker: one, taken: calls, now: at }) => {
        const days = daysFrom(TODAY, 7);
        const nobody = { studentIds: [], adultId: null };
        const free = days
          .flatMap((day) => allSlots(rules, day))
          .filter((slot) => isClaimable(rules, slot, TODAY, at) && isFree(slot, calls, nobody));
        const together = offersAmong(one, rules, free, calls, pupilSlots(rules, days));
        expect(together).toEqual(find({ rules, seeker: { ...one, usedWeeks: [] }, taken: calls, now: at }));
      }),
    );
  });

  it('name each time once, at a point of the kind the adult can use best if one is free', () => {
    fc.assert(
      fc.property(search, (s) => {
        const times = (some: readonly SlotOffer[]) => some.map((offer) => `${offer.day} ${offer.from}`);
        const offers = find(s);
        expect(new Set(times(offers)).size).toBe(offers.length);
        const [kind, channel] = s.seeker.hasSmartphone ? (['video', 'wechat'] as const) : (['phone', 'phone'] as const);
        const points = s.rules.points.filter((point) => point.kind === kind);
        const free = find({ ...s, rules: { ...s.rules, points } });
        expect(times(offers.filter((offer) => offer.channel === channel))).toEqual(times(free));
      }),
    );
  });

  it('send different children to different points of one kind', () => {
    const school: SlotRules = {
      ...OPEN,
      points: Array.from({ length: 8 }, (_, i) => ({ id: `p${i}`, name: `${i}`, kind: 'video' })),
      windows: [{ weekday: 3, from: 1080, to: 1095, for: 'all' }],
    };
    const points = Array.from({ length: 200 }, (_, i) => {
      const who: Seeker = {
        children: [{ id: `child${i}`, boarding: true, classId: 'c1' }],
        adultId: 'a',
        availability: availabilityOf('day'),
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

  it('nearest: drawn from the nine that come nearest, those that suit as well before others, nearest first', () => {
    const at = (o: SlotOffer) => instantOf(o.day, o.from);
    const dice = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(offer, offers, dice, (wanted, all, thrown) => {
        const rolls = thrown.values();
        const near = alternativesTo(wanted, all, 3, () => rolls.next().value ?? 0);
        expect(near.length).toBe(Math.min(3, all.length));
        expect(new Set(near.map((o) => o.slotId)).size).toBe(near.length);
        const worse = (a: SlotOffer, b: SlotOffer) =>
          Math.max(0, wanted.fit - a.fit) - Math.max(0, wanted.fit - b.fit) ||
          Math.abs(at(a) - at(wanted)) - Math.abs(at(b) - at(wanted));
        for (const [i, o] of near.entries()) {
          expect(all.filter((other) => worse(other, o) < 0).length).toBeLessThan(9);
          const next = near[i + 1];
          if (next) expect(worse(o, next)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('nearest: every one of the nine is drawn for somebody', () => {
    const free = (from: number): SlotOffer => ({
      slotId: `p1:${TODAY}:${from}`,
      pointId: 'p1',
      pointName: '1 号',
      channel: 'phone',
      day: TODAY,
      from,
      to: from + 15,
      fit: 100,
      why: 'open',
    });
    const [wanted, all] = [free(1110), Array.from({ length: 20 }, (_, i) => free(960 + i * 15))];
    let n = 0;
    const dice = () => (n++ * 0.618) % 1;
    const drawn = Array.from({ length: 200 }, () => alternativesTo(wanted, all, 3, dice)).flat();
    expect(new Set(drawn.map((o) => o.slotId)).size).toBe(9);
  });
});
