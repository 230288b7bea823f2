import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEDIA_STATES, stricter } from '../../miniprogram/shared/domain/media';
import {
  ASKS,
  type Gates,
  gateOf,
  hasLeft,
  isOver,
  isUnsent,
  NOTICE_STATUSES,
} from '../../miniprogram/shared/domain/notices';

const verdict = fc.constantFrom('shown' as const, 'held' as const);
const state = fc.constantFrom(...MEDIA_STATES);
const NOW = 1_000_000;

describe('stricter', () => {
  it('one held among any verdicts holds, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(verdict, { minLength: 1 }), (verdicts) => {
        const end = verdicts.reduce(stricter, 'checking');
        expect(end).toBe(verdicts.includes('held') ? 'held' : 'shown');
      }),
    );
  });
});

describe('the gates of a notice', () => {
  const gates: fc.Arbitrary<Gates> = fc.record({
    asks: fc.constantFrom(...ASKS),
    urgent: fc.boolean(),
    review: fc.constantFrom('waiting' as const, 'passed' as const, 'returned' as const, null),
    voice: fc.option(state),
    pictures: fc.array(state, { maxLength: 3 }),
    sendAt: fc.integer({ min: NOW - 5, max: NOW + 5 }),
  });

  it('nothing leaves without the headteacher’s word, before its hour, or to be heard without its voice', () => {
    fc.assert(
      fc.property(gates, (notice) => {
        if (gateOf(notice, NOW) !== 'sending') return;
        expect(['passed', null]).toContain(notice.review);
        expect(notice.sendAt).toBeLessThanOrEqual(NOW);
        if (notice.asks === 'hear') expect(notice.voice).not.toBe('held');
        if (!notice.urgent) expect([notice.voice, ...notice.pictures]).not.toContain('checking');
      }),
    );
  });

  it('what has no closed gate leaves, and only media that are checked hold up what is not urgent', () => {
    fc.assert(
      fc.property(gates, (notice) => {
        const open: Gates = { ...notice, review: null, voice: 'shown', pictures: ['shown', 'held'], sendAt: NOW };
        expect(gateOf(open, NOW)).toBe('sending');
        expect(gateOf({ ...open, pictures: ['checking'] }, NOW)).toBe(notice.urgent ? 'sending' : 'checking');
        expect(gateOf({ ...open, voice: 'checking' }, NOW)).toBe(notice.urgent ? 'sending' : 'checking');
      }),
    );
  });

  it('a notice at a gate has not left', () => {
    fc.assert(
      fc.property(gates, (notice) => {
        const status = gateOf(notice, NOW);
        expect(isUnsent(status)).toBe(status !== 'sending');
        expect(isOver(status)).toBe(false);
      }),
    );
  });

  it('time alone opens the last gate only', () => {
    fc.assert(
      fc.property(gates, (notice) => {
        const before = gateOf(notice, NOW);
        const after = gateOf(notice, NOW + 10);
        expect(after).toBe(before === 'scheduled' ? 'sending' : before);
      }),
    );
  });
});

describe('a notice has left', () => {
  it('when it is on its way, or over; not where it was taken back before it was for anybody', () => {
    for (const status of NOTICE_STATUSES) {
      expect(hasLeft({ status, people: 5 })).toBe(!isUnsent(status));
      expect(hasLeft({ status, people: 0 })).toBe(false);
    }
  });
});
