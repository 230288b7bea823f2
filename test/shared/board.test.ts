import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Counted,
  countsOf,
  isToCall,
  isToVisit,
  nudgeLeft,
  waitingIn,
} from '../../miniprogram/shared/domain/board';
import { RUNGS } from '../../miniprogram/shared/domain/ladder';
import { ASKS, NUDGES } from '../../miniprogram/shared/domain/notices';
import { isSettled, STATES } from '../../miniprogram/shared/domain/receipts';

/** Children and their classes. */
const CLASS_OF: Readonly<Record<string, string>> = { a: 'c1', b: 'c1', c: 'c2', d: 'c3' };

const counted = (studentIds: readonly string[], over: Partial<Counted> = {}): Counted => ({
  studentIds,
  classIds: studentIds.map((id) => CLASS_OF[id] ?? ''),
  classNames: studentIds.map((id) => `${CLASS_OF[id]}班`),
  state: 'sent',
  rung: 'wechat',
  open: true,
  wantsCall: false,
  answer: null,
  ...over,
});

describe('the numbers of a board', () => {
  it('count a family of brothers and sisters once in all, and once in each of their classes', () => {
    const lines = [counted(['a', 'c']), counted(['a'], { state: 'confirmed', open: false }), counted(['b'])];
    expect(countsOf('confirm', lines)).toEqual({
      people: 3,
      families: 2,
      unheard: 2,
      states: [
        { state: 'sent', people: 2 },
        { state: 'confirmed', people: 1 },
      ],
      answers: [],
      classes: [
        { classId: 'c1', name: 'c1班', families: 2, unheard: 1, call: 0, visit: 0 },
        { classId: 'c2', name: 'c2班', families: 1, unheard: 1, call: 0, visit: 0 },
      ],
    });
  });

  it('tally what was answered, the most first', () => {
    const answers = ['不去', '去', '去', null].map((answer, i) => counted([['a', 'b', 'c', 'd'][i] ?? ''], { answer }));
    expect(countsOf('answer', answers).answers).toEqual([
      { answer: '去', people: 2 },
      { answer: '不去', people: 1 },
    ]);
  });

  const aLine = fc
    .record({
      children: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 }),
      state: fc.constantFrom(...STATES),
      rung: fc.constantFrom(...RUNGS),
      open: fc.boolean(),
      wantsCall: fc.boolean(),
    })
    .map(({ children, ...over }) => counted(children, over));

  it('agree with each other, and with who did what is asked', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ASKS), fc.array(aLine, { maxLength: 12 }), (asks, lines) => {
        const { people, families: all, unheard, states, classes } = countsOf(asks, lines);
        expect(states.reduce((sum, { people: n }) => sum + n, 0)).toBe(people);
        expect(unheard).toBeLessThanOrEqual(all);
        for (const { classId, families: own, unheard: waiting, call, visit } of classes) {
          const children = [...new Set(lines.flatMap(({ studentIds }) => studentIds))].filter(
            (id) => CLASS_OF[id] === classId,
          );
          const undone = children.filter(
            (id) => !lines.some((line) => line.studentIds.includes(id) && isSettled(asks, line.state, false)),
          );
          expect(waiting > 0).toBe(undone.length > 0);
          expect(own).toBeGreaterThanOrEqual(waiting);
          expect(own).toBeLessThanOrEqual(children.length);
          const here = lines.filter(({ classIds }) => classIds.includes(classId));
          // In families: one visit tells them all.
          for (const [families, people] of [
            [call, here.filter(isToCall)],
            [visit, here.filter(isToVisit)],
          ] as const) {
            expect(families).toBeLessThanOrEqual(Math.min(own, people.length));
            expect(families > 0).toBe(people.length > 0);
          }
        }
        if (lines.every(({ state }) => isSettled(asks, state, false))) expect(unheard).toBe(0);
      }),
    );
  });

  it('of open lines alone are the numbers of the whole board, in families', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ASKS), fc.array(aLine, { maxLength: 12 }), (asks, lines) => {
        const open = lines.filter((line) => line.open);
        const { unheard, call, visit } = waitingIn(asks, open);
        const families = countsOf(asks, open);
        expect([unheard > 0, unheard <= families.families]).toEqual([
          open.some(({ state }) => !isSettled(asks, state, false)),
          true,
        ]);
        expect([call > 0, visit > 0]).toEqual([open.some(isToCall), open.some(isToVisit)]);
      }),
    );
  });

  it('are whom to call or whom to visit, never both, and only the open', () => {
    fc.assert(
      fc.property(aLine, (line) => {
        expect(isToCall(line) && isToVisit(line)).toBe(false);
        if (!line.open) expect(isToCall(line) || isToVisit(line)).toBe(false);
      }),
    );
  });
});

describe('a reminder', () => {
  const someone = { open: true, covered: false, ways: ['wechat', 'visit'] as const, nudges: 0, nudgedAt: null };
  const now = 1_000_000_000;

  it('is for who is open, not covered, waits for no call, and has WeChat', () => {
    const lines = [
      someone,
      { ...someone, open: false },
      { ...someone, covered: true },
      { ...someone, wantsCall: true },
      { ...someone, ways: ['call', 'visit'] as const },
    ];
    expect(nudgeLeft(lines, now)).toEqual({ left: NUDGES.most, next: null, people: 1 });
    expect(nudgeLeft([], now)).toEqual({ left: 0, next: null, people: 0 });
  });

  it('comes again after a while, and not more often than the rule has it', () => {
    const nudged = { ...someone, nudges: 1, nudgedAt: now - 1000 };
    expect(nudgeLeft([nudged], now)).toEqual({
      left: NUDGES.most - 1,
      next: now - 1000 + NUDGES.apart,
      people: 1,
    });
    expect(nudgeLeft([nudged], now + NUDGES.apart)).toMatchObject({ next: null, people: 1 });
    expect(nudgeLeft([{ ...nudged, nudges: NUDGES.most }], now + NUDGES.apart)).toEqual({
      left: 0,
      next: null,
      people: 0,
    });
  });

  it('counts those who can be reminded now, where some can and some cannot yet', () => {
    const nudged = { ...someone, nudges: 1, nudgedAt: now - 1000 };
    expect(nudgeLeft([someone, nudged], now)).toEqual({ left: NUDGES.most, next: null, people: 1 });
  });
});
