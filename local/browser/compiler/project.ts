import { posix } from 'node:path';
import { transformSync } from 'esbuild';
import { BUILTIN_TAGS } from '../builtins';
import type { AppConfig, UnitConfig } from '../bundle';
import { isPackaged, type Problem, type ProblemList } from './problems';
import type { SourceTree } from './source-tree';
import { syntaxProblems } from './syntax';

/** A page or component that the app uses, with its `usingComponents` resolved. */
export interface Unit {
  /** Without extension, e.g. `pages/home/index`. */
  readonly path: string;
  readonly isPage: boolean;
  readonly config: UnitConfig;
  readonly script: string;
}

export interface Project {
  readonly app: AppConfig;
  readonly appScript: string;
  readonly pages: readonly string[];
  /** Roots of the subpackages, e.g. `features/booking`. */
  readonly packageRoots: readonly string[];
  readonly units: ReadonlyMap<string, Unit>;
}

/** Reads `app.json` and follows `usingComponents` to every page and component in use. */
export function readProject(tree: SourceTree, problems: ProblemList): Project | undefined {
  const app = readJson<AppConfig & { subpackages?: AppConfig['subPackages'] }>(tree, 'app.json', problems);
  if (app === undefined) return undefined;
  const subPackages = app.subPackages ?? app.subpackages ?? [];
  const pages = [
    ...app.pages,
    ...subPackages.flatMap(({ root, pages }) => pages.map((page) => posix.join(root, page))),
  ];
  const appScript = tree.script('app');
  if (appScript === undefined) problems.add({ file: 'app.ts', line: 1, column: 1, message: 'the app has no script' });
  checkAppConfig(tree, app, pages, problems);

  const units = new Map<string, Unit>();
  const visit = (path: string, isPage: boolean): void => {
    if (units.has(path)) return;
    const unit = readUnit(tree, path, isPage, app, problems);
    if (unit === undefined) return;
    units.set(path, unit);
    for (const target of Object.values(unit.config.usingComponents ?? {})) visit(target.slice(1), false);
  };
  for (const page of pages) visit(page, true);
  return {
    app: { ...app, subPackages },
    appScript: appScript ?? '',
    pages,
    packageRoots: subPackages.map(({ root }) => posix.join(root)),
    units,
  };
}

function readUnit(
  tree: SourceTree,
  path: string,
  isPage: boolean,
  app: AppConfig,
  problems: ProblemList,
): Unit | undefined {
  const jsonFile = `${path}.json`;
  const json = tree.has(jsonFile) ? (readJson<UnitConfig>(tree, jsonFile, problems) ?? {}) : {};
  const script = tree.script(path);
  const hasTemplate = tree.has(`${path}.wxml`);
  if (!hasTemplate) missing(problems, isPage ? 'app.json' : jsonFile, `${path}.wxml is missing`, tree, path);
  if (script === undefined) missing(problems, isPage ? 'app.json' : jsonFile, `${path} has no script`, tree, path);
  if (!hasTemplate || script === undefined) return undefined;

  const inherited = isPackaged(path) ? {} : app.usingComponents;
  const usingComponents: Record<string, string> = {};
  for (const [tag, written] of Object.entries({ ...inherited, ...json.usingComponents })) {
    const declaredHere = json.usingComponents?.[tag] !== undefined;
    const file = declaredHere ? jsonFile : 'app.json';
    const target = resolveComponent(tree, written, file);
    if (target !== undefined) usingComponents[tag] = `/${target}`;
    else problems.addNear(file, tree.read(file), `"${tag}"`, `component "${tag}" → "${written}" is not found`);
    if ((BUILTIN_TAGS as readonly string[]).includes(tag))
      problems.addNear(file, tree.read(file), `"${tag}"`, `"${tag}" is the name of a built-in component`);
  }
  return { path, isPage, script, config: { ...json, usingComponents, ...(isPage ? {} : { component: true }) } };
}

function resolveComponent(tree: SourceTree, written: string, from: string): string | undefined {
  const find = (path: string) => [path, posix.join(path, 'index')].find((candidate) => tree.has(`${candidate}.wxml`));
  // `"card": "card/index"` is beside the file first, then a package
  return tree.resolve(written, from, find) ?? find(posix.join(posix.dirname(from), written));
}

function checkAppConfig(tree: SourceTree, app: AppConfig, pages: readonly string[], problems: ProblemList): void {
  const text = tree.read('app.json');
  const report = (needle: string, message: string) => problems.addNear('app.json', text, needle, message);
  for (const item of app.tabBar?.list ?? []) {
    if (!app.pages.includes(item.pagePath))
      report(item.pagePath, `tabBar page "${item.pagePath}" is not in the main package`);
    for (const icon of [item.iconPath, item.selectedIconPath]) {
      if (icon !== undefined && !tree.has(icon)) report(icon, `tabBar icon "${icon}" is missing`);
    }
  }
  for (const page of Object.keys(app.preloadRule ?? {})) {
    if (!pages.includes(page)) report(page, `preloadRule names "${page}", which is no page`);
  }
}

function readJson<T>(tree: SourceTree, file: string, problems: ProblemList): T | undefined {
  if (!tree.has(file)) {
    problems.add({ file, line: 1, column: 1, message: 'the file is missing' });
    return undefined;
  }
  const text = tree.read(file);
  try {
    return JSON.parse(text) as T;
  } catch {
    // the engine's own message does not say where
    for (const problem of jsonProblems(file, text)) problems.add(problem);
    return undefined;
  }
}

function jsonProblems(file: string, text: string): Problem[] {
  try {
    transformSync(text, { loader: 'json', logLevel: 'silent' });
    return [{ file, line: 1, column: 1, message: 'not valid JSON' }];
  } catch (error) {
    return syntaxProblems(file, error);
  }
}

function missing(problems: ProblemList, file: string, message: string, tree: SourceTree, path: string): void {
  const text = tree.has(file) ? tree.read(file) : '';
  problems.addNear(file, text, posix.basename(path), message);
}
