import { transform } from 'esbuild';
import type { ProblemList } from './problems';
import type { SourceTree } from './source-tree';
import { syntaxProblems } from './syntax';

/** A script as CommonJS, and where each thing it requires is. */
export interface CompiledModule {
  readonly code: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

const REQUIRE = /(?<![.\w$])require\(\s*["']([^"']+)["']\s*\)/g;

/** Compiles the scripts and everything they import. WeChat strips types likewise and does not check them. */
export async function compileModules(
  tree: SourceTree,
  entries: Iterable<string>,
  problems: ProblemList,
): Promise<Map<string, CompiledModule>> {
  const modules = new Map<string, CompiledModule>();
  const seen = new Set<string>();
  const compile = async (file: string): Promise<void> => {
    if (seen.has(file)) return;
    seen.add(file);
    const code = await toCommonJs(tree, file, problems);
    const dependencies: Record<string, string> = {};
    for (const [, written = ''] of code.matchAll(REQUIRE)) {
      const target = tree.resolve(written, file, (path) => tree.script(path));
      if (target !== undefined) dependencies[written] = target;
      else problems.addNear(file, tree.read(file), written, `cannot find module "${written}"`);
    }
    modules.set(file, { code, dependencies });
    await Promise.all(Object.values(dependencies).map(compile));
  };
  await Promise.all([...entries].map(compile));
  return modules;
}

async function toCommonJs(tree: SourceTree, file: string, problems: ProblemList): Promise<string> {
  try {
    const { code } = await transform(tree.read(file), {
      loader: file.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'es2020',
      sourcefile: file,
      logLevel: 'silent',
    });
    return code;
  } catch (error) {
    for (const problem of syntaxProblems(file, error)) problems.add(problem);
    return '';
  }
}
