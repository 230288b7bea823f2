import { addDays, type Day, daysBetween, weekOf } from './calendar';

/** With whom the parents were in contact. */
export type Party = 'child' | 'caregiver';

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

/** How many days back one may say that there was a contact. */
export const OWN_DAYS = 14;

/** A contact may be said for today and the days before, as far back as one remembers well. */
export const mayOwn = (day: Day, today: Day): boolean => day <= today && daysBetween(day, today) <= OWN_DAYS;

/** One contact may be with both: it counts for each. */
export const partiesOf = (whom: Party | 'both'): Party[] => (whom === 'both' ? ['child', 'caregiver'] : [whom]);

/** The adults who were in contact with a child on a day. */
export interface HeardFrom {
  readonly day: Day;
  readonly adultIds: readonly string[];
}

/**
 * From whom a child heard last, after one more contact: the adults of the latest day, where they are known. `lastDay` is the last
 * day before it; an earlier contact that becomes known now changes nothing.
 */
export function heardFrom(
  before: { readonly childDay: Day | null; readonly childBy?: HeardFrom | null },
  contact: { readonly day: Day; readonly adultId: string | null },
): HeardFrom | null {
  const known = before.childBy?.day === before.childDay ? (before.childBy ?? null) : null;
  if (contact.adultId === null || contact.day < (before.childDay ?? '')) return known;
  const others = known?.day === contact.day ? known.adultIds.filter((id) => id !== contact.adultId) : [];
  return { day: contact.day, adultIds: [...others, contact.adultId] };
}

/** Whether an adult is among those from whom the child heard last. */
export const heardLastFrom = (
  { childDay, childBy }: { readonly childDay: Day | null; readonly childBy?: HeardFrom | null },
  adultId: string,
): boolean => childDay !== null && childBy?.day === childDay && childBy.adultIds.includes(adultId);

/** The Mondays of the last `n` weeks, this week first. */
export const lastWeeks = (today: Day, n: number): Day[] =>
  Array.from({ length: n }, (_, back) => addDays(weekOf(today), -7 * back));

/** A week as a family sees it: whether there was a contact with the child, and with who looks after it at home. */
export interface FamilyWeek {
  readonly weekOf: Day;
  readonly child: boolean;
  readonly caregiver: boolean;
}

export function familyWeeks(
  entries: readonly { readonly weekOf: Day; readonly with: Party }[],
  today: Day,
  n: number,
): FamilyWeek[] {
  const seen = new Set(entries.map((entry) => `${entry.weekOf}:${entry.with}`));
  return lastWeeks(today, n).map((monday) => ({
    weekOf: monday,
    child: seen.has(`${monday}:child`),
    caregiver: seen.has(`${monday}:caregiver`),
  }));
}

/** The Mondays of a term up to today, oldest first; of a long one the last `most`. */
export function termWeeks(term: { readonly from: Day; readonly to: Day }, today: Day, most: number): Day[] {
  const last = weekOf(today < term.to ? today : term.to);
  const weeks = Math.floor(daysBetween(weekOf(term.from), last) / 7) + 1;
  return lastWeeks(last, Math.min(most, Math.max(0, weeks))).reverse();
}

/** After these the parents were asked already today, so that no message asks them once more. */
export const asksParents = (kind: 'reminded' | 'called' | 'visited' | 'delegated'): boolean =>
  kind === 'reminded' || kind === 'called';
