import type { ChildRef, Output, SlotOffer, Ticket } from '../../../../shared/contract';
import { addDays, clockText, type Day, dayOf, weekOf } from '../../../../shared/domain/calendar';
import { SUITS } from '../../../../shared/domain/shifts';
import { givenName } from '../../../../shared/text/names';
import { answerBy, isLapsed, offerWords, ticketWords } from '../../../../shared/text/tickets';
import { shortDate, spokenDay, spokenTime, spokenWhen } from '../../../../shared/text/time';
import { opensSentence, quotaSentence, weekName } from '../../../../shared/text/weeks';

export type Found = Output<'booking.slots'>;

/** A choice of `choice-chips`. */
interface Chip {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** A free time that is worth a row of its own. */
export interface OfferRow {
  readonly key: string;
  readonly when: string;
  /** Why it suits, and where: 「您上夜班前有空 · 亲情视频 1 号」. */
  readonly fact: string;
}

export interface DayPart {
  /** 下午 */
  readonly name: string;
  readonly times: readonly Chip[];
}

/** A week for which somebody waits or could wait. */
export interface WaitCard {
  /** The Monday, or the entry on the waitlist. */
  readonly key: string;
  readonly title: string;
}

/** What the page shows of the free times; `day` is the chosen one of `days`. */
export interface SlotsView {
  readonly best: readonly OfferRow[];
  /** What they are, honestly: of times that all suit badly none is the most suitable. */
  readonly bestTitle: string;
  readonly days: readonly Chip[];
  readonly day: Day;
  readonly parts: readonly DayPart[];
  /** 「这一周已经约过了」; empty when not. */
  readonly quota: string;
  /** Times that are held for the caller until an answer. */
  readonly held: readonly OfferRow[];
  /** Own calls still to come, in weeks that have no other: one of them can be moved. */
  readonly movable: readonly OfferRow[];
  /** 「下一周的时间周一中午 12:00 开放」 */
  readonly notYet: readonly string[];
  /** Weeks that have nothing that suits, and for which one may wait. */
  readonly wait: readonly WaitCard[];
  readonly waiting: readonly WaitCard[];
  /** The first day that has not been looked at; null when the school offers no more. */
  readonly later: Day | null;
}

const WHY: Readonly<Record<SlotOffer['why'], (offer: SlotOffer) => string>> = {
  suits_shift: ({ from }) => (from < 14 * 60 ? '您午休时有空' : '您下班后有空'),
  before_shift: () => '您上夜班前有空',
  day_off: () => '您这天休息',
  during_sleep: () => '您下夜班在睡觉',
  during_work: () => '您可能在上班',
  not_asked_for: () => '不是您说的时候',
  open: () => '',
};

/** `chosen`: the day whose times are shown, if it has any. `ended`: the school offers nothing after the days that are known. */
export function slotsView(found: Found, now: number, chosen: Day, ended: boolean): SlotsView {
  const today = dayOf(now);
  const open = found.days.filter(({ offers }) => offers.length > 0);
  const shown = open.find(({ day }) => day === chosen) ?? open[0];
  const last = found.days[found.days.length - 1]?.day;
  const used = usedWeeks(found);
  const held = found.calls.filter((call) => call.status === 'offered' && !isLapsed(call, now));
  const asked = held.map(({ day }) => weekOf(day));
  return {
    best: found.best.map((offer) => rowOf(offer, today)),
    bestTitle: found.best.some(({ fit }) => fit >= SUITS) ? '最合适的时间' : '还能约的时间',
    days: open.map(({ day }) => ({ value: day, label: spokenDay(day, today), hint: shortDate(day) })),
    day: shown?.day ?? '',
    parts: shown ? partsOf(shown.offers) : [],
    quota: quotaSentence(
      used.filter((week) => !asked.includes(week)),
      found.quota.perWeek,
      today,
    ),
    held: held.map((call) => heldRow(call, now)),
    movable: found.calls
      .filter(({ mayMove, day }) => mayMove && used.includes(weekOf(day)))
      .map((call) => movableRow(call, now)),
    notYet: found.notYet.map((week) => opensSentence(week, now)),
    wait: weeksToWait(found, ended).map((week) => ({ key: week, title: `${weekName(week, today)}没有您方便的空位` })),
    waiting: found.waiting.map(({ entryId, weekOf: week }) => ({
      key: entryId,
      title: `${weekName(week, today)}有空位就告诉您`,
    })),
    later: last && !ended ? addDays(last, 1) : null,
  };
}

/** The time that a call has is no other time for it, though it could be had at another point. */
export function withoutTimeOf({ day, from }: Ticket, found: Found): Found {
  const others = (offers: readonly SlotOffer[]) => offers.filter((offer) => offer.day !== day || offer.from !== from);
  const days = found.days.map((one) => ({ ...one, offers: others(one.offers) }));
  return { ...found, days, best: others(found.best) };
}

/** More days behind those that are known. What suits best is judged over all of them by the server only within one answer, so it stays. */
export const withLater = (known: Found, more: Found): Found => ({
  ...known,
  days: [...known.days, ...more.days],
  best: known.best.length > 0 ? known.best : more.best,
  quota: { ...known.quota, usedWeeks: [...new Set([...known.quota.usedWeeks, ...more.quota.usedWeeks])] },
  calls: unique([...known.calls, ...more.calls], ({ bookingId }) => bookingId),
  notYet: unique([...known.notYet, ...more.notYet], ({ weekOf: week }) => week),
});

export const rowOf = (offer: SlotOffer, today: Day): OfferRow => ({
  key: offer.slotId,
  when: spokenWhen(offer.day, offer.from, today),
  fact: [WHY[offer.why](offer), offer.pointName].filter(Boolean).join(' · '),
});

const heldRow = (call: Ticket, now: number): OfferRow => ({
  key: call.bookingId,
  when: ticketWords(call, now).headline,
  fact: answerBy(call, now),
});

function movableRow(call: Ticket, now: number): OfferRow {
  const { headline, who, where } = ticketWords(call, now);
  return { key: call.bookingId, when: headline, fact: `${who} · ${where}` };
}

/** The caller's children to choose from; none where there is only one. */
export function childChips(child: ChildRef, siblings: readonly ChildRef[]): Chip[] {
  if (siblings.length === 0) return [];
  return [child, ...siblings]
    .sort((a, b) => a.id.localeCompare(b.id))
    .map(({ id, name, className }) => ({ value: id, label: givenName(name), hint: className }));
}

/** The offers of a day under 上午, 中午, 下午, 晚上; times at which the parent is likely not free say so. */
function partsOf(offers: readonly SlotOffer[]): DayPart[] {
  const parts = new Map<string, Chip[]>();
  for (const offer of [...offers].sort((a, b) => a.from - b.from)) {
    const [part = '', clock = clockText(offer.from)] = spokenTime(offer.from).split(' ');
    const name = offer.fit < SUITS ? `${part}，${WHY[offer.why](offer)}` : part;
    parts.set(name, [...(parts.get(name) ?? []), { value: offer.slotId, label: clock }]);
  }
  return [...parts].map(([name, times]) => ({ name, times }));
}

const weeksOf = ({ days }: Found): Day[] => [...new Set(days.map(({ day }) => weekOf(day)))];

const usedWeeks = (found: Found): Day[] => weeksOf(found).filter((week) => found.quota.usedWeeks.includes(week));

/** Open weeks, seen to their end, in which nothing suits and for which nobody waits yet. */
function weeksToWait(found: Found, ended: boolean): Day[] {
  const { days, quota, notYet, waiting } = found;
  const last = days[days.length - 1]?.day ?? '';
  return weeksOf(found).filter(
    (week) =>
      (ended || addDays(week, 6) <= last) &&
      !quota.usedWeeks.includes(week) &&
      !notYet.some((later) => later.weekOf === week) &&
      !waiting.some((entry) => entry.weekOf === week) &&
      !days.some(({ day, offers }) => weekOf(day) === week && offers.some(({ fit }) => fit >= SUITS)),
  );
}

/** Everything that can be taken on the page, to find what was tapped. */
export const offerById = (found: Found, others: readonly SlotOffer[], slotId: string): SlotOffer | undefined =>
  [...found.best, ...others, ...found.days.flatMap(({ offers }) => offers)].find((offer) => offer.slotId === slotId);

/** The question before a time is taken. */
export interface Asking {
  readonly slotId: string;
  readonly title: string;
  readonly text: string;
  readonly yes: string;
}

/** `moving`: the call that would get this time instead of its own. */
export function askingFor(
  offer: SlotOffer,
  children: readonly ChildRef[],
  now: number,
  moving: Ticket | null = null,
): Asking {
  const { headline, date, who, where, plan } = offerWords(offer, children, dayOf(now));
  const { slotId } = offer;
  return moving
    ? {
        slotId,
        title: `换到${headline}？`,
        text: `${date}，${where}。${plan}原来的${ticketWords(moving, now).headline} 就让给别的孩子。`,
        yes: '就换这个时间',
      }
    : { slotId, title: `${headline}，${who}？`, text: `${date}，${where}。${plan}`, yes: '就约这个时间' };
}

/** 「原来是今晚 7:30，亲情视频 1 号。」 */
export function oldTime(ticket: Ticket, now: number): string {
  const { headline, where } = ticketWords(ticket, now);
  return `原来是${headline}，${where}。`;
}

/** A claim as it was sent; the same again is the same request, also after the app was closed in between. */
export interface Claim {
  readonly requestKey: string;
  readonly slotId: string;
  readonly studentIds: readonly string[];
  readonly day: Day;
  readonly from: number;
}

/** Whether both would take the same time for the same children. */
export const isSameClaim = (a: Omit<Claim, 'requestKey'>, b: Omit<Claim, 'requestKey'>): boolean =>
  a.slotId === b.slotId && [...a.studentIds].sort().join() === [...b.studentIds].sort().join();

/** What to say of a claim that got no answer; empty where there is none. */
export const pendingSentence = (claim: Claim | undefined, today: Day): string =>
  claim ? `刚才约的${spokenWhen(claim.day, claim.from, today)}，还没有等到学校回话。` : '';

/** The first of each key. */
const unique = <T>(items: readonly T[], keyOf: (item: T) => string): T[] =>
  [...new Map([...items].reverse().map((item) => [keyOf(item), item] as const)).values()].reverse();
