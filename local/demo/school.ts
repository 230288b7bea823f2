/** The demo school: the township school of the source document S2, under a name that is plainly made up. */

import { className } from '../../cloudfunctions/_server/roster/class-name';
import type { Living } from '../../cloudfunctions/_server/roster/pupil';
import { addDays } from '../../miniprogram/shared/domain/calendar';
import type { Random } from './random';

export const DEMO_SCHOOL = {
  name: '示范县青石镇中心小学（演示）',
  schoolYear: 2026,
  /** The day on which the roster is handed in. */
  today: '2026-09-01',
  grades: 6,
  classesPerGrade: 6,
  pupils: 1500,
  leftBehind: 960,
} as const;

/** Living arrangements of the county's left-behind primary pupils (S1, template 2). They are printed with a total that they do not reach; as proportions they are used by their own sum. */
export const LIVING_WEIGHTS: readonly (readonly [Exclude<Living, 'parents'>, number])[] = [
  ['boarding', 7920],
  ['grandparents', 18281],
  ['relatives', 3124],
  ['proxy_parent', 2937],
  ['alone', 580],
];

/** A desk in a class. `studentNo`: year of entry, class, number in the class. */
export interface Seat {
  readonly grade: number;
  readonly classNo: number;
  readonly studentNo: string;
}

export const seatAt = (grade: number, classNo: number, n: number): Seat => ({
  grade,
  classNo,
  studentNo: `${DEMO_SCHOOL.schoolYear - grade + 1}${String(classNo).padStart(2, '0')}${String(n).padStart(2, '0')}`,
});

export interface DemoClass {
  readonly grade: number;
  readonly classNo: number;
  readonly name: string;
  readonly pupils: number;
}

/** 36 classes; the first ones have one pupil more, so that all add up. */
export function demoClasses(): DemoClass[] {
  const { grades, classesPerGrade, pupils } = DEMO_SCHOOL;
  const count = grades * classesPerGrade;
  return Array.from({ length: count }, (_, i) => {
    const [grade, classNo] = [Math.floor(i / classesPerGrade) + 1, (i % classesPerGrade) + 1];
    const size = Math.floor(pupils / count) + (i < pupils % count ? 1 : 0);
    return { grade, classNo, name: className(grade, classNo), pupils: size };
  });
}

/** Six years old by 31 August when school begins; a few begin a year late. */
export function birthDayFor(random: Random, grade: number): string {
  const year = DEMO_SCHOOL.schoolYear - grade - 6 - (random.chance(0.04) ? 1 : 0);
  return addDays(`${year}-09-01`, random.int(0, 364));
}

/** A day in a year, for adults. */
export const dayIn = (random: Random, year: number): string => addDays(`${year}-01-01`, random.int(0, 364));

const VILLAGES = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'].map((n) => `示例${n}村`);

export const demoAddress = (random: Random): string =>
  `示范县青石镇${random.pick(VILLAGES)}${random.int(1, 12)}组${random.int(1, 60)}号`;
