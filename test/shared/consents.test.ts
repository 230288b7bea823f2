import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANSWERS, answerAfter, consentOf, isAgreed, PURPOSES, stateOf } from '../../miniprogram/shared/domain/consents';

const anAnswer = fc.constantFrom(...ANSWERS);
const answers = fc.array(
  fc.record({ memberId: fc.constantFrom('a', 'b', 'c'), purpose: fc.constantFrom(...PURPOSES), answer: anAnswer }),
  { maxLength: 8 },
);

describe('what a child’s guardians answered', () => {
  it('comes to nothing while nobody was asked', () => {
    expect(consentOf([])).toBe('unasked');
    expect(isAgreed('unasked')).toBe(false);
  });

  it('is a yes only where all said so: one no is a no, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(anAnswer, { minLength: 1 }), (said) => {
        const state = consentOf(said);
        expect(state).toBe(said.every((one) => one === 'given') ? 'given' : 'refused');
        expect(consentOf([...said].reverse())).toBe(state);
        expect(consentOf([...said, 'withdrawn'])).toBe('refused');
      }),
    );
  });

  it('counts by purpose, and only of who is a legal guardian still', () => {
    fc.assert(
      fc.property(answers, fc.constantFrom(...PURPOSES), (said, purpose) => {
        const mine = (ids: string[]) => stateOf(purpose, said, new Set(ids));
        expect(mine([])).toBe('unasked');
        expect(mine(['a'])).toBe(
          consentOf(said.filter((one) => one.memberId === 'a' && one.purpose === purpose).map(({ answer }) => answer)),
        );
        // Another guardian can take a yes away and never make one out of a no.
        if (mine(['a']) === 'refused') expect(mine(['a', 'b'])).toBe('refused');
      }),
    );
  });

  it('a no after a yes takes it back, and stays so when said again', () => {
    expect(answerAfter(undefined, 'refused')).toBe('refused');
    expect(answerAfter('refused', 'refused')).toBe('refused');
    expect(answerAfter('given', 'refused')).toBe('withdrawn');
    expect(answerAfter('withdrawn', 'refused')).toBe('withdrawn');
    expect(answerAfter('withdrawn', 'given')).toBe('given');
  });
});
