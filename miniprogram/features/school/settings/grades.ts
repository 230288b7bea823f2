import type { Choice } from '../../../components/choice-chips/index';

/** 三(2)班 → 三; classes that are named otherwise have no grade. */
const gradeOf = ({ label }: Choice): string => /^(.+)[(（]/.exec(label)?.[1] ?? '';

/** Grades with several classes, to choose all of one at a tap. */
export function gradesOf(classes: readonly Choice[]): Choice[] {
  const all = classes.map(gradeOf);
  return [...new Set(all)]
    .filter((grade) => grade !== '' && all.filter((one) => one === grade).length > 1)
    .map((grade) => ({ value: grade, label: `${grade}年级都选` }));
}

/** The grades of which every class is chosen. */
export const wholeGrades = (classes: readonly Choice[], chosen: readonly string[]): string[] =>
  gradesOf(classes)
    .map(({ value }) => value)
    .filter((grade) => classes.every((one) => gradeOf(one) !== grade || chosen.includes(one.value)));

/** The classes that are chosen after whole grades were tapped on or off. */
export function withGrades(classes: readonly Choice[], chosen: readonly string[], grades: readonly string[]): string[] {
  const before = wholeGrades(classes, chosen);
  return classes
    .filter((one) => {
      const grade = gradeOf(one);
      if (grades.includes(grade)) return true;
      return chosen.includes(one.value) && !before.includes(grade);
    })
    .map(({ value }) => value);
}
