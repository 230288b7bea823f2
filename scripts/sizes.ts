import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import { transform } from 'esbuild';
import { packNpm } from './pack-npm';
import { isMain, MINIPROGRAM } from './paths';

/** One package as a phone downloads it. */
export interface PackageSize {
  /** The subpackage's root; '' for the main package. */
  readonly root: string;
  /** Bytes of all files as packed for upload, before compression. */
  readonly bytes: number;
  readonly files: number;
}

interface PageJson {
  readonly usingComponents?: Readonly<Record<string, string>>;
}

interface AppJson extends PageJson {
  readonly pages: readonly string[];
  readonly subpackages?: readonly { readonly root: string; readonly pages: readonly string[] }[];
  readonly tabBar?: { readonly custom?: boolean };
}

/**
 * Sizes of the main package and of each subpackage with unused files left out (`ignoreUploadUnusedFiles`): code counts when
 * a page of app.json reaches it, and minified as at upload; pictures and sounds count always. A file belongs to the
 * subpackage in whose folder it lies, else to the main package. WeChat's own compile (`npm run check:wechat` prints it) comes
 * out about 6 % larger for ES5 and its helpers.
 */
export async function packageSizes(root: string = MINIPROGRAM): Promise<PackageSize[]> {
  const app = JSON.parse(readFileSync(join(root, 'app.json'), 'utf8')) as AppJson;
  const roots = ['', ...(app.subpackages ?? []).map((subpackage) => subpackage.root.replace(/\/$/, ''))];
  const totals = new Map(roots.map((name) => [name, { bytes: 0, files: 0 }]));
  const files = [...(await reachableFiles(root, app)), ...assets(root)];
  for (const file of files) {
    const owner = roots.findLast((name) => name !== '' && file.startsWith(`${name}/`)) ?? '';
    const total = totals.get(owner);
    if (total === undefined) continue;
    total.bytes += await packedBytes(join(root, file));
    total.files += 1;
  }
  return [...totals].map(([name, total]) => ({ root: name, ...total }));
}

const CODE = ['.ts', '.js', '.json', '.wxml', '.wxss', '.wxs', '.md', '.map'];

/** Everything that is not code, outside the packed npm packages. Paths from the root, with `/`. */
function assets(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !CODE.includes(extname(entry.name)))
    .map((entry) => slashed(relative(root, join(entry.parentPath, entry.name))))
    .filter((file) => !file.includes('miniprogram_npm/'));
}

/** Code that the pages of app.json reach, by components, imports, templates and styles. */
async function reachableFiles(root: string, app: AppJson): Promise<Set<string>> {
  const found = new Set<string>();
  const queue: string[] = ['app.json', ...unit(root, 'app')];
  const pages = [
    ...app.pages,
    ...(app.subpackages ?? []).flatMap(({ root: folder, pages: own }) =>
      own.map((page) => `${folder.replace(/\/$/, '')}/${page}`),
    ),
    ...(app.tabBar?.custom ? ['custom-tab-bar/index'] : []),
  ];
  for (const page of pages) queue.push(...unit(root, page));
  if (existsSync(join(root, 'sitemap.json'))) queue.push('sitemap.json');
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    queue.push(...(await referencesOf(root, file)));
  }
  return found;
}

/** The files of a page or component, without extension: `pages/a/index`. */
const unit = (root: string, path: string): string[] =>
  ['.json', '.ts', '.js', '.wxml', '.wxss']
    .map((extension) => path + extension)
    .filter((file) => existsSync(join(root, file)));

/** Which files a file names, per kind. Throws when a named file is not there. */
async function referencesOf(root: string, file: string): Promise<string[]> {
  const text = readFileSync(join(root, file), 'utf8');
  const found = (specifiers: readonly string[], ...extensions: readonly string[]) =>
    specifiers.map((specifier) => resolveFile(root, file, specifier, extensions));
  switch (extname(file)) {
    case '.json': {
      const components = Object.values((JSON.parse(text) as PageJson).usingComponents ?? {});
      return components
        .filter((component) => !component.startsWith('plugin'))
        .flatMap((component) => unit(root, resolveFile(root, file, component, ['.json']).slice(0, -'.json'.length)));
    }
    case '.wxml':
      return found(matches(text, /<(?:import|include|wxs)\b[^>]*?\bsrc="([^"]+)"/g), '', '.wxml');
    case '.wxss':
      return found(matches(text.replace(/\/\*[\s\S]*?\*\//g, ''), /@import\s+["']([^"']+)["']/g), '');
    case '.wxs':
      return found(matches(text, /\brequire\(["']([^"']+)["']\)/g), '');
    case '.ts':
    case '.js': {
      const { code } = await transform(text, { loader: file.endsWith('.ts') ? 'ts' : 'js', format: 'cjs' });
      return found(matches(code, /\brequire\(["']([^"']+)["']\)/g), '.ts', '.js', '', '/index.ts', '/index.js');
    }
    default:
      return [];
  }
}

const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

/** As the client looks it up: beside the file, from the root, then in each `miniprogram_npm` on the way up. */
function resolveFile(root: string, from: string, specifier: string, extensions: readonly string[]): string {
  const candidates: string[] = [];
  if (specifier.startsWith('/')) candidates.push(specifier.slice(1));
  else {
    candidates.push(slashed(join(dirname(from), specifier)));
    for (let folder = dirname(from); ; folder = dirname(folder)) {
      candidates.push(slashed(join(folder, 'miniprogram_npm', specifier)));
      if (folder === '.') break;
    }
  }
  const endings = [...extensions, ...extensions.map((extension) => `/index${extension}`)];
  for (const candidate of candidates) {
    const ending = endings.find((extension) => isFile(join(root, candidate + extension)));
    if (ending !== undefined) return candidate + ending;
  }
  throw new Error(`${from}: ${specifier} is not there`);
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
const slashed = (path: string): string => path.split(sep).join('/');

/** Size after the compiler's minification (`minified`, `minifyWXSS`, `minifyWXML`). */
async function packedBytes(file: string): Promise<number> {
  const bytes = readFileSync(file);
  const text = () => bytes.toString('utf8');
  switch (extname(file)) {
    case '.ts':
      return Buffer.byteLength(
        (await transform(text(), { loader: 'ts', format: 'cjs', target: 'es2018', minify: true })).code,
      );
    case '.js':
      return Buffer.byteLength(
        (await transform(text(), { loader: 'js', format: 'cjs', target: 'es2018', minify: true })).code,
      );
    case '.wxss':
      return Buffer.byteLength((await transform(text(), { loader: 'css', minify: true, logLevel: 'silent' })).code);
    case '.json':
      return Buffer.byteLength(JSON.stringify(JSON.parse(text())));
    case '.wxml':
      return Buffer.byteLength(
        text()
          .replace(/<!--[\s\S]*?-->/g, '')
          .replace(/\n\s+/g, '\n'),
      );
    default:
      return bytes.byteLength;
  }
}

if (isMain(import.meta)) {
  await packNpm();
  for (const { root, bytes, files } of await packageSizes()) {
    console.log(`${(bytes / 1024).toFixed(1).padStart(8)} KB  ${String(files).padStart(4)} files  ${root || '(main)'}`);
  }
}
