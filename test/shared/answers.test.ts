import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, type Climber, mayChoose } from '../../miniprogram/shared/domain/answers';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { ASKS } from '../../miniprogram/shared/domain/notices';
import { hasHeard, isOpen, STATES, type Step } from '../../miniprogram/shared/domain/receipts';

const NOON = instantOf('2026-11-24', 12 * 60);
const HOUR = 3_600_000;

const aClimber: fc.Arbitrary<Climber> = fc.record({
  of: fc.constantFrom('notice', 'record'),
  asks: fc.constantFrom(...ASKS),
  state: fc.constantFrom(...STATES),
  wantsCall: fc.boolean(),
  why: fc.constantFrom(null, 'no_credit'),
  covered: fc.boolean(),
  over: fc.constant(null),
  urgent: fc.boolean(),
  deadline: fc.constantFrom(null, '2026-11-25'),
  ways: fc.constantFrom(['wechat', 'call', 'visit'] as const, ['wechat', 'visit'] as const),
  rung: fc.constantFrom('wechat', 'visit'),
  climbAt: fc.constantFrom(null, NOON + HOUR),
});
const aStep = fc.constantFrom<Step>('opened', 'heard', 'confirmed', 'chosen', 'signed', 'said', 'call_me');

const granny: Climber = {
  of: 'notice',
  asks: 'hear',
  state: 'sent',
  wantsCall: false,
  why: null,
  covered: false,
  over: null,
  urgent: false,
  deadline: null,
  ways: ['wechat', 'call', 'visit'],
  rung: 'wechat',
  climbAt: NOON + HOUR,
};

describe('a receipt advances', () => {
  it('once: the same step again changes nothing', () => {
    fc.assert(
      fc.property(aClimber, aStep, (from, step) => {
        const next = advance(from, step, NOON);
        expect(advance({ ...from, ...next }, step, NOON + 1)).toBeNull();
      }),
    );
  });

  it('so that it is open exactly when the rule says so, and the ladder rests once it was heard', () => {
    fc.assert(
      fc.property(aClimber, aStep, (from, step) => {
        const next = advance(from, step, NOON);
        if (!next) return;
        const to = { ...from, ...next };
        expect(to.open).toBe(isOpen(to));
        if (hasHeard(to.asks, to.state) && !to.wantsCall) expect(to.climbAt).toBeNull();
        if (from.of === 'record' && from.climbAt === null) expect(to.climbAt).toBeNull();
      }),
    );
  });

  it('to the call list when a call is wished, also when the father had done it; where there is no telephone, to a visit', () => {
    expect(advance({ ...granny, covered: true, climbAt: null }, 'call_me', NOON)).toMatchObject({
      state: 'opened',
      wantsCall: true,
      open: true,
      covered: false,
      rung: 'call',
      // A day and a half later is midnight; the night is left alone.
      climbAt: instantOf('2026-11-26', 7 * 60),
    });
    expect(advance({ ...granny, ways: ['wechat', 'visit'] }, 'call_me', NOON)).toMatchObject({
      rung: 'visit',
      climbAt: null,
    });
    expect(advance({ ...granny, of: 'record', climbAt: null }, 'call_me', NOON)).toMatchObject({
      rung: 'wechat',
      climbAt: null,
      open: true,
    });
  });

  it('only by looking where looking was asked for', () => {
    expect(advance(granny, 'opened', NOON)).toMatchObject({ open: true, climbAt: NOON + HOUR });
    expect(advance({ ...granny, asks: 'read' }, 'opened', NOON)).toMatchObject({ open: false, climbAt: null });
  });
});

describe('a choice', () => {
  it('may be changed until the day is over, and made at any time', () => {
    const deadline = '2026-11-24';
    expect(mayChoose({ answer: null, deadline }, '去', '2026-12-01')).toBe(true);
    expect(mayChoose({ answer: '不去', deadline }, '去', '2026-11-24')).toBe(true);
    expect(mayChoose({ answer: '不去', deadline }, '去', '2026-11-25')).toBe(false);
    expect(mayChoose({ answer: '去', deadline }, '去', '2026-11-25')).toBe(true);
    expect(mayChoose({ answer: '不去', deadline: null }, '去', '2027-01-01')).toBe(true);
  });
});
