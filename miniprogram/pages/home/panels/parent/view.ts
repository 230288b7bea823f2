import type { Ticket } from '../../../../shared/contract';
import { type Day, dayOf, daysBetween } from '../../../../shared/domain/calendar';
import { givenName } from '../../../../shared/text/names';
import { howItGoes, isNear, type TicketWords, ticketWords } from '../../../../shared/text/tickets';
import { spokenAgo } from '../../../../shared/text/time';
import { type InboxRow, openFirst, receivedRow } from '../../../inbox/view';
import type { FamilyChild, FamilyView } from '../family';

/** The one thing to do about the next call: into the calendar, or look at how it will go. */
export interface NextCall extends TicketWords {
  readonly id: string;
  readonly act: 'calendar' | 'look';
  readonly label: string;
  /** How it will go, once it is near. */
  readonly soon: string;
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
export function parentHome(view: FamilyView, now: number, inCalendar: (bookingId: string) => boolean): ParentHome {
  const calls = [...view.calls].sort((a, b) => a.day.localeCompare(b.day) || a.from - b.from);
  const next = calls.find(({ mine }) => mine);
  const card = cardOf(view, dayOf(now));
  const children = [...view.children].sort(byWait(view)).map(card);
  return {
    next: next ? nextCall(next, now, inCalendar(next.bookingId)) : null,
    others: calls.filter((call) => call !== next).map((call) => lineOf(call, now)),
    children: next ? children : withMainButton(children),
    news: openFirst(view.items).map((item) => receivedRow(item, now)),
  };
}

function nextCall(ticket: Ticket, now: number, inCalendar: boolean): NextCall {
  const near = isNear(ticket, now);
  const look = near || inCalendar;
  return {
    id: ticket.bookingId,
    ...ticketWords(ticket, now),
    act: look ? 'look' : 'calendar',
    label: look ? '看通话安排' : '加入日历',
    soon: near ? soon(ticket) : '',
  };
}

const soon = ({ status, channel }: Ticket): string =>
  status === 'in_call' ? '学校正在打给您，请接听。' : `${howItGoes(channel)}请把手机放在身边。`;

function lineOf(ticket: Ticket, now: number): CallLine {
  const { headline, who, where } = ticketWords(ticket, now);
  return { key: ticket.bookingId, name: headline, fact: `${who}，${where}` };
}

function cardOf(view: FamilyView, today: Day): (child: FamilyChild) => ChildCard {
  return (child) => ({
    id: child.id,
    name: givenName(child.name),
    contacted: child.thisWeek,
    sentence: `${heard(givenName(child.name), child.childDay, today)}。`,
    book: view.calls.some((call) => call.mine && isWith(call, child)) ? 'no' : 'quiet',
  });
}

/** Never blames: it tells what the child heard (look.md, Words). */
function heard(name: string, last: Day | null, today: Day): string {
  if (last === null) return `${name}盼着和您说说话`;
  const ago = spokenAgo(last, today);
  return daysBetween(last, today) <= 2 ? `${name}${ago}听到了爸爸妈妈的声音` : `${name}上次听到爸爸妈妈的声音是 ${ago}`;
}

const isWith = ({ children }: Ticket, { id }: FamilyChild): boolean => children.some((child) => child.id === id);
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
