import type { OutboxMessage } from '../data/documents';

/** What became of a message: how it goes on itself, and what its receipt learns. */
export interface Outcome {
  readonly status: Exclude<OutboxMessage['status'], 'claimed'>;
  readonly errcode: number | null;
  /** `undelivered`: the ladder goes on by phone where there is one. `null`: nothing to tell. */
  readonly receipt: 'sent' | 'undelivered' | 'unknown' | null;
  readonly why: string | null;
  /** When it is due again, for one that is queued once more. */
  readonly dueAt: number | null;
}

const outcome = (status: Outcome['status'], over: Partial<Outcome> = {}): Outcome => ({
  status,
  errcode: null,
  receipt: null,
  why: null,
  dueAt: null,
  ...over,
});

/** The user has no credit left for the template, whatever our count says. */
export const NO_CREDIT = 43101;
/** Another message to the same user is on its way this moment. */
const CONCURRENT = 43108;
/** WeChat itself does not know whether it took the message. */
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

/** What WeChat's answer means. @param attempts how often it was tried, this time included. */
export function outcomeOf(errcode: number, attempts: number, now: number): Outcome {
  if (errcode === 0) return outcome('sent', { errcode, receipt: 'sent' });
  if (errcode === SYSTEM_ERROR) return { ...UNKNOWN, errcode };
  if (errcode === CONCURRENT && attempts < MAX_ATTEMPTS)
    return outcome('queued', { errcode, dueAt: now + BACKOFF_MS * 2 ** attempts });
  return outcome('refused', { errcode, receipt: 'undelivered', why: REFUSALS[errcode] ?? 'not_taken' });
}

/** No answer came: it may have arrived or not. It is never sent again, and the teacher sees 不明. */
export const UNKNOWN: Outcome = outcome('unknown', { receipt: 'unknown', why: 'unknown' });
/** It waited too long to make sense. */
export const TOO_LATE: Outcome = outcome('dropped', { receipt: 'undelivered', why: 'too_late' });
/** What it tells of is over: the call was cancelled, or the person saw it already. */
export const NEEDLESS: Outcome = outcome('dropped');
/** The person left, or got a new code: this WeChat is bound to nobody of the school any more. */
export const LET_GO: Outcome = outcome('dropped', { receipt: 'undelivered', why: 'no_wechat' });
/** The run ended before its turn. */
export const notTried = (dueAt: number): Outcome => outcome('queued', { dueAt });
