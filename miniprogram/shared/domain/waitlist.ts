/** When a family that waits for a time can answer an offer, and which times it is offered. */
import type { SlotOffer } from '../contract';
import { dayOf, type Minute, minuteOf } from './calendar';
import { nextAllowed } from './quiet';
import { type Availability, fitOf, SUITS } from './shifts';

const MINUTE_MS = 60_000;
/** So long a family has at least from when it can look at its phone, ms; nearer to the call a little less will do. */
const HOLD_MS = 40 * MINUTE_MS;
const HOLD_AT_LEAST_MS = 15 * MINUTE_MS;
/** Of a time that is still far away, this part of the way may pass, at most so long beside the 40 minutes, ms. */
const LEAD_SHARE = 0.1;
const LEAD_HOLD_AT_MOST_MS = 4 * 60 * MINUTE_MS;
/** Shifts change on whole quarters of an hour. */
const QUARTER_MS = 15 * MINUTE_MS;

/**
 * Until when a time is held for a family: 40 minutes from when the message can leave and the adult is neither at work nor
 * asleep, more where the call is days away, never longer than a call may be claimed. `null` where there would be no time
 * to answer: then it goes to the next.
 * @param now and startsAt ms; noticeMinutes the school's smallest notice.
 */
export function offerUntil(now: number, startsAt: number, who: Availability, noticeMinutes: Minute): number | null {
  const latest = startsAt - noticeMinutes * MINUTE_MS;
  const readAt = readableFrom(now, latest, who);
  if (readAt === null || readAt + HOLD_AT_LEAST_MS > latest) return null;
  const more = Math.min(LEAD_HOLD_AT_MOST_MS, Math.max(0, (startsAt - readAt) * LEAD_SHARE));
  return Math.min(latest, Math.floor((readAt + HOLD_MS + more) / MINUTE_MS) * MINUTE_MS);
}

/** The first moment from now on at which a message may have come and its reader looks at the phone. */
function readableFrom(now: number, latest: number, who: Availability): number | null {
  let at = nextAllowed(now, false);
  while (at <= latest) {
    if (!isAway(at, who)) return at;
    at = nextAllowed((Math.floor(at / QUARTER_MS) + 1) * QUARTER_MS, false);
  }
  return null;
}

/** At work or asleep. Which part of the day somebody wants for calls says nothing about reading. */
function isAway(at: number, who: Availability): boolean {
  const minute = minuteOf(at);
  const { why } = fitOf({ ...who, only: null }, dayOf(at), { from: minute, to: minute + 1 });
  return why === 'during_work' || why === 'during_sleep';
}

/** A time as a family declines it: at whichever point it is. */
const timeOf = (slotId: string): string => slotId.split(':').slice(-2).join(':');

/** Those of the free times that suit, best first, without what was declined before. */
export const suiting = (offers: readonly SlotOffer[], declined: readonly string[]): SlotOffer[] => {
  const no = new Set(declined.map(timeOf));
  return offers
    .filter(({ fit, slotId }) => fit >= SUITS && !no.has(timeOf(slotId)))
    .sort((a, b) => b.fit - a.fit || a.day.localeCompare(b.day) || a.from - b.from);
};
