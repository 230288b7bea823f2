import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** The sources of the repository as text: which files there are, what they import, what they say outside comments. */

export const ROOT = join(import.meta.dirname, '..', '..');

/** Made by tools, so not ours to judge. */
const MADE = /miniprogram_npm\/|node_modules\/|^cloudfunctions\/\w+\/index\.js$/;

/** Files below the folders that match, as paths from the root with `/`. */
export function filesOf(folders: readonly string[], pattern: RegExp): string[] {
  return folders
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => slashed(relative(ROOT, join(entry.parentPath, entry.name))))
    .filter((file) => pattern.test(file) && !MADE.test(file))
    .sort();
}

export const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** The text without comments; line and block comments of TypeScript and WXSS, and those of WXML. */
export const code = (file: string): string =>
  read(file)
    .replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g, '')
    .replace(/(^|[^:'"`])\/\/.*$/gm, '$1');

export interface Import {
  /** A path from the root for our own files, the specifier as it stands for packages. */
  readonly target: string;
  /** The package's name; `undefined` for our own files. */
  readonly library?: string;
  /** `import type` and `export type`: gone when the code runs. */
  readonly typeOnly: boolean;
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** What a TypeScript file imports, statically or not. */
export function importsOf(file: string): Import[] {
  const text = code(file);
  return [
    ...[...text.matchAll(IMPORT)].map(([, type, specifier = '']) =>
      describeImport(file, specifier, type !== undefined),
    ),
    ...[...text.matchAll(DYNAMIC)].map(([, specifier = '']) => describeImport(file, specifier, false)),
  ];
}

function describeImport(file: string, specifier: string, typeOnly: boolean): Import {
  if (specifier.startsWith('.')) return { target: resolveSource(slashed(join(dirname(file), specifier))), typeOnly };
  const library = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return { target: specifier, library, typeOnly };
}

/** `a/b` → `a/b.ts` or `a/b/index.ts`, whichever is there. */
function resolveSource(path: string): string {
  return (
    [path, `${path}.ts`, `${path}/index.ts`].find((name) => /\.\w+$/.test(name) && existsSync(join(ROOT, name))) ?? path
  );
}

/** Every file that runs when this one does, itself included. */
export function reachableFrom(file: string, found: Set<string> = new Set()): Set<string> {
  if (found.has(file) || !file.endsWith('.ts') || !existsSync(join(ROOT, file))) return found;
  found.add(file);
  for (const { target, library, typeOnly } of importsOf(file)) {
    if (!typeOnly && library === undefined) reachableFrom(target, found);
  }
  return found;
}

const slashed = (path: string): string => path.split(sep).join('/');
