import type { Channel } from '../contract';
import type { Day, Minute, Weekday } from './calendar';
import { addDays, daysBetween, daysFrom, instantOf, weekdayOf, weekOf } from './calendar';
import { CELL_MINUTES } from './locks';
import { contains, overlaps, type Range } from './ranges';

/** What the public calendar says of a day; `unknown` in a year whose holidays are not published yet. */
export type DayKind = 'ordinary' | 'holiday' | 'makeup' | 'unknown';

/** What of a school decides which slots exist. */
export interface SlotRules {
  readonly points: readonly { readonly id: string; readonly name: string; readonly kind: 'phone' | 'video' }[];
  readonly windows: readonly {
    readonly weekday: Weekday;
    readonly from: Minute;
    readonly to: Minute;
    /** Whose free period it is: boarders are free in the evening, day pupils at noon and after school. */
    readonly for: 'all' | 'boarding' | 'day';
    /** First and last day on which it holds. */
    readonly since?: Day | null | undefined;
    readonly until?: Day | null | undefined;
  }[];
  /** Days that differ: closed, open with hours of their own (or the usual ones, where none are named), or as another weekday. */
  readonly exceptions: readonly {
    readonly day: Day;
    readonly kind: 'closed' | 'extra' | 'as';
    readonly hours: readonly Range[];
    readonly weekday: Weekday | null;
    readonly note: string;
  }[];
  /** A class that stands here is free in these periods only. */
  readonly freePeriods: readonly (Range & { readonly classId: string; readonly weekday: Weekday })[];
  readonly duty: readonly { readonly weekday: Weekday; readonly staffIds: readonly string[] }[];
  /** Days whose duty was swapped or given to others. */
  readonly dutyDays: readonly { readonly day: Day; readonly staffIds: readonly string[] }[];
  /** When points (`null`: all) are out of use. */
  readonly closures: readonly (Range & { readonly day: Day; readonly pointIds: readonly string[] | null })[];
  readonly term: { readonly from: Day; readonly to: Day };
  /** Years without published holidays for which the school has entered its own closed days. */
  readonly yearsTold: readonly number[];
  readonly slotMinutes: number;
  /** The smallest notice: a slot that begins sooner cannot be claimed any more. */
  readonly noticeMinutes: number;
  /** Today is day 0; the last day on offer is today + horizonDays. */
  readonly horizonDays: number;
  /** When the next week's family times are laid out, and Monday of the last week for which they are. */
  readonly planning: { readonly weekday: Weekday; readonly minute: Minute } | null;
  readonly laidOut: Day | null;
  /** Channels in the order in which they are tried. */
  readonly channels: Readonly<Record<'phone' | 'video', readonly Channel[]>>;
  /** The public calendar. */
  readonly kindOf: (day: Day) => DayKind;
}

/** What of a pupil decides when it is free. */
export interface Pupil {
  readonly boarding: boolean;
  readonly classId: string;
}

export type Closed = 'holiday' | 'closed' | 'unknown' | 'term' | 'no_duty' | 'no_hours';

export interface Slot extends Range {
  /** `point:day:minute`; what a claim names. */
  readonly id: string;
  readonly pointId: string;
  readonly day: Day;
}

/** The name of a slot. */
export const slotIdOf = (pointId: string, day: Day, from: Minute): string => `${pointId}:${day}:${from}`;

/** Who is on duty on a day. */
export const dutyOn = (rules: Pick<SlotRules, 'duty' | 'dutyDays'>, day: Day): readonly string[] =>
  (rules.dutyDays.find((d) => d.day === day) ?? rules.duty.find((d) => d.weekday === weekdayOf(day)))?.staffIds ?? [];

/**
 * The opening hours of a day, or why there are none. The school's own word for a day outranks the public calendar; a year
 * that the calendar does not know is not guessed but closed until the school has told its holidays.
 */
export function hoursOf(
  rules: SlotRules,
  day: Day,
): { readonly closed: Closed } | { readonly hours: readonly Hours[] } {
  if (day < rules.term.from || day > rules.term.to) return { closed: 'term' };
  const exception = rules.exceptions.find((e) => e.day === day);
  if (exception?.kind === 'closed') return { closed: 'closed' };
  if (!exception) {
    const kind = rules.kindOf(day);
    if (kind === 'unknown' && !rules.yearsTold.includes(Number(day.slice(0, 4)))) return { closed: 'unknown' };
    if (kind === 'holiday') return { closed: 'holiday' };
  }
  if (dutyOn(rules, day).length === 0) return { closed: 'no_duty' };
  const hours = exception?.hours.length
    ? exception.hours.map((range) => ({ ...range, for: 'all' as const }))
    : windowsOn(rules, day, exception?.weekday ?? weekdayOf(day));
  return hours.length > 0 ? { hours } : { closed: 'no_hours' };
}

type Hours = Range & { readonly for: 'all' | 'boarding' | 'day' };

const windowsOn = ({ windows }: SlotRules, day: Day, weekday: Weekday): readonly Hours[] =>
  windows.filter((w) => w.weekday === weekday && (w.since ?? day) <= day && day <= (w.until ?? day));

/** All slots of a day for a pupil, whether taken or not: the hours for this kind of pupil at each point that is in use. */
export function slotsOfDay(rules: SlotRules, day: Day, pupil: Pupil): Slot[] {
  return slotsWhere(rules, day, (hours) => isOpenTo(hours, pupil)).filter((slot) =>
    isFreePeriod(rules, pupil.classId, slot),
  );
}

/** Whether a pupil of this kind is free in these hours. */
export const isOpenTo = (hours: Pick<Hours, 'for'>, pupil: Pick<Pupil, 'boarding'>): boolean =>
  hours.for === 'all' || hours.for === (pupil.boarding ? 'boarding' : 'day');

/** All slots of a day, whichever pupils they are for. */
export const allSlots = (rules: SlotRules, day: Day): Slot[] => slotsWhere(rules, day, () => true);

function slotsWhere(rules: SlotRules, day: Day, suits: (hours: Hours) => boolean): Slot[] {
  const open = hoursOf(rules, day);
  if ('closed' in open) return [];
  const starts = new Set(open.hours.filter(suits).flatMap((hours) => grid(hours, rules.slotMinutes)));
  return [...starts]
    .sort((a, b) => a - b)
    .flatMap((from) =>
      rules.points.map((point) => ({
        id: slotIdOf(point.id, day, from),
        pointId: point.id,
        day,
        from,
        to: from + rules.slotMinutes,
      })),
    )
    .filter((slot) => !isOut(rules, slot));
}

/** Whether a point is out of use at some minute of a slot. */
export const isOut = ({ closures }: Pick<SlotRules, 'closures'>, slot: Omit<Slot, 'id'>): boolean =>
  closures.some((c) => c.day === slot.day && overlaps(c, slot) && (c.pointIds?.includes(slot.pointId) ?? true));

/** Whether a class is free for a whole slot: always, unless the school named its free periods. */
export function isFreePeriod(
  { freePeriods }: Pick<SlotRules, 'freePeriods'>,
  classId: string,
  slot: Range & { readonly day: Day },
): boolean {
  const own = freePeriods.filter((period) => period.classId === classId);
  return own.length === 0 || own.some((p) => p.weekday === weekdayOf(slot.day) && contains(p, slot));
}

/** When calls may begin in a window: on whole cells, as two that touch within one would be in each other's way. */
function grid({ from, to }: Range, minutes: number): Minute[] {
  const first = firstCall(from);
  return Array.from({ length: Math.max(0, Math.floor((to - first) / minutes)) }, (_, i) => first + i * minutes);
}

/** The first minute at which a call may begin in a window that opens at `from`. */
export const firstCall = (from: Minute): Minute => Math.ceil(from / CELL_MINUTES) * CELL_MINUTES;

/** Whether a slot may be claimed now. */
export const isClaimable = (rules: SlotRules, slot: Slot, today: Day, now: number): boolean =>
  isTimely(rules, slot, today, now) && isLaidOut(rules, slot.day, today);

/** Whether a slot is neither too near nor too far. */
export const isTimely = (rules: SlotRules, slot: Slot, today: Day, now: number): boolean =>
  instantOf(slot.day, slot.from) >= now + rules.noticeMinutes * 60_000 &&
  daysBetween(today, slot.day) <= rules.horizonDays;

/** Whether a day's week is open to everybody: this week always, a later one when its family times are laid out. */
export const isLaidOut = ({ planning, laidOut }: SlotRules, day: Day, today: Day): boolean =>
  planning === null || weekOf(day) <= weekOf(today) || (laidOut !== null && weekOf(day) <= laidOut);

/** When a week's family times are laid out: in the week before it. */
export const layOutAt = ({ weekday, minute }: NonNullable<SlotRules['planning']>, monday: Day): number =>
  instantOf(addDays(monday, weekday - 8), minute);

/** The days on offer, from `from` (not before today) on, at most `n`. */
export function offeredDays(rules: SlotRules, today: Day, from: Day, n: number): Day[] {
  const first = from > today ? from : today;
  const last = addDays(today, rules.horizonDays);
  return daysFrom(first, Math.max(0, Math.min(n, daysBetween(first, last) + 1)));
}

/** A call that holds its point, its children and its adult. */
export interface Taken extends Range {
  readonly pointId: string;
  readonly day: Day;
  readonly studentIds: readonly string[];
  readonly adultId: string | null;
}

/** Whether nobody has the point, the child or the adult at that time. */
export const isFree = (
  slot: Slot,
  taken: readonly Taken[],
  who: { readonly studentIds: readonly string[]; readonly adultId: string | null },
): boolean =>
  !taken.some(
    (t) =>
      t.day === slot.day &&
      overlaps(t, slot) &&
      (t.pointId === slot.pointId ||
        (t.adultId !== null && t.adultId === who.adultId) ||
        t.studentIds.some((id) => who.studentIds.includes(id))),
  );

/** Finds the slot that an id names, if the school offers it to this pupil. */
export function slotById(rules: SlotRules, slotId: string, pupil: Pupil): Slot | undefined {
  const day = slotId.split(':').slice(-2)[0] ?? '';
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? slotsOfDay(rules, day, pupil).find((slot) => slot.id === slotId) : undefined;
}
