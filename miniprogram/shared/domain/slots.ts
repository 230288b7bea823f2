import type { Day, Minute, Weekday } from './calendar';
import { addDays, daysBetween, daysFrom, instantOf, weekdayOf } from './calendar';
import { CELL_MINUTES } from './locks';
import { overlaps, type Range } from './ranges';

/** What of a school decides which slots exist. */
export interface SlotRules {
  readonly points: readonly { readonly id: string; readonly name: string; readonly kind: 'phone' | 'video' }[];
  readonly windows: readonly {
    readonly weekday: Weekday;
    readonly from: Minute;
    readonly to: Minute;
    readonly for: 'all' | 'boarding' | 'day';
  }[];
  readonly closedDays: readonly Day[];
  readonly duty: readonly { readonly weekday: Weekday; readonly staffIds: readonly string[] }[];
  readonly slotMinutes: number;
  /** The smallest notice: a slot that begins sooner cannot be claimed any more. */
  readonly noticeMinutes: number;
  /** Today is day 0; the last day on offer is today + horizonDays. */
  readonly horizonDays: number;
}

export interface Slot extends Range {
  /** `point:day:minute`; what a claim names. */
  readonly id: string;
  readonly pointId: string;
  readonly day: Day;
}

/** All slots of a day for a pupil, whether taken or not: windows of the weekday for this kind of pupil, if the day is open and on duty. */
export function slotsOfDay(rules: SlotRules, day: Day, pupil: { readonly boarding: boolean }): Slot[] {
  const weekday = weekdayOf(day);
  if (rules.closedDays.includes(day) || !rules.duty.some((d) => d.weekday === weekday && d.staffIds.length > 0))
    return [];
  const kind = pupil.boarding ? 'boarding' : 'day';
  const starts = new Set(
    rules.windows
      .filter((w) => w.weekday === weekday && (w.for === 'all' || w.for === kind))
      .flatMap((w) => grid(w, rules.slotMinutes)),
  );
  return [...starts]
    .sort((a, b) => a - b)
    .flatMap((from) =>
      rules.points.map((point) => ({
        id: `${point.id}:${day}:${from}`,
        pointId: point.id,
        day,
        from,
        to: from + rules.slotMinutes,
      })),
    );
}

/** When calls may begin in a window: on whole cells, as two that touch within one would be in each other's way. */
function grid({ from, to }: Range, minutes: number): Minute[] {
  const first = firstCall(from);
  return Array.from({ length: Math.max(0, Math.floor((to - first) / minutes)) }, (_, i) => first + i * minutes);
}

/** The first minute at which a call may begin in a window that opens at `from`. */
export const firstCall = (from: Minute): Minute => Math.ceil(from / CELL_MINUTES) * CELL_MINUTES;

/** Whether a slot may still be claimed now. */
export const isClaimable = (rules: SlotRules, slot: Slot, today: Day, now: number): boolean =>
  instantOf(slot.day, slot.from) >= now + rules.noticeMinutes * 60_000 &&
  daysBetween(today, slot.day) <= rules.horizonDays;

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
  readonly adultId: string;
}

/** Whether nobody has the point, the child or the adult at that time. */
export const isFree = (
  slot: Slot,
  taken: readonly Taken[],
  who: { readonly studentIds: readonly string[]; readonly adultId: string },
): boolean =>
  !taken.some(
    (t) =>
      t.day === slot.day &&
      overlaps(t, slot) &&
      (t.pointId === slot.pointId ||
        t.adultId === who.adultId ||
        t.studentIds.some((id) => who.studentIds.includes(id))),
  );

/** Finds the slot that an id names, if the school offers it to this pupil. */
export function slotById(rules: SlotRules, slotId: string, pupil: { readonly boarding: boolean }): Slot | undefined {
  const day = slotId.split(':').slice(-2)[0] ?? '';
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? slotsOfDay(rules, day, pupil).find((slot) => slot.id === slotId) : undefined;
}
