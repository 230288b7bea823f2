import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { choose } from '../calls/calls';
import type { Week } from '../week/week';
import { FROST, MEETING } from './notices';

const BLANKS = [
  ['时间：____', '时间：周五下午两点'],
  ['地点：____', '地点：三(2)班教室'],
] as const;

/** Step 1: a template with its blanks filled, the teacher's voice, whom it is for and by which way it reaches them. */
export async function inviteToMeeting(week: Week): Promise<void> {
  const teacher = await week.take('teacher');
  await teacher.tap('发通知');
  await choose(teacher, '家长会');
  expect(await teacher.field('标题').inputValue()).toBe(MEETING);
  await look(teacher, 'notices-1-template');
  await teacher.tap('看看发给多少人');
  await teacher.see(/^还有一处没填：「时间：____」$/);
  await fillBlanks(teacher);
  await record(teacher);
  await chooseAudience(teacher);
  await look(teacher, 'notices-1-write');
  await send(teacher, 'notices-1-reach');
  // WeChat listens to the voice first; then it is out, and the page shows it
  await teacher.tap('看谁听到了');
  await teacher.see(/^还差 \d+ 户没回$/, MEETING);
  await look(teacher, 'notices-1-board');
}

/** A few words without a voice. */
export async function warnOfFrost(week: Week): Promise<void> {
  const teacher = await week.take('teacher', { page: 'features/notices/pages/write/index' });
  await teacher.field('标题').fill(FROST);
  await teacher.field('内容').fill('明天早上有霜，路滑。请给孩子穿厚一点，叫他们慢些走，不要跑。');
  await choose(teacher, '看过就行');
  await send(teacher, 'notices-1-second');
  await teacher.see(/^还差 \d+ 户没看过$/, FROST);
}

async function fillBlanks(teacher: Phone): Promise<void> {
  const field = teacher.field('内容');
  let body = await field.inputValue();
  for (const [blank, filled] of BLANKS) {
    expect(body).toContain(blank);
    body = body.replace(blank, filled);
  }
  await field.fill(body);
  await teacher.text(/^还有一处没填/).waitFor({ state: 'detached' });
}

async function record(teacher: Phone): Promise<void> {
  await teacher.tap('点一下，开始说话');
  await teacher.see(/^正在录音 [3-9] 秒$/);
  await teacher.tap('说完了');
  await teacher.see('听一遍');
}

/** The own class is chosen already; how many that is stands there before anything is sent. */
async function chooseAudience(teacher: Phone): Promise<void> {
  await teacher.tap(teacher.shown.locator('.to'));
  await teacher.see('哪些孩子家', '按学校的名册算。家里只看到通知，看不到这几个字');
  await teacher.tap('数一数有多少人');
  await teacher.see(/^一共 \d+ 人，\d+ 户$/);
  await look(teacher, 'notices-1-audience');
  await teacher.tap('选好了');
}

async function send(teacher: Phone, name: string): Promise<void> {
  await teacher.tap('看看发给多少人');
  await teacher.see(/^发给 \d+ 人$/, /^\d+ 户。微信 \d+ 人/);
  await look(teacher, name);
  await teacher.tap('发出去');
}
