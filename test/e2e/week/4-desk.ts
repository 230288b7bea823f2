import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { at, RIVAL, TUESDAY, type Week, XIAOYU } from './week';

/** Step 4: at the desk the duty teacher sees who is next, calls, notes what came of it; the child chooses one of three faces. */
export async function runTheDesk(week: Week): Promise<void> {
  await week.moveTo(TUESDAY, at(15, 57));
  const desk = await week.take('duty', { size: 'tablet' });
  await desk.tap('去值日台');
  await desk.see('接下来，还有 2 个', '下一个', XIAOYU.name, RIVAL.name);
  await look(desk, '4-board');
  const pc = await week.take('duty', { size: 'pc', page: 'features/duty/pages/board/index' });
  await pc.see('接下来，还有 2 个');
  await look(pc, '4-board');

  await callByWechat(week, desk);
  await chooseFaceAtBooth(week);
  await callByPhone(week, desk);
  await desk.see('今天的通话都办完了', '办完了 2 个');
  await look(desk, '4-over');

  await seeBoothRest(week);
  await seeItDone(week);
}

async function callByWechat(week: Week, desk: Phone): Promise<void> {
  await desk.tap(desk.row(XIAOYU.name));
  await desk.tap('孩子到了');
  await desk.tap('用学校微信打视频');
  await desk.see('用学校的手机在微信里搜这个号，打视频：', /^1\d{10}$/);
  await look(desk, '4-video');
  await talk(week, desk, at(16, 10));
  await facesOf(desk).getByText('今天聊得怎么样？').waitFor();
  await desk.shoot('4-faces', 'tablet');
  // the child would rather tap its face at the tablet in the room
  await desk.tap(facesOf(desk).getByText('先不说', { exact: true }));
}

/** Where the school's WeChat does not get through, the telephone does. */
async function callByPhone(week: Week, desk: Phone): Promise<void> {
  await desk.tap(desk.row(RIVAL.name));
  await desk.tap('孩子到了');
  await desk.tap(desk.text(/^(打电话给家里|换电话打)$/));
  await desk.tap(desk.sheet('dial').getByText(/^呼叫 1\d{10}$/));
  await desk.see('用学校的电话拨这个号：', /^1\d{10}$/);
  await look(desk, '4-phone');
  await talk(week, desk, at(16, 22));
  await desk.tap(facesOf(desk).locator('[aria-label="开心"]'));
  await desk.sheet('toast').getByText('谢谢你告诉我们').waitFor();
}

/** The three faces, over all of the screen. */
const facesOf = (screen: Phone) => screen.page.locator('[aria-label$="聊得怎么样"]');

/** The call ends at `until`, some twelve minutes after it began; the desk proposes how long it was. */
async function talk(week: Week, desk: Phone, until: number): Promise<void> {
  await week.moveTo(TUESDAY, until);
  await desk.tap('聊完了');
  await desk.see('聊了几分钟？', /^1[1-3] 分钟$/);
  await desk.tap('记下');
}

/** The tablet in the room shows the three faces by itself; others look at it too, so it says 「林同学」. */
async function chooseFaceAtBooth(week: Week): Promise<void> {
  const tablet = await week.take('tablet', { size: 'tablet' });
  await facesOf(tablet).getByText(`${XIAOYU.className} 林同学`).waitFor();
  await look(tablet, '4-booth-faces');
  await tablet.tap(facesOf(tablet).locator('[aria-label="还行"]'));
  await facesOf(tablet).waitFor({ state: 'detached' });
}

async function seeBoothRest(week: Week): Promise<void> {
  const tablet = await week.take('tablet', { size: 'tablet' });
  await tablet.see('今天的通话都打完了');
  // children stand here: no tab leads them to 我的
  await tablet.page.locator('.tabbar').waitFor({ state: 'hidden' });
  await look(tablet, '4-booth');
}

async function seeItDone(week: Week): Promise<void> {
  const father = await week.take('father');
  await father.see('本周已联系', '小雨今天有了您的消息。');
  await look(father, '4-home-after');
}
