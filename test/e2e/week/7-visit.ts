import { join } from 'node:path';
import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { at, dayAfter, PATIENT, type Week, XIAOYU } from './week';

const NOTE = '奶奶腰不好，家里的事多半是小雨做。回校请心理老师也看看。';
const SHARED = '小雨在家帮奶奶做饭，作业写得很工整。周末请和她多说几句。';

/** Step 7: at a door without a network the teacher writes a visit; it arrives once, and the father reads only his part. */
export async function visitWithoutNetwork(week: Week): Promise<void> {
  await fatherAgrees(week);
  const teacher = await week.take('teacher');
  await expect.poll(() => teacher.replies.some((reply) => reply.includes('"next":null')), PATIENT).toBe(true);
  await teacher.cutNetwork(true);
  await teacher.tap('写一条记录');
  await teacher.see('没有网络，写的都留着', '写哪个孩子？');
  await look(teacher, '7-choose-child');
  await writeVisit(week, teacher);

  await comeBack(teacher);
  await teacher.tap('写一条记录');
  await teacher.see('重新写');
  expect(await teacher.field('说一说').inputValue()).toBe(NOTE);
  expect(await teacher.shown.locator('.photo__picture').count()).toBeGreaterThanOrEqual(2);
  await look(teacher, '7-resumed');
  await teacher.tap('存好');
  await teacher.tap('回首页');
  await teacher.see('等网络');
  await comeBack(teacher);
  await teacher.see('等网络');
  await look(teacher, '7-waiting');

  await teacher.cutNetwork(false);
  await teacher.text('等网络').waitFor({ state: 'detached' });
  // opened anew from the network: a page that came from the phone alone may not load pictures from this machine
  await teacher.start();
  await seeItOnce(teacher);
  // by then WeChat has looked at the photos
  await week.moveTo(dayAfter(14), at(9, 30));
  await week.world.wechat.idle();
  await fatherReads(week);
}

/** Without a guardian's yes the school keeps no photo of a child. */
async function fatherAgrees(week: Week): Promise<void> {
  const father = await week.take('father', { page: 'features/family/pages/consents/index' });
  await father.see(/您说了算$/, '拍照和录音');
  await father.tap(father.shown.getByText('同意', { exact: true }).filter({ visible: true }).first());
  await father.see('家里同意了，学校可以做');
}

/** The phone's system threw the app out; it is opened again, still without a network. */
async function comeBack(teacher: Phone): Promise<void> {
  await teacher.start();
  await teacher.see('这是上次打开时的样子，有网络了会换成新的。');
}

async function writeVisit(week: Week, teacher: Phone): Promise<void> {
  await teacher.field('找孩子').fill(XIAOYU.name);
  await teacher.tap(teacher.row(XIAOYU.name).first());
  await teacher.see('看了什么');
  await teacher.tap(teacher.shown.locator('.chip').first());
  await teacher.field('说一说').fill(NOTE);
  const chooser = teacher.page.waitForEvent('filechooser');
  await teacher.tap('加照片');
  await (await chooser).setFiles([await takePhoto(week, '#9db38a'), await takePhoto(week, '#c9a77c')]);
  await teacher.tap(teacher.switch('家里同意拍照了'));
  await teacher.tap(teacher.switch('爸爸妈妈和照看的人能看到'));
  await teacher.field('给家里看的话').fill(SHARED);
  await teacher.see('家里看到的就是这些');
  await look(teacher, '7-write');
}

/** A picture as large as a camera's. */
async function takePhoto(week: Week, color: string): Promise<string> {
  const page = await week.browser.newPage({ viewport: { width: 1600, height: 1200 } });
  await page.setContent(`<body style="background:linear-gradient(${color},#fff)">`);
  const path = join(week.dir, `photo-${color.slice(1)}.jpg`);
  await page.screenshot({ path, type: 'jpeg' });
  await page.close();
  return path;
}

async function seeItOnce(teacher: Phone): Promise<void> {
  await teacher.tap('孩子和家里');
  await teacher.field('找孩子').fill(XIAOYU.name);
  await teacher.tap(teacher.row(XIAOYU.name));
  await teacher.see('最近的联系');
  await look(teacher, '7-file');
  await teacher.tap('关爱记录');
  await teacher.see(NOTE, '写给家里的话', SHARED);
  await expect.poll(() => teacher.text(NOTE).count(), PATIENT).toBe(1);
  await look(teacher, '7-records');
}

async function fatherReads(week: Week): Promise<void> {
  for (const [options, scale] of [
    [{}, 1],
    [{ fontScale: 1.65 }, 1.65],
  ] as const) {
    const father = await week.take('father', options);
    await father.tap(father.shown.locator('.line__text').filter({ hasText: '家访' }).first());
    // where few reminders are left, the tap asks for one more
    const sheet = father.sheet('subscribe');
    await sheet.or(father.text(SHARED)).first().waitFor();
    if (await sheet.isVisible()) await father.allowMessages();
    await father.see(SHARED);
    await expect.poll(() => father.shown.locator('.photo__picture').count(), PATIENT).toBe(2);
    await look(father, '7-shared', scale);
    const known = (await father.words()) + father.replies.join('\n');
    expect(known).not.toContain('腰不好');
    await father.back();
    await father.tab('消息');
    await father.see('周五下午开家长会');
    await look(father, '7-inbox', scale);
  }
}
