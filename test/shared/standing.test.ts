import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weekdayOf } from '../../miniprogram/shared/domain/calendar';
import { overlaps } from '../../miniprogram/shared/domain/ranges';
import { allSlots, hoursOf, type Pupil, type SlotRules, slotsOfDay } from '../../miniprogram/shared/domain/slots';
import { obstacleTo, type StandingCall } from '../../miniprogram/shared/domain/standing';
import { CLASSES, DAYS, OPEN, slotRules } from '../support/slots';

const pupil: fc.Arbitrary<Pupil> = fc.record({ boarding: fc.boolean(), classId: fc.constantFrom(...CLASSES) });
const day = fc.constantFrom(...DAYS);
const aCall: fc.Arbitrary<StandingCall> = fc
  .record({
    pointId: fc.constantFrom('p1', 'p2', 'p3'),
    day,
    from: fc.integer({ min: 0, max: 1435 }),
    minutes: fc.constantFrom(5, 10, 15, 20),
  })
  .map(({ minutes, ...call }) => ({ ...call, to: call.from + minutes }));

/** Schools that are open on most days, else next to no call could take place: hours that touch, for all or for some. */
const often: fc.Arbitrary<SlotRules> = slotRules.map((rules) => ({
  ...rules,
  duty: OPEN.duty,
  dutyDays: [],
  term: OPEN.term,
  kindOf: OPEN.kindOf,
  windows: OPEN.windows.flatMap(({ weekday }) => [
    { weekday, from: 0, to: 600, for: 'all' as const },
    { weekday, from: 600, to: 900, for: 'boarding' as const },
    { weekday, from: 900, to: 1000, for: 'day' as const },
    { weekday, from: 960, to: 1440, for: 'boarding' as const },
  ]),
  freePeriods: rules.freePeriods.slice(0, 1),
}));

/** The same said minute by minute. */
function mayTakePlace(rules: SlotRules, call: StandingCall, pupils: readonly Pupil[]): boolean {
  const open = hoursOf(rules, call.day);
  if ('closed' in open || !rules.points.some(({ id }) => id === call.pointId)) return false;
  const isOut = rules.closures.some(
    (c) => c.day === call.day && overlaps(c, call) && (c.pointIds === null || c.pointIds.includes(call.pointId)),
  );
  const length = Math.min(call.to - call.from, rules.slotMinutes);
  const minutes = Array.from({ length }, (_, i) => call.from + i);
  const within = (ranges: readonly { readonly from: number; readonly to: number }[]) =>
    minutes.every((minute) => ranges.some(({ from, to }) => from <= minute && minute < to));
  const suits = ({ boarding, classId }: Pupil) => {
    const own = rules.freePeriods.filter((period) => period.classId === classId);
    const now = own.filter(({ weekday }) => weekday === weekdayOf(call.day));
    const hours = open.hours.filter((h) => h.for === 'all' || (h.for === 'boarding') === boarding);
    // One free period holds the whole call.
    return within(hours) && (own.length === 0 || now.some((period) => within([period])));
  };
  return !isOut && within(open.hours) && pupils.every(suits);
}

describe('a booked call', () => {
  it('can take place wherever a new one could', () => {
    fc.assert(
      fc.property(slotRules, day, pupil, (rules, on, child) => {
        for (const slot of slotsOfDay(rules, on, child)) expect(obstacleTo(rules, slot, [child])).toBeNull();
        for (const slot of allSlots(rules, on)) expect(obstacleTo(rules, slot, [])).toBeNull();
      }),
    );
  });

  it('can take place exactly when point, day, hours and pupils allow each of its minutes', () => {
    fc.assert(
      fc.property(fc.oneof(slotRules, often), aCall, fc.array(pupil, { maxLength: 2 }), (rules, call, pupils) => {
        expect(obstacleTo(rules, call, pupils) === null).toBe(mayTakePlace(rules, call, pupils));
      }),
      { numRuns: 3000 },
    );
    const standing = fc.sample(fc.tuple(often, aCall), { numRuns: 500, seed: 1 });
    expect(standing.filter(([rules, call]) => obstacleTo(rules, call, []) === null).length).toBeGreaterThan(150);
  });

  it('that ran over into what was free stays where it is', () => {
    fc.assert(
      fc.property(slotRules, day, fc.constantFrom(5, 10, 15), (rules, on, more) => {
        for (const slot of allSlots({ ...rules, closures: [] }, on))
          expect(obstacleTo({ ...rules, closures: [] }, { ...slot, to: slot.to + more }, [])).toBeNull();
      }),
    );
  });

  it('is in the way of a closed day before all else, and of a closure as such', () => {
    fc.assert(
      fc.property(slotRules, aCall, (rules, call) => {
        const obstacle = obstacleTo(rules, call, []);
        const open = hoursOf(rules, call.day);
        if ('closed' in open && open.closed !== 'no_hours') expect(obstacle).toBe('day_closed');
        if (obstacle === 'out') expect(rules.closures.some((c) => c.day === call.day && overlaps(c, call))).toBe(true);
      }),
    );
  });
});
