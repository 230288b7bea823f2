import { defineConfig } from 'vitest/config';

/** Suites by what they need: `unit` runs anywhere in seconds, `cloud` on the local cloud, `ui` in a simulated page, `e2e` in a browser. */
export default defineConfig({
  test: {
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
          fileParallelism: false,
        },
      },
    ],
  },
});
