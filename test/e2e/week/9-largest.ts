import type { Locator } from 'playwright-core';
import { DEMO_SCHOOL } from '../../../local/demo/school';
import { LARGEST_TYPE, type Phone, type Size } from '../../support/phone';
import { look } from '../../support/screens';
import { printClass } from './1-roster';
import { bind, codeOf } from './2-bind';
import { bestTime, book } from './3-book';
import { TITLE } from './6-notice';
import { at, dayAfter, SIBLING, type Week, XIAOYU } from './week';

const SIZES: readonly Size[] = ['phone', 'tablet', 'pc'];
const LARGEST = { fontScale: LARGEST_TYPE };

/** Step 9: who works at the school or for the county may need WeChat's largest type too: every page of theirs in it. */
export async function readAllAtLargestType(week: Week): Promise<void> {
  await teacherReads(week);
  for (const size of SIZES) await headReads(week, size);
  await motherReads(week);
  await deskReads(week);
  await othersRead(week);
}

const see = (phone: Phone, name: string): Promise<void> => look(phone, `9-${name}`, LARGEST_TYPE);

/** Opens a page from the one that shows, looks at it and goes back. */
async function visit(phone: Phone, link: string | Locator, words: string | RegExp, name: string): Promise<void> {
  await phone.tap(link);
  await phone.see(words);
  await see(phone, name);
  await phone.back();
}

async function teacherReads(week: Week): Promise<void> {
  const teacher = await week.take('teacher', LARGEST);
  await teacher.see(/^\d+ 个孩子在等您$/);
  await see(teacher, 'teacher');
  await visit(teacher, '本周联系台账', '一分钟点名', 'ledger');
  await visit(teacher, '去点名', '本周通过话吗？', 'roll');
  await teacher.tap('发通知');
  await teacher.see('请家里做什么');
  await see(teacher, 'write');
  await visit(teacher, teacher.shown.locator('.to'), '哪些孩子家', 'audience');
  await teacher.back();

  await teacher.tap('发过的通知');
  await teacher.see(TITLE);
  await see(teacher, 'sent');
  await teacher.tap(TITLE);
  await teacher.see(/^还差 \d+ 户没听到$/);
  await see(teacher, 'board');
  await visit(teacher, teacher.shown.locator('.line__text').first(), '印这一张纸条', 'person');
  await teacher.tap('更多');
  await visit(teacher, teacher.sheet('action-sheet').getByText('看通知'), '看谁听到了', 'notice');
  await teacher.back();
  await teacher.back();

  await teacher.tap('孩子和家里');
  await teacher.field('找孩子').fill(XIAOYU.name);
  await teacher.see(XIAOYU.name);
  await see(teacher, 'children');
  await teacher.tap(teacher.row(XIAOYU.name));
  await teacher.see('最近的联系');
  await see(teacher, 'file');
  await visit(teacher, '关爱记录', '家里能看到', 'records');
  await visit(teacher, '写一条记录', '看了什么', 'visit');
}

/** The headteacher's pages; on the PC the cards of one more class are printed, for the next to be read. */
async function headReads(week: Week, size: Size): Promise<void> {
  const head = await week.take('head', { size, ...LARGEST });
  await head.see('值日台');
  await see(head, 'head');
  await visit(head, '导入名册', '选一份名册', 'import');
  await visit(head, '通话点和时间', '接下来两周', 'setup');
  await visit(head, '够不够用', '怎么能让更多家打上', 'capacity');
  await visit(head, '谁看过档案', '全校', 'audit');
  await head.tap('印联系卡');
  await head.see('一个班一个班地印');
  if (size === 'pc') await printClass(week, head, SIBLING.className);
  await see(head, 'cards');
}

/** Two children of two fathers in two classes, on one page. */
async function motherReads(week: Week): Promise<void> {
  const mother = await week.take('mother');
  await mother.tap('输入邀请码');
  await bind(mother, codeOf(week, '周敏'), /^您是.*赵一鸣/);
  await mother.tap('好，去首页');
  await mother.see(/一鸣/, /思琪/);
  await look(mother, '9-mother');
  const large = await week.take('mother', LARGEST);
  await large.see(/一鸣/, /思琪/);
  await see(large, 'mother');
}

/** A call of this afternoon, as it stands at the desk and in the room. */
async function deskReads(week: Week): Promise<void> {
  const father = await week.take('father', LARGEST);
  await father.tap('约一次通话');
  await father.see('最合适的时间');
  await book(father, (await bestTime(father)).when);

  await week.moveTo(dayAfter(14), at(15, 57));
  for (const size of SIZES) {
    const desk = await week.take('duty', { size, page: 'features/duty/pages/board/index', ...LARGEST });
    await desk.see('接下来，还有 1 个');
    await see(desk, 'desk');
  }
  const booth = await week.take('tablet', { size: 'tablet', ...LARGEST });
  await booth.see('下一个是');
  await see(booth, 'booth');

  const desk = await week.take('duty', LARGEST);
  await desk.tap('去值日台');
  await desk.tap('孩子到了');
  await desk.tap('用学校微信打视频');
  await desk.see(/打视频：$/, /^1\d{10}$/);
  await see(desk, 'desk-call');
}

async function othersRead(week: Week): Promise<void> {
  const counsellor = await week.take('counsellor', LARGEST);
  await counsellor.see(/^(今天没有要特别留意的孩子|有 \d+ 个孩子，想请您留意)$/);
  await see(counsellor, 'counsellor');
  for (const size of ['phone', 'pc'] as const) {
    const bureau = await week.take('bureau', { size, ...LARGEST });
    await bureau.see('看各校的数');
    await see(bureau, 'bureau');
    await visit(bureau, '看各校的数', DEMO_SCHOOL.name, 'county');
  }
}
