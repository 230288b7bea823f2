import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, instantOf, minuteOf, type Weekday } from '../../miniprogram/shared/domain/calendar';
import { isQuiet } from '../../miniprogram/shared/domain/quiet';
import { type Availability, availabilityOf, fitOf, type ShiftKind } from '../../miniprogram/shared/domain/shifts';
import { offerUntil, suiting } from '../../miniprogram/shared/domain/waitlist';

const MINUTE = 60_000;
const TUESDAY = '2026-11-24';
const at = (hour: number, minute = 0, day = TUESDAY) => instantOf(day, hour * 60 + minute);
const clock = (instant: number | null) =>
  instant === null
    ? null
    : `${dayOf(instant).slice(8)} ${Math.floor(minuteOf(instant) / 60)}:${minuteOf(instant) % 60}`;
const NOTICE = 30;

const who: fc.Arbitrary<Availability> = fc
  .record({
    shift: fc.constantFrom<ShiftKind>('day', 'night', 'two_shift', 'irregular', 'unknown'),
    nightWeek: fc.constantFrom(null, '2026-11-23', '2026-11-30'),
    daysOff: fc.uniqueArray(
      fc.integer({ min: 1, max: 7 }).map((n) => n as Weekday),
      { maxLength: 3 },
    ),
    only: fc.constantFrom(null, 'noon' as const, 'evening' as const),
  })
  .map(({ shift, ...told }) => availabilityOf(shift, told));
const offer = fc.record({
  now: fc.integer({ min: at(0), max: at(0, 0, '2026-12-01') }),
  lead: fc.integer({ min: 0, max: 7 * 24 * 60 }),
  notice: fc.constantFrom(0, 30, 120),
  who,
});

const awake = (adult: Availability, instant: number): boolean => {
  const minute = minuteOf(instant);
  const { why } = fitOf({ ...adult, only: null }, dayOf(instant), { from: minute, to: minute + 1 });
  return why !== 'during_work' && why !== 'during_sleep' && !isQuiet(instant);
};

/** When the phone can ring and is looked at, minute by minute. */
function readAt(adult: Availability, now: number): number {
  let instant = now;
  while (!awake(adult, instant)) instant = (Math.floor(instant / MINUTE) + 1) * MINUTE;
  return instant;
}

describe('until when an offer is held', () => {
  it('a quarter of an hour at least from when the phone is looked at, four hours and 40 minutes at most, and no longer than one may claim', () => {
    fc.assert(
      fc.property(offer, ({ now, lead, notice, who: adult }) => {
        const startsAt = now + lead * MINUTE;
        const until = offerUntil(now, startsAt, adult, notice);
        if (until === null) return;
        const held = until - readAt(adult, now);
        expect(held).toBeGreaterThanOrEqual(15 * MINUTE);
        expect(held).toBeLessThanOrEqual((40 + 4 * 60) * MINUTE);
        expect(until).toBeLessThanOrEqual(startsAt - notice * MINUTE);
      }),
    );
  });

  it('is not given up where there is time: whoever is free now and asked in the daytime can answer', () => {
    fc.assert(
      fc.property(offer, ({ now, lead, notice, who: adult }) => {
        fc.pre(awake(adult, now) && lead >= notice + 15);
        expect(offerUntil(now, now + lead * MINUTE, adult, notice)).not.toBeNull();
      }),
    );
  });

  it.each([
    ['free now, the call in three hours: 40 minutes and some', 'unknown', at(12), at(15), '24 12:58'],
    ['at work until 18:15, the call in the evening', 'day', at(15), at(20), '24 19:5'],
    ['at work until 18:15, and the call too soon after it', 'day', at(15), at(18, 30), null],
    ['asleep after the night shift until 14:30', 'night', at(9), at(18), '24 15:31'],
    ['on the night shift: not before the sleep after it is over', 'night', at(20), at(18, 0, '2026-11-25'), '25 15:31'],
    ['at night nobody is asked: from seven in the morning', 'unknown', at(22), at(12, 30, '2026-11-25'), '25 8:13'],
    ['two days ahead: four hours and 40 minutes', 'unknown', at(9), at(16, 0, '2026-11-26'), '24 13:40'],
    ['near the call: until it can be claimed no more', 'unknown', at(15), at(16), '24 15:30'],
    ['nearer still: there is no time to answer', 'unknown', at(15, 20), at(16), null],
  ] as const)('%s', (_, shift, now, startsAt, expected) => {
    expect(clock(offerUntil(now, startsAt, availabilityOf(shift), NOTICE))).toBe(expected);
  });
});

describe('what is offered', () => {
  const free = (pointId: string, day: string, from: number, fit: number) => ({
    slotId: `${pointId}:${day}:${from}`,
    pointId,
    pointName: pointId,
    channel: 'phone' as const,
    day,
    from,
    to: from + 15,
    fit,
    why: 'open' as const,
  });

  it('suits, best first, and was not declined before, at whichever point', () => {
    const offers = [
      free('p1', '2026-11-26', 960, 60),
      free('p1', '2026-11-25', 960, 60),
      free('p2', '2026-11-25', 720, 20),
      free('p2', '2026-11-27', 1110, 100),
      free('p2', '2026-11-25', 975, 80),
    ];
    expect(suiting(offers, ['p9:2026-11-25:975']).map(({ day, from }) => `${day} ${from}`)).toEqual([
      '2026-11-27 1110',
      '2026-11-25 960',
      '2026-11-26 960',
    ]);
  });
});
