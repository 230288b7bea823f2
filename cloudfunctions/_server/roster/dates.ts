/** Dates as schools write them. */
import { isDay as isCalendarDay } from '../../../miniprogram/shared/domain/calendar';
import { type Cell, plain } from './cell';
import { smallNumber } from './class-name';

const pad = (n: string | undefined) => (n ?? '').padStart(2, '0');

/** A day that the calendar has, in a year that a living person may have been born in. */
const isDay = (text: string) => /^(19|20)/.test(text) && isCalendarDay(text);

/** Day of a serial number of Excel's 1900 calendar; its imaginary 29 February 1900 puts day 0 on 1899-12-30. */
export function dayOfSerial(serial: number): string {
  return new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10);
}

/** 1954-10-03 to 2064-04-08: what a birth date may be when only a serial number is left of it. */
const isSerial = (n: number) => n >= 20_000 && n <= 60_000;

/** 〇 to 九 as digits, and 零 and ○ for 〇. */
const CHINESE_DIGITS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'〇一二三四五六七八九']
    .map((char, i) => [char, String(i)])
    .concat([
      ['零', '0'],
      ['○', '0'],
      ['O', '0'],
    ]),
);
const digitsOf = (text: string) => [...text].map((char) => CHINESE_DIGITS[char] ?? char).join('');

/** 二〇一八年三月五日 → 2018年3月5日; anything else as it is. */
function inArabic(text: string): string {
  const match =
    /^([〇零○O一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月)?(?:([一二三四五六七八九十]{1,3})[日号])?$/.exec(
      text,
    );
  if (!match) return text;
  const [, year = '', month, day] = match;
  const part = (word: string | undefined, unit: string) => (word ? `${smallNumber(word) ?? ''}${unit}` : '');
  return `${digitsOf(year)}年${part(month, '月')}${part(day, '日')}`;
}

/** A year of two digits: up to this it is of this century, above of the last. */
const PIVOT = 30;
const fullYear = (year: string) => (Number(year) <= PIVOT ? `20${year}` : `19${year}`);

const MARK = '[-./年月、,\\\\ ]';
const FULL = new RegExp(
  `^(\\d{4})${MARK}+(\\d{1,2})${MARK}+(\\d{1,2})[日号]?(生|出生)?( ?[T ]?\\d{1,2}:\\d{2}(:\\d{2})?(\\.\\d+Z?)?)?$`,
);
/** Only with its month and day, and only as a text: 18.3 may be anything. */
const SHORT_YEAR = /^['’]?(\d{2})([-./年])(\d{1,2})[-./月](\d{1,2})[日号]?(生|出生)?$/;
const MONTH = new RegExp(`^(\\d{4})${MARK}+(\\d{1,2})月?(生|出生)?$`);

/**
 * `YYYY-MM-DD`, or `YYYY-MM` / `YYYY` when the cell says no more; `undefined` when it is not a date.
 * Reads 2014.3.5, 2014-03-05, 2014/3/5, 2014年3月5日, 二〇一四年三月五日, 14.3.5, 20140305, 2014年3月, 201403, 2014年, 41703.
 * The number 2014.1 is January or October (Excel drops the zero), so only its year is kept.
 */
export function parseDate(cell: Cell): string | undefined {
  if (typeof cell === 'object' && cell !== null) return isDay(cell.day) ? cell.day : undefined;
  const written = inArabic(plain(cell).replace(/ ?([-./年月、,]) ?/g, '$1')).replace(/[.。;；]+$/, '');
  const text = written.replace(
    SHORT_YEAR,
    (_, year, mark, month, day) => `${fullYear(year)}${mark}${month}${mark}${day}`,
  );
  if (typeof cell === 'number' && /^(19|20)\d\d\.1$/.test(text)) return text.slice(0, 4);
  const full = FULL.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (full) {
    const day = `${full[1]}-${pad(full[2])}-${pad(full[3])}`;
    return isDay(day) ? day : undefined;
  }
  if (/^\d{5}(\.\d+)?$/.test(text)) return isSerial(Number(text)) ? dayOfSerial(Number(text)) : undefined;
  const month = MONTH.exec(text) ?? /^((?:19|20)\d{2})(\d{2})$/.exec(text);
  if (month) {
    const day = `${month[1]}-${pad(month[2])}`;
    return isDay(`${day}-01`) ? day : undefined;
  }
  const year = /^((?:19|20)\d{2})年?(生|出生)?$/.exec(text);
  return year?.[1];
}

/** Full years of age on a day. */
export function ageOn(birthDay: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDay.slice(0, 4));
  return day.slice(5) >= birthDay.slice(5) ? years : years - 1;
}

/** The year in which the school year of a day began; it turns on 1 August, when schools make the new rosters. */
export function schoolYearOf(day: string): number {
  const year = Number(day.slice(0, 4));
  return Number(day.slice(5, 7)) >= 8 ? year : year - 1;
}
