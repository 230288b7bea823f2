import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { at, TUESDAY, type Week } from '../week/week';
import { bookByHand, messageTo } from './calls';

/** Step 3: nothing suits a father, so he waits; another cancels, the time is held for him, lapses, and the next one he takes. */
export async function waitForTime(week: Week): Promise<void> {
  await week.moveTo(TUESDAY, at(12, 5));
  const waiting = await week.take('father2');
  await sayWhen(waiting, '只在中午', '要，每周给我留一个');
  await waiting.back();
  await waiting.tap('约一次通话');
  await waiting.see('这一周没有您方便的空位');
  await waiting.tap(waiting.shown.locator('.card', { hasText: '这一周没有您方便的空位' }).getByText('有空位就告诉我'));
  await waiting.allowMessages();
  await waiting.see('这一周有空位就告诉您');
  await look(waiting, 'calls-3-waiting');
  // now the hours before his shift are good, too
  await waiting.back();
  await sayWhen(waiting, '都行', '就改成这样');

  await otherCancels(week);
  await letLapse(week);
  await takeNext(week);
}

async function sayWhen(phone: Phone, part: string, save: string): Promise<void> {
  await phone.tap('固定亲情时间');
  await phone.see('您上什么班？');
  await phone.tap('夜班');
  await phone.tap(part);
  await phone.tap(save);
  await phone.allowMessages();
  await phone.see(/^记下了。/);
}

async function otherCancels(week: Week): Promise<void> {
  const father = await week.take('father');
  await father.tap(father.text(/^今天下午 \d:\d\d$/).first());
  await father.tap('取消这次通话');
  await father.tap(father.text('取消这次通话').last());
  await father.see('这次通话已经取消了。');
  await father.tap('再约一次');
  await bookByHand(father, '今天');
}

async function letLapse(week: Week): Promise<void> {
  await week.moveTo(TUESDAY, at(12, 10));
  const message = await messageTo(week, 'father2', /前回答/);
  expect(message.words).not.toContain('浩然');
  const phone = await week.take('father2', { page: message.page });
  await phone.see(/^今天下午 \d:\d\d$/, '给您留着', /^请在今天下午 [1-3]:\d\d 前回答。$/);
  await look(phone, 'calls-3-offer');
  await week.moveTo(TUESDAY, at(15, 30));
  await phone.start(message.page);
  await phone.see('没有留住', /^这个空位(让给别的孩子|留到点)了。有合适的会再告诉您。$/);
  await look(phone, 'calls-3-lapsed');
}

async function takeNext(week: Week): Promise<void> {
  await week.moveTo(TUESDAY, at(15, 35));
  const phone = await week.take('father2');
  await phone.see(/^有一个空位给您留着，请在.+ 前回答。$/);
  await phone.tap('看一看，要不要');
  await phone.tap('要，就这个时间');
  await phone.allowMessages();
  await phone.see('约好了');
  await look(phone, 'calls-3-taken');
  await ontoToday(phone);
}

/** Which time was offered is another in every world; the steps that follow need one of this afternoon. */
async function ontoToday(phone: Phone): Promise<void> {
  if ((await phone.text(/^今天下午 4:\d\d$/).count()) > 0) return;
  await phone.tap('改时间');
  await phone.see('换个时间');
  await phone.tap(phone.text('今天').first());
  await phone.tap(phone.text(/^4:\d\d$/).last());
  await phone.tap('就换这个时间');
  await phone.allowMessages();
  await phone.see('换好了', /^今天下午 4:\d\d$/);
}
