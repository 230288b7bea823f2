import type { SlotOffer } from '../contract';
import { type Day, weekdayOf } from './calendar';
import { overlaps, type Range } from './ranges';

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
const SATURDAY = 6;

/**
 * How well a whole call suits an adult's shift, and why: as well as the worst part of it that the shift says something
 * about. Day workers have the weekend off unless they say otherwise.
 */
export function fitOf(shift: ShiftKind, day: Day, call: Range): Fit {
  if (shift === 'day' && weekdayOf(day) >= SATURDAY) return DAY_OFF;
  const touched = DAYS[shift].filter((stretch) => overlaps(stretch, call));
  const worst = touched.reduce<Stretch | undefined>((a, b) => (a && a.fit <= b.fit ? a : b), undefined);
  return worst ? { fit: worst.fit, why: worst.why } : OPEN;
}
