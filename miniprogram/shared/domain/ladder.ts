import { addDays, type Day, instantOf } from './calendar';
import { nextAllowed } from './quiet';

/** The ladder of product.md section 5: a subscribe message, an SMS, the teacher's call list, a visit at home. */
export const RUNGS = ['wechat', 'sms', 'call', 'visit'] as const;
export type Rung = (typeof RUNGS)[number];

/** What of a person decides which rungs there are for it. */
export interface Reachable {
  readonly openid: string | null;
  readonly hasSmartphone: boolean;
  /** The number, sealed or plain; `null` where none is known. */
  readonly phone: string | null;
  readonly canRead: boolean;
}

/**
 * The rungs that a person's ladder has, in order; at its end there is always the visit. An SMS is for who can read it, where
 * the school pays for it. WeChat is tried without a credit, too: our count may lag behind WeChat's.
 */
export function waysTo(
  { openid, hasSmartphone, phone, canRead }: Reachable,
  school: { readonly sms: boolean },
): Rung[] {
  return [
    ...(openid !== null && hasSmartphone ? (['wechat'] as const) : []),
    ...(phone !== null && canRead && school.sms ? (['sms'] as const) : []),
    ...(phone !== null ? (['call'] as const) : []),
    'visit',
  ];
}

/** The rung after one, of those there are; `null` at the top. */
export const nextRung = (ways: readonly Rung[], rung: Rung): Rung | null => ways[ways.indexOf(rung) + 1] ?? null;

export interface Pace {
  readonly urgent: boolean;
  readonly deadline: Day | null;
  /** When it was sent, ms since the epoch; absent: nobody looks at its list of visits. */
  readonly sentAt?: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long a rung is given before the next, ms. What has a deadline climbs faster (`climbsAt`). */
const PATIENCE: Readonly<Record<Rung, { readonly usual: number; readonly urgent: number }>> = {
  wechat: { usual: 24 * HOUR, urgent: 30 * MINUTE },
  sms: { usual: 12 * HOUR, urgent: 30 * MINUTE },
  call: { usual: 36 * HOUR, urgent: 3 * HOUR },
  visit: { usual: 0, urgent: 0 },
};
/** No rung is given less than this, ms: a person must have the chance to look. */
const LEAST = { usual: HOUR, urgent: 15 * MINUTE } as const;
/** Of what is left until the deadline a rung uses at most a third, so that a call and a visit still come in time. */
const SHARE = 3;

/**
 * On the top rung nothing is to be done but to look, each day for two weeks (ms), whether somebody of the family has heard
 * meanwhile, or the person may not be told any more.
 */
export const LOOK = { every: 24 * HOUR, until: 14 * 24 * HOUR } as const;

/**
 * When the ladder looks at a person again who stands on `rung` since `since` (ms since the epoch); `null`: never. By day unless
 * it is urgent.
 */
export function climbsAt(rung: Rung, since: number, { urgent, deadline, sentAt }: Pace): number | null {
  if (rung === 'visit') {
    const isLookedAt = sentAt !== undefined && since < sentAt + LOOK.until;
    return isLookedAt ? nextAllowed(since + LOOK.every, urgent) : null;
  }
  const kind = urgent ? 'urgent' : 'usual';
  const left = deadline === null ? Number.POSITIVE_INFINITY : instantOf(addDays(deadline, 1), 0) - since;
  const patience = Math.max(LEAST[kind], Math.min(PATIENCE[rung][kind], left / SHARE));
  return nextAllowed(since + Math.floor(patience), urgent);
}

/** What came of a call or a visit. */
export type CallOutcome =
  | 'told'
  | 'told_other'
  | 'no_answer'
  | 'switched_off'
  | 'wrong_number'
  | 'nobody_home'
  | 'left_slip';

/** Whether somebody of the household was told. */
export const wasTold = (outcome: CallOutcome): boolean => outcome === 'told' || outcome === 'told_other';

/** So many calls that reached nobody are enough. */
const CALLS_TRIED = 3;

/** Whether the telephone leads nowhere, so that the visit comes at once. */
export const isPhoneVain = (outcomes: readonly CallOutcome[]): boolean =>
  outcomes.includes('wrong_number') ||
  outcomes.filter((outcome) => outcome === 'no_answer' || outcome === 'switched_off').length >= CALLS_TRIED;
