import type { Ticket } from '../../../../shared/contract';
import { type Day, dayOf, weekOf } from '../../../../shared/domain/calendar';
import { spokenNews } from '../../../../shared/text/contact';
import { givenName } from '../../../../shared/text/names';
import {
  answerBy,
  CHANGE_REASONS,
  howItGoes,
  isInApp,
  isLapsed,
  isNear,
  type TicketWords,
  ticketWords,
} from '../../../../shared/text/tickets';
import { homeRows, type InboxRow } from '../../../inbox/view';
import type { FamilyChild, FamilyView } from '../family';

/** The one thing to do about the next call: answer an offer, go into its room, put it into the calendar, or look at how it will go. */
export interface NextCall extends TicketWords {
  readonly id: string;
  readonly act: 'answer' | 'join' | 'calendar' | 'look';
  readonly label: string;
  /** Until when to answer, what the school had to change, or how it will go once it is near. */
  readonly note: string;
  /** Its room may open at any minute, so the home looks again by itself. */
  readonly looks: boolean;
}

export interface CallLine {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}

export interface ChildCard {
  readonly id: string;
  readonly name: string;
  readonly contacted: boolean;
  readonly sentence: string;
  /** Letters of the child's that were not opened yet, in words; empty where none waits. */
  readonly letters: string;
  /** Whether a call may be booked from here, and whether this is the page's main button. */
  readonly book: 'no' | 'quiet' | 'primary';
}

export interface ParentHome {
  readonly next: NextCall | null;
  readonly others: readonly CallLine[];
  readonly children: readonly ChildCard[];
  readonly news: readonly InboxRow[];
}

/** `now` in ms; `inCalendar` says of which calls the calendar was shown already. */
export function parentHome(view: FamilyView, now: number, inCalendar: (call: Ticket) => boolean): ParentHome {
  const calls = view.calls
    .filter((call) => call.status !== 'offered' || (call.mine && !isLapsed(call, now)))
    .sort((a, b) => a.day.localeCompare(b.day) || a.from - b.from);
  // An offer is held for a while only, so it comes before what is settled.
  const next = calls.find(({ status }) => status === 'offered') ?? calls.find(({ mine }) => mine);
  const card = cardOf(view, dayOf(now));
  const children = [...view.children].sort(byWait(view)).map(card);
  return {
    next: next ? nextCall(next, now, inCalendar(next)) : null,
    others: calls.filter((call) => call !== next).map((call) => lineOf(call, now)),
    children: next ? children : withMainButton(children),
    news: homeRows(view.items, now),
  };
}

function nextCall(ticket: Ticket, now: number, inCalendar: boolean): NextCall {
  const act = actOf(ticket, now, inCalendar);
  return {
    id: ticket.bookingId,
    ...ticketWords(ticket, now),
    act,
    label: LABELS[act],
    note: noteOf(ticket, now),
    looks: isInApp(ticket.channel) && isNear(ticket, now),
  };
}

const LABELS: Readonly<Record<NextCall['act'], string>> = {
  answer: '看一看，要不要',
  join: '进入通话',
  calendar: '加入日历',
  look: '看通话安排',
};

function actOf(ticket: Ticket, now: number, inCalendar: boolean): NextCall['act'] {
  if (ticket.status === 'offered') return 'answer';
  if (ticket.mayJoin) return 'join';
  return isNear(ticket, now) || inCalendar ? 'look' : 'calendar';
}

function noteOf(ticket: Ticket, now: number): string {
  const { status, channel, why } = ticket;
  if (status === 'offered') return `有一个空位给您留着，${answerBy(ticket, now)}。`;
  if (isNear(ticket, now)) {
    if (isInApp(channel)) return ticket.mayJoin ? '孩子在等您。' : '孩子到了，这里就能进入通话。';
    return status === 'in_call' ? '学校正在打给您，请接听。' : `${howItGoes(channel)}请把手机放在身边。`;
  }
  return why ? `${CHANGE_REASONS[why]}，这次通话换过安排，请再看一眼。` : '';
}

function lineOf(ticket: Ticket, now: number): CallLine {
  const { headline, who, where } = ticketWords(ticket, now);
  return { key: ticket.bookingId, name: headline, fact: `${who}，${where}` };
}

function cardOf(view: FamilyView, today: Day): (child: FamilyChild) => ChildCard {
  return (child) => ({
    id: child.id,
    name: givenName(child.name),
    contacted: child.thisWeek,
    sentence: `${heard(child, today)}。`,
    letters: child.letters > 0 ? `${givenName(child.name)}给您写了 ${child.letters} 封信` : '',
    // A call of next week, as family times bring it, leaves this week's open.
    book: view.calls.some((call) => call.mine && isWith(call, child) && isThisWeek(call, today)) ? 'no' : 'quiet',
  });
}

function heard(child: FamilyChild, today: Day): string {
  const name = givenName(child.name);
  if (child.childDay === null) return `${name}盼着和您说说话`;
  return spokenNews(name, child.byYou ? '您' : '爸爸妈妈', child.childDay, today);
}

const isWith = ({ children }: Ticket, { id }: FamilyChild): boolean => children.some((child) => child.id === id);
const isThisWeek = ({ day }: Ticket, today: Day): boolean => weekOf(day) === weekOf(today);
const hasCall = ({ calls }: FamilyView, child: FamilyChild): boolean => calls.some((call) => isWith(call, child));

/** Children without a call first, of those the longest without contact. */
function byWait(view: FamilyView): (a: FamilyChild, b: FamilyChild) => number {
  const weight = (child: FamilyChild) => `${hasCall(view, child) ? 1 : 0}${child.childDay ?? ''}`;
  return (a, b) => weight(a).localeCompare(weight(b));
}

/** One button stands out, and only one. */
function withMainButton(children: readonly ChildCard[]): ChildCard[] {
  const main = children.find(({ book }) => book === 'quiet');
  return children.map((child) => (child === main ? { ...child, book: 'primary' } : child));
}
