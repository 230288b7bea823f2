/** Names of classes as schools write them: 三(2)班, 三年级二班, 三（2）班, 302, 3.2, 2024级2班, 初一(3)班. */

export { className, gradeWord } from '../../../miniprogram/shared/text/classes';

export interface ClassName {
  grade?: number;
  classNo?: number;
}

const DIGITS = '一二三四五六七八九';

/** 1–99 in Chinese or Arabic digits. */
export function smallNumber(text: string): number | undefined {
  if (/^\d{1,2}$/.test(text)) return Number(text) || undefined;
  const match = new RegExp(`^([${DIGITS}]?)(十?)([${DIGITS}]?)$`).exec(text);
  if (!match || text === '') return undefined;
  const [, tens = '', ten = '', ones = ''] = match;
  const digit = (char: string) => (char === '' ? 0 : DIGITS.indexOf(char) + 1);
  if (ten === '') return tens && ones ? undefined : digit(tens || ones);
  return (digit(tens) || 1) * 10 + digit(ones);
}

const NUMBER = `(\\d{1,2}|[${DIGITS}十]{1,3})`;
const OPEN = '[(\\[{【〔]?';
const CLOSE = '[)\\]}】〕]?';
const GRADE_WORD = `(?:小学)?([${DIGITS}]|初[一二三]|高[一二三])(?:年级|年)?`;
const GRADE_DIGIT = '(?:小学)?(\\d)(?:年级|年|(?=[(\\[{【〔])|[-.·•—–])';

/** Each pattern gives the grade (or the year of entry) first and the class second. */
const WITH_GRADE = [
  `${GRADE_WORD}[-.·•—–]?${OPEN}第?${NUMBER}${CLOSE}`,
  `${GRADE_DIGIT}${OPEN}第?${NUMBER}${CLOSE}`,
  `(20\\d{2})[级届]${OPEN}第?${NUMBER}${CLOSE}`,
];
const WHOLE = WITH_GRADE.map((pattern) => new RegExp(`^${pattern}班?$`));
const INSIDE = WITH_GRADE.map((pattern) => new RegExp(`${pattern}班`));

/** 三, 3, 初一, or 2024 for those who entered in 2024 → 1–12. */
function gradeNumber(text: string, schoolYear: number): number | undefined {
  const stage = { 初: 6, 高: 9 }[text.charAt(0)];
  if (stage !== undefined) return stage + DIGITS.indexOf(text.charAt(1)) + 1;
  const n = /^20\d{2}$/.test(text) ? schoolYear - Number(text) + 1 : smallNumber(text);
  return n !== undefined && n >= 1 && n <= 12 ? n : undefined;
}

function matchAny(patterns: readonly RegExp[], text: string, schoolYear: number): Required<ClassName> | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    const grade = match && gradeNumber(match[1] ?? '', schoolYear);
    const classNo = match && smallNumber(match[2] ?? '');
    if (grade && classNo) return { grade, classNo };
  }
  return undefined;
}

/**
 * Reads the text of a 班级 cell (spaces removed, half-width). `schoolYear` turns 2024级 into a grade. A cell that names only the class
 * (2班, 二班, 2) answers without a grade, one that names only the grade (三年级, of a school with one class a grade) without a class.
 */
export function parseClass(text: string, schoolYear: number): ClassName | undefined {
  const alone = new RegExp(`^${OPEN}第?${NUMBER}${CLOSE}班?$`).exec(text);
  const classNo = alone && smallNumber(alone[1] ?? '');
  if (classNo) return { classNo };
  const short = /^([1-9])(\d{2})班?$/.exec(text);
  if (short && short[2] !== '00') return { grade: Number(short[1]), classNo: Number(short[2]) };
  const whole = matchAny(WHOLE, text, schoolYear);
  if (whole) return whole;
  const grade = /[年级届]/.test(text) ? parseGrade(text.replace(/班$/, ''), schoolYear) : undefined;
  return grade === undefined ? undefined : { grade };
}

/** Reads the text of a 年级 cell: 三年级, 三, 3, 2024级, 初一. */
export function parseGrade(text: string, schoolYear: number): number | undefined {
  const match = new RegExp(`^(?:小学)?(20\\d{2}|\\d{1,2}|初[一二三]|高[一二三]|[${DIGITS}])(?:年级|年|级|届)?$`).exec(
    text,
  );
  return match ? gradeNumber(match[1] ?? '', schoolYear) : undefined;
}

/** A class named somewhere in a title or a sheet's name: 青石小学三(2)班花名册. */
export function classInside(text: string, schoolYear: number): Required<ClassName> | undefined {
  return matchAny(INSIDE, text, schoolYear) ?? matchAny(WHOLE, text, schoolYear);
}
