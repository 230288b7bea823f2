import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { bestTime } from '../week/3-book';
import type { Week } from '../week/week';
import { bookByHand } from './calls';

/** Step 2: a mother moves her call in one step, and the old time is another's; then she calls it off. */
export async function moveCall(week: Week): Promise<void> {
  const mother = await week.take('mother');
  // which one the plan gave her is another in every world
  const planned = await mother
    .text(/^下周. ?.. ?\d+:\d\d$/)
    .first()
    .innerText();
  await mother.tap(planned);
  await intoCalendar(mother);
  await mother.tap('改时间');
  await mother.see('换个时间', new RegExp(`^原来是${planned}，亲情.+。选好新的，一下就换过去。$`));
  const { when } = await bestTime(mother);
  await look(mother, 'calls-2-move');
  await mother.tap(mother.row(when).first());
  await mother.see(new RegExp(`原来的${planned} 就让给别的孩子。$`));
  await mother.tap('就换这个时间');
  await mother.allowMessages();
  await mother.see('换好了', when, '日历里原来的那一条，请您自己删掉。');
  await look(mother, 'calls-2-moved');
  await intoCalendar(mother);

  const other = await week.take('father2');
  await other.tap('约一次通话');
  await bookByHand(other, planned.slice(0, 3), planned.split(' ')[1] ?? '');
  await look(other, 'calls-2-old-time');

  await mother.tap('取消这次通话');
  await mother.tap(mother.text('取消这次通话').last());
  await mother.see('取消了', '这次通话已经取消了。');
  await look(mother, 'calls-2-cancelled');
}

async function intoCalendar(phone: Phone): Promise<void> {
  await phone.tap('加入日历');
  const entry = phone.sheet('calendar');
  await phone.tap(entry.getByText('添加', { exact: true }));
  await entry.waitFor({ state: 'detached' });
  await phone.see('再加一次日历');
}
