import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { at, dayAfter, PATIENT, type Week, XIAOYU } from './week';

/** How many in the class had no call this week. */
const WITHOUT = 2;

/** Step 5: the week's ledger moves by what happened, by what the roll says, and by time; parents are reminded in time. */
export async function keepTheLedger(week: Week): Promise<void> {
  const teacher = await week.take('teacher');
  await teacher.see('没有孩子等得太久', `${XIAOYU.className}本周还没点名`);
  await look(teacher, '5-home');
  const missing = await callRoll(teacher);
  await seeWeek(teacher, missing);
  await familySees(week);
  await allowReminders(await week.take('father'), 1);
  await allowReminders(await week.take('granny', { fontScale: 1.65 }), 1.65);

  await week.moveTo(dayAfter(7), at(8));
  await expect.poll(() => contactReminders(week), PATIENT).toBe(1);
  await waitLonger(week, missing);

  await week.moveTo(dayAfter(14), at(8));
  await expect.poll(() => contactReminders(week), PATIENT).toBe(2);
  await seeRed(week, missing);
}

/** The one-minute roll: all are taken to have called but those whom the teacher taps. */
async function callRoll(teacher: Phone): Promise<string[]> {
  await teacher.tap('去点名');
  await teacher.see('本周通过话吗？');
  const known = teacher.shown.locator('.tile--known');
  expect(await known.allInnerTexts()).toEqual([expect.stringMatching(/林小雨\s+在学校通了话/)]);
  const missing: string[] = [];
  for (let i = 0; i < WITHOUT; i++) {
    const tile = teacher.shown.locator('.tile--yes').first();
    missing.push(((await tile.innerText()).split('\n')[0] ?? '').trim());
    await teacher.tap(tile);
  }
  await look(teacher, '5-roll');
  await teacher.tap(new RegExp(`^\\d+ 人通过，${WITHOUT} 人没有，记下来$`));
  await teacher.see('本周联系台账');
  return missing;
}

async function seeWeek(teacher: Phone, missing: readonly string[]): Promise<void> {
  await teacher.tap('本周联系台账');
  await teacher.see('今天点过名', `本周还没有 ${WITHOUT} 人`);
  for (const name of missing) await teacher.see(name);
  await expect.poll(() => teacher.row(XIAOYU.name).innerText(), PATIENT).toContain('在学校通了话');
  await look(teacher, '5-ledger');
}

async function familySees(week: Week): Promise<void> {
  const father = await week.take('father');
  await father.see('本周已联系');
  const granny = await week.take('granny', { fontScale: 1.65 });
  await granny.see('本周已联系');
  await look(granny, '5-home', 1.65);
}

/** 我的 → 「多要几次提醒」, twice: each yes is good for one message. */
async function allowReminders(phone: Phone, fontScale: number): Promise<void> {
  await phone.tab('我的');
  for (let i = 0; i < 2; i++) {
    await phone.tap('多要几次提醒');
    await phone.allowMessages();
    await phone.sheet('subscribe').waitFor({ state: 'detached' });
  }
  await look(phone, '5-mine', fontScale);
}

const contactReminders = (week: Week): number =>
  week.deliveredTo('father').filter(({ lines }) => lines.join().includes('孩子想听听您的声音')).length;

/** A week without a word: amber, with a word beside the colour. Those who called at home are taken up by the roll again. */
async function waitLonger(week: Week, missing: readonly string[]): Promise<void> {
  const teacher = await week.take('teacher');
  await teacher.see(/^\d+ 个孩子在等您$/);
  await teacher.see('该问问', '7 天没联系');
  await look(teacher, '5-home-amber');
  await teacher.tap('去点名');
  for (const name of [...missing, XIAOYU.name])
    await teacher.tap(teacher.shown.locator('.tile--yes').filter({ hasText: name }));
  await teacher.tap(/^\d+ 人通过，3 人没有，记下来$/);
  await teacher.tap('本周联系台账');
  await teacher.see('等您问一问 3 人');
  await look(teacher, '5-ledger-amber');
}

async function seeRed(week: Week, missing: readonly string[]): Promise<void> {
  const teacher = await week.take('teacher');
  await teacher.see(/^\d+ 个孩子在等您$/);
  await teacher.tap('本周联系台账');
  await teacher.see('要紧', '该问问');
  for (const name of [...missing, XIAOYU.name])
    await expect.poll(() => teacher.row(name).innerText(), PATIENT).toMatch(/要紧[\s\S]*(14 天没联系|还没有联系过)/);
  await look(teacher, '5-ledger-red');
  // nobody at home is bound: a kind word says to dial
  await teacher.tap(teacher.action(missing[0] ?? '', '记一笔'));
  await teacher.tap(teacher.sheet('action-sheet').getByText('现在发微信提醒家长'));
  await teacher.sheet('toast').getByText('家里没有微信，请打个电话').waitFor();

  const father = await week.take('father');
  await father.see(/^小雨上次有您的消息是 14 天前。$/);
  await look(father, '5-home-red');
}
