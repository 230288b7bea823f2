import { translateInlineUnits } from '../framework/units';
import { defineBuiltin } from './define';

/** A node as `nodes` may list it instead of a string. */
interface RichNode {
  readonly type?: 'node' | 'text';
  readonly name?: string;
  readonly text?: string;
  readonly attrs?: Readonly<Record<string, string>>;
  readonly children?: readonly RichNode[];
}

/** Tags and attributes that WeChat trusts; others are left out with what is in them. */
const TAGS = new Set(
  'a abbr address article aside b blockquote br caption center cite code col colgroup dd del div dl dt em fieldset font footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q ruby rt s section small span strong sub sup table tbody td tfoot th thead tr tt u ul'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set([
  'class',
  'style',
  'src',
  'alt',
  'width',
  'height',
  'colspan',
  'rowspan',
  'align',
  'color',
  'span',
]);

/** `rich-text`: trusted tags only, no events inside. */
export function defineRichText(): void {
  defineBuiltin('rich-text', {
    properties: { nodes: null, space: String, userSelect: Boolean, mode: String },
    attributes: ['space', 'userSelect'],
    create: (host) => ({
      changed(name, value) {
        if (name !== 'nodes') return;
        const nodes = typeof value === 'string' ? parse(value) : ((value as RichNode[] | null) ?? []);
        host.element.replaceChildren(...nodes.flatMap(render));
      },
    }),
  });
}

function parse(html: string): RichNode[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const read = (node: Node): RichNode[] => {
    if (node.nodeType === Node.TEXT_NODE) return [{ type: 'text', text: node.textContent ?? '' }];
    if (!(node instanceof HTMLElement)) return [];
    const attrs = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]));
    return [{ name: node.localName, attrs, children: [...node.childNodes].flatMap(read) }];
  };
  return [...body.childNodes].flatMap(read);
}

function render({ type, name = '', text = '', attrs = {}, children = [] }: RichNode): Node[] {
  if (type === 'text') return [document.createTextNode(text)];
  if (!TAGS.has(name.toLowerCase())) return [];
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attrs)) {
    if (ATTRIBUTES.has(attribute))
      made.setAttribute(attribute, attribute === 'style' ? translateInlineUnits(value) : value);
  }
  made.append(...children.flatMap(render));
  return [made];
}
