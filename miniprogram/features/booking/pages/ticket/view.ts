import type { BookingStatus, Ticket } from '../../../../shared/contract';
import { isAhead } from '../../../../shared/domain/calls';
import { howItGoes, isOver, namesOf, type TicketWords, ticketWords } from '../../../../shared/text/tickets';

export interface TicketView extends TicketWords {
  /** How it will go, or what became of it and what one can do. */
  readonly story: string;
  /** The call is still to come and the reader's own: calendar, reminders. */
  readonly ahead: boolean;
  readonly mayCancel: boolean;
  /** The child for whom another call may be booked, when this one is over; empty before. */
  readonly again: string;
  /** The question before cancelling. */
  readonly cancelTitle: string;
}

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

export function ticketView(ticket: Ticket, now: number): TicketView {
  const words = ticketWords(ticket, now);
  const over = !isAhead(ticket.status) || isOver(ticket, now);
  return {
    ...words,
    story: storyOf(ticket, over),
    ahead: ticket.mine && ticket.status === 'booked' && !over,
    mayCancel: ticket.mayCancel && !over,
    again: over && ticket.mine ? (ticket.children[0]?.id ?? '') : '',
    cancelTitle: `取消${words.headline} 和${namesOf(ticket.children)}的通话？`,
  };
}

function storyOf({ status, channel, mine }: Ticket, over: boolean): string {
  if (status !== 'booked' || over) return STORIES[status];
  return mine ? howItGoes(channel) : '';
}

/** 「还能提醒 2 次」 */
export const remindersSentence = (left: number): string => (left > 0 ? `还能提醒 ${left} 次` : '现在还不能提醒您');
