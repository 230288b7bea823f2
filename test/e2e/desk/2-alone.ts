import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { at, PATIENT, TUESDAY, type Week, XIAOYU } from '../week/week';

/** The buttons by which a call begins. */
const BEGIN = /^(打电话给家里|用学校微信打视频)$/;

/**
 * Step 2: the network dies. A call is run from what the desk kept, through the app being thrown out; its family had called it off
 * meanwhile, so both facts stay. A child comes by itself and gets a time that was kept.
 */
export async function workAlone(week: Week): Promise<void> {
  await week.moveTo(TUESDAY, at(15, 57));
  const desk = await week.take('duty', { size: 'tablet' });
  await desk.tap('去值日台');
  await desk.see(/^没有网络也能用/, XIAOYU.name);
  await desk.cutNetwork(true);
  await desk.see(/^没有网络，约好的照常办/);
  await callOff(week);

  await comeBack(desk);
  await desk.tap(row(desk, XIAOYU.name));
  await desk.tap('孩子到了');
  await desk.tap(desk.text(BEGIN).first());
  await putDownDialler(desk);
  await look(desk, 'desk-2-talking');
  await comeBack(desk);
  await desk.tap('聊完了');
  await desk.tap('记下');
  await desk.tap(desk.page.locator('[aria-label="开心"]'));
  await desk.see(/1 个记在这台上/);

  await takeWalkIn(desk);
  await desk.see(/2 个记在这台上/);
  await look(desk, 'desk-2-waiting');

  await desk.cutNetwork(false);
  await desk.see(/^没有网络也能用/, /^之前已经取消了，这边.* 打通了，两条都留着。$/);
  await look(desk, 'desk-2-collided');
}

/** What the desk knew is on the tablet when the app is opened anew. */
async function comeBack(desk: Phone): Promise<void> {
  await desk.start();
  await desk.tap('去值日台');
  await desk.see(/^没有网络，约好的照常办/);
}

/** The father, who has a network, calls it off at the same time. */
async function callOff(week: Week): Promise<void> {
  const father = await week.take('father');
  await father.tap('看通话安排');
  await father.tap(father.text('取消这次通话').first());
  await father.tap(father.text('取消这次通话').last());
  await father.see('取消了');
}

const row = (desk: Phone, name: string): Locator => desk.row(name).first();

async function putDownDialler(desk: Phone): Promise<void> {
  const dialler = desk.sheet('dial').getByText('取消');
  await dialler.waitFor({ timeout: 2_000 }).then(
    () => desk.tap(dialler),
    () => undefined, // a video call is made on the school's own phone
  );
}

async function takeWalkIn(desk: Phone): Promise<void> {
  await desk.tap(desk.shown.locator('.board__free .chip').first());
  await desk.tap(XIAOYU.className);
  await desk.tap(desk.shown.locator('.chip').first());
  await desk.tap('奶奶');
  await desk.tap('就在这个时间通话');
  await desk.tap(desk.text(BEGIN).first());
  await putDownDialler(desk);
  await desk.tap('聊完了');
  await desk.tap('记下');
  await expect.poll(() => desk.text('记下').count(), PATIENT).toBe(0);
}
