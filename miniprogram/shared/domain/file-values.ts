/** What may stand in a field of a child's file; used before a change is sent, and again by the server. */
import { type Day, isDay } from './calendar';
import { type FieldKey, fieldOf } from './child-file';
import { numberFault } from './id-number';

/** Why a value cannot stand in a field. */
export type ValueFault = 'kept' | 'phone' | 'id' | 'day' | 'future' | 'choice' | 'long';

const MOBILE = /^1[3-9]\d{9}$/;
const LANDLINE = /^0\d{9,11}$/;
/** A birth day of which only the year or the month is known. */
const PART_OF_DAY = /^(19|20)\d{2}(-(0[1-9]|1[0-2]))?$/;
const SEVERAL = /[,，、;；/\s]+/;

/**
 * A value as it is kept: spaces around it gone, numbers without signs between and in half width; `null` for an empty one, and for
 * signs alone where a number belongs ("-" in a register means that there is none).
 */
export function tidy(key: FieldKey, typed: string | null): string | null {
  return withoutSigns(key, typed?.trim() ?? '') || null;
}

function withoutSigns(key: FieldKey, text: string): string {
  if (key === 'member.morePhones') return phonesOf(text).join(',');
  switch (fieldOf(key).kind) {
    case 'phone':
      return digitsOf(text);
    case 'idNumber':
      return halfWidth(text, /[\s-]/g).replace(/x/g, 'X');
    case 'day':
      return halfWidth(text);
    default:
      return text;
  }
}

/** In half width and without some signs; composed once more, as what a sign stood between may belong together. */
const halfWidth = (text: string, signs = /$^/): string =>
  text.normalize('NFKC').replace(signs, '').normalize('NFC').trim();
const digitsOf = (text: string): string => halfWidth(text, /[\s()-]/g).replace(/^(\+|00)?86(?=1\d{10}$)/, '');
const phonesOf = (text: string): string[] => halfWidth(text).split(SEVERAL).map(digitsOf).filter(Boolean);

/**
 * Why a value cannot stand in a field; `null` where it can. Without `today` a day that is still to come passes: a phone's clock
 * decides nothing.
 */
export function faultOf(key: FieldKey, typed: string | null, today?: Day): ValueFault | null {
  const { kind, kept, max = Number.POSITIVE_INFINITY, words } = fieldOf(key);
  const value = tidy(key, typed);
  if (value === null) return kept ? 'kept' : null;
  if (key === 'member.morePhones' && !value.split(',').every(isPhone)) return 'phone';
  switch (kind) {
    case 'text':
      return [...value].length > max ? 'long' : null;
    case 'phone':
      return isPhone(value) ? null : 'phone';
    case 'idNumber':
      return numberFault(value) ? 'id' : null;
    case 'day':
      return dayFault(key, value, today);
    case 'yesNo':
      return value === 'yes' || value === 'no' ? null : 'choice';
    case 'choice':
      return words && Object.keys(words).includes(value) ? null : 'choice';
  }
}

const isPhone = (text: string): boolean => MOBILE.test(text) || LANDLINE.test(text);

/** Of an adult often only the year of birth is known. */
function dayFault(key: FieldKey, value: string, today: Day | undefined): ValueFault | null {
  const isPart = fieldOf(key).of === 'member' && PART_OF_DAY.test(value);
  if (!isPart && !(/^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value))) return 'day';
  return today !== undefined && value > today ? 'future' : null;
}
