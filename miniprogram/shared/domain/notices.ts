import type { MediaState } from './media';
import type { Asks } from './receipts';

/** `checking`: nothing left yet, its voice is being checked. `held`: nothing will leave, what was to be heard did not pass. */
export const NOTICE_STATUSES = ['checking', 'held', 'sending', 'sent', 'recalled'] as const;
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];

/** A voice is checked before the notice leaves; what is urgent leaves at once, and its voice follows. */
export const firstStatus = (hasVoice: boolean, urgent: boolean): NoticeStatus =>
  hasVoice && !urgent ? 'checking' : 'sending';

/** What becomes of a notice when its voice was judged: it leaves, without the voice where that was held, unless it was there to be heard. */
export function statusAfterCheck(status: NoticeStatus, asks: Asks, voice: MediaState): NoticeStatus {
  if (status !== 'checking' || voice === 'checking') return status;
  return voice === 'held' && asks === 'hear' ? 'held' : 'sending';
}

/** Whether nobody but the sender has to do with it yet. */
export const isUnsent = (status: NoticeStatus): boolean => status === 'checking' || status === 'held';
