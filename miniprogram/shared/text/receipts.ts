import type { ReceiptState } from '../contract';
import type { CallOutcome } from '../domain/ladder';
import type { Asks } from '../domain/notices';

/**
 * What is proved for one person, in a few words: on the board, in the list that is exported, on the person's own page.
 * 「微信发到了」 is never 「看过」 (product.md section 5).
 */
export const STATE_WORDS: Readonly<Record<ReceiptState, string>> = {
  queued: '还没发到',
  sent: '微信发到了',
  texted: '短信发到了',
  refused: '没送到',
  unknown: '不明',
  relayed: '邻居转告了',
  opened: '看过了',
  heard: '听到了',
  confirmed: '回了收到',
  called: '电话里说了',
  visited: '上门说了',
  answered: '回了话',
  signed: '签了字',
};

/** What a family did not do yet, and what it did, by what is asked. */
export const DEEDS: Readonly<Record<Asks, readonly [missing: string, done: string]>> = {
  read: ['看过', '看过了'],
  hear: ['听到', '听到了'],
  confirm: ['听到', '听到了'],
  answer: ['回', '回了'],
  sign: ['签字', '签了字'],
};

/** Why a way did not do, by the codes of receipts and of what left. */
const REASONS: Readonly<Record<string, { readonly way: '微信' | '短信' | ''; readonly words: string }>> = {
  no_wechat: { way: '', words: '没有绑微信' },
  no_smartphone: { way: '', words: '没有智能手机' },
  no_phone: { way: '', words: '没有登记电话' },
  no_credit: { way: '微信', words: '没有提醒次数了' },
  switched_off: { way: '微信', words: '家里关了提醒' },
  wording: { way: '微信', words: '微信不收这句话' },
  not_a_user: { way: '微信', words: '这个微信号不在了' },
  not_taken: { way: '微信', words: '微信没有收' },
  no_right: { way: '', words: '现在不能联系这一位' },
  too_late: { way: '', words: '等得太久，没有发出去' },
  unknown: { way: '', words: '不知道收到没有' },
  sms_cap: { way: '短信', words: '这个月的短信费用完了' },
  sms_off: { way: '短信', words: '学校没有开短信' },
  not_mobile: { way: '短信', words: '登记的不是手机号' },
  sms_refused: { way: '短信', words: '短信没有发出去' },
};

/** 「微信没送到：没有提醒次数了」, 「没有绑微信」; empty where the reason is unknown. */
export function reasonText(why: string | null): string {
  const reason = why === null ? undefined : REASONS[why];
  if (!reason) return '';
  return reason.way ? `${reason.way}没送到：${reason.words}` : reason.words;
}

/** The reason alone, for where the way stands beside it. */
export const reasonWords = (why: string | null): string => (why === null ? '' : (REASONS[why]?.words ?? ''));

/** What may come of a call or of a visit, in the order in which a teacher taps it. */
export const OUTCOMES = {
  call: ['told', 'told_other', 'no_answer', 'switched_off', 'wrong_number'],
  visit: ['told', 'nobody_home', 'left_slip'],
} as const satisfies Record<'call' | 'visit', readonly CallOutcome[]>;

/** What came of a call or a visit, in words. */
export function outcomeText(way: 'call' | 'visit', outcome: CallOutcome): string {
  if (outcome === 'told') return way === 'call' ? '说到了' : '当面说了';
  return OUTCOME_WORDS[outcome];
}
const OUTCOME_WORDS: Readonly<Record<Exclude<CallOutcome, 'told'>, string>> = {
  told_other: '家里别人接的，会转告',
  no_answer: '没人接',
  switched_off: '关机或停机',
  wrong_number: '号码不对',
  nobody_home: '家里没人',
  left_slip: '留了纸条',
};
