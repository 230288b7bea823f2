import type { Input, Output, ReceiptState } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { isUnsent } from '../../../../shared/domain/notices';
import { type Asks, isSettled } from '../../../../shared/domain/receipts';
import { voiceNews } from '../../../../shared/text/notices';
import { spokenDay } from '../../../../shared/text/time';

type Board = Output<'notices.board'>;
type Person = Board['people'][number];

export interface PersonRow {
  readonly key: string;
  readonly personId: string;
  /** 「林小雨的奶奶 王桂兰」 */
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'lamp' | 'plain';
  readonly action: string;
}
export interface BoardPage {
  readonly title: string;
  readonly body: string;
  readonly sent: string;
  readonly headline: string;
  /** How many have heard: 「听到了 83 人」, empty when nobody has. */
  readonly heardTitle: string;
  /** Those who are still missing, as far as they are shown. */
  readonly open: readonly PersonRow[];
  readonly heard: readonly PersonRow[];
  /** There are more than are shown. */
  readonly more: boolean;
}

/** How much of the board is drawn: a school has two thousand people, a phone draws a thousand nodes. */
export interface Shown {
  readonly rows: number;
  readonly heardToo: boolean;
}
/** Rows that are drawn at first, and with each reach for more. */
export const PAGE_OF_ROWS = 40;

/** Why somebody has not heard yet, by how far the message got. */
const NOT_YET: Readonly<Record<ReceiptState, string>> = {
  queued: '正在发',
  sent: '发到微信了，还没点开',
  refused: '微信没发到',
  unknown: '不知道收到没有',
  to_call: '微信没发到',
  opened: '点开过，还没回',
  heard: '听到了，等您的电话',
  confirmed: '回了收到，等您的电话',
  called: '电话里说过了',
};
/** Why WeChat did not do, where the server knows it. */
const WHY: Readonly<Record<string, string>> = {
  no_wechat: '没有绑微信',
  no_smartphone: '没有智能手机',
  no_credit: '微信里没允许提醒',
  switched_off: '微信里关了提醒',
};
/** The message did not get there and there is no number either. */
const NO_WAY = '没有登记电话，要上门说';
const SETTLED: Readonly<Partial<Record<ReceiptState, string>>> = {
  opened: '看过了',
  heard: '听到了',
  confirmed: '回了收到',
  called: '电话里说到了',
};

/** The teacher's board: those who have not heard, as the server ordered them (who wants a call comes first), then the others. */
export function boardOf(board: Board, instant: number, { rows, heardToo }: Shown): BoardPage {
  const settled = (person: Person) => isSettled(board.asks as Asks, person.state, person.wantsCall);
  const open = board.people.filter((person) => !settled(person));
  const heard = board.people.filter(settled);
  return {
    title: board.title,
    body: board.body,
    ...headOf(board, open, spokenDay(dayOf(board.at), dayOf(instant))),
    heardTitle: heard.length > 0 ? `听到了 ${heard.length} 人` : '',
    open: open.slice(0, rows).map(openRow),
    heard: heardToo ? heard.slice(0, rows).map(heardRow) : [],
    more: rows < Math.max(open.length, heardToo ? heard.length : 0),
  };
}

/** Whether it changes by itself: the voice is being checked, or letters are leaving. */
export const isUnderWay = ({ status, voice }: Pick<Board, 'status' | 'voice'>): boolean =>
  status === 'checking' || status === 'sending' || voice === 'checking';

/** The big line and the one under it: who is missing, or that nothing left yet. */
function headOf(board: Board, open: readonly Person[], day: string): Pick<BoardPage, 'headline' | 'sent'> {
  const news = voiceNews(board);
  if (isUnsent(board.status)) return { headline: news, sent: `${day}写的，还没有发出去` };
  return {
    headline: open.length === 0 ? '家家都听到了' : `还差 ${householdsOf(open)} 户没听到`,
    // The lists that lead here count people.
    sent: [`${day}发给 ${board.people.length} 人${open.length > 0 ? `，还差 ${open.length} 人` : ''}`, news]
      .filter(Boolean)
      .join('。'),
  };
}

/** Families among some people: those of the same children are one. */
const householdsOf = (people: readonly Person[]): number =>
  new Set(people.map(({ children }) => [...children].sort().join('、'))).size;

const nameOf = ({ name, relation, children }: Person): string => `${children.join('、')}的${relation} ${name}`;

const openRow = (person: Person): PersonRow => ({
  key: person.receiptId,
  personId: person.personId,
  name: nameOf(person),
  fact: [(person.why !== null && WHY[person.why]) || NOT_YET[person.state], person.hasPhone ? '' : NO_WAY]
    .filter(Boolean)
    .join('，'),
  state: person.wantsCall ? '请您打电话' : '',
  tone: person.wantsCall ? 'lamp' : 'plain',
  action: person.hasPhone ? '打电话' : '',
});

const heardRow = (person: Person): PersonRow => ({
  key: person.receiptId,
  personId: person.personId,
  name: nameOf(person),
  fact: SETTLED[person.state] ?? '',
  state: '',
  tone: 'plain',
  action: '',
});

/** What may come of a call. */
export const OUTCOMES: readonly { readonly outcome: Input<'notices.called'>['outcome']; readonly label: string }[] = [
  { outcome: 'told', label: '说到了' },
  { outcome: 'no_answer', label: '没人接' },
  { outcome: 'wrong_number', label: '号码不对' },
];
