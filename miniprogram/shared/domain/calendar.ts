/**
 * The one file that explains dates. Schools live in UTC+8 and the functions' clock is UTC, so a day is a string
 * 'YYYY-MM-DD' and a time of day is minutes since midnight, both in UTC+8; an instant is ms since the epoch.
 * China keeps one time zone without daylight saving, so a fixed offset is exact.
 */
import dayjs from 'dayjs';

export type Day = string;
export type Minute = number;
/** 1 Monday … 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const OFFSET_MS = 8 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const FORMAT = 'YYYY-MM-DD';

/** Days since 1970-01-01, for arithmetic. */
const ordinal = (day: Day): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
const fromOrdinal = (n: number): Day => new Date(n * DAY_MS).toISOString().slice(0, 10);

export const dayOf = (instant: number): Day => new Date(instant + OFFSET_MS).toISOString().slice(0, 10);

export const minuteOf = (instant: number): Minute => Math.floor(((instant + OFFSET_MS) % DAY_MS) / 60_000);

/** The instant at which a minute of a day begins. */
export const instantOf = (day: Day, minute: Minute): number => ordinal(day) * DAY_MS - OFFSET_MS + minute * 60_000;

export const addDays = (day: Day, n: number): Day => fromOrdinal(ordinal(day) + n);

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => ordinal(to) - ordinal(from);

export const weekdayOf = (day: Day): Weekday => (((((ordinal(day) + 3) % 7) + 7) % 7) + 1) as Weekday;

/** The Monday of the day's week: weeks run Monday to Sunday. */
export const weekOf = (day: Day): Day => addDays(day, 1 - weekdayOf(day));

/** `n` days from `from` on. */
export const daysFrom = (from: Day, n: number): Day[] => Array.from({ length: n }, (_, i) => addDays(from, i));

/**
 * Whether a text is a day of the years 1900–2999. Days are compared as texts, which holds for years of four digits only: a
 * little arithmetic on one of these must not leave them.
 */
export const isDay = (text: string): boolean =>
  /^(19|2\d)\d{2}-\d{2}-\d{2}$/.test(text) && dayjs(text).isValid() && dayjs(text).format(FORMAT) === text;

/** 18:05 → '18:05'. */
export const clockText = (minute: Minute): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
