const DIGITS = '一二三四五六七八九';

/** 三(2)班, as this product writes it. */
export const className = (grade: number, number: number): string => `${gradeWord(grade)}(${number})班`;

/** 三年级 without 年级: 三, 七, 高一. `grade` 1–12. */
export const gradeWord = (grade: number): string =>
  grade <= 9 ? DIGITS.charAt(grade - 1) : `高${DIGITS.charAt(grade - 10)}`;
