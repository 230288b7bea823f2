import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, instantOf } from '../../miniprogram/shared/domain/calendar';
import {
  type CallOutcome,
  climbsAt,
  isPhoneVain,
  nextRung,
  RUNGS,
  type Rung,
  wasTold,
  waysTo,
} from '../../miniprogram/shared/domain/ladder';
import { isQuiet } from '../../miniprogram/shared/domain/quiet';

const HOUR = 3_600_000;
const TODAY = '2026-11-24';
const at = (hour: number, day = TODAY) => instantOf(day, hour * 60);
const instant = fc.integer({ min: at(0), max: at(0, addDays(TODAY, 30)) });
const rung = fc.constantFrom<Rung>(...RUNGS);
const deadline = fc.option(fc.integer({ min: -3, max: 20 }).map((n) => addDays(TODAY, n)));

describe('the ways to a person', () => {
  const reachable = fc.record({
    openid: fc.option(fc.constant('o')),
    hasSmartphone: fc.boolean(),
    phone: fc.option(fc.constant('138')),
    canRead: fc.boolean(),
  });

  it('are in the order of the ladder, and end with the visit', () => {
    fc.assert(
      fc.property(reachable, fc.boolean(), (person, sms) => {
        const ways = waysTo(person, { sms });
        expect(ways).toEqual(RUNGS.filter((way) => ways.includes(way)));
        expect(ways.at(-1)).toBe('visit');
        expect(ways.includes('call')).toBe(person.phone !== null);
        if (ways.includes('sms')) expect(sms && person.canRead && person.phone !== null).toBe(true);
      }),
    );
  });

  it.each([
    [
      'a father with WeChat',
      { openid: 'o', hasSmartphone: true, phone: '1', canRead: true },
      true,
      ['wechat', 'sms', 'call', 'visit'],
    ],
    [
      'a grandmother who cannot read',
      { openid: 'o', hasSmartphone: true, phone: '1', canRead: false },
      true,
      ['wechat', 'call', 'visit'],
    ],
    [
      'a grandfather with an old telephone',
      { openid: null, hasSmartphone: false, phone: '1', canRead: true },
      true,
      ['sms', 'call', 'visit'],
    ],
    [
      'the same where the school pays no SMS',
      { openid: null, hasSmartphone: false, phone: '1', canRead: true },
      false,
      ['call', 'visit'],
    ],
    ['a home without any', { openid: null, hasSmartphone: false, phone: null, canRead: true }, true, ['visit']],
  ])('%s', (_who, person, sms, ways) => {
    expect(waysTo(person, { sms })).toEqual(ways);
  });

  it('are climbed one by one up to the visit', () => {
    fc.assert(
      fc.property(reachable, fc.boolean(), (person, sms) => {
        const ways = waysTo(person, { sms });
        const climbed: Rung[] = [];
        for (let now: Rung | null = ways[0] ?? null; now !== null; now = nextRung(ways, now)) climbed.push(now);
        expect(climbed).toEqual(ways);
      }),
    );
  });
});

describe('when the ladder looks again', () => {
  it('is later, never at night but for what is urgent, and never at the top', () => {
    fc.assert(
      fc.property(rung, instant, fc.boolean(), deadline, (on, since, urgent, by) => {
        const next = climbsAt(on, since, { urgent, deadline: by });
        if (on === 'visit') {
          expect(next).toBeNull();
          return;
        }
        expect(next).toBeGreaterThanOrEqual(since + (urgent ? 15 * 60_000 : HOUR));
        if (!urgent) expect(isQuiet(next ?? 0)).toBe(false);
      }),
    );
  });

  it('is never later for an urgent one, nor for one with a deadline', () => {
    fc.assert(
      fc.property(rung, instant, deadline, (on, since, by) => {
        const usual = climbsAt(on, since, { urgent: false, deadline: null }) ?? 0;
        expect(climbsAt(on, since, { urgent: false, deadline: by }) ?? 0).toBeLessThanOrEqual(usual);
        expect(climbsAt(on, since, { urgent: true, deadline: by }) ?? 0).toBeLessThanOrEqual(usual);
      }),
    );
  });

  it('leaves time for a call and a visit: with two days to go the last day begins with the calls, and its afternoon is for the visit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 20 }), (hour) => {
        const pace = { urgent: false, deadline: addDays(TODAY, 2) };
        const sms = climbsAt('wechat', at(hour), pace) ?? 0;
        const call = climbsAt('sms', sms, pace) ?? 0;
        const visit = climbsAt('call', call, pace) ?? 0;
        expect(call).toBeLessThanOrEqual(at(7, addDays(TODAY, 2)));
        expect(visit).toBeLessThanOrEqual(at(13, addDays(TODAY, 2)));
      }),
    );
  });

  it('on the list of visits each day for two weeks, and never after', () => {
    fc.assert(
      fc.property(instant, fc.nat(40 * 24), fc.boolean(), deadline, (sentAt, hours, urgent, by) => {
        const since = sentAt + hours * HOUR;
        const next = climbsAt('visit', since, { urgent, deadline: by, sentAt });
        if (hours >= 14 * 24) expect(next).toBeNull();
        else expect(next).toBeGreaterThanOrEqual(since + 24 * HOUR);
        if (next !== null && !urgent) expect(isQuiet(next)).toBe(false);
      }),
    );
  });

  it.each([
    ['WeChat in the morning', 'wechat', at(9), { urgent: false, deadline: null }, at(9, addDays(TODAY, 1))],
    ['an SMS in the evening', 'sms', at(20), { urgent: false, deadline: null }, at(8, addDays(TODAY, 1))],
    ['a call that would be due at night', 'call', at(12), { urgent: false, deadline: null }, at(7, addDays(TODAY, 2))],
    ['urgent, late at night', 'wechat', at(23), { urgent: true, deadline: null }, at(23.5)],
    [
      'the deadline is tomorrow',
      'wechat',
      at(12),
      { urgent: false, deadline: addDays(TODAY, 1) },
      at(7, addDays(TODAY, 1)),
    ],
    ['the deadline is today', 'wechat', at(12), { urgent: false, deadline: TODAY }, at(16)],
    ['the deadline is over', 'wechat', at(12), { urgent: false, deadline: addDays(TODAY, -1) }, at(13)],
  ] as const)('%s', (_when, on, since, pace, next) => {
    expect(climbsAt(on, since, pace)).toBe(next);
  });
});

const OUTCOMES: readonly CallOutcome[] = [
  'told',
  'told_other',
  'no_answer',
  'switched_off',
  'wrong_number',
  'nobody_home',
  'left_slip',
];

describe('the telephone leads nowhere', () => {
  it('after a wrong number, or three calls that reached nobody', () => {
    const outcome = fc.constantFrom(...OUTCOMES);
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 8 }), (outcomes) => {
        const rang = outcomes.filter((o) => o === 'no_answer' || o === 'switched_off').length;
        expect(isPhoneVain(outcomes)).toBe(outcomes.includes('wrong_number') || rang >= 3);
      }),
    );
  });

  it('only who was spoken to was told', () => {
    expect(OUTCOMES.filter(wasTold)).toEqual(['told', 'told_other']);
  });
});
