import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildAll } from '../../local/world';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder for the settled worlds of one run, so that each is settled once and then copied. */
    settledWorlds: string;
  }
}

/** Set up once for a run of the suites in a browser. What they start is built before, or each of them would build it at the same time. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  await buildAll();
  const dir = mkdtempSync(join(tmpdir(), 'settled-'));
  provide('settledWorlds', dir);
  return () => rmSync(dir, { recursive: true, force: true });
}
