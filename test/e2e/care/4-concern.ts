import { look } from '../../support/screens';
import { type Week, XIAOYU } from '../week/week';
import { BETTER, LIST } from './1-visit';

const WORRY = '孩子说晚上一个人睡，很害怕。';
const OUTCOME = '和孩子、奶奶都谈过，奶奶搬过来一起睡。';

/** Step 4: a worry goes from the entry to the counsellor in one tap; the family reads that entry no more, the teacher learns that it is taken up. */
export async function raiseConcern(week: Week): Promise<void> {
  const teacher = await week.take('teacher', { page: 'features/contacts/pages/list/index' });
  await teacher.field('找孩子').fill(XIAOYU.name);
  await teacher.tap(teacher.row(XIAOYU.name).first());
  await teacher.tap('关爱记录');
  await teacher.tap(teacher.text('家访').first());
  await teacher.tap(teacher.row('放心不下'));
  await teacher.field('看到了什么、听到了什么').fill(WORRY);
  await look(teacher, 'care-4-worry');
  await teacher.tap('转给心理老师');
  await teacher.see('看我报过的');

  const counsellor = await week.take('counsellor');
  await counsellor.tap('老师转来的事');
  await counsellor.tap(counsellor.row(new RegExp(XIAOYU.name)).first());
  await counsellor.see(WORRY);
  await look(counsellor, 'care-4-concern');
  await counsellor.tap('我来接手');
  await counsellor.tap('写结果，办完了');
  await counsellor.field('结果').fill(OUTCOME);
  await counsellor.tap(counsellor.text('办完了').last());
  await counsellor.see(new RegExp(OUTCOME));

  await teacher.tap('看我报过的');
  await teacher.see(/接手/);
  const father = await week.take('father', { page: LIST });
  await father.see(XIAOYU.name);
  if ((await father.words()).includes(BETTER)) throw new Error('a record of a worry is still shared');
}
