import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { wordsOf } from '../week/1-roster';
import { at, TUESDAY, type Week, XIAOYU } from '../week/week';
import { choose, notFaces } from './calls';

/** A grandfather with a plain telephone, who rings the school. */
export const RINGS_UP = { className: '五(1)班', name: '李雨欣', who: '爷爷 李福田' } as const;
/** Step 4: the desk books for a family that rings up, prints the slips, takes in a child that comes by itself, and lets it talk on. */
export async function workAtDesk(week: Week): Promise<void> {
  await week.moveTo(TUESDAY, at(15, 40));
  const desk = await week.take('duty', { size: 'tablet' });
  await desk.tap('去值日台');
  await bookForGrandfather(desk);
  await printSlips(desk);
  await week.moveTo(TUESDAY, at(16, 1));
  await walkIn(week, desk);
}

async function bookForGrandfather(desk: Phone): Promise<void> {
  await desk.tap('家里打来电话');
  await choose(desk, RINGS_UP.className, RINGS_UP.name, RINGS_UP.who);
  await desk.see('这几个时间合适');
  await look(desk, 'calls-4-rings-up');
  await desk.tap(
    desk.shown
      .locator('.chip')
      .filter({ hasText: /下午 \d:\d\d/ })
      .last(),
  );
  await desk.see('约这个时间？');
  await desk.tap('约好');
  await desk.see('念给家里听', /^约好了：今天（周二）下午 \d 点.*，李雨欣在.+。到时间学校打电话给您。$/);
  await look(desk, 'calls-4-read-aloud');
  await desk.tap('好了');
  await desk.see('家里打来电话');
}

/** Each class gets what its teacher tells the children. */
async function printSlips(desk: Phone): Promise<void> {
  const opened = desk.page.waitForEvent('download');
  await desk.tap('打印今天的通知条');
  const document = await opened;
  expect(document.suggestedFilename()).toMatch(/\.docx$/);
  const words = wordsOf(await readFile(await document.path()));
  for (const { className, name } of [RINGS_UP, XIAOYU]) {
    expect(words).toContain(className);
    expect(words).toContain(name);
  }
}

/** At four, without a booking: a free time, the child and whom it calls. */
async function walkIn(week: Week, desk: Phone): Promise<void> {
  await desk.tap(desk.shown.locator('.board__free .chip').first());
  await desk.see('孩子自己来了', /^今天下午 4:\d\d，亲情.. \d 号$/);
  await bringFirstWhoMay(desk);
  await desk.see('没打成？', '打电话给家里');
  await look(desk, 'calls-4-walk-in');
  await desk.tap('打电话给家里');
  await desk.tap(desk.sheet('dial').getByText(/^呼叫 1\d{10}$/));
  await desk.see('已经聊了');
  await week.moveTo(TUESDAY, at(16, 12));
  await desk.tap('再聊 5 分钟');
  await desk.sheet('toast').getByText('可以再聊 5 分钟').waitFor();
  await look(desk, 'calls-4-longer');
  await week.moveTo(TUESDAY, at(16, 18));
  await desk.tap('聊完了');
  await desk.see('聊了几分钟？', /^1[67] 分钟$/);
  await desk.tap('记下');
  await notFaces(desk);
}

/** The first child of a class that has had no call this week; the others are kindly refused. */
async function bringFirstWhoMay(desk: Phone): Promise<void> {
  await choose(desk, '三(1)班');
  const refused = desk.sheet('modal').getByText('知道了', { exact: true });
  const made = desk.text('没打成？').first();
  for (let child = 0; child < 20; child++) {
    await desk.see('哪个孩子？');
    await desk.tap(desk.shown.locator('.chip').nth(child));
    await desk.see('和谁通话？');
    await desk.tap(desk.shown.locator('.chip').first());
    await desk.tap('就在这个时间通话');
    await refused.or(made).first().waitFor();
    if (await made.isVisible()) return;
    await desk.tap(refused);
    await desk.tap('换');
  }
}
