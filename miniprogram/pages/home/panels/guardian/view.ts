import { type Day, dayOf, daysBetween } from '../../../../shared/domain/calendar';
import { givenName, teacherName } from '../../../../shared/text/names';
import { type TicketWords, ticketWords } from '../../../../shared/text/tickets';
import { spokenAgo, spokenDay } from '../../../../shared/text/time';
import { homeRows, type InboxRow, isWaiting } from '../../../inbox/view';
import type { FamilyChild, FamilyView } from '../family';

/** The one thing to hear now. */
export interface ToHear {
  readonly id: string;
  /** 李老师有话说 */
  readonly headline: string;
  readonly title: string;
  /** 今天，关于小雨 */
  readonly about: string;
  readonly label: string;
  /** 听完这个，还有 2 个。 Empty when it is the only one. */
  readonly more: string;
}

export interface GuardianHome {
  readonly hear: ToHear | null;
  readonly next: TicketWords | null;
  readonly children: readonly {
    readonly id: string;
    readonly name: string;
    readonly sentence: string;
    readonly contacted: boolean;
  }[];
  /** What was heard already, and what comes after the first. */
  readonly items: readonly InboxRow[];
  /** 「李老师收回了：周五下午家长会」, of the last days: who heard it must learn of it also where there is no list. */
  readonly recalled: readonly string[];
}

/** What was told so many days ago is still on people's minds. */
const RECENT = 3;

/** `now` in ms; `speaks` says whether the phone can read a text aloud where there is no voice. */
export function guardianHome(view: FamilyView, now: number, speaks: boolean): GuardianHome {
  const today = dayOf(now);
  const open = view.items.filter(isWaiting);
  const [first] = [...open].sort((a, b) => Number(b.waits) - Number(a.waits) || b.at - a.at);
  // What is only offered to a parent is not settled yet.
  const settled = view.calls.filter(({ status }) => status !== 'offered');
  const [call] = settled.sort((a, b) => a.day.localeCompare(b.day) || a.from - b.from);
  return {
    hear: first ? { ...wordsOf(first, today, speaks), more: moreOf(open.length - 1) } : null,
    next: call ? ticketWords(call, now) : null,
    children: view.children.map((child) => ({
      id: child.id,
      name: givenName(child.name),
      sentence: sentenceOf(child, today, call !== undefined),
      contacted: child.thisWeek,
    })),
    items: homeRows(
      view.items.filter((item) => item !== first),
      now,
    ),
    recalled: view.items
      .filter(({ over, at }) => over === 'recalled' && daysBetween(dayOf(at), today) <= RECENT)
      .map(({ from, title }) => `${teacherName(from)}收回了：${title}`),
  };
}

type Item = FamilyView['items'][number];

function wordsOf(item: Item, today: Day, speaks: boolean): Omit<ToHear, 'more'> {
  const names = item.children.map(givenName).join('、');
  const when = spokenDay(dayOf(item.at), today);
  return {
    id: item.receiptId,
    headline: `${teacherName(item.from)}${item.corrects ? '更正了通知' : '有话说'}`,
    title: item.title,
    about: names ? `${when}，关于${names}` : when,
    label: item.hasVoice || speaks ? '听一听' : '看一看',
  };
}

const moreOf = (count: number): string => (count > 0 ? `听完这个，还有 ${count} 个。` : '');

/** 小雨昨天和爸爸妈妈联系过。 Where nothing is known it says nothing that could worry. */
function sentenceOf({ name, childDay }: FamilyChild, today: Day, hasCall: boolean): string {
  const ago = spokenAgo(childDay, today);
  if (ago) return `${givenName(name)}${/^\d/.test(ago) ? ` ${ago}` : ago}和爸爸妈妈联系过。`;
  return hasCall ? `${givenName(name)}等着和爸爸妈妈说话。` : `${givenName(name)}还没有约通话。`;
}
