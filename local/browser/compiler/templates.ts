import { createRequire } from 'node:module';
import { posix } from 'node:path';
import type { TmplGroup } from 'glass-easel-template-compiler';
import { BUILTIN_TEMPLATES, builtinPath } from '../builtins';
import type { ProblemList } from './problems';
import type { SourceTree } from './source-tree';

// the compiler is a CommonJS package around WebAssembly
const compiler = createRequire(import.meta.url)('glass-easel-template-compiler') as {
  TmplGroup: new () => TmplGroup;
};

/** What the compiler says about a template. Lines and columns count from 0. */
interface Diagnostic {
  readonly isError: boolean;
  readonly message: string;
  readonly startLine: number;
  readonly startColumn: number;
}

export interface CompiledTemplates {
  /** A JavaScript expression: path → generator. */
  readonly code: string;
  /** Unit → its template and all that it imports or includes. */
  readonly templatesOf: ReadonlyMap<string, readonly string[]>;
}

/**
 * Lets WXS handlers of touch events and `change:` observers get WeChat's `ComponentDescriptor`.
 * `Q.A` and `Q.C` are the hooks of the generated code; the runtime sets the two globals.
 */
const WXS_HOOKS = 'Q.A=(f,l)=>globalThis.__wxsObserver(f,l);Q.C=(a,b,c,d)=>globalThis.__wxsHandler(a,b,c,d);';

/** Compiles the templates of one package with glass-easel's own compiler. */
export function compileTemplates(
  tree: SourceTree,
  units: readonly string[],
  withBuiltins: boolean,
  problems: ProblemList,
): CompiledTemplates {
  const group = new compiler.TmplGroup();
  group.setExtraRuntimeScript(WXS_HOOKS);
  const build = new TemplateBuild(tree, group, problems);
  if (withBuiltins) {
    for (const [tag, template] of Object.entries(BUILTIN_TEMPLATES)) group.addTmpl(builtinPath(tag), template);
  }
  const templatesOf = new Map(units.map((unit) => [unit, build.template(unit, `${unit}.wxml`)]));
  const code = group.getTmplGenObjectGroups();
  group.free();
  return { code, templatesOf };
}

class TemplateBuild {
  readonly #closures = new Map<string, string[]>();
  readonly #scripts = new Set<string>();

  constructor(
    readonly tree: SourceTree,
    readonly group: TmplGroup,
    readonly problems: ProblemList,
  ) {}

  /** Adds a template and what it imports; answers all of them. `from` is the file to blame when it is missing. */
  template(path: string, from: string): string[] {
    const known = this.#closures.get(path);
    if (known !== undefined) return known;
    const closure: string[] = [];
    this.#closures.set(path, closure);
    const file = `${path}.wxml`;
    if (!this.tree.has(file)) {
      this.problems.addNear(from, this.tree.read(from), posix.basename(path), `template ${file} is missing`);
      return closure;
    }
    closure.push(path);
    const text = this.tree.read(file);
    const diagnostics = (this.group.addTmpl(path, adaptInlineWxs(text)) ?? []) as Diagnostic[];
    for (const { message, startLine, startColumn } of diagnostics) {
      this.problems.add({ file, line: startLine + 1, column: startColumn + 1, message });
    }
    for (const target of this.group.getDirectDependencies(path) as string[]) {
      closure.push(...this.template(target.replace(/^\//, ''), file));
    }
    for (const target of this.group.getScriptDependencies(path) as string[])
      this.script(target.replace(/^\//, ''), file);
    return closure;
  }

  script(path: string, from: string): void {
    if (this.#scripts.has(path)) return;
    this.#scripts.add(path);
    const file = this.tree.has(path) ? path : `${path}.wxs`;
    if (!this.tree.has(file)) {
      this.problems.addNear(from, this.tree.read(from), posix.basename(path), `script ${file} is missing`);
      return;
    }
    const text = this.tree.read(file);
    this.group.addScript(path, adaptWxs(text));
    for (const [, written = ''] of text.matchAll(/require\(\s*["']([^"']+)["']\s*\)/g)) {
      this.script(posix.join(posix.dirname(file), written), file);
    }
  }
}

/** In WXS `x.constructor` is the name of the type, e.g. `'Array'`, not a function. */
const adaptWxs = (code: string): string =>
  code.replace(/([\w$]+(?:\.[\w$]+|\[[^\]]*\])*)\.constructor\b/g, 'globalThis.__wxsTypeName($1)');

const adaptInlineWxs = (wxml: string): string =>
  wxml.replace(/(<wxs\b[^>]*[^/]>)([\s\S]*?)(<\/wxs>)/g, (_, open: string, body: string, close: string) => {
    return open + adaptWxs(body) + close;
  });
