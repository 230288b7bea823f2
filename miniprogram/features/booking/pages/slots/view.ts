import type { ChildRef, Output, SlotOffer } from '../../../../shared/contract';
import { addDays, clockText, type Day, weekOf } from '../../../../shared/domain/calendar';
import { givenName } from '../../../../shared/text/names';
import { offerWords } from '../../../../shared/text/tickets';
import { shortDate, spokenDay, spokenTime, spokenWhen } from '../../../../shared/text/time';

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

/** What the page shows of the free times; `day` is the chosen one of `days`. */
export interface SlotsView {
  readonly best: readonly OfferRow[];
  readonly days: readonly Chip[];
  readonly day: Day;
  readonly parts: readonly DayPart[];
  /** 「这一周已经约过一次了」; empty when not. */
  readonly quota: string;
  /** The first day that has not been looked at; null when the school offers no more. */
  readonly later: Day | null;
}

const WHY: Readonly<Record<SlotOffer['why'], (offer: SlotOffer) => string>> = {
  suits_shift: ({ from }) => (from < 14 * 60 ? '您午休时有空' : '您下班后有空'),
  before_shift: () => '您上夜班前有空',
  day_off: () => '您这天休息',
  during_sleep: () => '您下夜班在睡觉',
  during_work: () => '您可能在上班',
  not_asked_for: () => '不是您说的时间',
  open: () => '',
};

/** `chosen`: the day whose times are shown, if it has any. `ended`: the school offers nothing after the days that are known. */
export function slotsView(found: Found, today: Day, chosen: Day, ended: boolean): SlotsView {
  const open = found.days.filter(({ offers }) => offers.length > 0);
  const shown = open.find(({ day }) => day === chosen) ?? open[0];
  const last = found.days[found.days.length - 1]?.day;
  return {
    best: found.best.map((offer) => rowOf(offer, today)),
    days: open.map(({ day }) => ({ value: day, label: spokenDay(day, today), hint: shortDate(day) })),
    day: shown?.day ?? '',
    parts: shown ? partsOf(shown.offers) : [],
    quota: quotaSentence(found, today),
    later: last && !ended ? addDays(last, 1) : null,
  };
}

/** More days behind those that are known. What suits best is judged over all of them by the server only within one answer, so it stays. */
export const withLater = (known: Found, more: Found): Found => ({
  ...known,
  days: [...known.days, ...more.days],
  best: known.best.length > 0 ? known.best : more.best,
  quota: { ...known.quota, usedWeeks: [...new Set([...known.quota.usedWeeks, ...more.quota.usedWeeks])] },
});

export const rowOf = (offer: SlotOffer, today: Day): OfferRow => ({
  key: offer.slotId,
  when: spokenWhen(offer.day, offer.from, today),
  fact: [WHY[offer.why](offer), offer.pointName].filter(Boolean).join(' · '),
});

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
    const name = offer.why.startsWith('during') ? `${part}，${WHY[offer.why](offer)}` : part;
    parts.set(name, [...(parts.get(name) ?? []), { value: offer.slotId, label: clock }]);
  }
  return [...parts].map(([name, times]) => ({ name, times }));
}

function quotaSentence({ quota, days }: Found, today: Day): string {
  const weeks = [...new Set(days.map(({ day }) => weekOf(day)))].filter((week) => quota.usedWeeks.includes(week));
  const names = weeks.map((week) => weekName(week, today)).filter(Boolean);
  return names.length > 0
    ? `${names.join('、')}已经约过了（每周 ${quota.perWeek} 次）。要换时间，请先取消原来的。`
    : '';
}

function weekName(week: Day, today: Day): string {
  if (week === weekOf(today)) return '这一周';
  return week === addDays(weekOf(today), 7) ? '下一周' : `${shortDate(week)}那一周`;
}

/** Everything that can be taken on the page, to find what was tapped. */
export const offerById = (found: Found, others: readonly SlotOffer[], slotId: string): SlotOffer | undefined =>
  [...found.best, ...others, ...found.days.flatMap(({ offers }) => offers)].find((offer) => offer.slotId === slotId);

/** The question before a time is taken. */
export interface Asking {
  readonly slotId: string;
  readonly title: string;
  readonly text: string;
}

export function askingFor(offer: SlotOffer, children: readonly ChildRef[], today: Day): Asking {
  const { headline, date, who, where, plan } = offerWords(offer, children, today);
  return { slotId: offer.slotId, title: `${headline}，${who}？`, text: `${date}，${where}。${plan}` };
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
