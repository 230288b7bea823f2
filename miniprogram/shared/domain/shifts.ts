import type { SlotOffer } from '../contract';
import { type Day, daysBetween, type Weekday, weekdayOf, weekOf } from './calendar';
import { contains, overlaps, type Range } from './ranges';

export type ShiftKind = 'day' | 'night' | 'two_shift' | 'irregular' | 'unknown';
type Why = SlotOffer['why'];

export interface Fit {
  /** 0–100. */
  readonly fit: number;
  readonly why: Why;
}
type Stretch = Range & Fit;

/**
 * How well each part of a day suits a shift. The hours are what factories in the coastal cities commonly keep (day 8–12,
 * 13:30–18, with overtime often to 20; night 20–8, sleep until about 14:30); a family's own hours come with the shift patterns it taps.
 */
const DAYS: Readonly<Record<ShiftKind, readonly Stretch[]>> = {
  day: [
    { from: 8 * 60, to: 12 * 60, fit: 20, why: 'during_work' },
    { from: 12 * 60, to: 13 * 60 + 30, fit: 80, why: 'suits_shift' },
    { from: 13 * 60 + 30, to: 18 * 60 + 15, fit: 20, why: 'during_work' },
    { from: 18 * 60 + 15, to: 22 * 60, fit: 100, why: 'suits_shift' },
  ],
  night: [
    { from: 0, to: 8 * 60, fit: 10, why: 'during_work' },
    { from: 8 * 60, to: 14 * 60 + 30, fit: 10, why: 'during_sleep' },
    { from: 14 * 60 + 30, to: 19 * 60 + 15, fit: 100, why: 'before_shift' },
    { from: 19 * 60 + 15, to: 24 * 60, fit: 10, why: 'during_work' },
  ],
  two_shift: [{ from: 12 * 60, to: 13 * 60 + 30, fit: 75, why: 'open' }],
  irregular: [],
  unknown: [],
};
const OPEN: Fit = { fit: 60, why: 'open' };
const DAY_OFF: Fit = { fit: 90, why: 'day_off' };
const NOT_ASKED_FOR: Fit = { fit: 30, why: 'not_asked_for' };

/** When an adult can be called: the shift, and what the family tapped beside it. */
export interface Availability {
  readonly shift: ShiftKind;
  /** Two shifts in turn by weeks: the Monday of any week with nights; `null` where nobody told. */
  readonly nightWeek: Day | null;
  readonly daysOff: readonly Weekday[];
  /** Only in that part of a working day. */
  readonly only: 'noon' | 'evening' | null;
}

/** The availability of somebody of whom only the shift is known: day workers have the weekend off unless they say otherwise. */
export const availabilityOf = (shift: ShiftKind, told?: Omit<Availability, 'shift'>): Availability => ({
  shift,
  ...(told ?? { nightWeek: null, daysOff: shift === 'day' ? [6, 7] : [], only: null }),
});

/** The parts of a day that a family may name. */
const PARTS = { noon: { from: 11 * 60 + 30, to: 14 * 60 }, evening: { from: 17 * 60, to: 22 * 60 } } as const;

/** From this fit on a time suits an adult: it is neither work nor sleep, nor a part of the day that the family did not name. */
export const SUITS = 50;

/**
 * How well a whole call suits an adult, and why: as well as the worst part of it that the shift says something about. On a
 * day off every time suits.
 */
export function fitOf(who: Availability, day: Day, call: Range): Fit {
  if (who.daysOff.includes(weekdayOf(day))) return DAY_OFF;
  if (who.only !== null && !contains(PARTS[who.only], call)) return NOT_ASKED_FOR;
  const touched = DAYS[shiftOn(who, day)].filter((stretch) => overlaps(stretch, call));
  const worst = touched.reduce<Stretch | undefined>((a, b) => (a && a.fit <= b.fit ? a : b), undefined);
  return worst ? { fit: worst.fit, why: worst.why } : OPEN;
}

/** The shift of a day: of two shifts that take turns by weeks, the one of that week, if the family told which. */
function shiftOn({ shift, nightWeek }: Availability, day: Day): ShiftKind {
  if (shift !== 'two_shift' || nightWeek === null) return shift;
  return Math.abs(daysBetween(weekOf(nightWeek), weekOf(day)) / 7) % 2 === 0 ? 'night' : 'day';
}
