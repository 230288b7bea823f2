import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, MINIPROGRAM, ROOT } from './paths';
import { hashFiles, stamp } from './stamp';

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly main?: string;
  /** Where a package made for Mini Programs keeps its files. */
  readonly miniprogram?: string;
}

/**
 * 「构建 npm」 as DevTools does it: writes `miniprogram/miniprogram_npm/` from the `dependencies` of package.json. A package
 * with a `miniprogram` folder is copied from there (its own `miniprogram_npm` comes along), any other one becomes a single
 * `index.js` bundled from its `main`; deep imports of those do not exist on the phone.
 * Answers the names of the packages. Does nothing when the lock file is the one of last time.
 */
export async function packNpm(target: string = join(MINIPROGRAM, 'miniprogram_npm')): Promise<string[]> {
  const names = Object.keys(readPackage(ROOT).dependencies ?? {});
  const made = stamp<{ readonly target: string; readonly hash: string }>('pack-npm');
  const hash = hashFiles([join(ROOT, 'package.json'), join(ROOT, 'package-lock.json'), import.meta.filename]);
  const before = made.read();
  const complete = names.every((name) => existsSync(join(target, name)));
  if (complete && before?.hash === hash && before.target === target) return names;

  rmSync(target, { recursive: true, force: true });
  for (const name of names) await packOne(name, join(target, name));
  made.write({ target, hash });
  return names;
}

async function packOne(name: string, target: string): Promise<void> {
  const source = join(ROOT, 'node_modules', name);
  const { main = 'index.js', miniprogram } = readPackage(source);
  if (miniprogram !== undefined) {
    cpSync(join(source, miniprogram), target, { recursive: true, filter: (path) => !path.endsWith('.d.ts') });
    return;
  }
  mkdirSync(target, { recursive: true });
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(source, main)],
    outfile: join(target, 'index.js'),
    bundle: true,
    format: 'cjs',
    target: 'es2018',
    logLevel: 'warning',
  });
}

const readPackage = (folder: string): PackageJson =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;

if (isMain(import.meta)) console.log(`miniprogram_npm: ${(await packNpm()).join(', ')}`);
