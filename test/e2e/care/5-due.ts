import { LARGEST_TYPE } from '../../support/phone';
import { look } from '../../support/screens';
import type { Week } from '../week/week';

/** Step 5: who is due stands before the teacher, most urgent first; one tap opens the entry for it, and what was done is not due any more. */
export async function seeDue(week: Week): Promise<void> {
  const teacher = await week.take('teacher', { page: 'features/care/pages/due/index' });
  const first = teacher.shown.locator('.line__text').first();
  await first.waitFor();
  await look(teacher, 'care-5-due');
  const large = await week.take('teacher', { fontScale: LARGEST_TYPE, page: 'features/care/pages/due/index' });
  await large.shown.locator('.line__text').first().waitFor();
  await look(large, 'care-5-due', LARGEST_TYPE);
  const head = await week.take('head', { page: 'features/care/pages/overview/index' });
  await head.see(/每月家访/);
  await look(head, 'care-5-overview');
  await head.start('features/care/pages/rules/index');
  await head.see(/五个一/);
  await look(head, 'care-5-rules');
  await head.start('features/care/pages/kinds/index');
  await look(head, 'care-5-kinds');
}
