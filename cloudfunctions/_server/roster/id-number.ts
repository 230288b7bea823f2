/**
 * Citizen identification numbers, GB 11643-1999: six digits of area, eight of birth date, three of sequence (odd: male), and a
 * check character after ISO 7064 MOD 11-2.
 */
import { isDay } from '../../../miniprogram/shared/domain/calendar';
import type { Sex } from './pupil';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';

/** The 18th character for the first seventeen digits. */
export function checkDigit(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return CHECK.charAt(sum % 11);
}

/** `YYYY-MM-DD` of a well-formed number; not checked against the calendar. */
export const birthDayOf = (id: string): string => `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;

export const sexOf = (id: string): Sex => (Number(id.charAt(16)) % 2 === 1 ? 'male' : 'female');

export type IdNumberFault = 'idNumber.shape' | 'idNumber.lostDigits' | 'idNumber.birthDay' | 'idNumber.checkDigit';

/**
 * What is wrong with a number, or `undefined`. Excel keeps only 15 digits of a number, so an ID that was typed into a numeric
 * cell ends in 000 or reads 4.4E+17: that is told apart, because it is mended differently (as text, from the paper).
 */
export function faultOf(id: string): IdNumberFault | undefined {
  if (/^\d(\.\d+)?E\+?1[67]$/i.test(id)) return 'idNumber.lostDigits';
  if (!/^\d{17}[\dX]$/.test(id)) return 'idNumber.shape';
  const checked = checkDigit(id) === id.charAt(17);
  if (!checked && id.endsWith('000')) return 'idNumber.lostDigits';
  if (!isDay(birthDayOf(id))) return 'idNumber.birthDay';
  return checked ? undefined : 'idNumber.checkDigit';
}
