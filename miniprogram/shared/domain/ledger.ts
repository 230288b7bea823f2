import { addDays, type Day, daysBetween, weekOf } from './calendar';

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

/** The classes' roll may be called, and corrected, for the week that runs and the one before. */
export const mayRoll = (monday: Day, today: Day): boolean =>
  monday === weekOf(today) || monday === addDays(weekOf(today), -7);

/** The day that a roll stands for: today, or the Sunday of a week that is over. */
export const rollDay = (monday: Day, today: Day): Day => {
  const sunday = addDays(monday, 6);
  return sunday < today ? sunday : today;
};

/** The rolling limits, the later first. */
const LIMITS_IN_DAYS = [RED_DAYS, AMBER_DAYS] as const;
/** A timer may miss a day, so that the day after still counts. */
const CATCH_UP_DAYS = 1;

/** The last days of contact whose children turn amber or red today, or did so yesterday. */
export const turningDays = (today: Day): Day[] =>
  LIMITS_IN_DAYS.flatMap((limit) =>
    Array.from({ length: CATCH_UP_DAYS + 1 }, (_, late) => addDays(today, -limit - late)),
  );

/** Whether a child that turns is still to be told of: not where its parents were reminded on the day it turned, or since. */
export function isDueToRemind(
  contact: { readonly childDay: Day | null; readonly since: Day; readonly remindedDay: Day | null },
  today: Day,
): boolean {
  const last = contact.childDay ?? contact.since;
  const limit = LIMITS_IN_DAYS.find((days) => daysBetween(last, today) >= days);
  if (limit === undefined || !turningDays(today).includes(last)) return false;
  return contact.remindedDay === null || contact.remindedDay < addDays(last, limit);
}
