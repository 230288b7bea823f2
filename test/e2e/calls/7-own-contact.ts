import type { Phone } from '../../support/phone';
import { LARGEST_TYPE } from '../../support/phone';
import { look } from '../../support/screens';
import { dayAfter, type Week } from '../week/week';

/** Step 7: families tell what they did by themselves, in two taps; the head sees it; two teachers swap a day, each with a yes. */
export async function tellAndSwap(week: Week): Promise<void> {
  await fatherTells(week);
  await grandmotherTells(week);
  await headSeesLedger(week);
  await swapDuty(week);
}

async function fatherTells(week: Week): Promise<void> {
  const father = await week.take('father');
  await father.tap('我已自己联系过');
  await father.tap('和小雨说过话了');
  await father.allowMessages();
  await father.see('本周已联系', '小雨今天有了您的消息。', '记错了，去掉');
  await look(father, 'calls-7-told');
  await father.tap(father.shown.locator('.child', { hasText: '小雨' }));
  await father.see('记下来的', '一格是一周。在学校通话、自己打电话、回家看孩子，都算。');
  await look(father, 'calls-7-own-view');
}

async function grandmotherTells(week: Week): Promise<void> {
  const granny = await week.take('granny', { fontScale: LARGEST_TYPE });
  await granny.tap('爸爸妈妈来过电话了');
  await look(granny, 'calls-7-grandmother', LARGEST_TYPE);
  await granny.tap('小雨也说上话了');
  await granny.see('记错了，去掉');
  await look(granny, 'calls-7-grandmother-told', LARGEST_TYPE);
}

async function headSeesLedger(week: Week): Promise<void> {
  const head = await week.take('head', { size: 'pc' });
  await head.tap('全校联系台账');
  await head.see(/^960 个孩子里，本周有 \d+ 个联系上了$/, '等得最久的孩子', '这学期的每一周');
  await look(head, 'calls-7-school');
}

/** Next Tuesday the class teacher stands in for the colleague who is on duty today. */
async function swapDuty(week: Week): Promise<void> {
  const day = /12月1日 周二$/;
  const asking = await week.take('duty', { size: 'tablet' });
  await asking.tap('值日表和换班');
  await asking.tap(asking.shown.locator('.line').filter({ hasText: '12月1日 周二' }).getByText('换班'));
  await asking.field('找老师的名字').fill('罗彩芳');
  await asking.tap('罗彩芳');
  await look(asking, 'calls-7-swap');
  await asking.tap('问问看');
  await asking.see('还在商量', '请罗彩芳替您', '等回答');

  const asked = await week.take('teacher');
  await asked.tap('值日表和换班');
  await asked.see(/^曾霞想和您换班$/, /12月1日 周二请您来值日，不用还。$/);
  await look(asked, 'calls-7-asked');
  await asked.tap('好');
  await agreed(asked, day);
  await asking.start('features/school/pages/duty/index');
  await agreed(asking, day);
  await look(asking, 'calls-7-swapped');
}

async function agreed(phone: Phone, day: RegExp): Promise<void> {
  await phone.see('商量过的', '换好了', day, '罗彩芳（换过班）');
}

export const SWAPPED = dayAfter(7);
