import type { Output } from '../../../../shared/contract';
import { type Day, dayOf, minuteOf } from '../../../../shared/domain/calendar';
import type { NoticeStatus } from '../../../../shared/domain/notices';
import { isQuiet, nextAllowed } from '../../../../shared/domain/quiet';
import { spokenRelation } from '../../../../shared/text/names';
import { NOTICE_TEMPLATES } from '../../../../shared/text/notice-templates';
import { departureNews, whenText } from '../../../../shared/text/notices';
import { spokenDay, spokenTime } from '../../../../shared/text/time';
import { type Asks, type NoticeForm, sendsAt } from '../../letter';

export const ASKS: readonly { readonly value: Asks; readonly label: string; readonly hint: string }[] = [
  { value: 'read', label: '看过就行', hint: '点开就算看过' },
  { value: 'hear', label: '请听一听', hint: '要听您录的话，再按「我听到了」' },
  { value: 'confirm', label: '请回「收到」', hint: '要按一下「收到」' },
  { value: 'answer', label: '请选一个', hint: '您写几个答案，家里选一个' },
  { value: 'sign', label: '请签名', hint: '用手指在屏幕上写名字' },
];

export const TEMPLATE_CHOICES = NOTICE_TEMPLATES.map(({ key, label }) => ({ value: key, label }));

/** The template that the form was begun with, as a chip; none once its title was changed. */
export const templateOf = ({ title }: NoticeForm): string[] =>
  NOTICE_TEMPLATES.filter((template) => template.title === title).map(({ key }) => key);

export const deadlineText = (deadline: Day | '', today: Day): string =>
  deadline === '' ? '不限时间' : `最晚${spokenDay(deadline, today)}`;

/** 「周五下午 6:00 发」; empty when it leaves at once. */
export const laterText = ({ later }: NoticeForm, instant: number): string =>
  later === null ? '' : `${whenText(sendsAt(later), instant)} 发`;

/** What is set under 「更多」 while it is folded: 「最晚周五 · 急事 · 3 张图片」, else what is in there. */
export function extrasText(form: NoticeForm, instant: number): string {
  const set = [
    form.deadline === '' ? '' : deadlineText(form.deadline, dayOf(instant)),
    laterText(form, instant),
    form.urgent ? '急事' : '',
    form.pictures.length > 0 ? `${form.pictures.length} 张图片` : '',
    form.file === null ? '' : '1 个文件',
  ].filter((part) => part !== '');
  return set.length > 0 ? set.join(' · ') : '截止、定时、急事、图片、文件';
}

/** At night nothing leaves that is not urgent; empty where that changes nothing. */
export function quietText(form: NoticeForm, instant: number): string {
  const at = form.later === null ? instant : sendsAt(form.later);
  if (form.urgent || !isQuiet(at)) return '';
  const morning = nextAllowed(at, false);
  return `晚上 9 点以后不打扰人，${spokenDay(dayOf(morning), dayOf(instant))}${spokenTime(minuteOf(morning))}再提醒家里。`;
}

/** What the switch does. `smsFen`: what an SMS costs the school, `null` where it pays for none. */
export const urgentText = (smsFen: number | null): string =>
  smsFen === null
    ? '夜里也马上发；半小时没人看，就排到您要打的电话里'
    : `夜里也马上发；半小时没人看就发短信（一条 ${smsFen / 100} 元，学校付），再没人看就请您打电话`;

/** From so many people on it takes minutes until all have it. */
const MANY = 300;
/** So many of those who can only be visited are named. */
const NAMED = 8;

type Reach = Output<'notices.reach'>;
export interface ReachSheet {
  readonly title: string;
  readonly ways: string;
  /** Who can only be told at home, by name, and how many more there are. */
  readonly visits: readonly string[];
  readonly more: string;
  readonly notes: readonly string[];
  readonly yes: string;
}

/** 「微信 52 人，短信 6 人，要打电话 31 人，要上门 3 人」 without those that are nobody. */
export function waysText({ wechat, sms, call, visit }: Omit<Reach, 'unreached' | 'people' | 'families'>): string {
  const ways = [
    { word: '微信', count: wechat },
    { word: '短信', count: sms },
    { word: '要打电话', count: call },
    { word: '要上门', count: visit },
  ];
  return ways
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${word} ${count} 人`)
    .join('，');
}

/** What the school pays for SMS: each one's price, and how much it spends a month at most, fen. */
export type SmsPrice = Output<'school.read'>['settings']['sms'];
const YUAN = 100;

/** What so many SMS cost, where that is worth a word, and that the month's money does not reach for all. */
export function smsText(people: number, { on, feeFen, capFen }: SmsPrice): string {
  const fen = people * feeFen;
  if (!on || fen < YUAN) return '';
  const cost = `短信大约要 ${Math.round(fen / YUAN)} 元`;
  return fen > capFen
    ? `${cost}，学校一个月最多花 ${Math.round(capFen / YUAN)} 元，花完了就要打电话。`
    : `${cost}，学校付。`;
}

export const NO_SHEET: ReachSheet = { title: '', ways: '', visits: [], more: '', notes: [], yes: '' };

/** What the teacher reads before it goes: to how many, by which way, and who is left. `instant` is now, ms. */
export function sheetOf(reach: Reach, form: NoticeForm, instant: number, sms: SmsPrice): ReachSheet {
  const names = reach.unreached
    .slice(0, NAMED)
    .map(({ name, relation, children }) => `${children.join('、')}的${spokenRelation(relation)} ${name}`);
  const left = reach.visit - names.length;
  const later = laterText(form, instant);
  return {
    title: `发给 ${reach.people} 人`,
    ways: `${reach.families} 户。${waysText(reach)}`,
    visits: names,
    more: left > 0 && names.length > 0 ? `还有 ${left} 人` : '',
    notes: [
      smsText(reach.sms, sms),
      later === '' ? '' : `${later}，没发以前都可以取消。`,
      form.urgent ? '急事：夜里也马上发。' : quietText(form, instant),
      reach.people > MANY ? '人多，要几分钟才发得完，不用等在这里。' : '',
    ].filter((note) => note !== ''),
    yes: later === '' ? '发出去' : '定好',
  };
}

/** What is said once it is on its way: what it waits for, what went wrong with it, or who has to be called. */
export function sentText(sent: Output<'notices.send'>): string {
  const news = departureNews(sent);
  if (news !== '') return news;
  if (sent.status === 'scheduled') return '定好了，到时候自动发';
  return sent.call > 0 ? `发出去了，有 ${sent.call} 人要打电话` : '发出去了';
}

/** Where one looks next: a notice that has not left has no board yet. */
export const nextPage = (status: NoticeStatus): 'noticeDetail' | 'noticeBoard' =>
  status === 'sending' || status === 'sent' ? 'noticeBoard' : 'noticeDetail';
