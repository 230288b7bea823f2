import { addDays, dayOf, instantOf, type Minute, minuteOf } from './calendar';

/** No message leaves at night unless it is urgent (product.md section 5): from 21:00 up to 07:00, in UTC+8. */
export const QUIET_FROM: Minute = 21 * 60;
export const QUIET_TO: Minute = 7 * 60;

export const isQuiet = (instant: number): boolean => {
  const minute = minuteOf(instant);
  return minute >= QUIET_FROM || minute < QUIET_TO;
};

/** The first instant, not before this one, at which a message may leave: itself, or the next morning at seven. */
export function nextAllowed(instant: number, urgent: boolean): number {
  if (urgent || !isQuiet(instant)) return instant;
  const today = dayOf(instant);
  return instantOf(minuteOf(instant) < QUIET_TO ? today : addDays(today, 1), QUIET_TO);
}
