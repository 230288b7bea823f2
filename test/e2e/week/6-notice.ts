import { expect } from 'vitest';
import { makeDemoRoster } from '../../../local/demo/roster';
import { DEMO_SEED } from '../../../local/demo/settle';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { PATIENT, type Week } from './week';

export const TITLE = '周五下午开家长会';
const BODY = '周五下午两点，请到学校来开会。孩子这学期的事，我们当面说一说。';

/** Step 6: the class teacher's own voice reaches the grandmother; who cannot be reached by WeChat is called. */
export async function tellTheFamilies(week: Week): Promise<void> {
  const teacher = await week.take('teacher');
  await write(teacher);
  // WeChat listens to the voice first; then it is out, and the page shows it
  await teacher.tap('看谁听到了');
  await teacher.see(/^还差 \d+ 户没听到$/);
  await look(teacher, '6-board');
  await callOldestPhone(teacher);

  await grannyHears(week);
  await fatherReads(week);

  await teacher.start();
  await teacher.tap('发过的通知');
  await teacher.tap(TITLE);
  await teacher.tap('看是谁');
  await teacher.see('林小雨的奶奶 王桂兰');
  await expect.poll(() => teacher.row('林小雨的奶奶 王桂兰').innerText(), PATIENT).toContain('听到了');
  await look(teacher, '6-heard');
}

async function write(teacher: Phone): Promise<void> {
  await teacher.tap('发通知');
  await teacher.field('标题').fill(TITLE);
  await teacher.field('内容').fill(BODY);
  await teacher.tap('点一下，开始说话');
  await teacher.see(/^正在录音 [2-9] 秒$/);
  await look(teacher, '6-recording');
  await teacher.tap('说完了');
  await teacher.see('听一遍');
  await teacher.tap('请听一听');
  await look(teacher, '6-write');
  await teacher.tap('看看发给多少人');
  await teacher.see(/^发给 \d+ 人$/, /要打电话 \d+ 人/);
  await look(teacher, '6-reach');
  await teacher.tap('发出去');
}

/** A grandparent without a smartphone is on the call list from the start: one tap dials, one notes what came of it. */
async function callOldestPhone(teacher: Phone): Promise<void> {
  const pupil = makeDemoRoster(DEMO_SEED).rows.find(
    ({ grade, classNo, delegate }) =>
      grade === 3 && classNo === 2 && delegate?.hasSmartphone === false && delegate.phone,
  );
  const { name = '', phone = '' } = pupil?.delegate ?? {};
  const row = teacher.shown.locator('.line').filter({ hasText: name });
  await teacher.scrollTo(row);
  expect(await row.innerText()).toContain('没有智能手机');
  await teacher.tap(row.getByText('打电话', { exact: true }));
  await teacher.tap(teacher.sheet('dial').getByText(`呼叫 ${phone}`));
  await teacher.tap('说到了');
  await teacher.sheet('toast').getByText('记下了').waitFor();
  await row.waitFor({ state: 'detached' });
}

/** Largest type, elder mode: WeChat's message opens the one page, the voice is the largest thing on it. */
async function grannyHears(week: Week): Promise<void> {
  await expect.poll(() => noticeFor(week, 'granny'), PATIENT).toBeDefined();
  const granny = await week.take('granny', { fontScale: 1.65 });
  await granny.see(TITLE);
  await look(granny, '6-home', 1.65);
  const message = noticeFor(week, 'granny');
  expect(message?.lines.join()).not.toContain('小雨');
  await granny.start(message?.page);
  await granny.see(/老师有话说$/, TITLE);
  await look(granny, '6-open', 1.65);
  await granny.tap(granny.shown.locator('.player__button'));
  await granny.see('正在放，点一下停');
  await look(granny, '6-hearing', 1.65);
  await granny.tap('我听到了');
  await granny.allowMessages();
  await granny.see('好的，老师知道您听到了');
  await expect.poll(() => onScreen(granny, '回首页'), PATIENT).toBe(true);
  await look(granny, '6-answered', 1.65);
  await granny.tap('回首页');
  await granny.see('没有要听的');
}

/** Whether some words stand on the screen without a further movement of the thumb. */
const onScreen = (phone: Phone, words: string): Promise<boolean> =>
  phone.text(words).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= element.ownerDocument.documentElement.clientHeight;
  });

const noticeFor = (week: Week, who: 'granny' | 'father') =>
  week.deliveredTo(who).find(({ lines }) => lines.join().includes(TITLE));

async function fatherReads(week: Week): Promise<void> {
  const father = await week.take('father');
  await father.tap(TITLE);
  await father.see(BODY, '听老师说');
  await look(father, '6-open');
}
