import type { Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { spokenDay } from '../../../../shared/text/time';

export interface SentRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'ok' | 'amber';
}

/** A notice and who is still missing, in words. `instant` is now, ms. */
export const rowsOf = (notices: Output<'notices.sent'>['notices'], instant: number): SentRow[] =>
  notices.map(({ noticeId, title, at, by, people, heard }) => {
    const missing = people - heard;
    return {
      key: noticeId,
      name: title,
      fact: `${spokenDay(dayOf(at), dayOf(instant))} · ${by} · 发给 ${people} 人`,
      state: missing > 0 ? `还差 ${missing} 人` : '都听到了',
      tone: missing > 0 ? 'amber' : 'ok',
    };
  });
