import type { Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import type { NoticeStatus } from '../../../../shared/domain/notices';
import { spokenDay } from '../../../../shared/text/time';

export interface SentRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'ok' | 'amber';
}

const UNSENT: Readonly<Partial<Record<NoticeStatus, string>>> = { checking: '录音在检查', held: '没发出去' };

/** A notice and who is still missing, in words. `instant` is now, ms. */
export const rowsOf = (notices: Output<'notices.sent'>['notices'], instant: number): SentRow[] =>
  notices.map(({ noticeId, title, at, by, people, heard, status }) => {
    const missing = people - heard;
    const unsent = UNSENT[status];
    const when = `${spokenDay(dayOf(at), dayOf(instant))} · ${by}`;
    return {
      key: noticeId,
      name: title,
      fact: unsent ? when : `${when} · 发给 ${people} 人`,
      state: unsent ?? (missing > 0 ? `还差 ${missing} 人` : '都听到了'),
      tone: unsent || missing > 0 ? 'amber' : 'ok',
    };
  });
