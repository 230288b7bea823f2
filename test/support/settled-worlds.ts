import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder for the settled worlds of one run, so that each is settled once and then copied. */
    settledWorlds: string;
  }
}

/** Set up once for a run of the suites in a browser. */
export default function setup({ provide }: TestProject): () => void {
  const dir = mkdtempSync(join(tmpdir(), 'settled-'));
  provide('settledWorlds', dir);
  return () => rmSync(dir, { recursive: true, force: true });
}
