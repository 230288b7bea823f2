import { BUILTIN_TAGS, LANGUAGE_TAGS } from '../builtins';
import type { CompiledModule } from './modules';
import { isPackaged, type ProblemList } from './problems';
import type { Project, Unit } from './project';
import type { SourceTree } from './source-tree';
import { type ScannedTag, scanWxml } from './wxml-scan';

const KNOWN_TAGS = new Set<string>([...BUILTIN_TAGS, ...LANGUAGE_TAGS]);
const EVENT = /^(?:capture-)?(?:bind|catch|mut-bind):?[\w-]+$/;

/**
 * What WeChat passes over in silence: tags that are no component, and events whose handler nobody
 * defines. Only our own files are looked at.
 */
export function checkTemplates(
  tree: SourceTree,
  project: Project,
  templatesOf: ReadonlyMap<string, readonly string[]>,
  modules: ReadonlyMap<string, CompiledModule>,
  problems: ProblemList,
): void {
  for (const unit of project.units.values()) {
    if (isPackaged(unit.path)) continue;
    const methods = definedNames(unit.script, modules);
    for (const template of templatesOf.get(unit.path) ?? []) {
      const file = `${template}.wxml`;
      const text = tree.read(file);
      const report = (offset: number, message: string) => problems.addAt(file, text, offset, message);
      for (const tag of scanWxml(text)) {
        checkTag(tag, unit, report);
        checkHandlers(tag, methods, unit, report);
      }
    }
  }
}

type Report = (offset: number, message: string) => void;

function checkTag(tag: ScannedTag, unit: Unit, report: Report): void {
  const { usingComponents = {}, componentGenerics = {} } = unit.config;
  if (KNOWN_TAGS.has(tag.name) || tag.name in usingComponents || tag.name in componentGenerics) return;
  report(tag.offset, `unknown tag <${tag.name}>: neither built in nor in usingComponents of ${unit.path}.json`);
}

function checkHandlers(tag: ScannedTag, methods: (name: string) => boolean, unit: Unit, report: Report): void {
  for (const { name, value, offset } of tag.attributes) {
    if (!EVENT.test(name) || value === '' || value.includes('{{')) continue;
    if (!methods(value)) report(offset, `${name}="${value}": no method "${value}" in ${unit.script}`);
  }
}

/** Tells whether a script, or one of our own that it imports (a behavior), defines a name as a method, property or variable. */
function definedNames(script: string, modules: ReadonlyMap<string, CompiledModule>): (name: string) => boolean {
  const codes: string[] = [];
  const seen = new Set<string>();
  const collect = (file: string): void => {
    if (seen.has(file) || isPackaged(file)) return;
    seen.add(file);
    const module = modules.get(file);
    if (module === undefined) return;
    codes.push(module.code);
    for (const target of Object.values(module.dependencies)) collect(target);
  };
  collect(script);
  return (name) => {
    const definition = new RegExp(`(?<![.\\w$])${name.replaceAll('$', '\\$')}\\s*[(:,=}]`);
    return codes.some((code) => definition.test(code));
  };
}
