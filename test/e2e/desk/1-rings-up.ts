import { look } from '../../support/screens';
import { at, TUESDAY, type Week, XIAOYU } from '../week/week';

/** Step 1: a father rings up; the teacher on duty finds a time that suits him and reads it aloud. */
export async function bookForFamily(week: Week): Promise<void> {
  await week.moveTo(TUESDAY, at(11, 40));
  const desk = await week.take('duty', { size: 'tablet' });
  await desk.tap('去值日台');
  await desk.see(/^没有网络也能用：今天留了 \d+ 个现场时间$/);
  await look(desk, 'desk-1-board');
  await desk.tap('家里打来电话');
  await desk.tap(XIAOYU.className);
  await desk.tap(XIAOYU.name);
  await desk.tap('爸爸 林建国');
  await desk.see('这几个时间合适');
  await look(desk, 'desk-1-times');
  await desk.tap(desk.row(/^今天/).first());
  await desk.tap('约好');
  await desk.see('念给家里听', /^约好了：今天（周二）.*林小雨在.*。$/);
  await look(desk, 'desk-1-aloud');
  await desk.tap('好了');
}
