import type { Board, DeskDay } from '../../../../services/desk-day';
import type { BoardCall, ChildRef, Output, SlotOffer } from '../../../../shared/contract';
import { type Day, dayOf } from '../../../../shared/domain/calendar';
import { SUITS } from '../../../../shared/domain/shifts';
import { spokenRelation } from '../../../../shared/text/names';
import { spokenDay, spokenTime, weekdayName } from '../../../../shared/text/time';
import { opensSentence, quotaSentence } from '../../../../shared/text/weeks';

export type People = Output<'desk.people'>;
export type FreeTimes = Output<'desk.slots'>;
/** A child as the desk chooses it; without a network nothing is known of its family. */
export type DeskChild = People['children'][number];

interface Chip {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** Nobody was named: the child will say whom it wants to call. */
export const UNKNOWN = 'unknown';
/** Without a network nobody's family is known; the child says whom it calls. */
const RELATIVES = ['爸爸', '妈妈', '爷爷', '奶奶', '外公', '外婆', '家里人'] as const;
export const relativeChips = (): Chip[] => RELATIVES.map((label) => ({ value: label, label }));

/** The same answer as the school gives, from the names that are kept at the desk. */
export function peopleKept(kept: DeskDay | undefined, classId: string): People {
  const pupils = kept?.lease?.pupils ?? [];
  const names = [...new Set(pupils.map(({ className }) => className))];
  return {
    classes: names.map((name) => ({ id: name, name })),
    children: pupils.filter(({ className }) => className === classId).map((child) => ({ ...child, adults: [] })),
  };
}

export const classChips = ({ classes }: People): Chip[] => classes.map(({ id, name }) => ({ value: id, label: name }));

/** Children of the class, without those that are chosen already. */
export const childChips = ({ children }: People, chosen: readonly ChildRef[]): Chip[] =>
  children.filter(({ id }) => !chosen.some((one) => one.id === id)).map(({ id, name }) => ({ value: id, label: name }));

/** Who may call with all the children at once; for a walk-in one need not know. */
export function adultChips(chosen: readonly DeskChild[], walkIn: boolean): Chip[] {
  const [first, ...others] = chosen;
  const shared = (first?.adults ?? []).filter(({ id }) =>
    others.every(({ adults }) => adults.some((one) => one.id === id)),
  );
  const known = shared.map(({ id, name, relation }) => ({
    value: id,
    label: relation === name ? name : `${spokenRelation(relation)} ${name}`,
  }));
  return walkIn ? [...known, { value: UNKNOWN, label: '不知道' }] : known;
}

/** 「下午 4:15，1 号电话」 of a time of today. */
export function slotWords({ free, points }: Board, slotId: string): string {
  const slot = free.find((one) => one.slotId === slotId);
  const point = points.find(({ id }) => id === slot?.pointId);
  return slot ? `今天${spokenTime(slot.from)}，${point?.name ?? ''}` : '';
}

const WHY: Readonly<Record<SlotOffer['why'], string>> = {
  suits_shift: '下班后有空',
  before_shift: '上夜班前有空',
  day_off: '那天休息',
  during_sleep: '下夜班在睡觉',
  during_work: '可能在上班',
  not_asked_for: '不是家里说的时候',
  open: '',
};

export interface OfferRow {
  readonly key: string;
  readonly when: string;
  readonly fact: string;
}
export interface TimesView {
  readonly best: readonly OfferRow[];
  readonly days: readonly Chip[];
  readonly day: Day;
  readonly times: readonly Chip[];
  /** Why some weeks have no times, to be told on the phone: the child has its call, or they open later. */
  readonly notes: readonly string[];
}

/** Free times for a family that rings up; `now` in ms, `chosen` is the day that is looked at. */
export function timesView({ best, days, quota, notYet }: FreeTimes, now: number, chosen: Day): TimesView {
  const today = dayOf(now);
  const open = days.filter(({ offers }) => offers.length > 0);
  const shown = open.find(({ day }) => day === chosen) ?? open[0];
  return {
    best: best.map((offer) => ({
      key: offer.slotId,
      when: `${spokenDay(offer.day, today)}${spokenTime(offer.from)}`,
      fact: [WHY[offer.why], offer.pointName].filter(Boolean).join(' · '),
    })),
    days: open.map(({ day }) => ({ value: day, label: spokenDay(day, today) })),
    day: shown?.day ?? '',
    times: [...(shown?.offers ?? [])]
      .sort((a, b) => a.from - b.from)
      .map(({ slotId, from, pointName, fit, why }) => ({
        value: slotId,
        label: spokenTime(from),
        hint: fit < SUITS && WHY[why] ? `${pointName}，${WHY[why]}` : pointName,
      })),
    notes: [
      quotaSentence(quota.usedWeeks, quota.perWeek, today),
      ...notYet.map((week) => opensSentence(week, now)),
    ].filter(Boolean),
  };
}

export const offerById = ({ best, days }: FreeTimes, slotId: string): SlotOffer | undefined =>
  [...best, ...days.flatMap(({ offers }) => offers)].find((offer) => offer.slotId === slotId);

/** As one says it on the phone: 「明天（周四）下午 4 点 15 分」. */
export function aloud(day: Day, from: number, today: Day): string {
  const [part = '', clock = ''] = spokenTime(from).split(' ');
  const [hour = '', minute = ''] = clock.split(':');
  const word = spokenDay(day, today);
  const named = word.includes(weekdayName(day)) || word.includes('月') ? word : `${word}（${weekdayName(day)}）`;
  const rest = minute === '00' ? '整' : ` ${Number(minute)} 分`;
  return `${named}${part} ${hour} 点${rest}`;
}

/** What to read aloud to the family when it is booked. */
export function readAloud(call: BoardCall, today: Day): string {
  const names = call.children.map(({ name }) => name).join('、');
  const how =
    call.channel === 'phone'
      ? '学校打电话给您'
      : call.channel === 'wechat'
        ? '学校用微信视频打给您'
        : '请打开小程序，点「进入通话」';
  return `约好了：${aloud(call.day, call.from, today)}，${names}在${call.pointName}。到时间${how}。`;
}

/** What is asked before it is booked. */
export const askBooking = (offer: SlotOffer, today: Day): string =>
  `${aloud(offer.day, offer.from, today)}，${offer.pointName}`;
