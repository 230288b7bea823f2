import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packNpm } from './pack-npm';
import { isMain, ROOT } from './paths';
import { compileWxml, compileWxss } from './wechat-compiler';

/** One thing that must hold for all sources; `run` answers what is wrong, '' when nothing is. */
interface Step {
  readonly name: string;
  run(): string;
}

const TSCONFIGS = [
  'tsconfig.node.json',
  'miniprogram/tsconfig.json',
  'test/ui/tsconfig.json',
  'local/browser/tsconfig.json',
];

const STEPS: readonly Step[] = [
  {
    name: 'biome',
    run: () =>
      tool('@biomejs/biome/bin/biome', ['ci', '--diagnostic-level=warn', '--error-on-warnings', '--colors=off', '.']),
  },
  ...TSCONFIGS.filter((file) => existsSync(join(ROOT, file))).map((file) => ({
    name: `tsc ${file}`,
    run: () => tool('typescript/bin/tsc', ['--project', file, '--pretty', 'false']),
  })),
  { name: 'wxml', run: () => complaint(compileWxml) },
  { name: 'wxss', run: () => complaint(compileWxss) },
];

/** Runs every check and prints the seconds of each. Answers the names of those that failed. */
export async function check(): Promise<string[]> {
  await packNpm();
  return STEPS.filter(({ name, run }) => {
    const start = performance.now();
    const wrong = run();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${wrong === '' ? 'ok    ' : 'FAILED'} ${name}  ${seconds} s`);
    if (wrong !== '') console.error(wrong);
    return wrong !== '';
  }).map(({ name }) => name);
}

/** Runs a tool of node_modules; answers its output when it failed. */
function tool(script: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return '';
  return [stdout, stderr, error?.message].filter(Boolean).join('\n').trim() || `ended with ${status}`;
}

function complaint(compile: () => unknown): string {
  try {
    compile();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

if (isMain(import.meta)) process.exitCode = (await check()).length === 0 ? 0 : 1;
