import type { ConcernRow } from '../../shared/contract';
import { type Day, dayOf, minuteOf } from '../../shared/domain/calendar';
import { type ConcernTo, SITUATIONS, TOLD, type ToldId } from '../../shared/domain/concerns';
import { spokenWhen } from '../../shared/text/time';

/** 今天上午 10:20 */
export const whenText = (at: number, today: Day): string => spokenWhen(dayOf(at), minuteOf(at), today);

export const TO_NAMES: Readonly<Record<ConcernTo, string>> = { counsellor: '转给心理老师', report: '强制报告' };

/** How far it is, for who looks after it; its author learns the same and no more. */
export const STATE_NAMES: Readonly<Record<ConcernRow['state'], { readonly text: string; readonly tone: string }>> = {
  open: { text: '还没有人接', tone: 'red' },
  taken: { text: '有人接手了', tone: 'amber' },
  closed: { text: '办完了', tone: 'ok' },
};

/** Who it is about: the child, or in words which one. */
export const aboutText = ({ child, who }: Pick<ConcernRow, 'child' | 'who'>): string =>
  child ? `${child.className} ${child.name}` : who || '还没有写是哪个孩子';

export const toldName = (whom: ToldId): string => TOLD.find(({ id }) => id === whom)?.name ?? '';

/** The nine situations as chips: in short, and as the opinion has it. */
export const SITUATION_CHOICES = SITUATIONS.map(({ id: value, label, more: hint }) => ({ value, label, hint }));
export const TOLD_CHOICES = TOLD.map(({ id: value, name: label }) => ({ value, label }));
