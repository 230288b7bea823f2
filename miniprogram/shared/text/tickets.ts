import type { BookingStatus, ChangeReason, Channel, ChildRef, SlotOffer, Ticket } from '../contract';
import { type Day, dayOf, instantOf, minuteOf } from '../domain/calendar';
import { isAhead } from '../domain/calls';
import { givenName, spokenRelation } from './names';
import { shortDate, spokenWhen, weekdayName } from './time';

/** A call in words, as the ticket shows it. */
export interface TicketWords {
  /** 今晚 7:30 */
  readonly headline: string;
  /** 11月24日 周二，15 分钟 */
  readonly date: string;
  /** 和小雨视频; of somebody else's call 小雨和爸爸视频 */
  readonly who: string;
  readonly where: string;
  readonly state: string;
  readonly tone: 'ok' | 'lamp' | 'amber' | 'plain';
}

const HOW: Readonly<Record<Channel, { readonly verb: string; readonly plan: string }>> = {
  phone: { verb: '打电话', plan: '到时间学校打给您，请保持电话畅通。' },
  wechat: { verb: '视频', plan: '到时间学校用微信视频打给您。' },
  voip_voice: { verb: '语音通话', plan: '到时间打开这一页，点「进入通话」就能和孩子说话。' },
  voip_video: { verb: '视频', plan: '到时间打开这一页，点「进入通话」就能看见孩子。' },
};

/** Channels on which the family comes into a room of this Mini Program, instead of being called. */
export const isInApp = (channel: Channel): boolean => channel === 'voip_voice' || channel === 'voip_video';

const STATES: Readonly<Record<BookingStatus, Pick<TicketWords, 'state' | 'tone'>>> = {
  booked: { state: '约好了', tone: 'ok' },
  checked_in: { state: '孩子到了', tone: 'lamp' },
  in_call: { state: '正在通话', tone: 'lamp' },
  done: { state: '通过话了', tone: 'ok' },
  no_show_parent: { state: '没接上', tone: 'plain' },
  no_show_child: { state: '孩子没来', tone: 'plain' },
  failed_school: { state: '没通成', tone: 'amber' },
  failed_network: { state: '没通成', tone: 'amber' },
  cancelled_family: { state: '取消了', tone: 'plain' },
  cancelled_school: { state: '学校取消了', tone: 'amber' },
  offered: { state: '给您留着', tone: 'lamp' },
  offer_lapsed: { state: '没有留住', tone: 'plain' },
};

/** Why the school moved a call or called it off, as the first half of a sentence. */
export const CHANGE_REASONS: Readonly<Record<ChangeReason, string>> = {
  power_cut: '学校停电了',
  point_broken: '通话用的机器坏了',
  duty_ill: '值日老师病了',
  day_closed: '学校那天不开门',
  hours_changed: '学校的开放时间改了',
  no_right: '学校的登记改了',
  desk_moved: '学校另作了安排',
};

/** From so many minutes before on, a call is near. */
const NEAR_MINUTES = 60;

/** Whether the call is near or going on: what to do now is to have the phone at hand. */
export function isNear({ status, day, from }: Pick<Ticket, 'status' | 'day' | 'from'>, now: number): boolean {
  return (
    isAhead(status) &&
    status !== 'offered' &&
    (status !== 'booked' || instantOf(day, from) - now <= NEAR_MINUTES * 60_000)
  );
}

/** Whether its time went by without anybody at the desk having noted what came of it. */
export const isOver = ({ status, day, to }: Pick<Ticket, 'status' | 'day' | 'to'>, now: number): boolean =>
  isAhead(status) && status !== 'in_call' && instantOf(day, to) <= now;

/** Whether an offer was held until now and no longer; the school's clock may write it down some minutes later. */
export const isLapsed = ({ status, offerUntil }: Pick<Ticket, 'status' | 'offerUntil'>, now: number): boolean =>
  status === 'offered' && offerUntil !== null && offerUntil <= now;

/** `now` in ms since the epoch. */
export function ticketWords(ticket: Ticket, now: number): TicketWords {
  const { day, from, to, channel } = ticket;
  const { verb } = HOW[channel];
  const names = namesOf(ticket.children);
  return {
    headline: spokenWhen(day, from, dayOf(now)),
    date: dateAndLength(day, from, to),
    who: ticket.mine ? `和${names}${verb}` : `${names}和${adultOf(ticket)}${verb}`,
    where: ticket.pointName,
    ...stateOf(ticket, now),
  };
}

/** A free time as it is asked about before it is taken: the same words as the ticket will have. */
export function offerWords(offer: SlotOffer, children: readonly Pick<ChildRef, 'name'>[], today: Day) {
  const { verb, plan } = HOW[offer.channel];
  return {
    headline: spokenWhen(offer.day, offer.from, today),
    date: dateAndLength(offer.day, offer.from, offer.to),
    who: `和${namesOf(children)}${verb}`,
    where: offer.pointName,
    plan,
  };
}

/** What happens when the time has come. */
export const howItGoes = (channel: Channel): string => HOW[channel].plan;

/** 「请在今晚 9:40 前回答」; empty where nothing is held. */
export const answerBy = ({ offerUntil }: Pick<Ticket, 'offerUntil'>, now: number): string =>
  offerUntil === null ? '' : `请在${spokenWhen(dayOf(offerUntil), minuteOf(offerUntil), dayOf(now))} 前回答`;

/** 小雨、小阳 */
export const namesOf = (children: readonly Pick<ChildRef, 'name'>[]): string =>
  children.map(({ name }) => givenName(name)).join('、');

function stateOf(ticket: Ticket, now: number): Pick<TicketWords, 'state' | 'tone'> {
  if (isOver(ticket, now)) return { state: '时间过了', tone: 'plain' };
  if (isLapsed(ticket, now)) return STATES.offer_lapsed;
  if (ticket.status === 'booked' && isNear(ticket, now))
    return { state: now < instantOf(ticket.day, ticket.from) ? '快到时间了' : '到时间了', tone: 'lamp' };
  return STATES[ticket.status];
}

const adultOf = ({ relation, adultName }: Ticket): string => spokenRelation(relation) || adultName;

const dateAndLength = (day: Day, from: number, to: number): string =>
  `${shortDate(day)} ${weekdayName(day)}，${to - from} 分钟`;
