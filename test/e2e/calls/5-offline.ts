import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { at, RIVAL, TUESDAY, type Week } from '../week/week';
import { choose, notFaces } from './calls';

/** Step 5: the desk goes on without a network; what it noted arrives once, and where two facts collide both stay. */
export async function workWithoutNetwork(week: Week): Promise<void> {
  await week.moveTo(TUESDAY, at(16, 28));
  const desk = await week.take('duty', { size: 'tablet', page: 'features/duty/pages/board/index' });
  await desk.see(/^没有网络也能用：今天留了 \d+ 个现场时间$/);
  await desk.cutNetwork(true);
  await familyCancels(week);

  await desk.tap(desk.row(RIVAL.name));
  await talk(desk, '打电话给家里');
  await desk.see(/^没有网络，约好的照常办。/);
  await look(desk, 'calls-5-alone');
  await desk.tap(
    desk.shown
      .locator('.line__text')
      .filter({ hasText: '亲情视频', hasNotText: /晚到|、/ })
      .first(),
  );
  await talk(desk, '用学校微信打视频');
  await walkInAlone(desk);
  await look(desk, 'calls-5-noted');
  await comeBack(desk);

  await desk.cutNetwork(false);
  await desk
    .text(/等网络$/)
    .first()
    .waitFor({ state: 'detached' });
  await desk.start('features/duty/pages/board/index');
  await desk.see('之前已经取消了，这边下午 4:28 打通了，两条都留着。');
  await look(desk, 'calls-5-collision');
  await seeItCounted(week);
}

/** On the bus he finds that he cannot talk; the school's servers know it, the desk does not. */
async function familyCancels(week: Week): Promise<void> {
  const father = await week.take('father2');
  await father.tap(father.text(/^今天下午 4:\d\d$/).first());
  await father.tap('取消这次通话');
  await father.tap(father.text('取消这次通话').last());
  await father.see('这次通话已经取消了。');
}

/** The child is there, home answers after all, and after a while it is over. */
async function talk(desk: Phone, way: string): Promise<void> {
  await desk.tap('孩子到了');
  await desk.tap(way);
  if (way.startsWith('打电话')) await desk.tap(desk.sheet('dial').getByText(/^呼叫 1\d{10}$/));
  await desk.see('已经聊了', /^1\d{10}$/);
  await desk.tap('聊完了');
  await desk.see('1 分钟');
  await desk.tap('记下');
  await notFaces(desk);
}

async function walkInAlone(desk: Phone): Promise<void> {
  await desk.tap(desk.shown.locator('.board__free .chip').filter({ hasText: '留给现场' }).first());
  await choose(desk, '三(1)班', '张泽轩', '妈妈');
  await look(desk, 'calls-5-walk-in');
  await desk.tap('就在这个时间通话');
  await desk.tap('打电话给家里');
  await desk.tap('聊完了');
  await desk.tap('记下');
  await desk.see('没有网络，约好的照常办。3 个记在这台上，等有网络了会自动发出去。');
}

/** The tablet threw the app out; what was noted is still there. */
async function comeBack(desk: Phone): Promise<void> {
  await desk.start();
  await desk.tap('去值日台');
  await desk.see('没有网络，约好的照常办。3 个记在这台上，等有网络了会自动发出去。');
}

/** Whatever was cancelled before: father and child have talked, and the ledger says so. */
async function seeItCounted(week: Week): Promise<void> {
  const father = await week.take('father2');
  await father.see('本周已联系', '浩然今天有了您的消息。');
  await look(father, 'calls-5-counted');
}
