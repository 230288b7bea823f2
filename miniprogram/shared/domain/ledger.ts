import { type Day, daysBetween, weekOf } from './calendar';

export type Tone = 'ok' | 'amber' | 'red';

/** Rolling limits in days without contact (product.md C5; the weekly duty is 未成年人保护法 art. 23). */
export const AMBER_DAYS = 7;
export const RED_DAYS = 14;

/** Days since the last contact; where there was none yet, since counting began for this child. */
export const daysWithout = (lastDay: Day | null, today: Day, since: Day): number =>
  Math.max(0, daysBetween(lastDay ?? since, today));

export function toneOf(lastDay: Day | null, today: Day, since: Day): Tone {
  const days = daysWithout(lastDay, today, since);
  return days >= RED_DAYS ? 'red' : days >= AMBER_DAYS ? 'amber' : 'ok';
}

/** Whether the last contact lies in the week (Monday to Sunday) of `today`. */
export const isThisWeek = (lastDay: Day | null, today: Day): boolean =>
  lastDay !== null && weekOf(lastDay) === weekOf(today);

/** The later of two days; `null` is earlier than all. */
export const laterDay = (a: Day | null, b: Day | null): Day | null => (a === null ? b : b === null || a > b ? a : b);

/** Longest without contact first; never at all before everything. */
export const mostUrgentFirst = (a: { readonly childDay: Day | null }, b: { readonly childDay: Day | null }): number =>
  (a.childDay ?? '').localeCompare(b.childDay ?? '');
