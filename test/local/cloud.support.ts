import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cloudbase from '@cloudbase/node-sdk';
import { buildSync } from 'esbuild';
import { expect } from 'vitest';
import { type CloudOptions, type LocalCloud, startCloud } from '../../local/cloud';

export type App = ReturnType<typeof cloudbase.init>;
export type Database = ReturnType<App['database']>;

/** A cloud in memory with no functions, unless said otherwise. */
export const startEmpty = (options: Partial<CloudOptions> = {}): Promise<LocalCloud> =>
  startCloud({ collections: {}, functions: [], ...options });

/** The real SDK, pointed at a local cloud. */
export function connect(cloud: Pick<LocalCloud, 'adminUrl' | 'sdkEnv'>): App {
  Object.assign(process.env, cloud.sdkEnv);
  return cloudbase.init({
    env: cloud.sdkEnv.SCF_NAMESPACE ?? '',
    serviceUrl: cloud.adminUrl,
    secretId: 'any',
    secretKey: 'any',
    keepalive: true,
  });
}

/** Expects a refusal of the SDK with this code; answers the error. */
export async function refused(promise: Promise<unknown>, code: string): Promise<Error & { code: string }> {
  const error = await promise.then(
    (value) => expect.fail(`was not refused: ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown as Error & { code: string },
  );
  expect(error, error.message).toMatchObject({ code });
  return error;
}

/** A duplicate, in either of the two ways that the real service says it. */
export async function duplicate(promise: Promise<unknown>): Promise<void> {
  const error = await promise.then(
    () => expect.fail('was not refused'),
    (thrown: unknown) => thrown as Error & { code: string },
  );
  expect(error.code === 'DATABASE_DUPLICATE_WRITE' || error.message.includes('E11000'), error.message).toBe(true);
}

/** A folder that goes away with the test. */
export function folder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'cloud-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Bundles the source of a function as it is deployed; answers the file. */
export function bundle(dir: string, name: string, source: string): string {
  const entry = join(dir, `${name}.ts`);
  const file = join(dir, name, 'index.js');
  writeFileSync(entry, source);
  buildSync({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    nodePaths: [join(import.meta.dirname, '..', '..', 'node_modules')],
    logLevel: 'error',
  });
  return file;
}
