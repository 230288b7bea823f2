import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, longest first. */
const LONG = ['/test/e2e/', '/test/local/voip', '/test/local/start', '/test/contract.fuzz', '/test/cloud/booking.'];

/** Begins with what takes longest, so that no worker is left alone with it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((part) => moduleId.includes(part));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** Suites by what they need: `unit` runs anywhere in seconds, `cloud` on the local cloud, `ui` in a simulated page, `e2e` in a browser. */
export default defineConfig({
  test: {
    // Suites wait as much as they work: one for each core, the process that hands them out needs next to nothing.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/*.test.ts', 'test/shared/**/*.test.ts'] } },
      { extends: true, test: { name: 'cloud', include: ['test/cloud/**/*.test.ts', 'test/local/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'ui',
          include: ['test/ui/**/*.test.ts'],
          environment: 'jsdom',
          globalSetup: 'test/ui/support/translate.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/support/settled-worlds.ts',
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
