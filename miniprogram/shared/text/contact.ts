import type { ConcernKind, FollowUpKind, LedgerRow } from '../contract';
import { type Day, daysBetween } from '../domain/calendar';
import type { Tone } from '../domain/ledger';
import { spokenAgo, spokenDay } from './time';

/** The word that always stands beside the colour (look.md); nothing where there is nothing to do. */
export const TONE_WORDS: Readonly<Record<Tone, string>> = { ok: '', amber: '该问问', red: '要紧' };

type Way = NonNullable<LedgerRow['way']>;

/** How a contact was made, as staff read it. */
export const WAY_NAMES: Readonly<Record<Way, string>> = {
  call_here: '在学校通了话',
  own_call: '自己打了电话',
  visit_home: '回家看过',
  letter: '收到家书',
};

/** The words for a way; one that this version does not know is still a contact. */
export const wayName = (way: string): string => (way in WAY_NAMES ? WAY_NAMES[way as Way] : '联系过');

/** 「9 天没联系」; `days` is null where there never was a contact. */
export function spokenGap(days: number | null): string {
  if (days === null) return '还没有联系过';
  return days === 0 ? '今天联系过' : `${days} 天没联系`;
}

/** Never blames (look.md, Words): 「小雨昨天有了您的消息」, 「小雨上次有爸爸妈妈的消息是 9 天前」. News, not a voice: it may have been a letter. */
export const spokenNews = (name: string, whose: '您' | '爸爸妈妈', day: Day, today: Day): string =>
  daysBetween(day, today) <= 2
    ? `${name}${spokenDay(day, today)}有了${whose}的消息`
    : `${name}上次有${whose}的消息是 ${spokenAgo(day, today)}`;

/** 「今天提醒过」, when a parent was reminded; empty where nobody was. */
export const spokenReminder = (remindedDay: Day | null, today: Day): string =>
  remindedDay === null ? '' : `${spokenDay(remindedDay, today)}提醒过`;

/** What the school did about a child that waits, as a teacher says it afterwards. */
export const FOLLOW_UP_NAMES: Readonly<Record<FollowUpKind, string>> = {
  reminded: '提醒过家长',
  called: '打过电话',
  visited: '去家里看过',
  delegated: '托人去看过',
};

/** 「今天打过电话」 */
export const spokenFollowUp = ({ day, kind }: { readonly day: Day; readonly kind: FollowUpKind }, today: Day): string =>
  `${spokenDay(day, today)}${FOLLOW_UP_NAMES[kind]}`;

/** What may be wrong with a contact, in the words of the form. */
export const CONCERN_NAMES: Readonly<Record<ConcernKind, string>> = {
  unreachable: '一直联系不上家长',
  quarrel: '通话时吵起来了',
  stranger: '接电话的不是家里人',
  child_upset: '孩子通完话很难过',
  other: '别的事',
};
