import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BookingStatus } from '../../miniprogram/shared/contract';
import {
  AHEAD,
  HOLDING,
  holds,
  isCancelled,
  judgeStep,
  lowStreak,
  mayCancel,
  mayFollow,
  minutesOf,
} from '../../miniprogram/shared/domain/calls';

const STATES: readonly BookingStatus[] = [
  'booked',
  'checked_in',
  'in_call',
  'done',
  'no_show_parent',
  'no_show_child',
  'failed_school',
  'failed_network',
  'cancelled_family',
  'cancelled_school',
];
const state = fc.constantFrom(...STATES);
const TODAY = '2026-11-24';

describe('states of a call', () => {
  it('come to an end from wherever they are, and never go back to booked', () => {
    fc.assert(
      fc.property(fc.array(state, { maxLength: 30 }), (wanted) => {
        let at: BookingStatus = 'booked';
        const way: BookingStatus[] = [at];
        for (const next of wanted)
          if (mayFollow(at, next)) {
            at = next;
            way.push(at);
          }
        expect(new Set(way).size).toBe(way.length);
        expect(way.length).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('that let a slot go never take it again', () => {
    for (const from of STATES) if (!holds(from)) expect(STATES.filter((to) => mayFollow(from, to))).toEqual([]);
    expect(AHEAD.every((status) => HOLDING.includes(status))).toBe(true);
  });
});

describe('a step of the desk', () => {
  const call = fc.record({
    status: state,
    version: fc.integer({ min: 1, max: 6 }),
    day: fc.constantFrom('2026-11-23', TODAY, '2026-11-25'),
  });
  it('goes exactly if it was asked for on the newest version, may follow, and is not before its day', () => {
    fc.assert(
      fc.property(call, state, fc.integer({ min: 0, max: 6 }), (at, to, seen) => {
        const go = judgeStep(at, to, seen, TODAY) === 'go';
        expect(go).toBe(at.version === seen && mayFollow(at.status, to) && !(at.day > TODAY && holds(to)));
      }),
    );
  });
  it('sent again after it was taken is done already', () => {
    fc.assert(
      fc.property(call, state, (at, to) => {
        if (judgeStep(at, to, at.version, TODAY) !== 'go') return;
        const after = { ...at, status: to, version: at.version + 1 };
        expect(judgeStep(after, to, at.version, TODAY)).toBe('done-already');
      }),
    );
  });
});

describe('calling off', () => {
  it('is possible exactly while booked and before the begin', () => {
    fc.assert(
      fc.property(state, fc.integer({ min: -5, max: 5 }), (status, ahead) => {
        expect(mayCancel({ status, startsAt: 100 + ahead }, 100)).toBe(status === 'booked' && ahead > 0);
        expect(isCancelled(status) && mayCancel({ status, startsAt: 200 }, 100)).toBe(false);
      }),
    );
  });
});

describe('low faces in a row', () => {
  const face = fc.constantFrom('happy', 'so_so', 'low', undefined);
  it('grow by one with a low face, end with another, and pass over calls without one', () => {
    fc.assert(
      fc.property(fc.array(face, { maxLength: 12 }), (faces) => {
        expect(lowStreak(['low', ...faces])).toBe(lowStreak(faces) + 1);
        expect(lowStreak(['happy', ...faces])).toBe(0);
        expect(lowStreak([undefined, ...faces])).toBe(lowStreak(faces));
      }),
    );
  });
});

describe('minutes', () => {
  it('belong to calls that took place', () => {
    expect([minutesOf('done', 12), minutesOf('done', undefined), minutesOf('no_show_child', 12)]).toEqual([
      12,
      null,
      null,
    ]);
  });
});
