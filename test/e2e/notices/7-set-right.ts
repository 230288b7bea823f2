import type { Phone } from '../../support/phone';
import { LARGEST_TYPE } from '../../support/phone';
import { look } from '../../support/screens';
import type { Week } from '../week/week';
import { FROST, MEETING, pushTo } from './notices';

const REASON = '霜没有下，日子写错了';

/** Step 7: a correction takes the place of what it corrects, a recall says why; both stay where the families look. */
export async function setRight(week: Week): Promise<void> {
  const old = await pushTo(week, 'father', MEETING);
  const teacher = await week.take('teacher');
  await correct(teacher);
  await recall(teacher);
  await look(teacher, 'notices-7-sent');

  const father = await week.take('father');
  await father.tab('消息');
  await father.see('已更正', '已收回');
  await look(father, 'notices-7-inbox');
  await father.tap(`更正：${MEETING}`);
  await father.see('更正', '以前的那条不算了', /周六上午九点/);
  await look(father, 'notices-7-correction');
  await father.start(old);
  await father.see('已经更正，请看新的');
  await look(father, 'notices-7-corrected');
  await father.tap('看新的');
  await father.see(/周六上午九点/);

  const granny = await week.take('granny', { fontScale: LARGEST_TYPE, page: await pushTo(week, 'granny', FROST) });
  await granny.see(`这条通知收回了：${REASON}`);
  await look(granny, 'notices-7-recalled', LARGEST_TYPE);
}

async function openDetail(teacher: Phone, title: string): Promise<void> {
  await teacher.start();
  await teacher.tap('发过的通知');
  await teacher.tap(title);
  await teacher.tap('更多');
  await teacher.tap(teacher.sheet('action-sheet').getByText('看通知'));
  await teacher.see('更正', '收回');
}

async function correct(teacher: Phone): Promise<void> {
  await openDetail(teacher, MEETING);
  await look(teacher, 'notices-7-detail');
  await teacher.tap('更正');
  await teacher.see(/^改好再发一遍/);
  const body = teacher.field('内容');
  await body.fill((await body.inputValue()).replace('周五下午两点', '周六上午九点'));
  await teacher.tap('看看发给多少人');
  await teacher.see(/^发给 \d+ 人$/);
  await teacher.tap('发出去');
  await teacher.see(/^还差 \d+ 户没回$/);
}

async function recall(teacher: Phone): Promise<void> {
  await openDetail(teacher, FROST);
  await teacher.tap('收回');
  await teacher.field('为什么').fill(REASON);
  await look(teacher, 'notices-7-why');
  await teacher.tap(teacher.shown.locator('.t-popup').getByText('收回', { exact: true }));
  await teacher.see(new RegExp(`收回了：${REASON}$`));
  await teacher.start('features/notices/pages/sent/index');
  await teacher.see('已收回', '已更正');
}
