import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { at, dayAfter, type Week } from './week';

const INPUT = '邀请码，九个数字';

/** Step 2: families bind with the codes on their cards; what is refused is refused kindly; a stranger sees nothing. */
export async function bindFamilies(week: Week): Promise<void> {
  const father = await week.take('father');
  await father.see('和孩子说说话', '请输入老师给的邀请码');
  await look(father, '2-stranger');
  await father.tap('输入邀请码');
  await refuse(father, '123', /^还差 6 个数字/);
  await refuse(father, '999999999', /^邀请码不对/);
  await look(father, '2-wrong-code');
  await bind(father, codeOf(week, '林建国'), '您是林小雨的爸爸');
  await look(father, '2-bound');
  await father.tap('好，去首页');
  await father.see('约一次通话');

  const granny = await week.take('granny', { fontScale: 1.65 });
  await granny.tap('输入邀请码');
  await refuse(granny, codeOf(week, '林建国'), /^这个邀请码已经用过了/);
  await look(granny, '2-used-code', 1.65);
  await bind(granny, codeOf(week, '王桂兰'), '您是林小雨的奶奶');
  await look(granny, '2-bound', 1.65);
  await granny.tap('好，去首页');
  await granny.see('没有要听的');
  await look(granny, '2-home', 1.65);

  const father2 = await week.take('father2', { fontScale: 1.65 });
  await look(father2, '2-stranger', 1.65);
  await father2.tap('输入邀请码');
  await bind(father2, codeOf(week, '孙志勇'), '您是孙浩然的爸爸');

  await refuseExpired(week);
}

/** Months later the card is found in a drawer. The same mother stays a stranger, who sees nothing of the school. */
async function refuseExpired(week: Week): Promise<void> {
  const now = week.world.clock.now();
  const mother = await week.take('newcomer');
  await mother.tap('输入邀请码');
  await week.moveTo(dayAfter(61), at(11, 35));
  await refuse(mother, codeOf(week, '陈秀芳'), /^这个邀请码过期了/);
  week.world.clock.moveTo(now);

  const before = mother.replies.length;
  await mother.start('features/contacts/pages/list/index');
  await mother.see('输入邀请码');
  const seen = mother.replies.slice(before).join('\n') + (await mother.words());
  expect(seen).not.toContain('林小雨');
  await look(mother, '2-stranger-elsewhere');
  await mother.tap('输入邀请码');
  await mother.field(INPUT).waitFor();
}

/** The code is refused with a reason, and what was typed stays. */
async function refuse(phone: Phone, code: string, why: RegExp): Promise<void> {
  await phone.field(INPUT).fill(code);
  await phone.tap('就是这个');
  await phone.see(why);
  expect(await phone.field(INPUT).inputValue()).toBe(code.replaceAll(' ', ''));
}

export async function bind(phone: Phone, code: string, welcome: string | RegExp): Promise<void> {
  await phone.field(INPUT).fill(code);
  await phone.tap('就是这个');
  await phone.see(welcome);
}

export function codeOf({ codes }: Week, name: string): string {
  const code = codes.get(name);
  if (code === undefined) throw new Error(`no card for ${name}`);
  return code;
}
