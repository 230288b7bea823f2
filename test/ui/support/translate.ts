/**
 * `tsx translate.ts FOLDER`: writes into FOLDER the Mini Program as the simulator can load it: CommonJS file by file, with
 * TDesign where DevTools would pack it. A program of its own because esbuild refuses to run under jsdom.
 */
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { isMain, MINIPROGRAM, ROOT } from '../../../scripts/paths';

function translate(folder: string): void {
  const packed = join(folder, 'miniprogram_npm');
  const tdesign = join(ROOT, 'node_modules/tdesign-miniprogram/miniprogram_dist');
  cpSync(MINIPROGRAM, folder, { recursive: true, filter: (path) => !path.includes('miniprogram_npm') });
  cpSync(tdesign, join(packed, 'tdesign-miniprogram'), { recursive: true, filter: (path) => !path.endsWith('.d.ts') });
  const sources = [...filesOf(folder, '.ts'), ...filesOf(packed, '.js')];
  buildSync({
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

if (isMain(import.meta)) translate(process.argv[2] ?? '');
