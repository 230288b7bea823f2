/** How each kind of value is read from a cell and written into one. A reader is never given an empty cell. */
import { clockText } from '../../../miniprogram/shared/domain/calendar';
import { type Cell, plain, prose, saysNothing, solid } from './cell';
import { type ClassName, className, gradeWord, parseClass, parseGrade } from './class-name';
import { parseDate } from './dates';
import type { DoubtCode } from './doubts';
import { faultOf } from './id-number';
import type { ContactLimit, FamilyRole, Health, Shift } from './pupil';
import { GUARDIAN, HEALTH, SHIFT, type Vocabulary } from './words';

/** What a cell says, what to doubt about it, or both, or (a cell that says 无) neither. */
export interface Reading<T> {
  value?: T;
  doubt?: DoubtCode;
  /** For the sentence, where the code needs more than the cell. */
  other?: string;
}

/** `schoolYear`: the year in which the present school year began. */
export interface ReadContext {
  readonly schoolYear: number;
}

type Reader<T> = (cell: Cell, context: ReadContext) => Reading<T>;

/** Whatever `write` writes, `read` reads back to the same value. */
export interface Kind<T> {
  readonly read: Reader<T>;
  readonly write: (value: T) => string;
}

/** Free text of at most `max` characters; 无 and - are nothing. */
export const text = (max: number): Kind<string> => ({
  read(cell) {
    if (saysNothing(cell)) return {};
    const value = prose(cell);
    return value.length > max ? { doubt: 'text.tooLong', other: String(max) } : { value };
  },
  write: String,
});

const HAN_NAME = /^\p{Script=Han}{1,15}(·\p{Script=Han}{1,15})*$/u;

const NOTE_OF_DEATH = /[(（](已故|去世|病故|亡故)[)）]$/;

/** A person's name: 张 三 → 张三, the dots of minority names made one. An unusual name is kept, with a doubt. */
export const personName: Kind<string> = {
  read(cell) {
    if (saysNothing(cell)) return {};
    const value = prose(cell)
      .replace(/[•・･‧∙⋅.．]/g, '·')
      .replace(/(?<=[\p{Script=Han}·]) +(?=[\p{Script=Han}·])/gu, '');
    if (value.length > 30) return { doubt: 'text.tooLong', other: '30' };
    return HAN_NAME.test(value.replace(NOTE_OF_DEATH, '')) ? { value } : { value, doubt: 'name.unusual' };
  },
  write: String,
};

/** See `parseDate`; the answer may be less exact than a day. */
export const date: Kind<string> = {
  read(cell) {
    if (saysNothing(cell)) return {};
    const value = parseDate(cell);
    return value === undefined ? { doubt: 'date.unreadable' } : { value };
  },
  write: String,
};

/** An ID number with a right check digit; x and spaces and a leading apostrophe are mended. */
export const idNumber: Kind<string> = {
  read(cell) {
    if (saysNothing(cell)) return {};
    const value = solid(cell)
      .replace(/^['’‘`]/, '')
      .replace(/[-_]/g, '')
      .replace(/[x×Ⅹ]$/i, 'X');
    const fault = faultOf(value);
    if (fault) return { doubt: fault };
    // One in eleven of the numbers that a numeric cell has cut passes the check, and one in a thousand whole ones looks like those.
    return value.endsWith('000') ? { value, doubt: 'idNumber.maybeCut' } : { value };
  },
  write: String,
};

const MOBILE = /^1[3-9]\d{9}$/;
const LANDLINE = /^0\d{9,11}$/;

const NO_PHONE = /^(无|没有?|未?办?)(电话|手机)(号码?)?$/;

/** All numbers of a cell, digits only, each once; mobile, or landline with its area code. Unreadable parts leave a doubt. */
export const phones: Kind<string[]> = {
  read(cell) {
    if (saysNothing(cell) || NO_PHONE.test(solid(cell))) return {};
    const written = plain(cell).replace(/\((0\d{2,3})\)/g, '$1-');
    const parts = written.split(/[,;/、，；|]|或|\n/).flatMap(numbersOf);
    const good = parts.filter((part) => MOBILE.test(part) || LANDLINE.test(part));
    const value = [...new Set(good)];
    const unreadable = parts.length > good.length || parts.length === 0;
    return { ...(value.length > 0 && { value }), ...(unreadable && { doubt: 'phone.unreadable' as const }) };
  },
  write: (value) => value.join('、'),
};

/** 138 0000 0000 is one number, 13800000000 13900000000 are two: the spaces are tried both ways. */
function numbersOf(part: string): string[] {
  const clean = (piece: string) => piece.replace(/^\+?86[- ]?(?=1\d)/, '').replace(/[^\d]/g, '');
  const whole = clean(part);
  if (whole === '') return [];
  if (whole.length <= 12) return [whole];
  const pieces = part
    .split(/[^\d+-]+/)
    .map(clean)
    .filter((piece) => piece !== '');
  if (pieces.every((piece) => MOBILE.test(piece) || LANDLINE.test(piece))) return pieces;
  return /^(1[3-9]\d{9})+$/.test(whole) ? (whole.match(/\d{11}/g) ?? []) : [whole];
}

export const word = <T>(vocabulary: Vocabulary<T>): Kind<T> => ({
  read(cell) {
    const value = vocabulary.read(solid(cell));
    return value === undefined ? { doubt: 'word.unknown', other: vocabulary.choices } : { value };
  },
  write: vocabulary.show,
});

/** Several words in one cell; 无 is the empty list. */
export const words = <T>(vocabulary: Vocabulary<T>): Kind<T[]> => ({
  read(cell) {
    if (/^(否|不是|没有享受|未享受)$/.test(solid(cell)) || saysNothing(cell)) return { value: [] };
    const parts = solid(cell)
      .split(/[,;/、，；+和及]/)
      .filter((part) => part !== '');
    const values = parts.map((part) => vocabulary.read(part));
    const known = values.filter((value) => value !== undefined);
    const doubt = known.length < values.length ? { doubt: 'word.unknown' as const, other: vocabulary.choices } : {};
    return { value: [...new Set(known)], ...doubt };
  },
  write: (values) => values.map(vocabulary.show).join('、') || '无',
});

/** 汉 → 汉族. */
export const ethnicity: Kind<string> = {
  read(cell) {
    if (saysNothing(cell)) return {};
    const value = solid(cell);
    if (value.length > 10) return { doubt: 'text.tooLong', other: '10' };
    return { value: /[族人]$/.test(value) ? value : `${value}族` };
  },
  write: String,
};

/** 健康; 残疾:肢体二级; 患病:哮喘. What follows the word is kept as written. */
export const health: Kind<Health> = {
  read(cell) {
    const written = prose(cell);
    const state = HEALTH.read(solid(cell));
    if (state === undefined) return { value: { state: 'ill', detail: written } };
    const after = written.replace(/^(健康|良好|残疾|患病|疾病)[:：,，、\s]*/, '');
    const rest = /^[(（]([^()（）]*)[)）]$/.exec(after)?.[1] ?? after;
    const detail = state === 'healthy' || rest === '' ? {} : { detail: rest };
    return { value: { state, ...detail } };
  },
  write: ({ state, detail }) => HEALTH.show(state) + (detail ? `：${detail}` : ''),
};

export const grade: Kind<number> = {
  read(cell, { schoolYear }) {
    const value = parseGrade(solid(cell), schoolYear);
    return value === undefined ? { doubt: 'class.unreadable' } : { value };
  },
  write: (value) => `${gradeWord(value)}年级`,
};

export const schoolClass: Kind<ClassName> = {
  read(cell, { schoolYear }) {
    if (typeof cell === 'object' && cell !== null) return { doubt: 'class.becameDate' };
    const value = parseClass(solid(cell), schoolYear);
    return value === undefined ? { doubt: 'class.unreadable' } : { value };
  },
  write: ({ grade, classNo }) => (grade && classNo ? className(grade, classNo) : `${classNo ?? ''}班`),
};

export const age: Kind<number> = {
  read(cell) {
    if (saysNothing(cell)) return {};
    const match = /^(\d{1,3})(周?岁)?$/.exec(solid(cell));
    const value = Number(match?.[1]);
    return match && value >= 1 && value <= 120 ? { value } : { doubt: 'age.unreadable' };
  },
  write: String,
};

const HOURS = /(\d{1,2})[:点时](\d{2})?分?[-—–~至到]+(?:次日|第二天)?(\d{1,2})[:点时]?(\d{2})?/;

/** 夜班, 两班倒, 白班 8:00-20:00. */
export const shift: Kind<Shift> = {
  read(cell) {
    if (saysNothing(cell)) return {};
    const written = solid(cell);
    const kind = SHIFT.read(written.replace(HOURS, '').replace(/[(),，]/g, ''));
    if (kind === undefined) return { doubt: 'word.unknown', other: SHIFT.choices };
    const hours = HOURS.exec(written);
    if (!hours) return { value: { kind } };
    const minutes = (hour = '', minute = '0') => (Number(hour) * 60 + Number(minute)) % 1440;
    return { value: { kind, from: minutes(hours[1], hours[2]), to: minutes(hours[3], hours[4]) } };
  },
  write: ({ kind, from, to }) =>
    SHIFT.show(kind) + (from === undefined || to === undefined ? '' : ` ${clockText(from)}-${clockText(to)}`),
};

const ROLE_WORDS: Record<FamilyRole, string> = { father: '父亲', mother: '母亲', delegate: '照护人' };

/** 法定监护人: 父母, 母亲, 祖父… */
export const guardians: Kind<FamilyRole[]> = {
  read(cell) {
    if (saysNothing(cell)) return {};
    const roles = solid(cell)
      .split(/[,;/、，；+和及]/)
      .map((part) => GUARDIAN.read(part));
    if (roles.includes(undefined)) return { doubt: 'word.unknown', other: GUARDIAN.choices };
    return { value: [...new Set(roles.flatMap((role) => role ?? []))] };
  },
  write: (roles) => roles.map((role) => ROLE_WORDS[role]).join('、'),
};

/** 联系限制, kept as written; who it is about is read from the words 父 and 母 (祖父 and 祖母 are not parents). */
export const contactLimit: Kind<ContactLimit> = {
  read(cell) {
    if (saysNothing(cell) || /^(无限制|没有限制|不限)$/.test(solid(cell))) return {};
    const written = prose(cell);
    if (written.length > 100) return { doubt: 'text.tooLong', other: '100' };
    const names: [FamilyRole, RegExp][] = [
      ['father', /(?<![祖外伯叔舅姑姨])父|爸/],
      ['mother', /(?<![祖外伯叔舅姑姨])母|父母|妈/],
      ['delegate', /照护人|受托人|受委托人/],
    ];
    // 须经母亲同意 names the mother, but limits the father.
    const limited = written.replace(/须?经[^,，。;；]*?同意/g, '');
    const who = names.filter(([, pattern]) => pattern.test(limited)).map(([role]) => role);
    return { value: { who, text: written }, ...(who.length === 0 && { doubt: 'contactLimit.whoUnknown' as const }) };
  },
  write: ({ text }) => text,
};
