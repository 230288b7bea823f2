import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiptState } from '../../miniprogram/shared/contract/notices';
import {
  afterStep,
  boardOrder,
  climb,
  isFresh,
  isOpen,
  type Standing,
  type Step,
} from '../../miniprogram/shared/domain/receipts';

const STATES = receiptState.options;
const aState = fc.constantFrom(...STATES);
const aStep = fc.constantFrom<Step>('opened', 'heard', 'confirmed', 'call_me', 'told');
const aStanding: fc.Arbitrary<Standing> = fc.record({
  of: fc.constantFrom('notice', 'record'),
  asks: fc.constantFrom('read', 'hear', 'confirm'),
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

  it('end on the same rung in whatever order the steps come', () => {
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

  it('stay with the teacher from 「请老师打电话」 until told, also when heard in between', () => {
    fc.assert(
      fc.property(aStanding, fc.array(fc.constantFrom<Step>('opened', 'heard', 'confirmed')), (standing, steps) => {
        const asked = steps.reduce(apply, apply(standing, 'call_me'));
        expect(isOpen(asked)).toBe(true);
        expect(isOpen(apply(asked, 'told'))).toBe(false);
      }),
    );
  });

  it.each<[Standing['asks'], Step, boolean]>([
    ['read', 'opened', false],
    ['hear', 'opened', true],
    ['confirm', 'opened', true],
    ['hear', 'heard', false],
    ['confirm', 'confirmed', false],
    ['confirm', 'told', false],
  ])('a notice that asks to %s, after %s: open %s', (asks, step, open) => {
    const notice: Standing = { of: 'notice', asks, state: 'sent', wantsCall: false, why: null };
    expect(afterStep(notice, step).open).toBe(open);
  });

  it('of a record are nobody’s task until a call is wished', () => {
    for (const state of STATES)
      expect(isOpen({ of: 'record', asks: 'read', state, wantsCall: false, why: null })).toBe(false);
  });

  it('are fresh until the person looked', () => {
    expect(STATES.filter(isFresh)).toEqual(['queued', 'sent', 'refused', 'unknown', 'to_call']);
  });
});

describe('the teacher’s board', () => {
  const line = (personName: string, state: Standing['state'], open: boolean, wantsCall = false) => ({
    personName,
    state,
    open,
    wantsCall,
  });

  it('puts those who asked for a call first, then those nobody reached, then those who may still look; the settled last', () => {
    const lines = [
      line('己', 'heard', false),
      line('戊', 'queued', true),
      line('丁', 'sent', true),
      line('丙', 'opened', true),
      line('乙', 'to_call', true),
      line('甲', 'opened', true, true),
    ];
    expect(
      lines
        .sort(boardOrder)
        .map(({ personName }) => personName)
        .join(''),
    ).toBe('甲乙丙丁戊己');
  });

  it('is an order', () => {
    const aLine = fc.record({
      personName: fc.constantFrom('王', '李', '张'),
      state: aState,
      open: fc.boolean(),
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
