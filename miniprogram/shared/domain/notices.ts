import type { MediaState } from './media';

/** What a notice asks of everyone: to have read it, heard it, confirmed it, answered with a choice, or signed. */
export const ASKS = ['read', 'hear', 'confirm', 'answer', 'sign'] as const;
export type Asks = (typeof ASKS)[number];

/**
 * `review`: waits for the headteacher's word, `returned`: given back by it. `checking`: a voice or picture is being checked.
 * `held`: nothing will leave, what was to be heard did not pass. `scheduled`: waits for its hour. `sending`: letters are
 * being written. `recalled`, `corrected`: it is over, in the open.
 */
export const NOTICE_STATUSES = [
  'review',
  'returned',
  'checking',
  'held',
  'scheduled',
  'sending',
  'sent',
  'recalled',
  'corrected',
] as const;
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];

/** Why what was told is not valid any more. */
export const OVER = ['recalled', 'corrected'] as const;
export type Over = (typeof OVER)[number];

const UNSENT: readonly NoticeStatus[] = ['review', 'returned', 'checking', 'held', 'scheduled'];
/** Whether nobody of the families has to do with it yet. */
export const isUnsent = (status: NoticeStatus): boolean => UNSENT.includes(status);
/** Whether it went to families, be it taken back or corrected since. One that was taken back before it left is for nobody. */
export const hasLeft = ({ status, people }: { readonly status: NoticeStatus; readonly people: number }): boolean =>
  !isUnsent(status) && people > 0;
export const isOver = (status: NoticeStatus): status is Over => status === 'recalled' || status === 'corrected';

/** What decides whether a notice may leave. */
export interface Gates {
  readonly asks: Asks;
  readonly urgent: boolean;
  /** The headteacher's word, where one is needed; `null` where none is. */
  readonly review: 'waiting' | 'passed' | 'returned' | null;
  readonly voice: MediaState | null;
  readonly pictures: readonly MediaState[];
  /** When it is to leave, ms since the epoch. */
  readonly sendAt: number;
}

/**
 * The status of a notice that has not left: the first gate that is closed. What is urgent leaves without waiting for the
 * check of voice and pictures, which follow; one that was there to be heard does not leave when its voice was held.
 * @param now ms since the epoch
 */
export function gateOf({ asks, urgent, review, voice, pictures, sendAt }: Gates, now: number): NoticeStatus {
  if (review === 'returned') return 'returned';
  if (review === 'waiting') return 'review';
  if (voice === 'held' && asks === 'hear') return 'held';
  if (!urgent && (voice === 'checking' || pictures.includes('checking'))) return 'checking';
  return sendAt > now ? 'scheduled' : 'sending';
}

/** How often those who have not heard are reminded once more, and how far apart, ms. */
export const NUDGES = { most: 2, apart: 20 * 3_600_000 } as const;
