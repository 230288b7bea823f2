/**
 * Writes the Mini Program into a folder as the simulator can load it: CommonJS file by file, with TDesign where DevTools
 * would pack it. Once for a run of the suites, and not in their processes: esbuild refuses to run under jsdom.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';
import { MINIPROGRAM, ROOT } from '../../../scripts/paths';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with the translated Mini Program; nobody changes anything in it. */
    translated: string;
  }
}

export default async function setup({ provide }: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
  await translate(folder);
  provide('translated', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

async function translate(folder: string): Promise<void> {
  const packed = join(folder, 'miniprogram_npm');
  const tdesign = join(ROOT, 'node_modules/tdesign-miniprogram/miniprogram_dist');
  cpSync(MINIPROGRAM, folder, { recursive: true, filter: (path) => !path.includes('miniprogram_npm') });
  cpSync(tdesign, join(packed, 'tdesign-miniprogram'), { recursive: true, filter: (path) => !path.endsWith('.d.ts') });
  const sources = [...filesOf(folder, '.ts'), ...filesOf(packed, '.js')];
  await build({
    entryPoints: sources,
    outdir: folder,
    outbase: folder,
    allowOverwrite: true,
    bundle: false,
    platform: 'node',
    format: 'cjs',
    target: 'es2020',
    logLevel: 'error',
  });
  for (const path of filesOf(folder, 'index.json')) resolveComponents(path);
  // What is imported by name (dayjs) is found where npm put it; TDesign brings what it imports itself (tslib).
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync('miniprogram_npm', join(packed, 'tdesign-miniprogram/node_modules'));
}

/** DevTools resolves `tdesign-miniprogram/…` to the packed folder; the simulator knows paths only. */
function resolveComponents(path: string): void {
  const config = readFileSync(path, 'utf8');
  writeFileSync(path, config.replaceAll('"tdesign-miniprogram/', '"/miniprogram_npm/tdesign-miniprogram/'));
}

function filesOf(folder: string, suffix: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(suffix))
    .map((path) => join(folder, path));
}
