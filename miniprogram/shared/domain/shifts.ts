import type { SlotOffer } from '../contract';
import { type Day, type Minute, weekdayOf } from './calendar';
import type { Range } from './ranges';

export type ShiftKind = 'day' | 'night' | 'two_shift' | 'irregular' | 'unknown';
type Why = SlotOffer['why'];

interface Stretch extends Range {
  readonly fit: number;
  readonly why: Why;
}

/**
 * How well each part of a day suits a shift, 0–100. The hours are what factories in the coastal cities commonly keep (day
 * 8–12, 13:30–18, often overtime to 20; night 20–8, sleep until about 14:30); a family's own hours come with the shift patterns it taps.
 */
const DAYS: Readonly<Record<ShiftKind, readonly Stretch[]>> = {
  day: [
    { from: 12 * 60, to: 13 * 60 + 30, fit: 80, why: 'suits_shift' },
    { from: 18 * 60 + 15, to: 22 * 60, fit: 100, why: 'suits_shift' },
    { from: 8 * 60, to: 18 * 60 + 15, fit: 20, why: 'during_work' },
  ],
  night: [
    { from: 8 * 60, to: 14 * 60 + 30, fit: 10, why: 'during_sleep' },
    { from: 14 * 60 + 30, to: 19 * 60 + 15, fit: 100, why: 'before_shift' },
    { from: 19 * 60 + 15, to: 24 * 60, fit: 10, why: 'during_work' },
  ],
  two_shift: [{ from: 12 * 60, to: 13 * 60 + 30, fit: 75, why: 'open' }],
  irregular: [],
  unknown: [],
};
const OPEN: Omit<Stretch, 'from' | 'to'> = { fit: 60, why: 'open' };
const SATURDAY = 6;

/** How well a time suits an adult's shift, and why. Day workers have the weekend off unless they say otherwise. */
export function fitOf(shift: ShiftKind, day: Day, from: Minute): { readonly fit: number; readonly why: Why } {
  if (shift === 'day' && weekdayOf(day) >= SATURDAY) return { fit: 90, why: 'day_off' };
  const stretch = DAYS[shift].find((s) => s.from <= from && from < s.to) ?? OPEN;
  return { fit: stretch.fit, why: stretch.why };
}
