import { type Role, scopesOf } from '../../shared/access/permissions';
import type { FamilyItem, Output } from '../../shared/contract';
import { dayOf } from '../../shared/domain/calendar';
import { givenName, teacherName } from '../../shared/text/names';
import { sentRow } from '../../shared/text/sent-notices';
import { spokenDay } from '../../shared/text/time';

export interface InboxRow {
  readonly key: string;
  readonly title: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'lamp' | 'plain' | 'ok' | 'amber' | 'red';
  /** Of what was sent: there is no board to look at. */
  readonly boardless?: boolean;
}

/** Which side of a notice a role stands on; `none` for those who neither get nor send any. */
export function sideOf(role: Role | undefined): 'received' | 'sent' | 'none' {
  if (role === undefined) return 'none';
  if (scopesOf(role, 'notices.receive').length > 0) return 'received';
  return scopesOf(role, 'notices.send').length > 0 ? 'sent' : 'none';
}

/** What waits to be heard or answered glows; the rest is plain. `instant` is now, ms; `queued`: an answer waits for the network. */
export function receivedRow(item: FamilyItem, instant: number, queued = false): InboxRow {
  const when = spokenDay(dayOf(item.at), dayOf(instant));
  const state = queued ? '等网络' : stateOf(item);
  return {
    key: item.receiptId,
    title: item.corrects ? `更正：${item.title}` : item.title,
    fact: [...item.children.map(givenName), teacherName(item.from), when].join(' · '),
    state,
    tone: state && !queued && !item.over ? 'lamp' : 'plain',
  };
}

const GONE = { recalled: '已收回', corrected: '已更正' } as const;

function stateOf({ over, fresh, waits, hasVoice, asks }: FamilyItem): string {
  if (over) return GONE[over];
  if (fresh) return hasVoice ? '有话要听' : '新的';
  if (!waits) return '';
  return asks === 'sign' ? '等您签名' : '等您回话';
}

/** Whether it wants something of the reader: what was taken back or corrected does not any more. */
export const isWaiting = ({ over, fresh, waits }: FamilyItem): boolean => over === null && (fresh || waits);

/** What is new or waits comes first; within both the newest, as the school sends them. */
export const openFirst = (items: readonly FamilyItem[]): FamilyItem[] =>
  [...items].sort((a, b) => Number(isWaiting(b)) - Number(isWaiting(a)));

/** So many rows stand on a family's home; the rest is one tap further. */
const AT_HOME = 5;
export const homeRows = (items: readonly FamilyItem[], instant: number): InboxRow[] =>
  openFirst(items)
    .slice(0, AT_HOME)
    .map((item) => receivedRow(item, instant));

/** What was sent, in the words of the page that shows nothing else. */
export function sentInboxRow(
  notice: Output<'notices.sent'>['notices'][number],
  instant: number,
  reviews: boolean,
): InboxRow {
  const { name, ...row } = sentRow(notice, instant, reviews);
  return { ...row, title: name };
}
