import { asComponent, domOf, type EaselElement, glassEasel } from './easel';
import { translateInlineUnits } from './units';

/** What a WXS handler gets in place of a component (WeChat's `ComponentDescriptor`). */
class ComponentDescriptor {
  readonly #element: EaselElement;
  readonly #state: Record<string, unknown> = {};

  constructor(element: EaselElement) {
    this.#element = element;
  }

  getState(): Record<string, unknown> {
    return this.#state;
  }

  selectComponent(selector: string): ComponentDescriptor | null {
    const found = this.#shadowRoot()?.querySelector(selector);
    return found ? descriptorOf(found) : null;
  }

  selectAllComponents(selector: string): ComponentDescriptor[] {
    return (this.#shadowRoot()?.querySelectorAll(selector) ?? []).map(descriptorOf);
  }

  setStyle(style: Record<string, unknown> | string): this {
    const dom = domOf(this.#element);
    if (dom === undefined) return this;
    if (typeof style === 'string') dom.setAttribute('style', style);
    else
      for (const [name, value] of Object.entries(style))
        dom.style.setProperty(dashed(name), translateInlineUnits(String(value)));
    return this;
  }

  addClass(name: string): this {
    this.#element.classList?.toggle(name, true);
    return this;
  }

  removeClass(name: string): this {
    this.#element.classList?.toggle(name, false);
    return this;
  }

  hasClass(name: string): boolean {
    return this.#element.classList?.contains(name) ?? false;
  }

  getDataset(): Record<string, unknown> {
    return this.#element.dataset ?? {};
  }

  callMethod(name: string, argument: unknown): void {
    if (!glassEasel.Component.isComponent(this.#element)) return;
    const caller = this.#element.getMethodCaller() as unknown as Record<string, (argument: unknown) => void>;
    caller[name]?.(argument);
  }

  triggerEvent(name: string, detail: unknown, options?: object): void {
    this.#element.triggerEvent(name, detail, options);
  }

  requestAnimationFrame(callback: () => void): number {
    return requestAnimationFrame(callback);
  }

  setTimeout(callback: () => void, ms: number): number {
    return setTimeout(callback, ms) as unknown as number;
  }

  clearTimeout(timer: number): void {
    clearTimeout(timer);
  }

  getBoundingClientRect(): DOMRect | undefined {
    return domOf(this.#element)?.getBoundingClientRect();
  }

  getComputedStyle(names: readonly string[]): Record<string, string> {
    const dom = domOf(this.#element);
    if (dom === undefined) return {};
    const style = getComputedStyle(dom);
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(dashed(name))]));
  }

  #shadowRoot() {
    const element = this.#element;
    if (glassEasel.Component.isComponent(element)) return element.getShadowRoot();
    return element.ownerShadowRoot;
  }
}

const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const descriptors = new WeakMap<EaselElement, ComponentDescriptor>();

function descriptorOf(caller: unknown): ComponentDescriptor {
  const element = asComponent(caller) as EaselElement;
  const known = descriptors.get(element);
  if (known !== undefined) return known;
  const made = new ComponentDescriptor(element);
  descriptors.set(element, made);
  return made;
}

type Observer = (value: unknown, old: unknown, owner: unknown, element: unknown) => void;
type WxsEvent = { currentTarget: unknown; instance?: ComponentDescriptor };

/** Sets the globals that compiled templates and WXS modules call; see the compiler's `WXS_HOOKS`. */
export function installWxs(): void {
  Object.assign(globalThis, {
    getRegExp: (pattern: string, flags?: string) => new RegExp(pattern, flags),
    getDate: (...parts: []) => new Date(...parts),
    __wxsTypeName: (value: unknown) =>
      value === undefined || value === null ? undefined : Object.prototype.toString.call(value).slice(8, -1),
    // a `change:name` listener is of the form [1, …]; a plain function passes
    __wxsObserver: (observer: Observer, path: readonly unknown[] | undefined): Observer =>
      path?.[0] !== 1
        ? observer
        : (value, old, owner, element) => {
            requestAnimationFrame(() => observer(value, old, descriptorOf(owner), descriptorOf(element)));
          },
    __wxsHandler(element: unknown, event: WxsEvent, handler: (event: WxsEvent, owner: unknown) => unknown): unknown {
      event.instance ??= descriptorOf(event.currentTarget);
      return handler.call(element, event, descriptorOf(element));
    },
  });
}
