import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Stage } from '../../local/demo/settle';
import { beginWeek, type Week } from './week/week';

/** What people do, in words, and how. */
export type Step = readonly [string, (week: Week) => Promise<void>];

/** One school, one world: the steps build on each other and so run in order; after one that fails none is tried. */
export function journey(stage: Stage, steps: readonly Step[]): void {
  let week: Week;
  let broken = false;

  beforeAll(async () => {
    week = await beginWeek(stage);
  });
  afterAll(async () => {
    await week?.close();
  });
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') broken = true;
  });

  test.each(steps)('%s', { timeout: 150_000 }, async (_, step) => {
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
}
