import type { Output } from '../../../../shared/contract';
import { type Day, weekdayOf } from '../../../../shared/domain/calendar';
import { shortDate, spokenSpan } from '../../../../shared/text/time';
import type { School, Settings } from '../../settings/school';
import { weekdayWord } from '../../settings/words';

export type Preview = Output<'school.preview'>;

export interface PreviewRow {
  readonly key: Day;
  /** 11月23日 周一 */
  readonly name: string;
  readonly fact: string;
  readonly open: boolean;
}

/** Two weeks as the settings make them: how many calls a day, from when to when, or why none. */
export function previewRows({ days }: Preview, { holidays }: School, settings: Settings): PreviewRow[] {
  const { exceptions, windows } = settings;
  const notes = new Map([
    ...holidays.map(({ day, name }) => [day, name] as const),
    ...exceptions.filter(({ note }) => note).map(({ day, note }) => [day, note] as const),
  ]);
  const usual = new Set(windows.map(({ weekday }) => weekday));
  return days.map(({ day, kind, closed, slots, from, to }) => ({
    key: day,
    name: `${shortDate(day)} ${weekdayWord(weekdayOf(day))}`,
    fact:
      closed !== null || from === null || to === null
        ? closedWord(closed ?? 'no_hours', notes.get(day) ?? '', usual.has(weekdayOf(day)))
        : `${kind === 'makeup' ? '补班，' : ''}${slots} 个时间，${spokenSpan(from, to)}`,
    open: slots > 0,
  }));
}

/** @param isUsual whether that weekday is open at all: what is closed every week needs no reason. */
function closedWord(closed: Closed, note: string, isUsual: boolean): string {
  if ((closed === 'holiday' || closed === 'closed') && note) return `不开：${note}`;
  if (!isUsual && (closed === 'no_duty' || closed === 'no_hours')) return '不开';
  return `不开：${CLOSED[closed]}`;
}

type Closed = NonNullable<Preview['days'][number]['closed']>;
const CLOSED: Readonly<Record<Closed, string>> = {
  holiday: '国家放假',
  closed: '学校定了不开',
  unknown: '这一年的放假还没定',
  term: '不在学期里',
  no_duty: '没有老师值日',
  no_hours: '没有开放的时间',
};

/** 「两周一共 240 个时间」: what two weeks come to. */
export const previewSum = ({ days }: Preview): string =>
  `这两周一共 ${days.reduce((sum, { slots }) => sum + slots, 0)} 个时间可以约。`;

/** What a change does to calls that are booked; told before it is kept. */
export function touchedSentence(touched: number): string {
  if (touched === 0) return '已经约好的通话，一个也不用动。';
  const patience = touched >= MANY_TOUCHED ? '要换的多，点了以后请等十几秒。' : '';
  return `这样改，有 ${touched} 个约好的通话要换或取消，家里会收到消息。${patience}`;
}
const MANY_TOUCHED = 20;

/** What became of booked calls; empty when nothing did. @param touched how many were to be touched: the rest is done by a job. */
export function savedSentence({ moved, cancelled }: Output<'school.configure'>, touched: number): string {
  const left = Math.max(0, touched - moved - cancelled);
  if (moved + cancelled + left === 0) return '';
  const what = [
    moved > 0 ? `${moved} 个通话换了通话点，时间没变` : '',
    cancelled > 0 ? `${cancelled} 个通话取消了，这几家会排在前面补上` : '',
    left > 0 ? `还有 ${left} 个正在换，几分钟就好` : '',
  ];
  return `记下了。${what.filter(Boolean).join('；')}。家里都会收到消息；没有绑微信的，值日台上写着，请打个电话说一声。`;
}
