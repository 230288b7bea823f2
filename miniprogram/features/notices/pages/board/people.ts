import type { ReceiptState } from '../../../../shared/contract';
import { dayOf, minuteOf } from '../../../../shared/domain/calendar';
import { spokenRelation } from '../../../../shared/text/names';
import { DEEDS, reasonText, STATE_WORDS } from '../../../../shared/text/receipts';
import { spokenWhen } from '../../../../shared/text/time';
import type { Board } from './view';

export type Person = NonNullable<Board['rows']>[number];

export interface PersonRow {
  readonly key: string;
  /** 「林小雨的奶奶 王桂兰」 */
  readonly name: string;
  readonly fact: string;
  readonly action: string;
  readonly icon: string;
}
export type GroupKey = 'asked' | 'call' | 'visit' | 'wait';
/** Each person stands in the first that fits. Who asked for something comes first, who was only just written to last. */
export const GROUPS: readonly {
  readonly key: GroupKey;
  readonly title: string;
  readonly has: (person: Person) => boolean;
}[] = [
  { key: 'asked', title: '等您回话', has: isAsking },
  { key: 'call', title: '要打电话', has: (person) => !isAsking(person) && person.rung === 'call' },
  { key: 'visit', title: '要上门', has: (person) => !isAsking(person) && person.rung === 'visit' },
  {
    key: 'wait',
    title: '消息出去了，先等等',
    has: (person) => !isAsking(person) && (person.rung === 'wechat' || person.rung === 'sms'),
  },
];

function isAsking({ wantsCall, spoke }: Person): boolean {
  return wantsCall || spoke;
}

/** Somebody to whom something is to be done. @param waiting receipts whose outcome waits on this phone for the network */
export function openRow(person: Person, board: Board, waiting: ReadonlySet<string>): PersonRow {
  if (waiting.has(person.receiptId))
    return { ...rowOf(person), fact: '记在手机里了，有网络就送到', action: '', icon: '' };
  return { ...rowOf(person), fact: factOf(person, board), ...actionOf(person) };
}

const rowOf = (person: Person): Pick<PersonRow, 'key' | 'name'> => ({ key: person.receiptId, name: whoIs(person) });

/** 「林小雨的奶奶 王桂兰」 */
export const whoIs = ({ name, relation, children }: Pick<Person, 'name' | 'relation' | 'children'>): string =>
  `${children.join('、')}的${spokenRelation(relation)} ${name}`;

/** What one should know before one picks up the telephone or goes there. */
export function factOf(person: Person, { asks }: Pick<Board, 'asks'>): string {
  const { spoke, wantsCall, rung, hasPhone, tries, why, state, relation } = person;
  if (spoke) return '用语音回了话，请听一听';
  if (wantsCall && hasPhone) return '请您打个电话';
  const visit = rung === 'visit' ? '，请上门' : '';
  if (!hasPhone) return `${why === 'no_smartphone' ? `${spokenRelation(relation)}没有手机` : '没有登记电话'}${visit}`;
  if (tries > 0) return rung === 'visit' ? `找过 ${tries} 次没找到人${visit}` : `打过 ${tries} 次没人接`;
  const reason = state === 'refused' || state === 'queued' ? reasonText(why) : '';
  return `${reason || notYet(state, asks)}${visit}`;
}

/** Why nothing came yet, by how far it got. */
const notYet = (state: ReceiptState, asks: Board['asks']): string =>
  NOT_YET[state] ?? `${STATE_WORDS[state]}，还没${DEEDS[asks][0]}`;
const NOT_YET: Readonly<Partial<Record<ReceiptState, string>>> = {
  queued: '还没发到',
  sent: '微信发到了，还没点开',
  texted: '短信发到了，还没点开',
  refused: '没送到',
  unknown: '不知道收到没有',
  relayed: '邻居转告了，还没听到回音',
};

/** A telephone that leads nowhere is no action: then somebody goes there. Who was only just written to is left in peace. */
function actionOf({ spoke, wantsCall, rung, hasPhone }: Person): Pick<PersonRow, 'action' | 'icon'> {
  if (spoke) return { action: '去听', icon: 'listen' };
  if (!wantsCall && (rung === 'wechat' || rung === 'sms')) return { action: '', icon: '' };
  return rung === 'visit' || !hasPhone ? { action: '上门了', icon: '' } : { action: '打电话', icon: 'phone' };
}

/** Somebody who need do nothing more. */
export function restRow(person: Person, instant: number): PersonRow {
  const { covered, answer, state, at } = person;
  const said = covered ? '家里有人听到了' : answer === null ? STATE_WORDS[state] : `回了：${answer}`;
  const when = at === null || covered ? '' : spokenWhen(dayOf(at), minuteOf(at), dayOf(instant));
  return { ...rowOf(person), fact: [said, when].filter(Boolean).join(' · '), action: '', icon: '' };
}
