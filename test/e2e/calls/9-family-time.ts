import { addDays } from '../../../miniprogram/shared/domain/calendar';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { at, TUESDAY, type Week } from '../week/week';
import { bookByHand, messageTo } from './calls';

/** The Monday on which the job lays out the week after, and that week. */
const MONDAY = addDays(TUESDAY, 13);
const OPENS = /^12月14日那一周的时间下周一中午 12:00 开放。$/;

/** Step 9: a father says once when he can; on Monday noon he has his call of next week, and what is left is everybody's. */
export async function haveFamilyTime(week: Week): Promise<void> {
  const other = await week.take('father2');
  await stop(other);
  await findsClosed(other);

  const father = await week.take('father');
  await father.tap('固定亲情时间');
  await father.see('您上什么班？', /^现在说好，下周一中午 12:00 就给您安排。$/);
  await father.tap('夜班');
  await father.tap('周三');
  await look(father, 'calls-9-say');
  await father.tap('要，每周给我留一个');
  await father.allowMessages();
  await father.see(/^记下了。/, '定好了');

  await week.moveTo(MONDAY, at(12, 5));
  const message = await messageTo(week, 'father', /这是您的亲情时间/);
  await father.start(message.page);
  await father.see(/^下周.[上中下]午 \d+:\d\d$/);
  await look(father, 'calls-9-call');
  await father.start();
  await father.see(/^下周.[上中下]午 \d+:\d\d$/, '加入日历');
  await look(father, 'calls-9-home');
  await father.tap('固定亲情时间');
  await father.see('安排得怎么样', '下周', /^周.[上中下]午 \d+:\d\d。$/);
  await look(father, 'calls-9-reason');

  // every server remembers the school for half a minute
  await week.moveTo(MONDAY, at(12, 6));
  await other.start();
  await openTimes(other);
  await other.tap('看后面的日子');
  await bookByHand(other, '下周五', '5:15');
  await look(other, 'calls-9-open');
}

/** He would rather look for a time himself. */
async function stop(phone: Phone): Promise<void> {
  await phone.tap('固定亲情时间');
  await phone.tap('不要固定时间了');
  await phone.tap('不要了');
  await phone.text('定好了').waitFor({ state: 'hidden' });
  await phone.back();
}

async function openTimes(phone: Phone): Promise<void> {
  await phone.tap(phone.shown.locator('.child', { hasText: '浩然' }));
  await phone.tap('约一次通话');
}

/** Of the week that is not laid out yet nothing can be had. */
async function findsClosed(phone: Phone): Promise<void> {
  await openTimes(phone);
  await phone.tap('看后面的日子');
  await phone.see(OPENS);
  await look(phone, 'calls-9-not-yet');
}
