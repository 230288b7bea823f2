import type { BookingStatus, ChangeReason, SlotOffer, Ticket } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { isAhead } from '../../../../shared/domain/calls';
import {
  answerBy,
  CHANGE_REASONS,
  howItGoes,
  isInApp,
  isLapsed,
  isNear,
  isOver,
  namesOf,
  type TicketWords,
  ticketWords,
} from '../../../../shared/text/tickets';
import { type OfferRow, rowOf } from '../slots/view';

export interface TicketView extends TicketWords {
  /** What happened here a moment ago: 约好了, 换好了; empty where nothing did. */
  readonly news: string;
  /** How it will go, or what became of it and what one can do. */
  readonly story: string;
  /** 「请在今晚 9:40 前回答」; empty where there is nothing to answer. */
  readonly answerBy: string;
  /** The room of an in-app call is open. */
  readonly mayJoin: boolean;
  /** It may open at any minute, so the page looks again by itself. */
  readonly looks: boolean;
  /** The call is still to come and the reader's own: calendar, reminders. */
  readonly ahead: boolean;
  readonly mayMove: boolean;
  readonly mayCancel: boolean;
  /** The child for whom another call may be booked, when this one is over; empty before. */
  readonly again: string;
  /** The question before cancelling. */
  readonly cancelTitle: string;
}

/** What was done just before this page was opened. */
export type Made = '' | 'booked' | 'moved';
const NEWS: Readonly<Record<Made, string>> = { '': '', booked: '约好了', moved: '换好了' };

/** What became of a call. Nobody is blamed. */
const STORIES: Readonly<Record<BookingStatus, string>> = {
  booked: '这个时间已经过了，学校还没有记下结果。',
  checked_in: '孩子已经在通话点等着了。',
  in_call: '学校正在打给您，请接听。',
  done: '这次通过话了，孩子听到了您的声音。',
  no_show_parent: '这次没接上，没关系，再约一次就好。',
  no_show_child: '孩子这次没能来，学校会问清楚。可以再约一次。',
  failed_school: '学校这边没办成，对不住您和孩子。请再约一次。',
  failed_network: '网络断了，这次没说成。请再约一次。',
  cancelled_family: '这次通话已经取消了。',
  cancelled_school: '学校取消了这次通话，对不住您和孩子。请再约一次。',
  offered: '这个空位留到点了。有合适的会再告诉您。',
  offer_lapsed: '这个空位让给别的孩子了。有合适的会再告诉您。',
};

/** Ends that the school owes the family another time for: what suits stands right below. */
const OWED: readonly BookingStatus[] = ['cancelled_school', 'failed_school', 'offer_lapsed'];

/** `now` in ms. */
export function ticketView(ticket: Ticket, now: number, made: Made = ''): TicketView {
  const words = ticketWords(ticket, now);
  const { mine, status, channel } = ticket;
  const over = !isAhead(status) || isOver(ticket, now) || isLapsed(ticket, now);
  const ahead = mine && status === 'booked' && !over;
  const news = ahead ? NEWS[made] : '';
  return {
    ...words,
    news,
    state: news ? '' : words.state,
    story: storyOf(ticket, over),
    answerBy: mine && !over ? answerBy(ticket, now) : '',
    mayJoin: ticket.mayJoin && !over,
    looks: mine && !over && isInApp(channel) && isNear(ticket, now),
    ahead,
    mayMove: ticket.mayMove && !over,
    mayCancel: ticket.mayCancel && !over,
    again: over && mine ? (ticket.children[0]?.id ?? '') : '',
    cancelTitle: `取消${words.headline} 和${namesOf(ticket.children)}的通话？`,
  };
}

function storyOf(ticket: Ticket, over: boolean): string {
  const { status, channel, mine, why } = ticket;
  if (why && status === 'cancelled_school') return calledOff(why);
  if (over) return STORIES[status];
  if (status === 'offered') return '这个时间空出来了，学校先给您留着。';
  if (isInApp(channel) && (status === 'checked_in' || status === 'in_call')) return '孩子在等您，点「进入通话」就行。';
  if (status !== 'booked') return STORIES[status];
  return mine ? `${why ? moved(why, ticket.pointName) : ''}${howItGoes(channel)}` : '';
}

/** 「学校停电了，这次打不成，对不住您和孩子。」 */
const calledOff = (why: ChangeReason): string =>
  why === 'no_right'
    ? '学校的登记里，这次通话现在不能打。有疑问请给班主任打个电话。'
    : `${CHANGE_REASONS[why]}，这次打不成，对不住您和孩子。有合适的空位也会告诉您。`;

const moved = (why: ChangeReason, place: string): string =>
  why === 'desk_moved'
    ? '值日老师给这次通话换过安排，时间和地方请看上面。'
    : `${CHANGE_REASONS[why]}，所以换到了${place}，时间没变。`;

/** Whether other times are looked for at once, for the family that did not get this one. */
export const isOwed = ({ status, mine, why }: Ticket): boolean => mine && OWED.includes(status) && why !== 'no_right';

/** What suits instead. */
export const nearRows = (offers: readonly SlotOffer[], now: number): OfferRow[] =>
  offers.map((offer) => rowOf(offer, dayOf(now)));
