import type { OutboxMessage } from '../data/documents';

/** What became of a message: how it goes on itself, and what its receipt learns. */
export interface Outcome {
  readonly status: Exclude<OutboxMessage['status'], 'claimed'>;
  readonly errcode: number | null;
  /** What is proved of this way; after all but `sent` the ladder goes on at once. `null`: nothing to tell. */
  readonly receipt: 'sent' | 'refused' | 'unknown' | null;
  readonly why: string | null;
  /** When it is due again, for one that is queued once more. */
  readonly dueAt: number | null;
  /** False for one that was given back without a try. */
  readonly tried: boolean;
}

const outcome = (status: Outcome['status'], over: Partial<Outcome> = {}): Outcome => ({
  status,
  errcode: null,
  receipt: null,
  why: null,
  dueAt: null,
  tried: true,
  ...over,
});

/** The user has no credit left for the template, whatever our count says. */
export const NO_CREDIT = 43101;
/** Another message to the same user is on its way this moment. */
const CONCURRENT = 43108;
/** The platform itself does not know whether it took the message. */
const SYSTEM_ERROR = -1;

/** Refusals that no repetition changes (docs of `subscribeMessage.send`), and the reason that the teacher's board shows. */
const REFUSALS: Readonly<Record<number, string>> = {
  [NO_CREDIT]: 'no_credit',
  43107: 'switched_off',
  45168: 'wording',
  47003: 'wording',
  40003: 'not_a_user',
};

const MAX_ATTEMPTS = 5;
const BACKOFF_MS = 2_000;

/** It was not taken, and will not be. @param why the reason that the teacher's board shows. */
export const refused = (why: string, errcode: number | null = null): Outcome =>
  outcome('refused', { errcode, receipt: 'refused', why });

/** Once more, later each time, as long as there is patience; then it counts as not taken. @param attempts this time included. */
const again = (attempts: number, now: number, why: string, errcode: number | null): Outcome =>
  attempts < MAX_ATTEMPTS
    ? outcome('queued', { errcode, dueAt: now + BACKOFF_MS * 2 ** attempts })
    : refused(why, errcode);

/** What WeChat's answer means. @param attempts how often it was tried, this time included. */
export function outcomeOf(errcode: number, attempts: number, now: number): Outcome {
  if (errcode === 0) return outcome('sent', { errcode, receipt: 'sent' });
  if (errcode === SYSTEM_ERROR) return { ...UNKNOWN, errcode };
  if (errcode === CONCURRENT) return again(attempts, now, 'not_taken', errcode);
  return refused(REFUSALS[errcode] ?? 'not_taken', errcode);
}

/** What the SMS service's answer means. `code` is its word on the one number, 'Ok' where it took the message. */
export function smsOutcomeOf({ errcode, code }: { readonly errcode: number; readonly code: string }): Outcome {
  // It answers for each number; where it took the request and says nothing of the number, the money may be gone.
  if (errcode === SYSTEM_ERROR || (errcode === 0 && code === '')) return { ...UNKNOWN, errcode };
  if (errcode === 0 && code === 'Ok') return outcome('sent', { errcode, receipt: 'sent' });
  return refused('sms_refused', errcode);
}

/** No answer came: it may have arrived or not. It is never sent again, and the teacher sees 不明. */
export const UNKNOWN: Outcome = outcome('unknown', { receipt: 'unknown', why: 'unknown' });
/** It came to this before its run was cut short, and its receipt has learned it. */
export const proved = (status: 'sent' | 'refused' | 'unknown'): Outcome => outcome(status);
/** It waited too long to make sense. */
export const TOO_LATE: Outcome = outcome('dropped', { receipt: 'refused', why: 'too_late' });
/** What it tells of is over: the call was cancelled, the notice taken back, or the family did what it asks. */
export const NEEDLESS: Outcome = outcome('dropped');
/** The person left, or got a new code: this WeChat is bound to nobody of the school any more. */
export const LET_GO: Outcome = outcome('dropped', { receipt: 'refused', why: 'no_wechat' });
/** The person may not be in contact with any of the children any more; the ladder closes its receipt. */
export const NO_RIGHT: Outcome = outcome('dropped', { receipt: 'refused', why: 'no_right' });
/** Nothing was tried: the run ended before its turn, or another message to the same user goes first. */
export const notTried = (dueAt: number): Outcome => outcome('queued', { dueAt, tried: false });
/** There is no link for an SMS yet, so nothing was sent and nothing paid. */
export const noLink = (attempts: number, now: number): Outcome => again(attempts, now, 'sms_refused', null);
