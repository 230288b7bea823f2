import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BookingStatus, Channel } from '../../miniprogram/shared/contract';
import { bookingStatus } from '../../miniprogram/shared/contract/shapes';
import {
  AHEAD,
  HOLDING,
  holds,
  isCancelled,
  isRoomOpen,
  isSeatKept,
  judgeStep,
  lowStreak,
  mayCancel,
  mayFollow,
  minutesOf,
} from '../../miniprogram/shared/domain/calls';

const STATES: readonly BookingStatus[] = bookingStatus.options;
const state = fc.constantFrom(...STATES);
const TODAY = '2026-11-24';

describe('states of a call', () => {
  it('come to an end from wherever they are, and none comes back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<BookingStatus>('booked', 'offered'),
        fc.array(state, { maxLength: 30 }),
        (first, wanted) => {
          let at = first;
          const way: BookingStatus[] = [at];
          // A call that begins again, with another channel, is where it was.
          for (const next of wanted)
            if (next !== at && mayFollow(at, next)) {
              at = next;
              way.push(at);
            }
          expect(new Set(way).size).toBe(way.length);
          expect(way.length).toBeLessThanOrEqual(5);
        },
      ),
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
  it('is possible exactly while booked and before the cut-off', () => {
    fc.assert(
      fc.property(state, fc.integer({ min: -5, max: 5 }), (status, ahead) => {
        expect(mayCancel({ status, closesAt: 100 + ahead }, 100)).toBe(status === 'booked' && ahead > 0);
        expect(isCancelled(status) && mayCancel({ status, closesAt: 200 }, 100)).toBe(false);
      }),
    );
  });
});

describe('what was written about a seat', () => {
  it('holds for a booked call until the call begins, for an offer until it is answered, and never for one that let its seat go', () => {
    expect(STATES.filter((status) => isSeatKept(status, false))).toEqual(['booked', 'checked_in']);
    expect(STATES.filter((status) => isSeatKept(status, true))).toEqual(['offered']);
  });
});

describe('the room of an in-app call', () => {
  it('is open exactly around the time of a call whose child is there, and never for a call by telephone', () => {
    const channel = fc.constantFrom<Channel>('phone', 'wechat', 'voip_voice', 'voip_video');
    fc.assert(
      fc.property(state, channel, fc.integer({ min: -30, max: 60 }), (status, by, minute) => {
        const call = { status, channel: by, startsAt: 0, endsAt: 15 * 60_000 };
        const open =
          ['checked_in', 'in_call'].includes(status) && by.startsWith('voip') && minute >= -10 && minute < 25;
        expect(isRoomOpen(call, minute * 60_000)).toBe(open);
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
