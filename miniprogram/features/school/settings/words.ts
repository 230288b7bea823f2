import type { Choice } from '../../../components/choice-chips/index';
import { addDays, type Day } from '../../../shared/domain/calendar';
import { shortDate } from '../../../shared/text/time';

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'] as const;

/** 1 → 周一. */
export const weekdayWord = (weekday: number): string => `周${WEEKDAYS[weekday - 1] ?? ''}`;

export const WEEKDAY_CHOICES: readonly Choice[] = WEEKDAYS.map((_, i) => ({
  value: String(i + 1),
  label: weekdayWord(i + 1),
}));

/** [1, 2, 3, 5] → 周一到周三、周五; two neighbours are named one by one. */
export function weekdaysWord(weekdays: readonly number[]): string {
  const runs: number[][] = [];
  for (const weekday of [...new Set(weekdays)].sort((a, b) => a - b)) {
    const run = runs[runs.length - 1];
    if (run?.[run.length - 1] === weekday - 1) run.push(weekday);
    else runs.push([weekday]);
  }
  return runs
    .flatMap((run) =>
      run.length > 2
        ? [`${weekdayWord(run[0] ?? 1)}到${weekdayWord(run[run.length - 1] ?? 7)}`]
        : run.map((weekday) => weekdayWord(weekday)),
    )
    .join('、');
}

/** 10月1日, 10月1日—7日, 1月30日—2月2日; a year that is not this one is named. */
export function daysWord(from: Day, to: Day, today: Day): string {
  const year = from.slice(0, 4) === today.slice(0, 4) ? '' : `${from.slice(0, 4)}年`;
  if (from === to) return year + shortDate(from);
  const last = from.slice(0, 7) === to.slice(0, 7) ? `${Number(to.slice(8))}日` : shortDate(to);
  return `${year}${shortDate(from)}—${last}`;
}

export interface Run<T> {
  readonly from: Day;
  readonly to: Day;
  readonly first: T;
}

/** Days one after the other of which the same is said become one run; in order of days. */
export function runsOf<T extends { readonly day: Day }>(days: readonly T[], said: (item: T) => string): Run<T>[] {
  const runs: { from: Day; to: Day; first: T }[] = [];
  for (const item of [...days].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const run = runs[runs.length - 1];
    if (run && addDays(run.to, 1) === item.day && said(run.first) === said(item)) run.to = item.day;
    else runs.push({ from: item.day, to: item.day, first: item });
  }
  return runs;
}

/** 90 → 1 小时 30 分钟, 1440 → 1 天. */
export function lengthWord(minutes: number): string {
  if (minutes > 0 && minutes % 1440 === 0) return `${minutes / 1440} 天`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? `${hours} 小时` : '', rest > 0 || hours === 0 ? `${rest} 分钟` : ''].filter(Boolean).join(' ');
}

/** 5000 → 50 元, 5 → 0.05 元: fen as people read a price. */
export const yuanWord = (fen: number): string => `${fen % 100 === 0 ? fen / 100 : (fen / 100).toFixed(2)} 元`;
