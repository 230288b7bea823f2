import { look } from '../../support/screens';
import type { Week } from '../week/week';
import { boardRow, MEETING, numberIn, openBoard, pushTo } from './notices';

const MISSING = /^还差 (\d+) 户没回$/;

/** Step 3: the father opens the message and answers with one tap; the family counts as reached, and nobody there is asked again. */
export async function fatherAnswers(week: Week): Promise<void> {
  const father = await week.take('father', { page: await pushTo(week, 'father', MEETING) });
  await father.see(MEETING, '听老师说', '您怎么回老师？', '我来');
  await look(father, 'notices-3-open');
  await father.tap('我来');
  await father.allowMessages();
  await father.see('您的回话：我来', '改一改回话');
  await look(father, 'notices-3-answered');

  const teacher = await week.take('teacher');
  await openBoard(teacher, MEETING);
  await numberIn(teacher, MISSING);
  await teacher.tap('看是谁');
  await teacher.scrollTo(boardRow(teacher, '林小雨的爸爸 林建国'));
  await teacher.see(/^回了：我来/, '家里有人听到了');
  await look(teacher, 'notices-3-board');
}
