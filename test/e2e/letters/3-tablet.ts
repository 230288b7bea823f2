import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { look } from '../../support/screens';
import { heardFrom, hears, listenTo } from '../notices/sound';
import { wordsOf } from '../week/1-roster';
import type { Week } from '../week/week';
import { CHILD, speak, tapPictures, WORDS } from './letters';

/** Step 3: the child's first time at the tablet, alone with its letter. */
export async function childAnswers(week: Week): Promise<void> {
  const tablet = await week.take('tablet', { size: 'tablet' });
  await tablet.tap('看信、写信');
  await tablet.tap(CHILD);
  await tablet.see('选三个图案，记住先后');
  await look(tablet, 'letters-3-pictures');
  await tapPictures(tablet, ['猫', '鱼', '月亮']);
  await tablet.see('再点一遍，看看记住了没有');
  await tapPictures(tablet, ['猫', '鱼', '月亮']);
  await tablet.see(`${CHILD}的信`);
  await look(tablet, 'letters-3-box');
  await tablet.tap('妈妈写来的');
  await tablet.see('妈妈写来的信', WORDS);
  await look(tablet, 'letters-3-letter');
  await listenTo(tablet);
  await tablet.tap(tablet.shown.locator('[aria-label="听妈妈说"]'));
  await hears(tablet);
  expect((await heardFrom(tablet)).pieces).toBe(1);

  const printed = tablet.page.waitForEvent('download');
  await tablet.tap('印在纸上');
  // On paper the name stands once, above the words.
  const paper = wordsOf(await readFile(await (await printed).path()));
  for (const part of WORDS.split('，')) expect(paper).toContain(part);
  expect(paper.split(CHILD)).toHaveLength(2);

  await tablet.tap('写回信');
  await speak(tablet);
  await look(tablet, 'letters-3-answer');
  await tablet.tap('寄出去');
  await tablet.see('信寄出去了');
  await tablet.tap('我看完了，收起来');
  await tablet.see('谁来看信、写信？');
  expect(await tablet.words()).not.toContain('妈妈');

  await tablet.tap(CHILD);
  await tapPictures(tablet, ['鱼', '猫', '月亮']);
  await tablet.see('图案不对，再想一想。今天还能试 4 次。');
  expect(await tablet.words()).not.toContain('妈妈');
}
