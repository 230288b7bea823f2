import { parseClass } from '../roster/class-name';

const words = new Intl.Collator('zh-CN');

/** Grade times hundred plus class, so that 三(2)班 stands before 三(10)班 and 四(1)班. */
function rank(className: string): number {
  const { grade = 0, classNo = 0 } = parseClass(className, 0) ?? {};
  return grade * 100 + classNo;
}

interface Listed {
  readonly _id: string;
  readonly name: string;
  readonly className: string;
}

/** By class as schools count them, then by name in the order of pinyin. */
export const inSchoolOrder = (a: Listed, b: Listed): number =>
  rank(a.className) - rank(b.className) ||
  words.compare(a.className, b.className) ||
  words.compare(a.name, b.name) ||
  (a._id < b._id ? -1 : 1);
