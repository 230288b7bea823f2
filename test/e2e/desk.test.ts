import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { bookForFamily } from './desk/1-rings-up';
import { workAlone } from './desk/2-alone';
import { loseThePower } from './desk/3-power-cut';
import { beginWeek, type Week } from './week/week';

/** A day at the duty desk of a school in the middle of its term: the steps build on each other and so run in order. */
const STEPS: readonly (readonly [string, (week: Week) => Promise<void>])[] = [
  ['1 a family rings up and hears the time that it got', bookForFamily],
  ['2 the desk works without a network; two facts that collide both stay', workAlone],
  ['3 the power is cut: one tap calls off, tells, and lists who must be telephoned', loseThePower],
];

let week: Week;
let broken = false;

beforeAll(async () => {
  week = await beginWeek('term');
}, 120_000);
afterAll(async () => {
  await week?.close();
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') broken = true;
});

test.each(STEPS)('%s', { timeout: 90_000 }, async (_, step) => {
  if (broken) throw new Error('a step before this one failed');
  try {
    await step(week);
  } catch (failure) {
    await week.shootAll('failed');
    throw failure;
  } finally {
    const faults = await week.putDown();
    if (faults.length > 0) console.error(faults.join('\n'));
    expect(faults).toEqual([]);
  }
});
