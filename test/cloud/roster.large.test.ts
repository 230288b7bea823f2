/**
 * The largest roster that may come in. By default a fifth of it is read and understood; `ROSTER_LARGE=1 npx vitest run test/cloud/roster.large.test.ts` has the
 * deployed function read, apply, read again and take back all of it on the local cloud, in a process with the function's memory.
 */
import { describe, expect, it } from 'vitest';
import type { PupilRow } from '../../cloudfunctions/_server/roster/pupil';
import { understand } from '../../cloudfunctions/_server/roster/understand';
import { readWorkbook } from '../../cloudfunctions/_server/roster/workbook';
import { LIMITS } from '../../miniprogram/shared/limits';
import { largestRoster } from '../../scripts/bench/largest-roster';
import { manyPupils, workbookOfPupils } from '../support/roster-corpus/large';

const COUNT = process.env.ROSTER_LARGE ? LIMITS.rosterRows : LIMITS.rosterRows / 5;
const LIMIT_S = 30;
const LIMIT_MB = 512;

/** The same child in the next class, and each parent somewhere else. */
const moved = (pupil: PupilRow): PupilRow => ({
  ...pupil,
  classNo: pupil.classNo + 1,
  ...(pupil.father && { father: { ...pupil.father, workplace: '云南省昆明市' } }),
  ...(pupil.mother && { mother: { ...pupil.mother, workplace: '云南省昆明市' } }),
});

describe(`${COUNT} pupils`, () => {
  const file = workbookOfPupils(manyPupils(COUNT));

  it('are read and understood within what a function may use', async () => {
    const before = process.memoryUsage().rss;
    const cpu = process.cpuUsage();
    const read = understand(await readWorkbook(file, '名册.xlsx'), { today: '2026-11-24' });
    const { user, system } = process.cpuUsage(cpu);
    expect(read.pupils).toHaveLength(COUNT);
    expect((user + system) / 1e6).toBeLessThan(LIMIT_S);
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(LIMIT_MB);
  }, 120_000);

  it.runIf(process.env.ROSTER_LARGE)(
    'come in, come in again without a change, all move to other classes with other numbers, and all that is taken back',
    async () => {
      const { steps, seen, again, changed, takenBack } = await largestRoster(
        file,
        workbookOfPupils(manyPupils(COUNT).map(moved)),
      );
      console.table(steps);
      expect(seen).toMatchObject({ fresh: COUNT, errors: 0 });
      expect(again).toMatchObject({ fresh: 0, changed: 0, same: COUNT });
      expect(changed).toMatchObject({ fresh: 0, changed: COUNT, same: 0 });
      expect(takenBack[0]).toMatchObject({ kept: 0, removed: 0 });
      expect(takenBack[1]).toMatchObject({ restored: 0, kept: 0, removed: COUNT + seen.familyMembers });
      for (const { what, cpu, rss } of steps) {
        expect(cpu, what).toBeLessThan(LIMIT_S);
        expect(rss, what).toBeLessThan(LIMIT_MB);
      }
    },
    600_000,
  );
});
