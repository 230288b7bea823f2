import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { at, TUESDAY, type Week } from '../week/week';
import { bookByHand, FRIDAY, messageTo, pickDay } from './calls';

/** Step 1: the headteacher closes a day on which a child has a call; its father is told why, and finds another time at once. */
export async function closeDay(week: Week): Promise<void> {
  await bookFriday(week);
  const head = await week.take('head', { size: 'pc' });
  await head.tap('通话点和时间');
  await head.see(/^11月27日 周五$/);
  await closeFriday(head);
  await tellNextYear(head);
  await fatherIsTold(week);
  await readAdvice(week);
}

async function bookFriday(week: Week): Promise<void> {
  const father = await week.take('father');
  await father.tap('约一次通话');
  await bookByHand(father, '周五', '4:15');
}

async function closeFriday(head: Phone): Promise<void> {
  await head.tap('学期、放假和补班');
  await head.tap('加几天');
  await pickDay(head, '从', FRIDAY);
  await pickDay(head, '到', FRIDAY);
  await head.tap('不开');
  await head.field('为什么').fill('运动会');
  await look(head, 'calls-1-day');
  await head.tap('好');
  await head.see('运动会：不开');
  await head.tap('好了');
  // before anything is kept: what the two weeks will be, and how many calls that touches
  await head.see('改了以后，接下来两周', '不开：运动会', /^这样改，有 \d+ 个约好的通话要换或取消，家里会收到消息。/);
  await look(head, 'calls-1-preview');
  await head.tap('就这样定');
  await head.see(/^记下了。\d+ 个通话取消了，这几家会排在前面补上/);
  await look(head, 'calls-1-saved');
}

/** The state has not said yet when 2027 has its holidays; the school says that it has none, and days of that year open. */
async function tellNextYear(head: Phone): Promise<void> {
  await head.see('2027 年哪些天放假？');
  await head.tap('去写放假的日子');
  await head.tap('写 2027 年放假的日子');
  await head.see('这几天怎么开');
  await pickDay(head, '到', '2027-01-03');
  await head.field('为什么').fill('元旦');
  await head.tap('好');
  await head.see('元旦：不开');
  await head.tap('2027 年的填好了');
  await head.see('2027 年放假的日子填好了');
  await head.tap('好了');
  await head.see('已经约好的通话，一个也不用动。');
  await head.tap('就这样定');
  await head.text('2027 年哪些天放假？').waitFor({ state: 'hidden' });
  await head.text('改了以后，接下来两周').waitFor({ state: 'hidden' });
}

/** The message names no child; the ticket behind it says why, and what would suit instead. */
async function fatherIsTold(week: Week): Promise<void> {
  await week.moveTo(TUESDAY, at(11, 50));
  const message = await messageTo(week, 'father', /11月27日/);
  expect(message.words).not.toContain('小雨');
  const father = await week.take('father', { page: message.page });
  await father.see(
    '学校取消了',
    /^学校那天不开门，这次打不成，对不住您和孩子。有合适的空位也会告诉您。$/,
    '下面几个时间也合适',
  );
  await look(father, 'calls-1-called-off');

  // the school owes him a call and has kept a time of this week for him already
  await father.tap('回首页');
  await father.see(/^有一个空位给您留着，请在.+ 前回答。$/);
  await look(father, 'calls-1-home');
  await father.tap('看一看，要不要');
  await father.see(/^今天下午 \d:\d\d$/, '给您留着', /^请在今天.+ 前回答。$/);
  await father.tap('要，就这个时间');
  await father.allowMessages();
  await father.see('约好了');
  await look(father, 'calls-1-taken');
}

async function readAdvice(week: Week): Promise<void> {
  const head = await week.take('head', { size: 'pc' });
  await head.tap('够不够用');
  await head.see(/^现在 4 个通话点，一周能让 \d+ 户(里的 \d+ 户|都)打上电话$/, /^再添一个通话点：多 \d+ 户$/);
  await look(head, 'calls-1-advice');
}
