/**
 * `npm test [-- vitest arguments]`: everything that can be known about the sources, then every suite. Ends with one plain
 * line `N passed, N failed`; a check that failed counts as one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildFunctions } from './build';
import { check } from './check';
import { ensureChromium } from './chromium';
import { packNpm } from './pack-npm';
import { ROOT, SCRATCH } from './paths';

/** The part of vitest's JSON report that is counted. */
interface Report {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const REPORT = join(SCRATCH, 'test-report.json');

function runVitest(browser: string, args: readonly string[]): { passed: number; failed: number } {
  rmSync(REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  spawnSync(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM: browser },
  });
  if (!existsSync(REPORT)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(REPORT, 'utf8')) as Report;
  // A file that does not load has failed without one test of its own.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + broken;
  return { passed: report.numPassedTests, failed: failed === 0 && !report.success ? 1 : failed };
}

try {
  const browser = ensureChromium();
  await packNpm();
  await buildFunctions();
  const wrong = await check();
  const { passed, failed } = runVitest(browser, process.argv.slice(2));
  if (wrong.length > 0) console.log(`checks failed: ${wrong.join(', ')}`);
  console.log(`${passed} passed, ${failed + wrong.length} failed`);
  process.exitCode = failed + wrong.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
