import { clockText, type Day, daysBetween, type Minute, weekdayOf, weekOf } from '../domain/calendar';

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'] as const;

/** A day as people say it: 今天, 明天, 后天, 昨天, 周六, 下周二, else 11月3日. */
export function spokenDay(day: Day, today: Day): string {
  const near: Readonly<Record<number, string>> = { [-2]: '前天', [-1]: '昨天', 0: '今天', 1: '明天', 2: '后天' };
  const word = near[daysBetween(today, day)];
  if (word) return word;
  const weeks = daysBetween(weekOf(today), weekOf(day)) / 7;
  if (weeks === 0) return weekdayName(day);
  if (weeks === 1) return `下${weekdayName(day)}`;
  if (weeks === -1) return `上${weekdayName(day)}`;
  return shortDate(day);
}

/** 周二 */
export const weekdayName = (day: Day): string => `周${WEEKDAYS[weekdayOf(day) - 1]}`;

/** '2026-11-03' → '11月3日'. */
export const shortDate = (day: Day): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;

/** 「2026年11月21日」 */
export const fullDate = (day: Day): string => `${day.slice(0, 4)}年${shortDate(day)}`;

/** The time of day as people say it: 晚上 7:30. */
export function spokenTime(minute: Minute): string {
  const hour = Math.floor(minute / 60);
  const part =
    hour < 6 ? '凌晨' : hour < 9 ? '早上' : hour < 12 ? '上午' : hour < 14 ? '中午' : hour < 18 ? '下午' : '晚上';
  return `${part} ${hour > 12 ? hour - 12 : hour}:${String(minute % 60).padStart(2, '0')}`;
}

/** 下午 4:00 到 4:15, 中午 12:00 到晚上 8:30: within one part of the day it is said once. */
export function spokenSpan(from: Minute, to: Minute): string {
  const [part = '', end = ''] = spokenTime(to).split(' ');
  const begin = spokenTime(from);
  return begin.startsWith(part) ? `${begin} 到 ${end}` : `${begin} 到${part} ${end}`;
}

/** 今晚 7:30, 明天晚上 7:30, 周六上午 9:00. */
export function spokenWhen(day: Day, minute: Minute, today: Day): string {
  if (day === today && minute >= 18 * 60) return `今晚 ${clockText(minute - 12 * 60).replace(/^0/, '')}`;
  return `${spokenDay(day, today)}${spokenTime(minute)}`;
}

/** How long ago, from a day: 今天, 昨天, 5 天前; `null` where nothing is known. */
export function spokenAgo(day: Day | null, today: Day): string | null {
  if (day === null) return null;
  const days = daysBetween(day, today);
  return days <= 2 ? spokenDay(day, today) : `${days} 天前`;
}
