import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { at, RIVAL, TUESDAY, type Week, XIAOYU } from './week';

/** Step 4: at the desk the duty teacher sees who is next, calls, notes what came of it; the child chooses one of three faces. */
export async function runTheDesk(week: Week): Promise<void> {
  await week.moveTo(TUESDAY, at(15, 57));
  const desk = await week.take('duty', { size: 'tablet' });
  await desk.tap('去值日台');
  await desk.see('接下来，还有 2 个', `${XIAOYU.className} ${XIAOYU.name}`);
  await look(desk, '4-board');
  const pc = await week.take('duty', { size: 'pc', page: 'features/duty/pages/board/index' });
  await pc.see('接下来，还有 2 个');
  await look(pc, '4-board');

  await callByWechat(week, desk);
  await callByPhone(week, desk);
  await desk.see('今天的通话都办完了', '办完了 2 个');
  await look(desk, '4-over');

  await chooseFaceAtBooth(week);
  await seeItDone(week);
}

async function callByWechat(week: Week, desk: Phone): Promise<void> {
  await desk.tap('孩子到了');
  await desk.see('到了');
  await desk.tap('用学校微信打视频');
  await desk.see('用学校的手机在微信里搜这个号，打视频：', /^1\d{10}$/);
  await look(desk, '4-video');
  await talk(week, desk, at(16, 10), 13);
  await desk.page.getByRole('dialog').getByText('今天聊得怎么样？').waitFor();
  await desk.shoot('4-faces', 'tablet');
  await desk.tap(desk.page.locator('[aria-label="开心"]'));
  await desk.sheet('toast').getByText('谢谢你告诉我们').waitFor();
}

async function callByPhone(week: Week, desk: Phone): Promise<void> {
  await desk.see(`${RIVAL.className} ${RIVAL.name}`);
  await desk.tap('孩子到了');
  await desk.tap('改打电话');
  await desk.tap(desk.sheet('dial').getByText(/^呼叫 1\d{10}$/));
  await desk.see('用学校的电话拨这个号：');
  await look(desk, '4-phone');
  await talk(week, desk, at(16, 25), 15);
  // the child would rather tap its face at the tablet in the room
  await desk.tap(desk.page.getByRole('dialog').getByText('先不说', { exact: true }));
}

/** The call ends at `until`; the desk proposes how long it was. */
async function talk(week: Week, desk: Phone, until: number, minutes: number): Promise<void> {
  await week.moveTo(TUESDAY, until);
  await desk.tap('聊完了');
  await desk.see('聊了几分钟？');
  await expect.poll(() => desk.shown.locator('.t-stepper input').inputValue()).toBe(String(minutes));
  await desk.tap('记下');
}

/** The booth shows the three faces by itself, and no number. */
async function chooseFaceAtBooth(week: Week): Promise<void> {
  const tablet = await week.take('tablet', { size: 'tablet' });
  const face = tablet.page.getByRole('dialog');
  await face.getByText(`${RIVAL.className} ${RIVAL.name}`).waitFor();
  await look(tablet, '4-booth-faces');
  await tablet.tap(tablet.page.locator('[aria-label="还行"]'));
  await tablet.see('今天的通话都打完了');
  await look(tablet, '4-booth');
}

async function seeItDone(week: Week): Promise<void> {
  const father = await week.take('father');
  await father.see('本周已联系', '小雨今天听到了您的声音。');
  await look(father, '4-home-after');
}
