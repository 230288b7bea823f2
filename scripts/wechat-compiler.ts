import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sep } from 'node:path';
import { MINIPROGRAM } from './paths';

/** WeChat's own compilers of WXML and WXSS, as DevTools runs them (`miniprogram-compiler`, which has no types). */
const load = createRequire(import.meta.url);
const OUTPUT = { maxBuffer: 256 * 1024 * 1024 };

/** Compiles every `.wxml` below the folder. Throws with file, line and column when one is not well-formed. */
export function compileWxml(root: string = MINIPROGRAM): string {
  const { wxmlToJs } = load('miniprogram-compiler') as { wxmlToJs(root: string, options: typeof OUTPUT): string };
  return wxmlToJs(root, OUTPUT);
}

/**
 * Compiles every `.wxss` below the folder. Throws with file, line and column.
 * The package's `wxssToJs` hides the compiler's message behind an exception of its own, so the layer below it is called.
 */
export function compileWxss(root: string = MINIPROGRAM): void {
  type Compile = (root: string, files: string[], options: typeof OUTPUT) => Error | Record<string, string>;
  const wcsc = load('miniprogram-compiler/src/wcsc') as Compile;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.wxss'))
    .map((file) => file.slice(0, -'.wxss'.length).split(sep).join('/'));
  const result = wcsc(root, files, OUTPUT);
  if (result instanceof Error) throw result;
}
