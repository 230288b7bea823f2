/**
 * Runs the real components of `miniprogram/` in miniprogram-simulate. It loads `.js` files by Node's own `require`, so the
 * TypeScript (and TDesign's ES modules) were first translated, file by file, into a folder (`translate.ts`). Because nothing
 * is bundled, a component and a test that asks for `services/…` share the same module.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { FakePhone } from './fake-wx';

/** What miniprogram-simulate gives back for a mounted component. */
export interface Mounted {
  readonly dom: HTMLElement;
  readonly instance: {
    readonly data: Record<string, unknown>;
    setData(data: Record<string, unknown>): void;
    [method: string]: unknown;
  };
  setData(data: Record<string, unknown>): void;
  querySelector(selector: string): Mounted | undefined;
  querySelectorAll(selector: string): Mounted[];
  dispatchEvent(name: string, options?: Record<string, unknown>): void;
  addEventListener(name: string, handler: (event: { detail: unknown }) => void): void;
  triggerPageLifeTime(name: string): void;
  detach(): void;
}

interface Simulator {
  load(path: string, tag: string, options: Record<string, unknown>): string;
  render(id: string, properties: Record<string, unknown>): Mounted & { attach(parent: HTMLElement): void };
}

export interface Simulated {
  /** Mounts a component or page, e.g. `components/ticket`, into the document. */
  mount(folder: string, properties?: Record<string, unknown>): Mounted;
  /** Opens a page as WeChat does, and lets it fetch. The query reaches it as properties, and once more by `onLoad`, for `id` cannot be a property. */
  show(folder: string, query?: Record<string, string>): Promise<Mounted>;
  /** The very module that the components use, e.g. `services/outbox`. */
  module<T>(path: string): T;
}

/** WeChat's compiler answers all of the Mini Program's WXML at once: bytes that this may take. */
const COMPILED = 32 * 1024 * 1024;

/** Starts the simulator on a phone; once a test file. */
export function simulate(phone: FakePhone): Simulated {
  const root = inject('translated');
  const require = createRequire(join(root, 'app.js'));
  const simulator = createRequire(import.meta.url)('miniprogram-simulate') as Simulator;
  // The simulator brings a `wx` of its own, which knows less than our phone.
  Object.assign(globalThis, { wx: phone.wx, getApp: () => ({ globalData: {} }), getCurrentPages: () => [] });
  dropBuiltInBehaviors();
  const app: Simulated = {
    mount(folder, properties = {}) {
      const options = { rootPath: root, less: false, compilerOptions: { maxBuffer: COMPILED } };
      const id = simulator.load(join(root, folder, 'index'), 'x-mounted', options);
      const mounted = simulator.render(id, properties);
      const parent = document.createElement('div');
      document.body.append(parent);
      mounted.attach(parent);
      return mounted;
    },
    async show(folder, query = {}) {
      const page = app.mount(folder, query);
      (page.instance.onLoad as ((query: object) => void) | undefined)?.(query);
      page.triggerPageLifeTime('show');
      await settle(80);
      return page;
    },
    module: (path) => require(join(root, path)),
  };
  return app;
}

interface Exparser {
  readonly Event: {
    create(name: string, detail: object, options: object): unknown;
    dispatchEvent(target: object, event: unknown): void;
  };
}
type Drawn = Element & { readonly __wxElement?: object };

/** The innermost element that shows exactly this text. @throws when there is none: then a person could not tap it either. */
export function shown(root: Element, text: string): Element {
  const found = [...root.querySelectorAll('*')].filter((element) => element.textContent?.trim() === text).pop();
  if (!found) throw new Error(`Nothing shows 「${text}」 in: ${root.textContent}`);
  return found;
}

/** All that a component or page shows, as one text. */
export const textOf = ({ dom }: Mounted): string => dom.textContent ?? '';

/** Collects what a component tells its page by an event. */
export function listen(component: Mounted, name: string): unknown[] {
  const heard: unknown[] = [];
  component.addEventListener(name, ({ detail }) => heard.push(detail));
  return heard;
}

/** Taps as a finger does: the event bubbles through all components. Then lets the view settle. */
export async function tap(target: Element): Promise<void> {
  const { Event } = createRequire(createRequire(import.meta.url).resolve('j-component'))(
    'miniprogram-exparser',
  ) as Exparser;
  let element: Drawn | null = target;
  while (element && !element.__wxElement) element = element.parentElement;
  if (!element?.__wxElement) throw new Error('Only what a component has drawn can be tapped.');
  const options = { bubbles: true, capturePhase: true, composed: true };
  Event.dispatchEvent(element.__wxElement, Event.create('tap', {}, options));
  await settle();
}

/** Lets promises, timers of 0 ms and the view settle. */
export const settle = (ms = 20): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Behaviours that WeChat itself brings (`wx://form-field`) do not exist in the simulator. */
function dropBuiltInBehaviors(): void {
  const scope = globalThis as unknown as { Component: (definition: { behaviors?: unknown[] }) => void };
  const register = scope.Component;
  scope.Component = (definition) => {
    const behaviors = definition.behaviors?.filter((one) => !(typeof one === 'string' && one.startsWith('wx://')));
    register(behaviors ? { ...definition, behaviors } : definition);
  };
}
