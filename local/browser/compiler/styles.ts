import { posix, relative } from 'node:path';
import postcss, { type Declaration, type Root, type Rule } from 'postcss';
import selectorParser, { type Node as SelectorNode } from 'postcss-selector-parser';
import { BUILTIN_TAGS } from '../builtins';
import { pageClass } from '../page-class';
import { useSvgIcons } from './icons';
import { isPackaged, type ProblemList } from './problems';
import type { SourceTree } from './source-tree';

const TAGS = new Set<string>(BUILTIN_TAGS);

/** How the selectors of a style sheet are kept to their page or component. */
export type StyleReach =
  | { readonly kind: 'app' }
  | { readonly kind: 'page'; readonly path: string; readonly scope?: string | undefined }
  | { readonly kind: 'component'; readonly scope?: string | undefined };

/** Turns a `.wxss` file into CSS of the browser runtime: imports inlined, units and selectors translated. */
export function compileStyle(tree: SourceTree, file: string, reach: StyleReach, problems: ProblemList): string {
  const root = inlineImports(tree, file, problems, new Set());
  if (root === undefined) return '';
  useSvgIcons(root);
  root.walkDecls((declaration) => {
    checkResource(tree, declaration, problems);
    declaration.value = translateUnits(declaration.value);
  });
  root.walkRules((rule) => {
    const { parent } = rule;
    if (parent?.type === 'atrule' && /keyframes$/.test((parent as postcss.AtRule).name)) return;
    rule.selector = translateSelector(rule, reach, tree, problems);
  });
  return root.toString();
}

/** `rpx` is a share of the screen's width; `vh` a share of the page, which ends below the navigation bar. */
export const translateUnits = (value: string): string =>
  value
    .replace(/(?<![\w#.-])(-?(?:\d+\.)?\d*\.?\d+)rpx\b/g, 'calc(var(--rpx) * $1)')
    .replace(/(?<![\w#.-])(-?\d*\.?\d+)vh\b/g, 'calc(var(--vh, 1vh) * $1)');

function inlineImports(tree: SourceTree, file: string, problems: ProblemList, seen: Set<string>): Root | undefined {
  if (seen.has(file)) return undefined;
  seen.add(file);
  const text = tree.read(file);
  let root: Root;
  try {
    root = postcss.parse(text, { from: tree.absolute(file) });
  } catch (error) {
    const {
      line = 1,
      column = 1,
      reason = String(error),
    } = error as { line?: number; column?: number; reason?: string };
    problems.add({ file, line, column, message: reason });
    return undefined;
  }
  root.walkAtRules('import', (rule) => {
    const written = /["']([^"']+)["']/.exec(rule.params)?.[1] ?? '';
    const target = written.startsWith('/') ? written.slice(1) : posix.join(posix.dirname(file), written);
    const found = [target, `${target}.wxss`].find((candidate) => tree.has(candidate));
    if (found === undefined) problems.addNear(file, text, written, `@import "${written}" is not found`);
    const imported = found === undefined ? undefined : inlineImports(tree, found, problems, seen);
    if (imported === undefined) rule.remove();
    else rule.replaceWith(imported.nodes);
  });
  return root;
}

function checkResource(tree: SourceTree, declaration: Declaration, problems: ProblemList): void {
  const written = /url\(\s*["']?([^"')]+)/.exec(declaration.value)?.[1];
  if (written === undefined || /^(data:|https:|\/icons\/)/.test(written)) return;
  reportAt(declaration, tree, problems, `url(${written}): wxss may only use data: and https: resources`);
}

function translateSelector(rule: Rule, reach: StyleReach, tree: SourceTree, problems: ProblemList): string {
  const scope = reach.kind === 'app' ? undefined : reach.scope;
  const translateNode = (node: SelectorNode): void => {
    if (node.type === 'tag' && node.value === 'page') node.value = 'wx-page';
    else if (node.type === 'tag' && TAGS.has(node.value)) node.value = `wx-${node.value}`;
    else if (node.type === 'class' && scope !== undefined) node.value = `${scope}--${node.value}`;
    else if (node.type === 'id') {
      // ids carry a prefix in the DOM; the impossible second part keeps the weight of an id
      node.replaceWith(selectorParser.pseudo({ value: `:is([id="${node.value}"], [id$="--${node.value}"], #_)` }));
    } else if (node.type === 'pseudo' && node.value === ':host') {
      node.replaceWith(selectorParser.attribute(hostAttribute(scope)));
    }
    if (node.type === 'tag' && reach.kind === 'component')
      reportAt(rule, tree, problems, `"${rule.selector}": WeChat does not allow tag names in a component's wxss`);
  };
  return selectorParser((selectors) => {
    selectors.each((selector) => {
      const ofPage = selector.first?.type === 'tag' && selector.first.value === 'page';
      selector.walk(translateNode);
      if (reach.kind !== 'page') return;
      const within = selectorParser.pseudo({ value: `:where(.${pageClass(reach.path)})` });
      if (ofPage && selector.first !== undefined) selector.insertAfter(selector.first, within);
      else {
        selector.prepend(selectorParser.combinator({ value: ' ' }));
        selector.prepend(within);
      }
    });
  }).processSync(rule.selector);
}

const hostAttribute = (scope: string | undefined) => ({
  attribute: 'wx-host',
  operator: '=' as const,
  value: scope ?? 'none',
  quoteMark: '"' as const,
  raws: {},
});

function reportAt(node: postcss.Node, tree: SourceTree, problems: ProblemList, message: string): void {
  const { line = 1, column = 1 } = node.source?.start ?? {};
  const file = relative(tree.root, node.source?.input.file ?? '').replaceAll('\\', '/');
  if (!isPackaged(file)) problems.add({ file, line, column, message });
}
