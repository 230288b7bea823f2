import { look } from '../../support/screens';
import { at, TUESDAY, type Week } from '../week/week';

/** Step 3: a power cut in the afternoon. What will happen is said before; nobody is forgotten afterwards. */
export async function loseThePower(week: Week): Promise<void> {
  await week.moveTo(TUESDAY, at(16, 20));
  const desk = await week.take('duty', { size: 'tablet' });
  await desk.tap('去值日台');
  await desk.tap('停电、机器坏了、老师病了');
  await desk.tap('停电了');
  await desk.see(/^有 \d+ 个约好的通话。都先取消，告诉家里，下次优先补上。/);
  await look(desk, 'desk-3-before');
  await desk.tap('就这样办');
  await desk.see('办好了', /个取消了，下次优先补上/);
  await look(desk, 'desk-3-after');
  await desk.tap('回值日台');
  await desk.text(/^接下来，还有/).waitFor({ state: 'detached' });
  await look(desk, 'desk-3-over');
}
