import type { Root } from 'postcss';
import postcss from 'postcss';

/**
 * TDesign draws its icons with a font from a CDN, which a machine without a network does not have.
 * Where a style sheet still points there, the same icons come from `tdesign-icons-svg` as masks;
 * the gateway serves them under `/icons/`.
 */
export function useSvgIcons(root: Root): void {
  let fromCdn = false;
  root.walkAtRules('font-face', (rule) => {
    if (!rule.toString().includes('tdesign.gtimg.com')) return;
    fromCdn = true;
    rule.remove();
  });
  if (!fromCdn) return;
  root.walkRules(/\.t-icon-[a-z0-9-]+:before$/, (rule) => {
    const name = /\.t-icon-([a-z0-9-]+):before$/.exec(rule.selector)?.[1];
    rule.selector = rule.selector.replace(':before', '');
    rule.removeAll();
    rule.append({ prop: '--icon', value: `url(/icons/${name}.svg)` });
  });
  root.append(postcss.parse(ICON_BOX));
}

const ICON_BOX = `.t-icon-base:before {
  content: ''; display: block; width: 1em; height: 1em; background: currentColor;
  -webkit-mask: var(--icon) center / contain no-repeat; mask: var(--icon) center / contain no-repeat;
}`;
