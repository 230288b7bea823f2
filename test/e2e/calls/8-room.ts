import { expect } from 'vitest';
import { type CastKey, openidOf } from '../../../local/demo/cast';
import { loudnessOf, picturesIn } from '../../local/voip.world';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { at, PATIENT, type Week } from '../week/week';
import { SWAPPED } from './7-own-contact';
import { bookByHand, choose, notFaces } from './calls';

const SILENCE = 0.01;
const BOARD = 'features/duty/pages/board/index';

/** Step 8: the school tries its own room first; a father and his child see and hear each other there, then go on by WeChat. */
export async function meetInRoom(week: Week): Promise<void> {
  await putRoomFirst(await week.take('head', { size: 'pc' }));
  const father = await week.take('father');
  await bookAfternoon(father);
  await week.moveTo(SWAPPED, at(15, 58));
  // she is there in her colleague's place
  const desk = await week.take('teacher', { size: 'tablet', page: BOARD });
  await moveToScreen(desk);

  await father.start();
  await father.see('孩子在等您。');
  await look(father, 'calls-8-waits');
  await father.tap('进入通话');
  await father.see('正在和小雨说话', '没有人旁听，也不录下来。');
  await desk.see('正在和爸爸说话');
  await meets(father, 'teacher');
  await meets(desk, 'father');
  await look(father, 'calls-8-together');
  await look(desk, 'calls-8-together');

  await father.tap('挂断');
  await father.see('已经挂断了');
  await desk.see('等爸爸进来');
  await desk.tap('挂断');
  await fallBack(desk);
}

/** The order is what was tapped first: off with all but one, then on again. */
async function putRoomFirst(head: Phone): Promise<void> {
  await head.tap('通话点和时间');
  await head.tap(head.row('通话点'));
  await head.see('打视频先用哪个');
  await choose(head, '2. 打电话', '小程序里的视频', '1. 微信视频', '微信视频');
  await head.see('1. 小程序里的视频', '2. 微信视频');
  await look(head, 'calls-8-ways');
  await head.tap('好了');
  await head.see('已经约好的通话，一个也不用动。');
  await head.tap('就这样定');
  await head.text('改了以后，接下来两周').waitFor({ state: 'hidden' });
}

async function bookAfternoon(father: Phone): Promise<void> {
  await father.tap(father.shown.locator('.child', { hasText: '小雨' }));
  await father.tap('约一次通话');
  await bookByHand(father, '下周二', '4:00');
}

/** The child would rather see its father than only hear him; another one changes places with it. */
async function moveToScreen(desk: Phone): Promise<void> {
  await desk.tap(
    desk
      .row(/^(?!林小雨)/)
      .filter({ hasText: '亲情视频 1 号' })
      .first(),
  );
  await moveTo(desk, /^下午 4:00 亲情电话 \d 号$/);
  await desk.tap(desk.row('林小雨'));
  await moveTo(desk, /^下午 4:00 亲情视频 1 号$/);
  await desk.tap('孩子到了');
  await desk.tap('进入视频通话');
  await desk.see('等爸爸进来');
}

async function moveTo(desk: Phone, place: RegExp): Promise<void> {
  await desk.tap('换通话点或时间');
  await desk.tap(desk.shown.locator('.chip').getByText(place).first());
  await desk.text('换到哪里？').waitFor({ state: 'detached' });
}

/** The other's picture moves, and the other's voice is heard. */
async function meets(phone: Phone, other: CastKey): Promise<void> {
  await expect.poll(() => picturesIn(phone.page, '.stage__picture video'), PATIENT).toBe(2);
  await expect.poll(() => loudnessOf(phone.page, openidOf(other)), PATIENT).toBeGreaterThan(SILENCE);
}

/** The picture was poor: the same call goes on by WeChat, and is noted once. */
async function fallBack(desk: Phone): Promise<void> {
  await desk.start(BOARD);
  await desk.tap(desk.row('林小雨'));
  await desk.see('没接通？换个办法：');
  await desk.tap('换微信打');
  await desk.see('用学校的手机在微信里搜这个号，打视频：', /^1\d{10}$/);
  await look(desk, 'calls-8-fallback');
  await desk.tap('聊完了');
  await desk.see('聊了几分钟？');
  await desk.tap('记下');
  await notFaces(desk);
}
