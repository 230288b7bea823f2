import { canvasIn } from '../components/canvas';
import { asComponent, domOf, type EaselElement, glassEasel } from '../framework/easel';
import { pages } from '../pages/stack';

interface Fields {
  id?: boolean;
  dataset?: boolean;
  mark?: boolean;
  rect?: boolean;
  size?: boolean;
  scrollOffset?: boolean;
  properties?: string[];
  computedStyle?: string[];
  node?: boolean;
  context?: boolean;
}

type Callback = (result: unknown) => void;

/** Reads what was asked for of one element. */
function read(element: EaselElement, fields: Fields): Record<string, unknown> {
  const dom = domOf(element);
  const result: Record<string, unknown> = {};
  const rect = dom?.getBoundingClientRect() ?? new DOMRect();
  const top = pages.chrome.stage.getBoundingClientRect().top;
  if (fields.id) result.id = element.id;
  if (fields.dataset) result.dataset = element.dataset ?? {};
  if (fields.mark) result.mark = element.collectMarks();
  // a page begins below the navigation bar
  if (fields.rect)
    Object.assign(result, { left: rect.left, right: rect.right, top: rect.top - top, bottom: rect.bottom - top });
  if (fields.size) Object.assign(result, { width: rect.width, height: rect.height });
  if (fields.scrollOffset && dom !== undefined) {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = dom;
    Object.assign(result, { scrollLeft, scrollTop, scrollWidth, scrollHeight });
  }
  if (glassEasel.Component.isComponent(element)) {
    for (const name of fields.properties ?? []) result[name] = (element.data as Record<string, unknown>)[name];
  }
  if (fields.computedStyle && dom !== undefined) {
    const style = getComputedStyle(dom) as unknown as Record<string, string>;
    for (const name of fields.computedStyle) result[name] = style[name];
  }
  if (fields.node) result.node = dom === undefined ? null : (canvasIn(dom) ?? dom);
  return result;
}

/** The page itself, for `selectViewport`. */
function readViewport(fields: Fields): Record<string, unknown> {
  const page = pages.top.element;
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth: width, clientHeight: height } = page;
  return {
    ...(fields.rect ? { left: 0, top: 0, right: width, bottom: height } : {}),
    ...(fields.size ? { width, height } : {}),
    ...(fields.scrollOffset ? { scrollLeft, scrollTop, scrollWidth, scrollHeight } : {}),
  };
}

class NodesRef {
  constructor(
    readonly query: SelectorQuery,
    readonly find: () => EaselElement[] | 'viewport',
    readonly single: boolean,
  ) {}

  fields(fields: Fields, callback?: Callback): SelectorQuery {
    return this.query.add(() => {
      const found = this.find();
      if (found === 'viewport') return readViewport(fields);
      const results = found.map((element) => read(element, fields));
      return this.single ? (results[0] ?? null) : results;
    }, callback);
  }

  boundingClientRect(callback?: Callback): SelectorQuery {
    return this.fields({ id: true, dataset: true, rect: true, size: true }, callback);
  }

  scrollOffset(callback?: Callback): SelectorQuery {
    return this.fields({ id: true, dataset: true, scrollOffset: true }, callback);
  }

  node(callback?: Callback): SelectorQuery {
    return this.fields({ node: true }, callback);
  }

  context(callback?: Callback): SelectorQuery {
    return this.fields({ context: true }, callback);
  }
}

/** `createSelectorQuery`: questions are collected and answered together, after the drawing. */
class SelectorQuery {
  #component: unknown;
  readonly #tasks: { readonly ask: () => unknown; readonly callback: Callback | undefined }[] = [];

  constructor(component: unknown) {
    this.#component = component;
  }

  in(component: unknown): this {
    this.#component = component;
    return this;
  }

  select(selector: string): NodesRef {
    return new NodesRef(this, this.#finder(selector), true);
  }

  selectAll(selector: string): NodesRef {
    return new NodesRef(this, this.#finder(selector), false);
  }

  selectViewport(): NodesRef {
    return new NodesRef(this, () => 'viewport', true);
  }

  add(ask: () => unknown, callback: Callback | undefined): this {
    this.#tasks.push({ ask, callback });
    return this;
  }

  exec(callback?: (results: unknown[]) => void): this {
    requestAnimationFrame(() => {
      const results = this.#tasks.map(({ ask, callback: each }) => {
        const result = ask();
        each?.(result);
        return result;
      });
      callback?.(results);
    });
    return this;
  }

  #finder(selector: string): () => EaselElement[] {
    const component = this.#component;
    return () => {
      const root = asComponent(component ?? pages.top.instance).getShadowRoot();
      return root === null ? [] : root.querySelectorAll(selector);
    };
  }
}

export const createSelectorQuery = (component?: unknown): SelectorQuery => new SelectorQuery(component);

interface WithObserver {
  createIntersectionObserver(options?: object): unknown;
}

export const queryApi = {
  createSelectorQuery: () => createSelectorQuery(),
  createIntersectionObserver: (component: WithObserver, options?: object) =>
    component.createIntersectionObserver(options),
};
