/**
 * The largest roster that may come in. By default a fifth of it is read and understood; `ROSTER_LARGE=1 npx vitest run test/cloud/roster.large.test.ts` looks at it all,
 * brings it in and looks at it again on the local cloud, and says what that took.
 */
import { describe, expect, it } from 'vitest';
import { understand } from '../../cloudfunctions/_server/roster/understand';
import { readWorkbook } from '../../cloudfunctions/_server/roster/workbook';
import { LIMITS } from '../../miniprogram/shared/limits';
import { manyPupils, workbookOfPupils } from '../support/roster-corpus/large';
import { ADMIN, aKey, rosterBackend } from '../support/roster-import';
import { upload } from '../support/rosters';

const { backend } = await rosterBackend();
const COUNT = process.env.ROSTER_LARGE ? LIMITS.rosterRows : LIMITS.rosterRows / 5;
const LIMIT_MS = 30_000;
const LIMIT_MB = 512;

/** What a step takes of the processor, and what this process holds afterwards. */
async function measured<T>(what: string, step: () => Promise<T>): Promise<T> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const answer = await step();
  const { user, system } = process.cpuUsage(cpu);
  const rss = process.memoryUsage().rss / 1e6;
  const spent = (user + system) / 1000;
  if (process.env.ROSTER_LARGE)
    console.info(
      `${what}: ${Math.round(spent)} ms of processor, ${Math.round(performance.now() - wall)} ms, ${Math.round(rss)} MB in all`,
    );
  expect(spent).toBeLessThan(LIMIT_MS);
  return answer;
}

describe(`${COUNT} pupils`, () => {
  const file = workbookOfPupils(manyPupils(COUNT));

  it('are read and understood within what a function may use', async () => {
    const before = process.memoryUsage().rss;
    const read = await measured('read', async () =>
      understand(await readWorkbook(file, '名册.xlsx'), { today: '2026-11-24' }),
    );
    expect(read.pupils).toHaveLength(COUNT);
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(LIMIT_MB);
  }, 120_000);

  it.runIf(process.env.ROSTER_LARGE)(
    'come in, and come in again without a change',
    async () => {
      const look = async () =>
        backend.call(ADMIN, 'roster.preview', {
          key: aKey(),
          fileId: await upload(backend, file),
          fileName: '名册.xlsx',
        });
      const seen = await measured('preview', look);
      expect(seen).toMatchObject({ fresh: COUNT, errors: 0 });
      backend.cloud.operations.reset();
      await measured('confirm', () => backend.call(ADMIN, 'roster.confirm', { importId: seen.importId }));
      console.info(`confirm: ${backend.cloud.operations.total('database.')} operations`);
      expect(await measured('preview again', look)).toMatchObject({ fresh: 0, changed: 0, same: COUNT });
    },
    600_000,
  );
});
