import { expect } from 'vitest';
import { look } from '../../support/screens';
import { PATIENT, SIBLING, type Week } from '../week/week';
import { WORDS } from './letters';

/** Step 2: who it waits for and since when; the words reach no phone of the school. */
export async function deskSends(week: Week): Promise<void> {
  const page = 'features/letters/pages/waiting/index';
  const head = await week.take('head', { page, size: 'phone' });
  const row = () => head.row(`${SIBLING.className} ${SIBLING.name}`);
  // The voice is checked and sealed first.
  await expect
    .poll(async () => {
      await head.start(page);
      await head.see(/个孩子有信没看$/);
      return row().count();
    }, PATIENT)
    .toBe(1);
  await head.tap(row());
  await head.tap('亲情视频 1 号');
  await look(head, 'letters-2-send');
  await head.tap('把名字放到平板上');
  await head.see('已请到亲情视频 1 号');
  expect(head.replies.join()).not.toContain(WORDS);
}
