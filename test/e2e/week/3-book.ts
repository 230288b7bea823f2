import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { at, PATIENT, TUESDAY, type Week } from './week';

/** Step 3: two fathers want the same time. One books it, is reminded and has it in his calendar; the other gets the next best. */
export async function bookCalls(week: Week): Promise<void> {
  await takeAwayBrokenTablet(week);

  const father = await week.take('father');
  await look(father, '3-home-before');
  await father.tap('约一次通话');
  await father.see('最合适的时间');
  await look(father, '3-slots');

  const father2 = await week.take('father2', { fontScale: 1.65 });
  await look(father2, '3-home-before', 1.65);
  await father2.tap('约一次通话');
  await father2.see('最合适的时间');
  await look(father2, '3-slots', 1.65);
  expect(await bestTime(father2)).toEqual(await bestTime(father));

  const wanted = await bestTime(father);
  await book(father, wanted.when);
  await intoCalendar(father);
  await look(father, '3-booked');

  await father2.tap(father2.row(wanted.when).first());
  await father2.tap('就约这个时间');
  await father2.allowMessages();
  await father2.see('这个时间刚被别人约走了。请看看下面的时间，也合适：');
  await look(father2, '3-taken', 1.65);
  const next = await bestTime(father2);
  expect(next).not.toEqual(wanted);
  await book(father2, next.when);
  await look(father2, '3-booked', 1.65);

  await beReminded(week, father);
}

/** One of the two tablets is broken: the headteacher takes it off, so that the time at the other one is scarce. */
async function takeAwayBrokenTablet(week: Week): Promise<void> {
  const head = await week.take('head', { size: 'tablet' });
  await head.tap('通话点和时间');
  await head.see('接下来两周');
  await look(head, '3-setup');
  await head.tap('通话点');
  await head.tap(head.text('去掉').last());
  await head.tap('好了');
  await head.tap('就这样定');
  await head.sheet('toast').getByText('记下了').waitFor();
  // every server remembers the settings for half a minute
  await week.moveTo(TUESDAY, at(11, 40));
}

interface BestTime {
  /** 今天下午 4:00 */
  readonly when: string;
  /** Why it suits, and where. */
  readonly fact: string;
}

/** The first time that is offered. */
export async function bestTime(phone: Phone): Promise<BestTime> {
  const [when = '', fact = ''] = (await phone.shown.locator('.line__text').first().innerText())
    .split('\n')
    .filter(Boolean);
  return { when, fact };
}

export async function book(phone: Phone, when: string): Promise<void> {
  await phone.tap(phone.row(when).first());
  await phone.see('下一步微信会问能不能提醒您，点「允许」就行。');
  await phone.tap('就约这个时间');
  await phone.allowMessages();
  await phone.see('约好了');
}

async function intoCalendar(father: Phone): Promise<void> {
  await father.tap('加入日历');
  const entry = father.sheet('calendar');
  await entry.getByText('和小雨视频').waitFor();
  await entry.getByText('提前 15 分钟提醒').waitFor();
  await father.tap(entry.getByText('添加', { exact: true }));
  await father.see('请打开手机的日历，看一眼这一条在不在。');
}

/** An hour before, WeChat brings a message that names no child; a tap on it opens the ticket. */
async function beReminded(week: Week, father: Phone): Promise<void> {
  expect(week.deliveredTo('father')).toEqual([]);
  await week.moveTo(TUESDAY, at(15));
  await expect.poll(() => week.deliveredTo('father').length, PATIENT).toBe(1);
  const [reminder] = week.deliveredTo('father');
  const words = reminder?.lines.join('\n') ?? '';
  expect(words).toContain('亲情视频 1 号');
  expect(words).not.toContain('小雨');
  await father.start(reminder?.page);
  await father.see('今天下午 4:00', '快到时间了');
  await look(father, '3-reminded');
}
