import { look } from '../../support/screens';
import type { Week } from '../week/week';

const DONE = '背了十个单词，只错一个。';

/** Step 3: what is done for a goal of a plan is one entry, and stands under the plan. */
export async function keepPlan(week: Week): Promise<void> {
  const teacher = await week.take('teacher', { page: 'features/care/pages/plans/index' });
  await teacher.tap(teacher.shown.locator('.line__text').first());
  await teacher.see('目标', '做过的');
  await look(teacher, 'care-3-plan');
  await teacher.tap(teacher.shown.locator('[aria-label$="记一笔"]').first());
  await teacher.see('这一条记在帮扶计划的目标下面。');
  await teacher.field('说一说').fill(DONE);
  await teacher.tap('存好');
  await teacher.see('回首页');
  await teacher.start('features/care/pages/plans/index');
  await teacher.tap(teacher.shown.locator('.line__text').first());
  await teacher.see(/今天.*罗/);
}
