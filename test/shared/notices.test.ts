import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEDIA_STATES, stricter } from '../../miniprogram/shared/domain/media';
import { firstStatus, isUnsent, NOTICE_STATUSES, statusAfterCheck } from '../../miniprogram/shared/domain/notices';
import { voiceNews } from '../../miniprogram/shared/text/notices';

const status = fc.constantFrom(...NOTICE_STATUSES);
const state = fc.constantFrom(...MEDIA_STATES);
const asks = fc.constantFrom('read' as const, 'confirm' as const, 'hear' as const);
const verdict = fc.constantFrom('shown' as const, 'held' as const);

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

describe('the status of a notice', () => {
  it('only one with a voice that is not urgent waits', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), (hasVoice, urgent) => {
        expect(firstStatus(hasVoice, urgent) === 'checking').toBe(hasVoice && !urgent);
      }),
    );
  });

  it('a verdict changes only what waits, and lets nothing to be heard leave without its voice', () => {
    fc.assert(
      fc.property(status, asks, state, (before, asked, voice) => {
        const after = statusAfterCheck(before, asked, voice);
        if (before !== 'checking' || voice === 'checking') expect(after).toBe(before);
        else expect(after).toBe(asked === 'hear' && voice === 'held' ? 'held' : 'sending');
      }),
    );
  });

  it('the sender hears of everything that is not as it was meant', () => {
    fc.assert(
      fc.property(status, fc.option(state), (now, voice) => {
        expect(voiceNews({ status: now, voice }) !== '').toBe(isUnsent(now) || (voice !== null && voice !== 'shown'));
      }),
    );
  });
});
