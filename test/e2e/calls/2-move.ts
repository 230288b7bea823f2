import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { bestTime } from '../week/3-book';
import type { Week } from '../week/week';
import { bookByHand } from './calls';

/** Step 2: a mother moves her call in one step, and the old time is another's; then she calls it off. */
export async function moveCall(week: Week): Promise<void> {
  const mother = await week.take('mother');
  await mother.see('下周三下午 4:30');
  await intoCalendar(mother, '加入日历');
  await mother.tap('下周三下午 4:30');
  await mother.tap('改时间');
  await mother.see('换个时间', '原来是下周三下午 4:30，亲情视频 1 号。选好新的，一下就换过去。');
  const { when } = await bestTime(mother);
  await look(mother, 'calls-2-move');
  await mother.tap(mother.row(when).first());
  await mother.see(/原来的下周三下午 4:30 就让给别的孩子。$/);
  await mother.tap('就换这个时间');
  await mother.allowMessages();
  await mother.see('换好了', when, '日历里原来的那一条，请您自己删掉。');
  await look(mother, 'calls-2-moved');
  await intoCalendar(mother, '加入日历');

  const other = await week.take('father2');
  await other.tap('约一次通话');
  await other.tap('看后面的日子');
  await bookByHand(other, '下周三', '4:30');
  await look(other, 'calls-2-old-time');

  await mother.tap('取消这次通话');
  await mother.tap(mother.text('取消这次通话').last());
  await mother.see('取消了', '这次通话已经取消了。');
  await look(mother, 'calls-2-cancelled');
}

async function intoCalendar(phone: Phone, label: string): Promise<void> {
  await phone.tap(label);
  const entry = phone.sheet('calendar');
  await phone.tap(entry.getByText('添加', { exact: true }));
  await entry.waitFor({ state: 'detached' });
}
