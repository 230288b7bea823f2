import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BundleManifest, type BundleUnit, HIDDEN_GLOBALS, MODULE_GLOBALS } from '../bundle';
import type { CompiledModule } from './modules';
import { isPackaged } from './problems';
import type { SourceTree } from './source-tree';

/** One package ready to be written: `units` as JSON, templates and scripts as code. */
export interface PackageSources {
  readonly root: string;
  readonly units: Readonly<Record<string, BundleUnit>>;
  readonly templates: string;
  readonly modules: ReadonlyMap<string, CompiledModule>;
}

export const packageFile = (index: number): string => `package-${index}.js`;

/** Writes the scripts of the packages and the manifest; the first package is the main one. */
export function emitBundle(outDir: string, manifest: BundleManifest, packages: readonly PackageSources[]): void {
  mkdirSync(outDir, { recursive: true });
  packages.forEach((sources, index) => {
    const head = index === 0 ? `globalThis.__miniProgram=${JSON.stringify(manifest)};` : '';
    writeFileSync(join(outDir, packageFile(index)), head + packageScript(sources));
  });
}

function packageScript({ root, units, templates, modules }: PackageSources): string {
  const bodies = [...modules].map(([file, module]) => `${JSON.stringify(file)}:${moduleLiteral(file, module)}`);
  return `(globalThis.__packages??=[]).push({root:${JSON.stringify(root)},units:${JSON.stringify(units)},templates:${templates},modules:{${bodies.join(',\n')}}});\n`;
}

/**
 * The globals of a Mini Program are parameters; those of a browser are hidden from our own scripts
 * by parameters that nobody passes. Packages look for some of them (`typeof window`).
 */
function moduleLiteral(file: string, { code, dependencies }: CompiledModule): string {
  const parameters = [...MODULE_GLOBALS, ...(isPackaged(file) ? [] : HIDDEN_GLOBALS)];
  const run = `function(require,module,exports,${parameters.join(',')}){${code}\n}`;
  return `{dependencies:${JSON.stringify(dependencies)},run:${run}}`;
}

const ASSET = /\.(png|jpe?g|gif|svg|webp|mp3|m4a|wav|woff2?|ttf)$/i;

/** Copies pictures and sounds of the app, to be served under `/assets/`. */
export function copyAssets(tree: SourceTree, outDir: string): void {
  for (const file of tree.list()) {
    if (!ASSET.test(file) || isPackaged(file)) continue;
    const target = join(outDir, 'assets', file);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(tree.absolute(file), target);
  }
}
