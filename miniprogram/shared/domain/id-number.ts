/**
 * Citizen identification numbers, GB 11643-1999: six digits of area, eight of birth date, three of sequence (odd: male), and a
 * check character after ISO 7064 MOD 11-2.
 */
import { type Day, isDay } from './calendar';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';

/** The 18th character for the first seventeen digits. */
export function checkDigit(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return CHECK.charAt(sum % 11);
}

/** `YYYY-MM-DD` of a well-formed number; not checked against the calendar. */
export const birthDayOf = (id: string): Day => `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;

export const sexOf = (id: string): 'male' | 'female' => (Number(id.charAt(16)) % 2 === 1 ? 'male' : 'female');

export type NumberFault = 'shape' | 'birthDay' | 'checkDigit';

/** What is wrong with a number by itself, or `undefined`. A last letter is a capital X. */
export function numberFault(id: string): NumberFault | undefined {
  if (!/^\d{17}[\dX]$/.test(id)) return 'shape';
  if (!isDay(birthDayOf(id))) return 'birthDay';
  return checkDigit(id) === id.charAt(17) ? undefined : 'checkDigit';
}
