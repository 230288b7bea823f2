import { type Day, dayOf, daysBetween } from '../../../../shared/domain/calendar';
import { spokenDay } from '../../../../shared/text/time';

/** So long a parent is told that the pictures were chosen anew, days. */
const TOLD_DAYS = 14;

/** That somebody at the school let the child choose its pictures anew: who wrote to it should know. Empty where there is nothing to say. */
export function anewText(at: number | null, name: string, today: Day): string {
  if (at === null || daysBetween(dayOf(at), today) > TOLD_DAYS) return '';
  return `${spokenDay(dayOf(at), today)}，学校让${name}重新选了看信的图案；在那以前没看的信，过了一天才能打开。不放心的话，问问${name}和老师。`;
}
