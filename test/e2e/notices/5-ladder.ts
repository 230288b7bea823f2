import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { FRIDAY, THURSDAY, WEDNESDAY } from '../calls/calls';
import { at, type Week } from '../week/week';
import { MEETING, numberIn, openBoard } from './notices';

const MISSING = /^还差 (\d+) 户没回$/;

/** Step 5: whom neither WeChat nor an SMS brought to answer stands on the teacher's list of calls; one tap dials, one notes what came of it. */
export async function climbTheLadder(week: Week): Promise<void> {
  for (const day of [WEDNESDAY, THURSDAY, FRIDAY]) await week.moveTo(day, at(11, 40));
  const teacher = await week.take('teacher');
  await openBoard(teacher, MEETING);
  const before = await numberIn(teacher, MISSING);
  await teacher.see('短信发到');
  // by now not only those who have no WeChat and cannot read
  expect(await numberIn(teacher, /^要打电话 (\d+) 户$/)).toBeGreaterThan(30);
  await look(teacher, 'notices-5-calls');
  await call(teacher);
  await teacher.see(`还差 ${before - 1} 户没回`);
  await look(teacher, 'notices-5-called');
}

/** The first of the list is called, and says that somebody else of the family comes. */
async function call(teacher: Phone): Promise<void> {
  const row = teacher.shown
    .locator('.line')
    .filter({ has: teacher.page.getByText('打电话', { exact: true }) })
    .first();
  const [name = ''] = (await row.innerText()).split('\n');
  await teacher.tap(row.getByText('打电话', { exact: true }));
  await teacher.tap(teacher.sheet('dial').getByText(/^呼叫 1\d{10}$/));
  await teacher.see('电话打得怎么样？');
  await teacher.field('多记一句').fill('奶奶来');
  await look(teacher, 'notices-5-outcome');
  await teacher.tap('说到了：家里别人来');
  await teacher.sheet('toast').getByText('记下了').waitFor();
  await row.filter({ hasText: name }).waitFor({ state: 'detached' });
}
