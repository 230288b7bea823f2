import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { packNpm } from './pack-npm';
import { isMain, ROOT } from './paths';
import { hashFiles, stamp } from './stamp';

/** One deployable cloud function. */
export interface BuiltFunction {
  readonly name: string;
  /** Absolute path of `index.js`. */
  readonly file: string;
  readonly bytes: number;
  /** False when it was up to date. */
  readonly rebuilt: boolean;
}

/** The SDK is bundled too: it starts faster so (see docs), and nothing is installed in the cloud. */
const OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  keepNames: true,
  sourcemap: false,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** What a bundle was made from: our own files by content, the libraries by the lock file. */
interface Made {
  readonly sources: readonly string[];
  readonly hash: string;
}

const functionsDir = join(ROOT, 'cloudfunctions');

/** Bundles `cloudfunctions/<name>/main.ts` to `index.js` for each function whose sources changed. */
export async function buildFunctions(): Promise<BuiltFunction[]> {
  const names = readdirSync(functionsDir).filter((name) => existsSync(join(functionsDir, name, 'main.ts')));
  return Promise.all(names.map(buildFunction));
}

async function buildFunction(name: string): Promise<BuiltFunction> {
  const file = join(functionsDir, name, 'index.js');
  const made = stamp<Made>(`function-${name}`);
  const before = made.read();
  const rebuilt = !existsSync(file) || before === undefined || before.hash !== hashOf(before.sources, file);
  if (rebuilt) {
    const { build } = await import('esbuild');
    const { metafile } = await build({
      ...OPTIONS,
      entryPoints: [join(functionsDir, name, 'main.ts')],
      outfile: file,
      absWorkingDir: ROOT,
    });
    const sources = Object.keys(metafile.inputs)
      .filter((input) => !input.includes('node_modules/'))
      .sort();
    made.write({ sources, hash: hashOf(sources, file) });
  }
  return { name, file, bytes: statSync(file).size, rebuilt };
}

/** The bundle itself counts, so one that was changed by hand is made anew. */
const hashOf = (sources: readonly string[], file: string): string =>
  hashFiles([
    ...sources.map((source) => resolve(ROOT, source)),
    join(ROOT, 'package-lock.json'),
    import.meta.filename,
    file,
  ]);

if (isMain(import.meta)) {
  console.log(`miniprogram_npm: ${(await packNpm()).join(', ')}`);
  // esbuild has printed what is wrong by then.
  const built = await buildFunctions().catch(() => process.exit(1));
  for (const { file, bytes, rebuilt } of built) {
    console.log(`${relative(ROOT, file)}  ${(bytes / 1024).toFixed(0)} KB${rebuilt ? '' : '  (unchanged)'}`);
  }
}
