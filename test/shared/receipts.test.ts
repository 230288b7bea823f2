import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiptState } from '../../miniprogram/shared/contract/receipts';
import { RUNGS } from '../../miniprogram/shared/domain/ladder';
import { ASKS } from '../../miniprogram/shared/domain/notices';
import {
  afterStep,
  type BoardLine,
  boardOrder,
  climb,
  coveredOf,
  familiesOf,
  isFresh,
  isOpen,
  isSettled,
  STATES as ORDERED,
  reachedOf,
  type Standing,
  type Step,
} from '../../miniprogram/shared/domain/receipts';

const STATES = receiptState.options;
const aState = fc.constantFrom(...STATES);
const aStep = fc.constantFrom<Step>(
  'relayed',
  'opened',
  'heard',
  'confirmed',
  'chosen',
  'signed',
  'said',
  'call_me',
  'called',
  'visited',
);
const aStanding: fc.Arbitrary<Standing> = fc.record({
  of: fc.constantFrom('notice', 'record'),
  asks: fc.constantFrom(...ASKS),
  state: aState,
  wantsCall: fc.boolean(),
  why: fc.constantFrom(null, 'no_smartphone'),
});
const apply = (standing: Standing, step: Step): Standing => ({ ...standing, ...afterStep(standing, step) });

describe('receipts', () => {
  it('never climb down, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(aStanding, fc.array(aStep, { maxLength: 8 }), (standing, steps) => {
        let at = standing;
        for (const step of steps) {
          const next = apply(at, step);
          expect(climb(next.state, at.state)).toBe(next.state);
          at = next;
        }
      }),
    );
  });

  it('have an order in which a board tells them', () => {
    expect(new Set(ORDERED)).toEqual(new Set(STATES));
  });

  it('end on the same state in whatever order the steps come', () => {
    fc.assert(
      fc.property(
        aStanding,
        fc.array(fc.constantFrom<Step>('opened', 'heard', 'confirmed'), { maxLength: 5 }),
        (s, steps) => {
          const forth = steps.reduce(apply, s);
          const back = steps.toReversed().reduce(apply, s);
          expect(back.state).toBe(forth.state);
        },
      ),
    );
  });

  it('are not changed by the same step twice', () => {
    fc.assert(
      fc.property(aStanding, aStep, (standing, step) => {
        const once = apply(standing, step);
        expect(apply(once, step)).toEqual(once);
      }),
    );
  });

  it('stay with the teacher from 「请老师打电话」 until called, also when heard in between, and when others of the family did it', () => {
    const steps = fc.array(fc.constantFrom<Step>('opened', 'heard', 'confirmed', 'signed'));
    fc.assert(
      fc.property(aStanding, steps, fc.boolean(), (standing, taken, covered) => {
        const asked = { ...taken.reduce(apply, apply(standing, 'call_me')), covered };
        expect(isOpen(asked)).toBe(true);
        const called = { ...apply(asked, 'called') };
        expect(isOpen(called)).toBe(
          !covered && standing.of === 'notice' && !isSettled(standing.asks, called.state, false),
        );
      }),
    );
  });

  it('are nobody’s task once they are over, or somebody else of the family did it', () => {
    fc.assert(
      fc.property(aStanding, (standing) => {
        for (const over of ['recalled', 'corrected'] as const) expect(isOpen({ ...standing, over })).toBe(false);
        expect(isOpen({ ...standing, wantsCall: false, covered: true })).toBe(false);
      }),
    );
  });

  it.each<[Standing['asks'], Step, boolean]>([
    ['read', 'opened', false],
    ['hear', 'opened', true],
    ['confirm', 'opened', true],
    ['hear', 'heard', false],
    ['confirm', 'confirmed', false],
    ['confirm', 'called', false],
    ['read', 'relayed', true],
    ['answer', 'called', true],
    ['answer', 'said', true],
    ['answer', 'chosen', false],
    ['sign', 'confirmed', true],
    ['sign', 'signed', false],
    ['sign', 'visited', false],
  ])('a notice that asks to %s, after %s: open %s', (asks, step, open) => {
    const notice: Standing = { of: 'notice', asks, state: 'sent', wantsCall: false, why: null };
    expect(afterStep(notice, step).open).toBe(open);
  });

  it('of a record are nobody’s task until a call is wished', () => {
    for (const state of STATES)
      expect(isOpen({ of: 'record', asks: 'read', state, wantsCall: false, why: null })).toBe(false);
  });

  it('are fresh until the person looked', () => {
    expect(STATES.filter(isFresh)).toEqual(['queued', 'sent', 'texted', 'refused', 'unknown', 'relayed']);
  });
});

describe('families', () => {
  /** Anybody of some children; few children, so that families meet. */
  const aFamilyLine = fc.record({
    studentIds: fc.uniqueArray(fc.constantFrom<string>('s1', 's2', 's3', 's4', 's5', 's6', 's7'), {
      minLength: 1,
      maxLength: 3,
    }),
    asks: fc.constant('confirm' as const),
    state: aState,
    wantsCall: fc.boolean(),
  });
  const someLines = fc
    .array(aFamilyLine, { maxLength: 12 })
    .map((lines) => lines.map((line, i) => ({ ...line, _id: `r${i}` })));

  it('share no child, and hold everybody once', () => {
    fc.assert(
      fc.property(someLines, (lines) => {
        const families = familiesOf(lines);
        expect(
          families
            .flat()
            .map(({ _id }) => _id)
            .sort(),
        ).toEqual(lines.map(({ _id }) => _id).sort());
        const children = families.map((family) => new Set(family.flatMap(({ studentIds }) => studentIds)));
        const all = children.flatMap((own) => [...own]);
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  it('are one as soon as a third joins them, in whatever order they come', () => {
    fc.assert(
      fc.property(someLines, (lines) => {
        const named = (all: typeof lines) =>
          familiesOf(all)
            .map((family) =>
              family
                .map(({ _id }) => _id)
                .sort()
                .join(),
            )
            .sort();
        expect(named(lines.toReversed())).toEqual(named(lines));
        const bridge = { ...(lines[0] ?? { asks: 'confirm', state: 'sent', wantsCall: false }), _id: 'all' };
        const studentIds = ['s1', 's2', 's3', 's4', 's5', 's6', 's7'];
        expect(familiesOf([...lines, { ...bridge, studentIds }])).toHaveLength(1);
      }),
    );
  });

  it('cover exactly those for each of whose children somebody did it and who want no call', () => {
    fc.assert(
      fc.property(someLines, (lines) => {
        const did = (id: string) =>
          lines.some((line) => line.studentIds.includes(id) && isSettled(line.asks, line.state, false));
        const covered = coveredOf(lines);
        for (const { _id, studentIds, wantsCall } of lines)
          expect(covered.has(_id)).toBe(!wantsCall && studentIds.every(did));
        for (const id of covered) expect(reachedOf(lines).has(id)).toBe(true);
      }),
    );
  });

  it('a grandmother of two brothers’ children is not done when one brother looked', () => {
    const line = (_id: string, state: Standing['state'], ...studentIds: string[]) => ({
      _id,
      studentIds,
      state,
      asks: 'read' as const,
      wantsCall: false,
    });
    const lines = [line('granny', 'sent', 'a', 'b'), line('father-a', 'opened', 'a'), line('father-b', 'sent', 'b')];
    expect([...coveredOf(lines)]).toEqual(['father-a']);
    const both = lines.map((one) => (one._id === 'father-b' ? { ...one, state: 'opened' as const } : one));
    expect([...coveredOf(both)].sort()).toEqual(['father-a', 'father-b', 'granny']);
  });
});

describe('the teacher’s board', () => {
  const line = (personName: string, over: Partial<BoardLine>): BoardLine => ({
    personName,
    state: 'sent',
    open: true,
    covered: false,
    rung: 'wechat',
    wantsCall: false,
    ...over,
  });

  it('puts those who asked for a call first, then whom to visit, whom to call, who did not get it, who may still look; the settled last', () => {
    const lines = [
      line('庚', { state: 'heard', open: false }),
      line('己', { state: 'queued' }),
      line('戊', {}),
      line('丁', { state: 'refused' }),
      line('丙', { rung: 'call' }),
      line('乙', { rung: 'visit' }),
      line('甲', { state: 'opened', wantsCall: true }),
    ];
    expect(
      lines
        .sort(boardOrder)
        .map(({ personName }) => personName)
        .join(''),
    ).toBe('甲乙丙丁戊己庚');
  });

  it('is an order', () => {
    const aLine = fc.record({
      personName: fc.constantFrom('王', '李', '张'),
      state: aState,
      open: fc.boolean(),
      covered: fc.boolean(),
      rung: fc.constantFrom(...RUNGS),
      wantsCall: fc.boolean(),
    });
    fc.assert(
      fc.property(aLine, aLine, aLine, (a, b, c) => {
        expect(Math.sign(boardOrder(a, b))).toBe(-Math.sign(boardOrder(b, a)) || 0);
        if (boardOrder(a, b) <= 0 && boardOrder(b, c) <= 0) expect(boardOrder(a, c)).toBeLessThanOrEqual(0);
        if (a.open && !b.open) expect(boardOrder(a, b)).toBeLessThan(0);
      }),
    );
  });
});
