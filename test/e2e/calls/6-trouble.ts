import { expect } from 'vitest';
import { look } from '../../support/screens';
import { at, TUESDAY, type Week } from '../week/week';
import { RINGS_UP } from './4-desk';
import { choose, messageTo } from './calls';

/** Step 6: a tablet dies, then the power; one tap moves what can be moved, and says whom to telephone. */
export async function meetTrouble(week: Week): Promise<void> {
  await week.moveTo(TUESDAY, at(16, 31));
  const desk = await week.take('duty', { size: 'tablet', page: 'features/duty/pages/board/index' });
  await desk.tap('停电、机器坏了、老师病了');
  await choose(desk, '这个点坏了', '亲情视频 1 号');
  await desk.see(/^有 \d+ 个约好的通话。有别的通话点空着就换过去/);
  await look(desk, 'calls-6-tablet');
  await desk.tap('就这样办');
  await desk.see('办好了', /^\d+ 个换了通话点，时间不变/);
  await look(desk, 'calls-6-moved');

  await choose(desk, '停电了');
  await desk.see(/^有 \d+ 个约好的通话。都先取消，告诉家里，下次优先补上。$/);
  await desk.tap('就这样办');
  await desk.see(/^\d+ 个取消了，下次优先补上。绑定了微信的家里都会收到消息。$/, /^请给这 \d+ 家打个电话$/);
  await look(desk, 'calls-6-power');
  const family = desk.shown.locator('.family').filter({ hasText: `${RINGS_UP.name}的爷爷李福田` });
  await family.getByText(/^学校停电了，下午 \d:\d\d 的通话取消了$/).waitFor();
  await desk.tap(family.getByText('打电话', { exact: true }));
  await desk.tap(desk.sheet('dial').getByText(/^呼叫 1\d{10}$/));
  await desk.tap(family.getByText('说过了', { exact: true }));
  await family.waitFor({ state: 'detached' });

  await week.moveTo(TUESDAY, at(16, 55));
  const message = await messageTo(week, 'father', /2026年11月24日 1[67]:\d\d[\s\S]*这次打不成了/);
  expect(message.words).not.toContain('小雨');
  const father = await week.take('father', { page: message.page });
  await father.see(/^学校停电了，这次打不成，对不住您和孩子。有合适的空位也会告诉您。$/);
  await look(father, 'calls-6-father');
}
