import { look } from '../../support/screens';
import type { Week } from '../week/week';

/** Step 2: the office lets the children without a mentor be paired, and takes one proposal. */
export async function pairChildren(week: Week): Promise<void> {
  const head = await week.take('head', { page: 'features/care/pages/pairing/index' });
  await head.see('请帮我配一配');
  await look(head, 'care-2-board');
  await head.tap('请帮我配一配');
  await head.see('全部就这样');
  await look(head, 'care-2-proposals');
  const first = head.shown.locator('[aria-label$=" 就这样"]').first();
  const taken = head.shown.locator(`[aria-label="${await first.getAttribute('aria-label')}"]`);
  await head.tap(taken);
  await taken.waitFor({ state: 'detached' });
  await head.tap('先不配了');
  await head.see('谁在帮扶');
}
