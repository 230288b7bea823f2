import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thing } from '../../cloudfunctions/_server/outbox/messages';

describe('a thing field', () => {
  it('is one line of 1 to 20 characters and keeps what fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const value = thing(text);
        expect([...value].length).toBeGreaterThanOrEqual(1);
        expect([...value].length).toBeLessThanOrEqual(20);
        expect(value).not.toMatch(/\p{Cc}/u);
      }),
    );
    expect(thing('周五\n家长会')).toBe('周五 家长会');
  });
});
