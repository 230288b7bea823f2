import type { BundleUnit } from '../../bundle';
import { pageClass } from '../../page-class';
import { backend, codeSpace } from '../framework/easel';
import { scripts } from '../framework/scripts';
import type { EventChannel } from './event-channel';

/** A page instance as the app's scripts see it. */
export interface PageInstance {
  route: string;
  options: Record<string, string>;
  data: Record<string, unknown>;
  setData(data: Record<string, unknown>): void;
  getOpenerEventChannel?: () => EventChannel;
  [method: string]: unknown;
}

/** One page on the stack: its DOM, its component and its lifecycle. */
export class Page {
  readonly element = document.createElement('wx-page');
  readonly instance: PageInstance;
  readonly unit: BundleUnit;
  /** What `setNavigationBarTitle` and the like changed for this page. */
  readonly bar: { title?: string; background?: string; color?: 'black' | 'white'; loading?: boolean } = {};
  /** Root font size asked for by `page-meta`, as CSS. */
  rootFontSize = '';
  /** Question before leaving, set by `wx.enableAlertBeforeUnload`. */
  leaveQuestion: string | undefined;
  /** The menu offers to share it, unless the page hides that. */
  sharesFromMenu = true;
  /** What the phone does once the page is gone. */
  readonly afterUnload = new Set<() => void>();
  readonly #root;

  constructor(
    readonly path: string,
    readonly query: Record<string, string>,
    readonly openerChannel?: EventChannel,
  ) {
    const unit = scripts.unit(path);
    if (unit === undefined) throw new Error(`page ${path} is not in a loaded package`);
    this.unit = unit;
    scripts.loadUnit(path);
    this.element.className = pageClass(path);
    this.element.dataset.page = path;
    this.#root = backend.createRoot('wx-page-root', codeSpace, path);
    this.instance = this.#root.get() as unknown as PageInstance;
    this.instance.route = path;
    this.instance.options = query;
    if (openerChannel !== undefined) this.instance.getOpenerEventChannel = () => openerChannel;
    this.#passQueryToProperties();
  }

  /** Draws the page into `stage` and tells it so. */
  attach(stage: HTMLElement): void {
    const placeholder = document.createElement('span');
    this.element.append(placeholder);
    stage.append(this.element);
    this.#root.attach(this.element as never, placeholder as never);
    this.call('onLoad', this.query);
  }

  /** After the first drawing. */
  ready(): void {
    this.call('onReady');
  }

  show(): void {
    this.element.hidden = false;
    this.#root.getComponent().triggerPageLifetime('show', []);
    this.call('onShow');
  }

  hide(): void {
    this.element.hidden = true;
    this.#root.getComponent().triggerPageLifetime('hide', []);
    this.call('onHide');
  }

  resize(size: { windowWidth: number; windowHeight: number }): void {
    this.#root.getComponent().triggerPageLifetime('resize', [{ size }]);
    this.call('onResize', { size });
  }

  unload(): void {
    this.call('onUnload');
    this.#root.release();
    this.element.remove();
    for (const action of this.afterUnload) action();
  }

  /** Calls a page method when there is one, e.g. `onPullDownRefresh`, and answers what it returned. */
  call(method: string, argument?: unknown): unknown {
    const handler = this.instance[method];
    if (typeof handler !== 'function') return undefined;
    try {
      return (handler as (argument: unknown) => unknown).call(this.instance, argument);
    } catch (error) {
      reportError(error);
      return undefined;
    }
  }

  has(method: string): boolean {
    return typeof this.instance[method] === 'function';
  }

  /** A page made by `Component` gets the query as properties of the same name. */
  #passQueryToProperties(): void {
    const { behavior } = this.#root.getComponent().getComponentDefinition();
    for (const [name, value] of Object.entries(this.query)) {
      if (behavior.getPropertyType(name) !== undefined) this.instance.setData({ [name]: value });
    }
  }
}
