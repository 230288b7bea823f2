import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { look } from '../../support/screens';
import { wordsOf } from '../week/1-roster';
import type { Week } from '../week/week';

const DATA = 'features/family/pages/data/index';

/** Step 8: the father takes his child's data home as a letter and asks for something to be erased; the office sees who looked and what is due. */
export async function takeDataAlong(week: Week): Promise<void> {
  const father = await week.take('father', { page: DATA });
  const opened = father.page.waitForEvent('download');
  await father.tap('给我一份');
  const document = await opened;
  expect(document.suggestedFilename()).toMatch(/\.docx$/);
  const words = wordsOf(await readFile(await document.path()));
  expect(words).toContain('林小雨');
  expect(words).toContain('东莞');
  expect(words).not.toContain('留守');
  await look(father, 'files-8-data');

  const head = await week.take('head', { size: 'pc' });
  await head.tap('谁看过档案');
  await head.see(/林小雨/);
  await look(head, 'files-8-audit');
  await head.start('features/school/pages/privacy/index');
  await head.see(/审计/);
  await look(head, 'files-8-privacy');
}
