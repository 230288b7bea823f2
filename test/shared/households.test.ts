import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOf } from '../../cloudfunctions/_server/school/rules';
import { seeded } from '../../local/demo/random';
import { addDays, type Day, type Weekday } from '../../miniprogram/shared/domain/calendar';
import {
  type FamilyHousehold,
  householdsOf,
  timeIn,
  timesOfWeek,
  type Wish,
  type WishChild,
} from '../../miniprogram/shared/domain/households';
import { plan } from '../../miniprogram/shared/domain/planner';
import { availabilityOf, fitOf, type ShiftKind, SUITS } from '../../miniprogram/shared/domain/shifts';
import { type SlotRules, slotsOfDay } from '../../miniprogram/shared/domain/slots';
import { aSchool } from '../support/builders';

const MONDAY = '2026-11-30';
const RULES: SlotRules = { ...aSchool(), kindOf };
const WEEK = { rules: RULES, monday: MONDAY };

const aChild = (id: string, over: Partial<WishChild> = {}): WishChild => ({
  id,
  boarding: true,
  classId: 'c32',
  days: 3,
  credits: 0,
  callsLeft: 1,
  ...over,
});
const aWish = (adultId: string, children: readonly WishChild[], over: Partial<Wish> = {}): Wish => ({
  adultId,
  availability: availabilityOf('unknown'),
  hasSmartphone: true,
  together: true,
  children,
  lastGiven: null,
  since: 0,
  ...over,
});
const dayOfKey = (key: string): Day => key.slice(0, 10);

/** Six children in any number of families that share them in any way. */
const child = fc.nat({ max: 5 }).map((i) => `s${i}`);
const wishes: fc.Arbitrary<Wish[]> = fc
  .tuple(
    fc.array(fc.record({ boarding: fc.boolean(), callsLeft: fc.nat({ max: 2 }), days: fc.nat({ max: 40 }) }), {
      minLength: 6,
      maxLength: 6,
    }),
    fc.array(
      fc.record({
        ids: fc.uniqueArray(child, { minLength: 1, maxLength: 3 }),
        shift: fc.constantFrom<ShiftKind>('day', 'night', 'two_shift', 'irregular', 'unknown'),
        daysOff: fc.uniqueArray(
          fc.integer({ min: 1, max: 7 }).map((n) => n as Weekday),
          { maxLength: 2 },
        ),
        only: fc.constantFrom(null, 'noon' as const, 'evening' as const),
        hasSmartphone: fc.boolean(),
        together: fc.boolean(),
        lastGiven: fc.constantFrom(null, '2026-11-16', '2026-11-23'),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([children, adults]) =>
    adults.map(({ ids, shift, daysOff, only, ...adult }, i) =>
      aWish(
        `m${i}`,
        ids.map((id) => aChild(id, children[Number(id.slice(1))])),
        { ...adult, availability: availabilityOf(shift, { nightWeek: null, daysOff, only }) },
      ),
    ),
  );

const people = ({ adultId, studentIds }: FamilyHousehold): string[] => [adultId, ...studentIds];
const childrenOf = (all: readonly Wish[], { adultId, studentIds }: FamilyHousehold): WishChild[] =>
  all.find((wish) => wish.adultId === adultId)?.children.filter(({ id }) => studentIds.includes(id)) ?? [];

describe('households', () => {
  it('name times that exist for every child and suit the adult, best fit first; without a smartphone at telephones only', () => {
    fc.assert(
      fc.property(wishes, (all) => {
        const { households } = householdsOf(all, WEEK);
        for (const household of households) {
          const wish = all.find(({ adultId }) => adultId === household.adultId);
          const fits = household.times.map((key) => {
            const [day = '', from = '', kind = ''] = key.split(':');
            const points = RULES.points.filter((point) => point.kind === kind).map(({ id }) => id);
            for (const pupil of childrenOf(all, household))
              expect(
                slotsOfDay(RULES, day, pupil).some((s) => points.includes(s.pointId) && s.from === Number(from)),
              ).toBe(true);
            if (!wish?.hasSmartphone) expect(kind).toBe('phone');
            return fitOf(wish?.availability ?? availabilityOf('unknown'), day, {
              from: Number(from),
              to: Number(from) + 15,
            }).fit;
          });
          expect(fits).toEqual([...fits].sort((a, b) => b - a));
          expect(fits.every((fit) => fit >= SUITS)).toBe(true);
        }
      }),
    );
  });

  it('never let two that share a person be asked for on one day, nor a child have more calls than it has left', () => {
    fc.assert(
      fc.property(wishes, (all) => {
        const { households, leftOut } = householdsOf(all, WEEK);
        for (const [i, a] of households.entries())
          for (const b of households.slice(i + 1)) {
            if (!people(a).some((person) => people(b).includes(person))) continue;
            const days = new Set(a.times.map(dayOfKey));
            expect(b.times.filter((key) => days.has(dayOfKey(key)))).toEqual([]);
          }
        const left = new Map(all.flatMap(({ children }) => children.map((c) => [c.id, c.callsLeft] as const)));
        for (const [id, calls] of left)
          expect(households.filter(({ studentIds }) => studentIds.includes(id)).length).toBeLessThanOrEqual(calls);
        // Every call that was wished for is in the plan or has its reason.
        const calls = all.flatMap(({ together, children }) => (together ? [children] : children.map((one) => [one])));
        expect(households.length + leftOut.length).toBe(calls.length);
        expect(new Set([...households, ...leftOut].map(({ id }) => id)).size).toBe(calls.length);
      }),
    );
  });

  it('leave a child’s call out only where its calls are used up by others', () => {
    fc.assert(
      fc.property(wishes, (all) => {
        const { households, leftOut } = householdsOf(all, WEEK);
        for (const { adultId, studentIds, reason } of leftOut)
          for (const one of childrenOf(all, { adultId, studentIds } as FamilyHousehold)) {
            const used = households.filter((household) => household.studentIds.includes(one.id)).length;
            expect(used).toBe(one.callsLeft);
            if (reason === 'has_call') expect(one.callsLeft).toBe(0);
          }
      }),
    );
  });

  it('are the same in whatever order the families come', () => {
    fc.assert(
      fc.property(wishes, fc.nat(), (all, seed) => {
        const byId = (result: ReturnType<typeof householdsOf>) => ({
          households: [...result.households].sort((a, b) => a.id.localeCompare(b.id)),
          leftOut: [...result.leftOut].sort((a, b) => a.id.localeCompare(b.id)),
        });
        expect(byId(householdsOf(seeded(seed).shuffle(all), WEEK))).toEqual(byId(householdsOf(all, WEEK)));
      }),
    );
  });

  it('count by the child that has waited longest, and all credits', () => {
    const family = aWish('m', [aChild('s1', { days: 4, credits: 1 }), aChild('s2', { days: 20, credits: 2 })]);
    expect(householdsOf([family], WEEK).households).toMatchObject([{ days: 20, credits: 3, studentIds: ['s1', 's2'] }]);
  });

  it('have video before the telephone where both suit equally', () => {
    const [household] = householdsOf([aWish('m', [aChild('s1')])], WEEK).households;
    const kinds = household?.times.map((key) => key.split(':')[2]);
    expect(kinds).toEqual([...(kinds ?? [])].sort().reverse());
    expect(new Set(kinds).size).toBe(2);
  });
});

describe('siblings who would rather speak alone', () => {
  const apart = aWish('m', [aChild('s1'), aChild('s2')], { together: false });

  it('get their calls on different days, and the days change over the weeks', () => {
    const daysOf = (monday: Day) =>
      householdsOf([apart], { rules: RULES, monday }).households.map(
        ({ times }) => new Set(times.map((key) => dayOfKey(timeIn(MONDAY, key)))),
      );
    const [one, other] = [daysOf(MONDAY), daysOf(addDays(MONDAY, 7))];
    expect(one.map(({ size }) => size).sort()).toEqual([2, 3]);
    expect(other).not.toEqual(one);
  });

  it('keep the time that they had', () => {
    let last = [] as { adultId: string; studentIds: readonly string[]; key: string }[];
    const had: (string | undefined)[] = [];
    for (const n of [0, 1, 2, 3]) {
      const week = { rules: RULES, monday: addDays(MONDAY, 7 * n) };
      const times = timesOfWeek(week);
      const { households } = householdsOf([apart], week, last);
      const keyOf = new Map(times.flatMap(({ key, slotIds }) => slotIds.map((id) => [id, key] as const)));
      const rows = plan({ households, times, seed: 'x' });
      if (n > 0) expect(rows.map(({ reason }) => reason)).toEqual(['kept', 'kept']);
      last = households.map(({ id, adultId, studentIds }) => {
        const slotId = rows.find(({ householdId }) => householdId === id)?.slotId ?? '';
        return { adultId, studentIds, key: keyOf.get(slotId) ?? '' };
      });
      had.push(last.map(({ key }) => timeIn(MONDAY, key)).join());
    }
    expect(new Set(had).size).toBe(1);
  });
});

describe('two parents who live apart, and one call a week', () => {
  it('take turns: whoever was given a time longer ago comes first', () => {
    const given = new Map<string, Day | null>([
      ['m1', null],
      ['m2', null],
    ]);
    const turns = [0, 1, 2, 3].map((n) => {
      const monday = addDays(MONDAY, 7 * n);
      const all = [...given].map(([adultId, lastGiven]) => aWish(adultId, [aChild('s1')], { lastGiven }));
      const { households, leftOut } = householdsOf(all, { rules: RULES, monday });
      expect(leftOut.map(({ reason }) => reason)).toEqual(['others_turn']);
      const [next] = households;
      given.set(next?.adultId ?? '', monday);
      return next?.adultId;
    });
    expect(turns).toEqual(['m1', 'm2', 'm1', 'm2']);
  });

  it('a household goes on with those of its children who have a call left', () => {
    const mother = aWish('m1', [aChild('s1', { callsLeft: 0 }), aChild('s2')]);
    expect(householdsOf([mother], WEEK).households).toMatchObject([{ id: 'm1', studentIds: ['s2'] }]);
  });
});

describe('the times of a week', () => {
  it('are all slots that nobody has, by minute and kind', () => {
    const [p1 = '', p2 = ''] = RULES.points.map(({ id }) => id);
    const call = { pointId: p1, day: MONDAY, from: 960, to: 975, studentIds: ['s1'], adultId: 'm1' };
    const free = timesOfWeek(WEEK);
    const left = timesOfWeek(WEEK, [call]);
    expect(free.find(({ key }) => key === `${MONDAY}:960:phone`)?.slotIds).toEqual([`${p1}:${MONDAY}:960`]);
    expect(free.find(({ key }) => key === `${MONDAY}:960:video`)?.slotIds).toEqual([`${p2}:${MONDAY}:960`]);
    expect(left.map(({ key }) => key)).toEqual(
      free.map(({ key }) => key).filter((key) => key !== `${MONDAY}:960:phone`),
    );
    expect(free.flatMap(({ slotIds }) => slotIds)).toHaveLength(5 * 2 * (4 + 6 + 8));
  });

  it('move to another week by weekday, minute and kind', () => {
    expect(timeIn('2026-12-28', '2026-12-02:960:video')).toBe('2026-12-30:960:video');
  });
});
