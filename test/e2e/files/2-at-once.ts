import { look } from '../../support/screens';
import type { Week } from '../week/week';
import { LIST, openFile } from './1-find';

const OFFICE = '示范县青山镇石板村四组 18 号';
const TEACHER = '示范县青山镇石板村四组，祠堂旁边';

/** Step 2: both opened the same section; the office was first, and the teacher is shown both before anything of hers is written. */
export async function twoAtOnce(week: Week): Promise<void> {
  const teacher = await week.take('teacher', { page: LIST });
  await openFile(teacher, '小雨');
  await teacher.tap(teacher.shown.locator('[aria-label="改 住在哪里，谁照看"]'));
  await teacher.field('现在的住址').fill(TEACHER);

  const office = await week.take('head', { size: 'pc', page: LIST });
  await openFile(office, '小雨');
  await office.tap(office.shown.locator('[aria-label="改 住在哪里，谁照看"]'));
  await office.field('现在的住址').fill(OFFICE);
  await office.tap('存好');
  await office.see(OFFICE);

  await teacher.tap('存好');
  await teacher.see(new RegExp(OFFICE), new RegExp(TEACHER));
  await look(teacher, 'files-2-both');
  await teacher.tap('用我写的');
  await teacher.tap('就这样存');
  await teacher.see(TEACHER);
  await teacher.tap('改档案的经过');
  await teacher.see(new RegExp(OFFICE), new RegExp(TEACHER));
  await look(teacher, 'files-2-timeline');
}
