import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, daysFrom, weekdayOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import {
  daysWithout,
  isDueToRemind,
  isThisWeek,
  laterDay,
  mayRoll,
  rollDay,
  toneOf,
  turningDays,
} from '../../miniprogram/shared/domain/ledger';

const BEGIN = '2026-09-01';
const day = fc.integer({ min: 0, max: 120 }).map((n) => addDays(BEGIN, n));
const maybeDay = fc.option(day);

describe('the tone of a child', () => {
  it('is amber from the 7th and red from the 14th day without contact, counted from the begin where there was none', () => {
    fc.assert(
      fc.property(maybeDay, day, day, (last, today, since) => {
        const days = daysWithout(last, today, since);
        expect(days).toBe(Math.max(0, daysBetween(last ?? since, today)));
        expect(toneOf(last, today, since)).toBe(days >= 14 ? 'red' : days >= 7 ? 'amber' : 'ok');
      }),
    );
  });
});

describe('days of contact', () => {
  it('the later of two is one of them and not before the other', () => {
    fc.assert(
      fc.property(maybeDay, maybeDay, (a, b) => {
        const later = laterDay(a, b);
        expect([a, b]).toContain(later);
        for (const one of [a, b]) expect((later ?? '') >= (one ?? '')).toBe(true);
      }),
    );
  });
  it('lie in this week from its Monday to its Sunday', () => {
    fc.assert(
      fc.property(day, day, (last, today) => {
        const monday = weekOf(today);
        expect(isThisWeek(last, today)).toBe(last >= monday && last <= addDays(monday, 6));
        expect(isThisWeek(null, today)).toBe(false);
      }),
    );
  });
});

describe('a roll', () => {
  it('is for two Mondays, and stands for a day of its week that is not in the future', () => {
    fc.assert(
      fc.property(day, day, (week, today) => {
        const allowed = mayRoll(week, today);
        expect(allowed).toBe(weekdayOf(week) === 1 && [0, 7].includes(daysBetween(week, weekOf(today))));
        if (!allowed) return;
        expect(weekOf(rollDay(week, today))).toBe(week);
        expect(rollDay(week, today) <= today).toBe(true);
      }),
    );
  });
});

describe('a child that turns amber or red', () => {
  const contact = (childDay: string | null, since: string, remindedDay: string | null) => ({
    childDay,
    since,
    remindedDay,
  });

  it('is told of once for each limit, also where the timer misses a day', () => {
    fc.assert(
      fc.property(
        maybeDay,
        day,
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        (childDay, since, asleep) => {
          const last = childDay ?? since;
          let remindedDay: string | null = null;
          const told: number[] = [];
          for (const [i, today] of daysFrom(last, 40).entries()) {
            const missed = asleep[i] && !asleep[i - 1]; // never two days in a row
            if (missed || !isDueToRemind(contact(childDay, since, remindedDay), today)) continue;
            expect(turningDays(today)).toContain(last);
            remindedDay = today;
            told.push(daysBetween(last, today));
          }
          expect(told.map((n) => (n < 14 ? 7 : 14))).toEqual([7, 14]);
          expect(told.every((n) => n % 7 <= 1)).toBe(true);
        },
      ),
    );
  });

  it('is not told of again where somebody reminded since it turned', () => {
    expect(isDueToRemind(contact('2026-11-10', BEGIN, '2026-11-17'), '2026-11-18')).toBe(false);
    expect(isDueToRemind(contact('2026-11-10', BEGIN, '2026-11-16'), '2026-11-18')).toBe(true);
  });
});
