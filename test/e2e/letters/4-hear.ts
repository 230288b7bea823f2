import { expect } from 'vitest';
import { look } from '../../support/screens';
import { hears, listenTo } from '../notices/sound';
import { PATIENT, type Week } from '../week/week';
import { CHILD } from './letters';

/** Step 4: that night in Zhejiang. */
export async function motherHears(week: Week): Promise<void> {
  const mother = await week.take('mother');
  const news = () => mother.text(`${CHILD}给您写了 1 封信`);
  // The voice is checked and sealed first.
  await expect
    .poll(async () => {
      await mother.start();
      await mother.see('写信、看信');
      return news().count();
    }, PATIENT)
    .toBe(1);
  await mother.tap(news());
  await mother.see(`${CHILD}看过了`);
  await mother.tap(`${CHILD}写来的`);
  await mother.see(`听${CHILD}说`);
  await look(mother, 'letters-4-answer');
  await listenTo(mother);
  await mother.tap(mother.shown.locator(`[aria-label="听${CHILD}说"]`));
  await hears(mother);
  await mother.start();
  await mother.see('写信、看信');
  expect(await mother.words()).not.toContain('封信');
}
