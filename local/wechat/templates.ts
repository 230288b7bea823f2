/** What WeChat's console knows of subscription templates, and the rules for the values that fill them. */

/** A subscription template. The product keeps the list of its own; it is handed to `createWechat`. */
export interface Template {
  /** The id from the console. */
  readonly id: string;
  readonly title: string;
  /** Keys of the fields, type and number: `thing1`, `time2`. */
  readonly fields: readonly string[];
  /** What the card prints before each value, per key: `{ time2: '通话时间' }`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** A long-term template (长期订阅): once accepted it may be sent again and again, until the user takes it back. */
  readonly lasting?: boolean;
}

const DAY =
  '(?:\\d{4}年(?:0?[1-9]|1[0-2])月(?:(?:0?[1-9]|[12]\\d|3[01])日)?' +
  '|(?:0?[1-9]|1[0-2])月(?:0?[1-9]|[12]\\d|3[01])日' +
  '|\\d{4}([-/.])(?:0?[1-9]|1[0-2])\\1(?:0?[1-9]|[12]\\d|3[01]))';
const CLOCK = '(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?';

const HAN = /\p{Script=Han}/u;
const TIME = new RegExp(`^(?:${DAY}\\s?)?${CLOCK}$`);
const DATE = new RegExp(`^${DAY}(?:\\s?${CLOCK})?$`);

/** Both ends of a range `a~b`, or the one value. */
const ends = (value: string): string[] => value.split('~').map((end) => end.trim());
const isSpan = (value: string, pattern: RegExp): boolean =>
  ends(value).length <= 2 && ends(value).every((end) => pattern.test(end));

/** Characters as a person counts them: an emoji outside the BMP is one. */
const length = (value: string): number => [...value].length;

/**
 * What each type of field takes, from the table 「订阅消息参数值内容限制说明」 of `subscribeMessage.send`.
 * Every value is tried without control characters (line breaks are refused before).
 */
export const FIELD_RULES: Readonly<Record<string, (value: string) => boolean>> = {
  /** ≤ 20 characters of any kind. */
  thing: (value) => length(value) <= 20,
  /** ≤ 10 when a Chinese character is in it, else ≤ 20 letters or symbols. */
  name: (value) => !/\d/.test(value) && length(value) <= (HAN.test(value) ? 10 : 20),
  /** ≤ 5 Chinese characters and nothing else. */
  phrase: (value) => /^\p{Script=Han}{1,5}$/u.test(value),
  /** ≤ 32 digits, letters and symbols, nothing Chinese. */
  character_string: (value) => /^[\x20-\x7e]{1,32}$/.test(value),
  /** ≤ 17 digits and symbols: `+86-0766-66888866`. */
  phone_number: (value) => /^[\d+\-() ]{1,17}$/.test(value),
  /** 24-hour clock, with a day before it if wanted; ranges with `~`. */
  time: (value) => isSpan(value, TIME),
  /** A day, with a 24-hour clock after it if wanted; ranges with `~`. */
  date: (value) => isSpan(value, DATE),
  /** ≤ 32 digits, decimals allowed. */
  number: (value) => value.length <= 32 && /^\d+(\.\d+)?$/.test(value),
  /** ≤ 32 letters. */
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  /** ≤ 5 symbols. */
  symbol: (value) => /^[\p{P}\p{S}]{1,5}$/u.test(value),
  /** A currency sign, ≤ 10 digits, decimals allowed, 「元」 at the end if wanted. */
  amount: (value) => /^\p{Sc}?\d{1,10}(\.\d+)?元?$/u.test(value),
  /** ≤ 8, Chinese only first and last: 粤A8Z888挂. */
  car_number: (value) => /^[\p{Script=Han}A-Za-z\d][A-Za-z\d]{0,6}[\p{Script=Han}A-Za-z\d]$/u.test(value),
};

/** `thing12` → `thing`; `undefined` when WeChat has no such type. */
export function fieldType(key: string): string | undefined {
  const type = /^([a-z_]+)\d+$/.exec(key)?.[1];
  return type !== undefined && type in FIELD_RULES ? type : undefined;
}

/** Why the data does not fit the template, in the words of WeChat's errmsg; `undefined` when it fits. */
export function dataFault(template: Template, data: Readonly<Record<string, string>>): string | undefined {
  for (const key of template.fields) {
    const value = data[key];
    if (value === undefined || value === '') return `data.${key}.value is empty`;
    const type = fieldType(key);
    if (type === undefined || /\p{Cc}/u.test(value) || !FIELD_RULES[type]?.(value)) return `data.${key}.value invalid`;
  }
  const stray = Object.keys(data).find((key) => !template.fields.includes(key));
  return stray === undefined ? undefined : `data.${stray} is not a field of the template`;
}
