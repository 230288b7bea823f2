import type { Day } from '../../../miniprogram/shared/domain/calendar';
import type { Student } from '../data/documents';

/**
 * What was done for a child, as its document keeps it: by month ('2026-11'), in order, the day of the month and the kind of record of each entry
 * ('05 home_visit'). So a look at many children reads the months that their cadences ask about and no others, however long they have been at
 * the school, and as few values as can be.
 */
export type DoneByMonth = NonNullable<Student['done']>;
/** Kind of record → days in order; a day stands there once for each entry. */
export type DaysByKind = Readonly<Record<string, readonly Day[]>>;

const MONTH = 'yyyy-mm'.length;
export const monthOf = (day: Day): string => day.slice(0, MONTH);
const entryOf = (kind: string, day: Day): string => `${day.slice(MONTH + 1)} ${kind}`;

/** A month with one more entry. */
export const withDay = (month: readonly string[], kind: string, day: Day): string[] =>
  [...month, entryOf(kind, day)].sort();

/** A month without one entry of that day; others of the same day stay. */
export function withoutDay(month: readonly string[], kind: string, day: Day): string[] {
  const at = month.indexOf(entryOf(kind, day));
  return month.filter((_, i) => i !== at);
}

/** What many entries leave on a child's document, in whatever order they come. */
export function doneOf(entries: readonly { readonly kind: string; readonly day: Day }[]): DoneByMonth {
  const done: Record<string, string[]> = {};
  for (const { kind, day } of entries) done[monthOf(day)] = withDay(done[monthOf(day)] ?? [], kind, day);
  return done;
}

/** More than the longest term: nothing asks about months before it, and a child's document does not grow with its years at the school. */
const KEPT_MONTHS = 18;

/** What was done, with one month changed and without what nothing asks about any more. */
export function withMonth(done: DoneByMonth = {}, month: string, entries: readonly string[]): DoneByMonth {
  const all: DoneByMonth = { ...done, [month]: entries };
  const kept = Object.keys(all).sort().slice(-KEPT_MONTHS);
  return Object.fromEntries(kept.map((one) => [one, all[one] ?? []]));
}

export function daysByKind(done: DoneByMonth = {}): DaysByKind {
  const days: Record<string, Day[]> = {};
  for (const month of Object.keys(done).sort())
    for (const entry of done[month] ?? []) {
      const [day, kind = ''] = entry.split(' ');
      days[kind] = [...(days[kind] ?? []), `${month}-${day}`];
    }
  return days;
}

/** The months from that of one day to that of another, in order. */
export function monthsBetween(from: Day, to: Day): string[] {
  const months: string[] = [];
  for (let month = monthOf(from); month <= monthOf(to); month = monthAfter(month)) months.push(month);
  return months;
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}
