import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BundleManifest, BundleUnit } from '../bundle';
import { checkTemplates } from './checks';
import { bundleClients } from './client-bundles';
import { copyAssets, emitBundle, type PackageSources, packageFile } from './emit';
import { fingerprint } from './fingerprint';
import { type CompiledModule, compileModules } from './modules';
import { type Problem, ProblemList } from './problems';
import { type Project, readProject, type Unit } from './project';
import { SourceTree } from './source-tree';
import { compileStyle } from './styles';
import { compileTemplates } from './templates';

export { formatProblem, type Problem } from './problems';

export interface CompileResult {
  /** What would not work on a phone; nothing usable was written when there are any. */
  readonly errors: readonly Problem[];
  /** The same in npm packages, which we cannot mend. */
  readonly warnings: readonly Problem[];
  /** All pages, e.g. `features/booking/pages/list/index`. */
  readonly pages: readonly string[];
  /** How many pages and components are in use. */
  readonly units: number;
  /** Milliseconds. */
  readonly tookMs: number;
  /** True when nothing had changed since the last build into the folder. */
  readonly cached: boolean;
}

/**
 * Compiles an unchanged Mini Program (`root` holds `app.json` and a packed `miniprogram_npm`) for the
 * browser runtime into `outDir`, together with the runtime and the shell. Does nothing when the
 * sources are as they were at the last successful build.
 */
export async function compileMiniProgram(root: string, outDir: string): Promise<CompileResult> {
  const startedAt = performance.now();
  const tree = new SourceTree(resolve(root));
  const stamp = join(outDir, 'build.json');
  const hash = fingerprint(tree.root);
  const last = lastBuild(stamp);
  if (last?.hash === hash) return { ...last.result, tookMs: performance.now() - startedAt, cached: true };
  rmSync(outDir, { recursive: true, force: true });

  const problems = new ProblemList();
  const project = readProject(tree, problems);
  if (project !== undefined) await compileProject(tree, project, outDir, problems);
  const result: CompileResult = {
    errors: problems.errors,
    warnings: problems.warnings,
    pages: project?.pages ?? [],
    units: project?.units.size ?? 0,
    tookMs: performance.now() - startedAt,
    cached: false,
  };
  if (problems.errors.length === 0) writeFileSync(stamp, JSON.stringify({ hash, result }));
  return result;
}

function lastBuild(stamp: string): { hash: string; result: CompileResult } | undefined {
  if (!existsSync(stamp)) return undefined;
  return JSON.parse(readFileSync(stamp, 'utf8')) as { hash: string; result: CompileResult };
}

async function compileProject(
  tree: SourceTree,
  project: Project,
  outDir: string,
  problems: ProblemList,
): Promise<void> {
  const scripts = [project.appScript, ...[...project.units.values()].map(({ script }) => script)].filter(Boolean);
  const [modules] = await Promise.all([compileModules(tree, scripts, problems), bundleClients(outDir)]);
  const templatesOf = new Map<string, readonly string[]>();
  const scopes = styleScopes(project);
  const packages = ['', ...project.packageRoots].map((root) => {
    const units = [...project.units.values()].filter(({ path }) => packageOf(project, path) === root);
    const paths = units.map(({ path }) => path);
    const templates = compileTemplates(tree, paths, root === '', problems);
    for (const [unit, closure] of templates.templatesOf) templatesOf.set(unit, closure);
    return {
      root,
      units: Object.fromEntries(units.map((unit) => [unit.path, bundleUnit(tree, unit, scopes, problems)])),
      templates: templates.code,
      modules: new Map([...modules].filter(([file]) => packageOf(project, file) === root)),
    } satisfies PackageSources;
  });
  const appStyle = tree.has('app.wxss') ? compileStyle(tree, 'app.wxss', { kind: 'app' }, problems) : '';
  checkTemplates(tree, project, templatesOf, modules, problems);
  checkPackageBorders(tree, project, modules, problems);
  if (problems.errors.length > 0) return;
  emitBundle(outDir, manifestOf(project, appStyle), packages);
  copyAssets(tree, outDir);
}

const manifestOf = (project: Project, appStyle: string): BundleManifest => ({
  app: project.app,
  appScript: project.appScript,
  appStyle,
  pages: project.pages,
  packageFiles: Object.fromEntries(project.packageRoots.map((root, index) => [root, packageFile(index + 1)])),
});

const packageOf = (project: Project, path: string): string =>
  project.packageRoots.find((root) => path.startsWith(`${root}/`)) ?? '';

/** A subpackage may use the main package and itself, never another subpackage: that one may not be on the phone. */
function checkPackageBorders(
  tree: SourceTree,
  project: Project,
  modules: ReadonlyMap<string, CompiledModule>,
  problems: ProblemList,
): void {
  const crosses = (from: string, to: string) => !['', packageOf(project, from)].includes(packageOf(project, to));
  for (const [file, { dependencies }] of modules) {
    for (const [written, target] of Object.entries(dependencies)) {
      if (crosses(file, target))
        problems.addNear(file, tree.read(file), written, `"${written}" is in another subpackage`);
    }
  }
  for (const { path, config } of project.units.values()) {
    for (const [tag, target] of Object.entries(config.usingComponents ?? {})) {
      const file = `${path}.json`;
      if (crosses(path, target.slice(1)) && tree.has(file))
        problems.addNear(file, tree.read(file), `"${tag}"`, `component "${tag}" is in another subpackage`);
    }
  }
}

/**
 * Class prefixes of the units whose styles are their own. A page shares with the app unless it says
 * otherwise, a component does not; `apply-shared` takes styles in but gives none out.
 */
function styleScopes(project: Project): Map<string, string> {
  const scopes = new Map<string, string>();
  for (const { path, isPage, config } of project.units.values()) {
    const isolation = config.styleIsolation ?? (isPage ? 'shared' : 'isolated');
    if (!['shared', 'page-shared'].includes(isolation)) scopes.set(path, `s${scopes.size.toString(36)}`);
  }
  return scopes;
}

function bundleUnit(
  tree: SourceTree,
  { path, isPage, config, script }: Unit,
  scopes: ReadonlyMap<string, string>,
  problems: ProblemList,
): BundleUnit {
  const scope = scopes.get(path);
  const file = `${path}.wxss`;
  const reach = isPage ? ({ kind: 'page', path, scope } as const) : ({ kind: 'component', scope } as const);
  return {
    isPage,
    config,
    script,
    ...(scope === undefined ? {} : { scope }),
    ...(tree.has(file) ? { style: compileStyle(tree, file, reach, problems) } : {}),
  };
}
