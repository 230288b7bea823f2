import published from 'chinese-days/dist/chinese-days.json';
import { addDays, type Day, daysFrom } from '../../../miniprogram/shared/domain/calendar';
import type { DayKind, SlotRules } from '../../../miniprogram/shared/domain/slots';
import type { School } from '../data/documents';

/**
 * The public holidays and make-up workdays as the State Council publishes them each November for the year to come, from the
 * library's data: day → 'English name,中文名,length'.
 */
const HOLIDAYS: Readonly<Record<Day, string>> = published.holidays;
const WORKDAYS: Readonly<Record<Day, string>> = published.workdays;
const YEARS: ReadonlySet<string> = new Set(Object.keys(HOLIDAYS).map((day) => day.slice(0, 4)));

/** What the public calendar says of a day. A year that is not published is unknown and never guessed. */
export function kindOf(day: Day): DayKind {
  if (!YEARS.has(day.slice(0, 4))) return 'unknown';
  if (Object.hasOwn(HOLIDAYS, day)) return 'holiday';
  return Object.hasOwn(WORKDAYS, day) ? 'makeup' : 'ordinary';
}

/** All that decides which slots a school offers. */
export const rulesOf = (school: School): SlotRules => ({ ...school, kindOf });

/** The days from `from` on, at most `n`, that differ from the usual week, with their Chinese names. */
export const holidaysFrom = (from: Day, n: number): { day: Day; kind: 'holiday' | 'makeup'; name: string }[] =>
  daysFrom(from, n).flatMap((day) => {
    const kind = kindOf(day);
    if (kind !== 'holiday' && kind !== 'makeup') return [];
    const name = (HOLIDAYS[day] ?? WORKDAYS[day])?.split(',')[1] ?? '';
    return [{ day, kind, name }];
  });

/** How long before it begins a school is asked for the holidays of a year that nobody published. */
const ASKED_DAYS_BEFORE = 45;

/** Years that begin within the next weeks, or run already, whose holidays neither the calendar nor the school has told. */
export function yearsAsked(school: Pick<School, 'yearsTold'>, today: Day): number[] {
  const years = [today, addDays(today, ASKED_DAYS_BEFORE)].map((day) => day.slice(0, 4));
  return [...new Set(years)].filter((year) => !YEARS.has(year) && !school.yearsTold.includes(Number(year))).map(Number);
}
