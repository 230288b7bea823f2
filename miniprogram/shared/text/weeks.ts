import { addDays, type Day, dayOf, minuteOf, weekOf } from '../domain/calendar';
import { shortDate, spokenWhen } from './time';

/** A week by its Monday: 这一周, 下一周, 11月30日那一周. */
export function weekName(week: Day, today: Day): string {
  if (week === weekOf(today)) return '这一周';
  return week === addDays(weekOf(today), 7) ? '下一周' : `${shortDate(week)}那一周`;
}

/** 「这一周、下一周已经约过了（每周 1 次）。」; empty when no week is. */
export const quotaSentence = (weeks: readonly Day[], perWeek: number, today: Day): string =>
  weeks.length > 0 ? `${weeks.map((week) => weekName(week, today)).join('、')}已经约过了（每周 ${perWeek} 次）。` : '';

/** First the families with a time of their own get theirs, then the week is open to everybody. Times in ms. */
export function opensSentence({ weekOf: week, opensAt }: { weekOf: Day; opensAt: number }, now: number): string {
  const name = weekName(week, dayOf(now));
  return opensAt > now
    ? `${name}的时间${spokenWhen(dayOf(opensAt), minuteOf(opensAt), dayOf(now))} 开放。`
    : `${name}的时间正在安排，马上就开放。`;
}
