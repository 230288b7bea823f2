import { type Role, scopesOf } from '../../shared/access/permissions';
import type { FamilyItem, Output } from '../../shared/contract';
import { dayOf } from '../../shared/domain/calendar';
import { spokenDay } from '../../shared/text/time';

export interface InboxRow {
  readonly key: string;
  readonly title: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'lamp' | 'plain' | 'ok' | 'amber';
}

/** Which side of a notice a role stands on; `none` for those who neither get nor send any. */
export function sideOf(role: Role | undefined): 'received' | 'sent' | 'none' {
  if (role === undefined) return 'none';
  if (scopesOf(role, 'notices.receive').length > 0) return 'received';
  return scopesOf(role, 'notices.send').length > 0 ? 'sent' : 'none';
}

/** What waits to be heard glows; the rest is plain. `instant` is now, ms. */
export function receivedRow(item: FamilyItem, instant: number): InboxRow {
  const when = spokenDay(dayOf(item.at), dayOf(instant));
  const about = item.children.length > 0 ? `${item.children.join('、')} · ` : '';
  const fresh = item.hasVoice ? '有话要听' : '新的';
  return {
    key: item.receiptId,
    title: item.title,
    fact: `${about}${item.from} · ${when}`,
    state: item.fresh ? fresh : '',
    tone: item.fresh ? 'lamp' : 'plain',
  };
}

/** How many have not heard yet, in words. */
export function sentRow(notice: Output<'notices.sent'>['notices'][number], instant: number): InboxRow {
  const missing = notice.people - notice.heard;
  return {
    key: notice.noticeId,
    title: notice.title,
    fact: `${notice.by} · ${spokenDay(dayOf(notice.at), dayOf(instant))} · 发给 ${notice.people} 人`,
    state: missing > 0 ? `还差 ${missing} 人` : '都听到了',
    tone: missing > 0 ? 'amber' : 'ok',
  };
}
