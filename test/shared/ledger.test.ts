import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, daysFrom, weekdayOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import {
  daysWithout,
  familyWeeks,
  heardFrom,
  heardLastFrom,
  isDueToRemind,
  isThisWeek,
  lastWeeks,
  laterDay,
  mayOwn,
  mayRoll,
  partiesOf,
  rollDay,
  termWeeks,
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

describe('an own contact', () => {
  it('may be said for today and fourteen days back', () => {
    fc.assert(
      fc.property(day, day, (said, today) => {
        const back = daysBetween(said, today);
        expect(mayOwn(said, today)).toBe(back >= 0 && back <= 14);
      }),
    );
  });
  it('with both is one with each', () => {
    expect([partiesOf('both'), partiesOf('child'), partiesOf('caregiver')]).toEqual([
      ['child', 'caregiver'],
      ['child'],
      ['caregiver'],
    ]);
  });
});

describe('from whom a child heard last', () => {
  const adult = fc.constantFrom('m-father', 'm-mother', null);
  const contacts = fc.array(fc.record({ day, adultId: adult }), { maxLength: 12 });

  it('is every known adult of the last day and nobody else, in whatever order contacts become known', () => {
    fc.assert(
      fc.property(contacts, (all) => {
        let contact: Parameters<typeof heardFrom>[0] & { childDay: string | null } = { childDay: null, childBy: null };
        for (const one of all)
          contact = { childDay: laterDay(contact.childDay, one.day), childBy: heardFrom(contact, one) };
        const last = all.reduce<string | null>((latest, one) => laterDay(latest, one.day), null);
        for (const id of ['m-father', 'm-mother'])
          expect(heardLastFrom(contact, id)).toBe(all.some((one) => one.day === last && one.adultId === id));
      }),
    );
  });
  it('is nobody where the last day was moved by something that names nobody', () => {
    const childBy = { day: BEGIN, adultIds: ['m-father'] };
    expect(heardLastFrom({ childDay: BEGIN, childBy }, 'm-father')).toBe(true);
    expect(heardLastFrom({ childDay: addDays(BEGIN, 1), childBy }, 'm-father')).toBe(false);
    expect(heardLastFrom({ childDay: null, childBy: null }, 'm-father')).toBe(false);
  });
});

describe('weeks', () => {
  it('of a family are the last ones without a gap, each with what its entries say', () => {
    const entry = fc.record({ day, with: fc.constantFrom('child' as const, 'caregiver' as const) });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 20 }), day, (said, today) => {
        const entries = said.map((one) => ({ ...one, weekOf: weekOf(one.day) }));
        const weeks = familyWeeks(entries, today, 12);
        expect(weeks.map((week) => week.weekOf)).toEqual(lastWeeks(today, 12));
        for (const week of weeks)
          for (const party of ['child', 'caregiver'] as const)
            expect(week[party]).toBe(entries.some((one) => one.weekOf === week.weekOf && one.with === party));
      }),
    );
  });
  it('of a term run from its first Monday to this week or its end, the last of them where there are too many', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 0, max: 200 }),
        day,
        fc.integer({ min: 1, max: 30 }),
        (from, length, today, most) => {
          const term = { from, to: addDays(from, length) };
          const weeks = termWeeks(term, today, most);
          const last = weekOf(today < term.to ? today : term.to);
          expect(weeks.length).toBeLessThanOrEqual(most);
          expect(weeks.length === 0).toBe(last < weekOf(from));
          if (weeks.length === 0) return;
          expect(weeks.at(-1)).toBe(last);
          expect(weeks[0] === weekOf(from) || weeks.length === most).toBe(true);
          expect(weeks).toEqual(daysFrom(weeks[0] ?? '', weeks.length * 7).filter((one) => weekdayOf(one) === 1));
        },
      ),
    );
  });
});
