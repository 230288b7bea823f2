import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { writeName } from '../notices/4-sign';
import type { Week } from '../week/week';
import { LIST } from './1-find';

/** Step 7: in the middle of a term 三(2)班 gets another teacher. Until both have signed nothing moves; then the old one sees no child of it. */
export async function handOver(week: Week): Promise<void> {
  const head = await week.take('head', { size: 'pc' });
  const next = await nameOf(week);
  await head.tap('交接');
  await look(head, 'files-7-begin');
  await head.tap('换班主任、换帮扶老师');
  await head.tap('三年级');
  await head.tap(head.row('三(2)班').first());
  await head.field('找老师的名字').fill(next);
  await head.tap(head.shown.getByText(next, { exact: true }).filter({ visible: true }).last());
  await yes(head);
  await handOnTasks(head);
  await look(head, 'files-7-plan');
  await head.tap('请老师签字');
  await head.tap(head.shown.getByText('请老师签字', { exact: true }).filter({ visible: true }).last());
  await head.see('谁交给谁，签了没有');
  await look(head, 'files-7-signing');

  const teacher = await week.take('teacher');
  await sign(teacher, '林小雨想妈妈的时候，让她画画就好。', 'files-7-from');
  const duty = await week.take('duty', { size: 'phone' });
  await sign(duty, undefined, 'files-7-to');

  await head.start('features/school/pages/handover/index');
  await head.tap('正式交接');
  await head.tap(head.sheet('modal').getByText('交接', { exact: true }));
  await head.see('整个撤回');
  await look(head, 'files-7-applied');

  await teacher.start(LIST);
  await teacher.see('找孩子');
  await teacher.field('找孩子').fill('小雨');
  await teacher.see('没有找到「小雨」');
  await duty.start(LIST);
  await duty.field('找孩子').fill('小雨');
  await duty.see('林小雨');
}

/** What is open in the class stands in the way until the office says that it goes on with it. */
async function handOnTasks(head: Phone): Promise<void> {
  await head.see(/^还有 \d+ 处没安排好$/);
  await look(head, 'files-7-in-the-way');
  await head.tap(head.shown.locator('.asked .line__text').first());
  await head.tap(head.switch('一起交给接班的老师'));
  await look(head, 'files-7-class');
  await yes(head);
  await head.text(/^还有 \d+ 处没安排好$/).waitFor({ state: 'detached' });
}

const yes = (head: Phone) => head.tap(head.shown.getByText('好', { exact: true }).filter({ visible: true }).last());

/** What the duty teacher of the cast is called. */
async function nameOf(week: Week): Promise<string> {
  const duty = await week.take('duty', { size: 'phone', page: 'pages/mine/index' });
  const name = (await duty.shown.locator('.t-headline').first().innerText()).trim();
  expect(name).not.toBe('');
  return name;
}

async function sign(teacher: Phone, note: string | undefined, shot: string): Promise<void> {
  await teacher.start();
  await teacher.tap(/等您签字/);
  if (note !== undefined) await teacher.field('想嘱咐接手老师的话').fill(note);
  await look(teacher, shot);
  await teacher.tap('去签名');
  await teacher.see('请用手指签上您的名字');
  await writeName(teacher);
  await teacher.tap('好了');
  await teacher.see(/^签好了|都签好了|您签过了/);
}
