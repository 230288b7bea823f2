import {
  type BundleManifest,
  type BundleModule,
  type BundlePackage,
  type BundleUnit,
  MODULE_GLOBALS,
} from '../../bundle';
import { element } from '../ui/dom';
import { backend, codeSpace } from './easel';

declare global {
  var __miniProgram: BundleManifest;
  var __packages: BundlePackage[];
}

type Definition = Record<string, unknown> & { behaviors?: unknown[]; relations?: Record<string, unknown> };

/** Registers packages as they arrive and runs their scripts as CommonJS modules, each once. */
class ScriptSpace {
  readonly manifest = globalThis.__miniProgram;
  readonly #units = new Map<string, BundleUnit>();
  readonly #modules = new Map<string, BundleModule>();
  readonly #running = new Map<string, { exports: unknown }>();
  readonly #ownerOf = new Map<string, string>();
  readonly #namedBehaviors = new Map<string, unknown>();
  readonly #relatives = new Map<string, readonly string[]>();
  readonly #loadedPackages = new Set<string>();
  /** Path of the unit whose script runs now: `Page` and `Component` define that one. */
  #defining: string | undefined;
  #globals: Record<string, unknown> = {};

  /**
   * Registers the main package and runs the app's script. `globals` are what scripts find in their
   * scope besides `Page` and `Component`; `defineBuiltins` runs once the built-ins' templates are there.
   */
  start(globals: Record<string, unknown>, defineBuiltins: () => void): void {
    const { appStyle } = this.manifest;
    this.#globals = {
      ...globals,
      Page: (definition: Definition) => this.#define('Page', definition),
      Component: (definition: Definition) => this.#define('Component', definition),
      Behavior: (definition: Definition) => codeSpace.behavior().definition(this.#prepare(definition)).register(),
    };
    // packages of npm reach for some of these as true globals
    Object.assign(globalThis, this.#globals);
    // Once, before all others: glass-easel would repeat it for each page that opens, and it would then come after the
    // components of the pages below, which in WeChat have a document of their own.
    document.head.append(element('style', {}, appStyle));
    this.#takePackages();
    defineBuiltins();
    this.run(this.manifest.appScript);
  }

  unit(path: string): BundleUnit | undefined {
    return this.#units.get(path);
  }

  /** Whether the package of a page is on the phone already. */
  isLoaded(page: string): boolean {
    const root = this.packageOf(page);
    return root === '' || this.#loadedPackages.has(root);
  }

  packageOf(page: string): string {
    return Object.keys(this.manifest.packageFiles).find((root) => page.startsWith(`${root}/`)) ?? '';
  }

  /** Downloads a subpackage, unless it is there. Rejects without a network. */
  async loadPackage(root: string): Promise<void> {
    const file = this.manifest.packageFiles[root];
    if (root === '' || file === undefined || this.#loadedPackages.has(root)) return;
    await new Promise<void>((resolve, reject) => {
      const script = document.createElement('script');
      script.src = `/bundle/${file}`;
      script.onload = () => resolve();
      script.onerror = () => reject(new Error(`subpackage ${root} cannot be downloaded`));
      document.head.append(script);
    });
    this.#takePackages();
  }

  /** Defines a page or component and all that it uses. */
  loadUnit(path: string, seen = new Set<string>()): void {
    if (seen.has(path)) return;
    seen.add(path);
    const unit = this.#units.get(path);
    if (unit === undefined) throw new Error(`component ${path} is not in a loaded package`);
    for (const target of Object.values(unit.config.usingComponents ?? {})) this.loadUnit(target.slice(1), seen);
    this.run(unit.script);
    // a component looks its relatives up once, when the first of it is made: they must be there by then
    for (const related of this.#relatives.get(path) ?? []) {
      if (this.#units.has(related)) this.loadUnit(related, seen);
    }
  }

  run(file: string): unknown {
    const running = this.#running.get(file);
    if (running !== undefined) return running.exports;
    const compiled = this.#modules.get(file);
    if (compiled === undefined) throw new Error(`module ${file} is not in a loaded package`);
    const module = { exports: {} as unknown };
    this.#running.set(file, module);
    const require = (name: string) => {
      const target = compiled.dependencies[name];
      if (target === undefined) throw new Error(`module '${name}' is not defined, require args is '${name}'`);
      return this.run(target);
    };
    const outer = this.#defining;
    this.#defining = this.#ownerOf.get(file) ?? outer;
    try {
      compiled.run(require, module, module.exports, ...MODULE_GLOBALS.map((name) => this.#globals[name]));
    } finally {
      this.#defining = outer;
    }
    return module.exports;
  }

  #takePackages(): void {
    for (const { root, units, templates, modules } of globalThis.__packages.splice(0)) {
      if (root !== '') this.#loadedPackages.add(root);
      for (const [file, module] of Object.entries(modules)) this.#modules.set(file, module);
      for (const [path, template] of Object.entries(templates)) {
        codeSpace.addCompiledTemplate(path, { groupList: templates, content: template } as never);
      }
      for (const [path, unit] of Object.entries(units)) this.#takeUnit(path, unit);
    }
  }

  #takeUnit(path: string, unit: BundleUnit): void {
    this.#units.set(path, unit);
    this.#ownerOf.set(unit.script, path);
    codeSpace.addComponentStaticConfig(path, unit.config as never);
    if (unit.style === undefined && unit.scope === undefined) return;
    backend.registerStyleSheetContent(path, unit.style ?? '');
    codeSpace.addStyleSheet(path, path, unit.scope);
  }

  #define(kind: 'Page' | 'Component', definition: Definition): void {
    if (this.#defining === undefined) throw new Error(`${kind}() outside of a page's or component's script`);
    const from = this.#defining;
    const relatives = Object.keys(definition.relations ?? {});
    this.#relatives.set(
      from,
      relatives.map((written) => new URL(written, `http://app/${from}`).pathname.slice(1)),
    );
    const prepared = this.#prepare(definition);
    codeSpace.componentEnv(from, (environment) => {
      if (kind === 'Page') environment.Page(prepared);
      else environment.Component(prepared);
    });
  }

  /** Behaviors of WeChat's own are named by strings. */
  #prepare(definition: Definition): never {
    const behaviors = definition.behaviors?.map((behavior) =>
      typeof behavior === 'string' ? this.namedBehavior(behavior) : behavior,
    );
    return (behaviors === undefined ? definition : { ...definition, behaviors }) as never;
  }

  namedBehavior(name: string): unknown {
    const known = this.#namedBehaviors.get(name);
    if (known !== undefined) return known;
    const properties = name === 'wx://form-field' ? { name: String, value: null } : {};
    const behavior = codeSpace
      .behavior()
      .definition({ properties } as never)
      .register();
    this.#namedBehaviors.set(name, behavior);
    return behavior;
  }
}

export const scripts = new ScriptSpace();
