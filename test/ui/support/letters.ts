import type { LetterEnvelope, LetterInside, Membership } from '../../../miniprogram/shared/contract';
import { NOW } from './family';

/** A letter of 林小雨's father to her, from outside: this morning, not opened. */
export const anEnvelope = (over: Partial<LetterEnvelope> = {}): LetterEnvelope => ({
  letterId: 'l1',
  way: 'text',
  state: 'waiting',
  at: NOW - 3_600_000,
  from: '爸爸',
  to: '小雨',
  mine: false,
  hasVoice: false,
  ...over,
});

/** The same, opened. */
export const aLetter = (over: Partial<LetterInside> = {}): LetterInside => ({
  letterId: 'l1',
  mine: false,
  from: '爸爸',
  at: NOW - 3_600_000,
  text: '过年就回来。',
  voice: null,
  ...over,
});

/** The centre's tablet. */
export const tablet: Membership = {
  id: 'm-b',
  role: 'booth',
  name: '1 号平板',
  schoolId: 's1',
  schoolName: '青山镇中心小学',
};
