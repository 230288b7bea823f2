import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CadenceRow } from '../../miniprogram/shared/contract';
import { type CareChild, dutiesOf, stateOf, windowState } from '../../miniprogram/shared/domain/cadence-duties';
import { type CareTime, closedDays, frameOf, windowsFor } from '../../miniprogram/shared/domain/cadence-windows';
import { addDays, type Day, daysBetween, weekdayOf } from '../../miniprogram/shared/domain/calendar';

const TERM = { from: '2026-09-01', to: '2027-01-15' };

const aRule = (over: Partial<CadenceRow> = {}): CadenceRow => ({
  id: 'visits',
  name: '每月家访',
  window: 'month',
  times: 1,
  counts: ['visit'],
  for: 'left_behind',
  by: 'mentor',
  since: '2026-09-01',
  until: null,
  pausedBy: ['holiday', 'ill', 'away'],
  ...over,
});
const aTime = (over: Partial<CareTime> = {}): CareTime => ({
  term: TERM,
  isClosed: () => false,
  today: '2026-11-24',
  ...over,
});
const aChild = (over: Partial<CareChild> = {}): CareChild => ({ since: '2026-09-01', pauses: [], days: [], ...over });
const spans = (rule: CadenceRow, time = aTime()) =>
  frameOf(rule, time).windows.map(({ from, due }) => `${from} ${due}`);
const stateOn = (today: Day, child: Partial<CareChild> = {}, rule = aRule(), time = aTime({ today })) =>
  stateOf(frameOf(rule, time), aChild(child), today);

describe('windows', () => {
  it('are whole months cut to the term, whatever their length', () => {
    expect(spans(aRule())).toEqual([
      '2026-09-01 2026-09-30',
      '2026-10-01 2026-10-31',
      '2026-11-01 2026-11-30',
      '2026-12-01 2026-12-31',
      '2027-01-01 2027-01-15',
    ]);
    const spring = { from: '2028-02-14', to: '2028-03-31' };
    expect(spans(aRule({ since: spring.from }), aTime({ term: spring }))).toEqual([
      '2028-02-14 2028-02-29',
      '2028-03-01 2028-03-31',
    ]);
  });

  it('are weeks from Monday to Sunday; the first is short where the term begins on a Tuesday', () => {
    const weeks = spans(aRule({ window: 'week' }));
    expect(weeks.slice(0, 2)).toEqual(['2026-09-01 2026-09-06', '2026-09-07 2026-09-13']);
    expect(weeks.at(-1)).toBe('2027-01-11 2027-01-15');
  });

  it('are the first, middle and last three weeks of a term, or thirds of a short one', () => {
    const thirds = frameOf(aRule({ window: 'term_thirds' }), aTime()).windows;
    expect(thirds.map(({ from, due, until }) => [from, due, until])).toEqual([
      ['2026-09-01', '2026-09-21', '2026-10-28'],
      ['2026-10-29', '2026-11-18', '2026-12-25'],
      ['2026-12-26', '2027-01-15', '2027-01-15'],
    ]);
    const short = { from: '2026-09-01', to: '2026-09-10' };
    expect(spans(aRule({ window: 'term_thirds' }), aTime({ term: short }))).toEqual([
      '2026-09-01 2026-09-03',
      '2026-09-04 2026-09-06',
      '2026-09-08 2026-09-10',
    ]);
  });

  it('go on after the term where holidays suspend nothing, up to today', () => {
    const weekly = aRule({ window: 'week', pausedBy: [] });
    expect(spans(weekly, aTime({ today: '2027-02-03' })).at(-1)).toBe('2027-02-01 2027-02-07');
    expect(spans(weekly)[0]).toBe('2026-09-01 2026-09-06');
  });

  it('begin for a child when counting begins for it', () => {
    const windows = windowsFor(frameOf(aRule(), aTime()), '2026-11-20', []);
    expect(windows.map(({ from }) => from)).toEqual(['2026-11-20', '2026-12-01', '2027-01-01']);
    // Eleven days of thirty are left: November asks for nothing any more.
    expect(stateOn('2026-11-24', { since: '2026-11-20' })?.state).toBe('paused');
    expect(stateOn('2026-12-02', { since: '2026-11-20' })).toMatchObject({ state: 'open', missed: 0 });
  });
});

describe('closed days', () => {
  const kindOf = (day: Day) => (day < '2027' ? (day.startsWith('2026-10-0') ? 'holiday' : 'ordinary') : 'unknown');
  it('are the public holidays and the school’s own, whose word is the last; an unknown year is not guessed', () => {
    const isClosed = closedDays(
      [
        { day: '2026-10-08', kind: 'as' },
        { day: '2026-11-13', kind: 'closed' },
        { day: '2027-01-04', kind: 'closed' },
      ],
      kindOf,
    );
    const days = ['2026-10-01', '2026-10-08', '2026-11-13', '2026-11-14', '2027-01-01', '2027-01-04'];
    expect(days.filter(isClosed)).toEqual(['2026-10-01', '2026-11-13', '2027-01-04']);
  });

  it('take from a week what it asks for when less than half of it is left', () => {
    const weekly = aRule({ window: 'week' });
    const time = aTime({ isClosed: closedDays([], kindOf), today: '2026-10-06' });
    expect(stateOn('2026-10-06', {}, weekly, time)?.state).toBe('paused');
    // And what went by before is not missed because of it.
    const done = { days: ['2026-09-22'] };
    expect(stateOn('2026-10-13', done, weekly, { ...time, today: '2026-10-13' })).toMatchObject({ missed: 0 });
    expect(stateOn('2026-10-13', done, aRule({ window: 'week', pausedBy: [] }))).toMatchObject({ missed: 2 });
  });
});

describe('how it stands today', () => {
  it('is open, soon in the last days, overdue when a window went by, ok when it was done', () => {
    expect(stateOn('2026-09-10')?.state).toBe('open');
    expect(stateOn('2026-09-23')?.state).toBe('open');
    expect(stateOn('2026-09-24')?.state).toBe('soon');
    expect(stateOn('2026-09-30')?.state).toBe('soon');
    expect(stateOn('2026-10-01')).toMatchObject({ state: 'overdue', missed: 1, due: '2026-10-31' });
    expect(stateOn('2026-11-01')).toMatchObject({ state: 'overdue', missed: 2 });
    expect(stateOn('2026-11-02', { days: ['2026-11-02'] })).toMatchObject({ state: 'ok', missed: 2, done: 1 });
    expect(stateOn('2026-11-30', { days: ['2026-10-31'] })).toMatchObject({ state: 'soon', missed: 0, done: 0 });
  });

  it('is late between thirds, and made good there', () => {
    const thirds = aRule({ window: 'term_thirds' });
    expect(stateOn('2026-09-22', {}, thirds)?.state).toBe('overdue');
    expect(stateOn('2026-10-10', { days: ['2026-10-10'] }, thirds)?.state).toBe('ok');
    expect(stateOn('2026-11-05', { days: ['2026-10-10'] }, thirds)).toMatchObject({ state: 'open', missed: 0 });
  });

  it('needs a day of its own for each time, and no more days than there are', () => {
    const twice = aRule({ window: 'week', times: 2 });
    const seen = (days: Day[], today: Day) => stateOn(today, { since: '2026-11-23', days }, twice);
    expect(seen(['2026-11-23', '2026-11-23'], '2026-11-24')).toMatchObject({ done: 1, times: 2, state: 'open' });
    expect(seen(['2026-11-23', '2026-11-24'], '2026-11-24')).toMatchObject({ done: 2, state: 'ok' });
    // Two days are left, and two are needed.
    expect(seen([], '2026-11-28')?.state).toBe('soon');
    const time = aTime({ isClosed: (day) => weekdayOf(day) <= 3, today: '2026-11-26' });
    expect(stateOn('2026-11-26', { since: '2026-11-23' }, aRule({ window: 'week', times: 7 }), time)?.times).toBe(4);
  });

  it('rests while the child is ill or away, where the rule says so', () => {
    const pauses = [{ from: '2026-11-20', to: '2026-11-26', why: 'ill' as const }];
    const child = { since: '2026-11-01', pauses };
    expect(stateOn('2026-11-24', child)?.state).toBe('paused');
    expect(stateOn('2026-11-27', child)?.state).toBe('soon');
    expect(stateOn('2026-11-24', { ...child, days: ['2026-11-02'] })?.state).toBe('ok');
    expect(stateOn('2026-11-24', child, aRule({ pausedBy: ['holiday', 'away'] }))?.state).toBe('soon');
    // A month of which she missed more than half asks for nothing, also later.
    const long = { since: '2026-11-01', pauses: [{ from: '2026-11-02', to: '2026-11-20', why: 'away' as const }] };
    expect(stateOn('2026-11-24', long)?.state).toBe('paused');
    expect(stateOn('2026-12-01', long)).toMatchObject({ state: 'open', missed: 0 });
    expect(stateOn('2026-12-10', { pauses: [{ from: '2026-11-20', to: null, why: 'away' }] })?.state).toBe('paused');
  });

  it('asks for nothing before the rule holds and after it ends, and rests when the term is over', () => {
    expect(stateOn('2026-11-24', {}, aRule({ since: '2026-12-01' }))).toBeUndefined();
    expect(stateOn('2026-11-24', {}, aRule({ until: '2026-10-31' }))).toBeUndefined();
    expect(stateOn('2027-01-20')).toMatchObject({ state: 'paused', missed: 0 });
    expect(stateOn('2026-08-20', { since: '2026-08-01' })).toBeUndefined();
  });
});

/** Anything a school may set, in a term of any length and place, with any calendar. */
const anyDay = fc.integer({ min: 0, max: 400 }).map((n) => addDays('2027-08-01', n));
const anyTerm = fc
  .record({ from: fc.integer({ min: 0, max: 60 }), days: fc.integer({ min: 10, max: 200 }) })
  .map(({ from, days }) => ({ from: addDays('2027-08-15', from), to: addDays('2027-08-15', from + days) }));
const anyRule = fc
  .record({
    window: fc.constantFrom('week' as const, 'month' as const, 'term' as const, 'term_thirds' as const),
    times: fc.integer({ min: 1, max: 7 }),
    since: anyDay,
    until: fc.option(anyDay, { nil: null }),
    pausedBy: fc.subarray(['holiday', 'ill', 'away'] as const).map((all) => [...all]),
  })
  .map(aRule);
const anyTime = fc
  .record({ term: anyTerm, today: anyDay, closed: fc.uniqueArray(anyDay, { maxLength: 60 }) })
  .map(({ term, today, closed }): CareTime => ({ term, today, isClosed: (day) => closed.includes(day) }));
const anyPause = fc
  .record({ from: anyDay, length: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null }) })
  .chain(({ from, length }) =>
    fc.constantFrom('ill' as const, 'away' as const).map((why) => ({
      ...{ from, why },
      to: length === null ? null : addDays(from, length),
    })),
  );
const anyChild = fc.record({
  since: anyDay,
  pauses: fc.array(anyPause, { maxLength: 4 }),
  days: fc.array(anyDay, { maxLength: 60 }),
});
const RANK = ['ok', 'open', 'soon', 'overdue'];

describe('whatever a school sets', () => {
  it('no window lies over another, and none outside of what it was cut to', () => {
    fc.assert(
      fc.property(anyRule, anyTime, anyChild, (rule, time, { since, pauses }) => {
        const windows = windowsFor(frameOf(rule, time), since, pauses);
        for (const [i, { from, due, until, open, whole }] of windows.entries()) {
          expect(from <= due && due <= until).toBe(true);
          const before = windows[i - 1];
          if (before) expect(before.until < from).toBe(true);
          expect(from >= since && from >= rule.since).toBe(true);
          expect(rule.until === null || until <= rule.until).toBe(true);
          expect(open >= 0 && open <= daysBetween(from, due) + 1 && open <= whole).toBe(true);
          if (rule.pausedBy.includes('holiday')) expect(from >= time.term.from && until <= time.term.to).toBe(true);
        }
      }),
    );
  });

  it('windows follow each other without a gap in the term', () => {
    fc.assert(
      fc.property(anyRule, anyTime, (rule, time) => {
        const { windows } = frameOf(rule, time);
        for (const [i, { from }] of windows.entries()) {
          const before = windows[i - 1];
          if (before) expect(addDays(before.until, 1)).toBe(from);
        }
      }),
    );
  });

  it('the days of rest are those that a plain count finds', () => {
    fc.assert(
      fc.property(anyRule, anyTime, anyChild, (rule, time, { since, pauses }) => {
        for (const { from, due, open } of windowsFor(frameOf(rule, time), since, pauses)) {
          const days = Array.from({ length: daysBetween(from, due) + 1 }, (_, i) => addDays(from, i));
          const rests = (day: Day) =>
            (rule.pausedBy.includes('holiday') && time.isClosed(day)) ||
            pauses.some((p) => rule.pausedBy.includes(p.why) && p.from <= day && day <= (p.to ?? day));
          expect(open).toBe(days.filter((day) => !rests(day)).length);
        }
      }),
    );
  });

  it('counting is the same whatever the order of entries, and an entry that comes twice counts once', () => {
    const shuffled = anyChild.chain((child) =>
      fc.tuple(fc.constant(child), fc.shuffledSubarray(child.days, { minLength: child.days.length })),
    );
    fc.assert(
      fc.property(anyRule, anyTime, shuffled, (rule, time, [child, days]) => {
        const frame = frameOf(rule, time);
        const other = { ...child, days: [...days, ...days] };
        expect(stateOf(frame, other, time.today)).toEqual(stateOf(frame, child, time.today));
        expect(dutiesOf(frame, other)).toEqual(dutiesOf(frame, child));
      }),
    );
  });

  it('no day of an entry serves two windows, and none of the windows of today is there twice', () => {
    fc.assert(
      fc.property(anyRule, anyTime, anyChild, (rule, time, child) => {
        const duties = dutiesOf(frameOf(rule, time), child);
        const served = duties.flatMap(({ days }) => days);
        expect(new Set(served).size).toBe(served.length);
        expect(served.every((day) => child.days.includes(day))).toBe(true);
        const running = duties.filter(({ window }) => window.from <= time.today && time.today <= window.until);
        expect(running.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('one more entry makes no duty worse', () => {
    fc.assert(
      fc.property(anyRule, anyTime, anyChild, anyDay, (rule, time, child, day) => {
        const frame = frameOf(rule, time);
        const before = stateOf(frame, child, time.today);
        const after = stateOf(frame, { ...child, days: [...child.days, day] }, time.today);
        if (!before || !after) {
          expect(after).toEqual(before);
          return;
        }
        expect(after.missed).toBeLessThanOrEqual(before.missed);
        expect(after.done).toBeGreaterThanOrEqual(before.done);
        if (before.state === 'paused') expect(['paused', 'ok']).toContain(after.state);
        else expect(RANK.indexOf(after.state)).toBeLessThanOrEqual(RANK.indexOf(before.state));
      }),
    );
  });

  it('what is done is never due again in its window', () => {
    fc.assert(
      fc.property(anyRule, anyTime, anyChild, (rule, time, child) => {
        const frame = frameOf(rule, time);
        const state = stateOf(frame, child, time.today);
        if (!state || state.done < state.times) return;
        expect(['ok', 'paused']).toContain(state.state);
        const duty = dutiesOf(frame, child).find(({ window }) => window.from === state.from);
        if (duty) expect(['ok', 'paused']).toContain(windowState(frame, child, duty, time.today));
      }),
    );
  });

  it('a rule that holds from the middle of a term on is as if it had always been so, from its first whole window on', () => {
    fc.assert(
      fc.property(anyRule, anyTime, anyChild, anyDay, (rule, time, child, since) => {
        const always = dutiesOf(frameOf({ ...rule, since: time.term.from }, time), child);
        const changed = dutiesOf(
          frameOf({ ...rule, since: since > time.term.from ? since : time.term.from }, time),
          child,
        );
        const whole = always.filter(({ window }) => window.from >= since);
        expect(changed.slice(changed.length - whole.length)).toEqual(whole);
        expect(changed.length - whole.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('a rule that ends and goes on as another asks at most once for the window in which it changed, but where just half of it is left on both sides', () => {
    fc.assert(
      fc.property(anyRule, anyTime, anyDay, (rule, time, day) => {
        const old = frameOf({ ...rule, since: time.term.from, until: addDays(day, -1) }, time).windows;
        const next = frameOf({ ...rule, since: day, until: null }, time).windows;
        const asks = [...old, ...next].filter(({ from, due, open, whole }) => {
          const around = frameOf({ ...rule, since: time.term.from, until: null }, time).windows;
          const cut = around.find((window) => window.from < day && day <= window.due);
          return cut && cut.from <= from && due <= cut.due && open * 2 > whole;
        });
        expect(asks.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
