import { glassEasel } from 'glass-easel-miniprogram-adapter';
import { pages } from './pages/stack';

/** How the app was opened; scenes as WeChat numbers them: 1001 from the list, 1014 from a subscription message. */
export interface LaunchOptions {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly scene: number;
}

type AppEvent = 'onShow' | 'onHide' | 'onError' | 'onUnhandledRejection';
type Listener = (value: unknown) => void;

/** What `App({…})` was given, and its lifecycle. */
class App {
  #instance: Record<string, unknown> = {};
  readonly #listeners: Record<AppEvent, Set<Listener>> = {
    onShow: new Set(),
    onHide: new Set(),
    onError: new Set(),
    onUnhandledRejection: new Set(),
  };
  launch: LaunchOptions = { path: '', query: {}, scene: 1001 };
  enter: LaunchOptions = this.launch;
  #inFront = false;

  readonly define = (definition: Record<string, unknown>): void => {
    this.#instance = definition;
  };

  readonly get = (): Record<string, unknown> => this.#instance;

  start(options: LaunchOptions): void {
    this.launch = options;
    this.enter = options;
    this.#call('onLaunch', options);
    this.#inFront = true;
    this.#emit('onShow', options);
  }

  get isInFront(): boolean {
    return this.#inFront;
  }

  /** The app comes to the front again. */
  show(options: LaunchOptions = this.enter): void {
    if (this.#inFront) return;
    this.#inFront = true;
    this.enter = options;
    this.#emit('onShow', options);
    if (!pages.isEmpty) pages.top.show();
  }

  /** The person looks at something else. */
  hide(): void {
    if (!this.#inFront) return;
    this.#inFront = false;
    if (!pages.isEmpty) {
      pages.top.hide();
      // out of sight on a phone, but the frame still shows it
      pages.top.element.hidden = false;
    }
    this.#emit('onHide', {});
  }

  on(event: AppEvent, listener: Listener): void {
    this.#listeners[event].add(listener);
  }

  off(event: AppEvent, listener?: Listener): void {
    if (listener === undefined) this.#listeners[event].clear();
    else this.#listeners[event].delete(listener);
  }

  /** Takes errors of listeners and promises to where WeChat reports them. */
  catchErrors(): void {
    glassEasel.addGlobalErrorListener((error: unknown) => {
      reportError(error);
      return false;
    });
    addEventListener('error', ({ error, message }) => {
      this.#emit('onError', (error as Error | undefined)?.stack ?? message);
    });
    addEventListener('unhandledrejection', ({ reason, promise }) => {
      this.#emit('onUnhandledRejection', { reason, promise });
    });
  }

  #emit(event: AppEvent, value: unknown): void {
    this.#call(event, value);
    for (const listener of this.#listeners[event]) listener(value);
  }

  #call(method: string, value: unknown): void {
    const handler = this.#instance[method];
    if (typeof handler !== 'function') return;
    try {
      (handler as Listener).call(this.#instance, value);
    } catch (error) {
      if (method === 'onError') console.error(error);
      else reportError(error);
    }
  }
}

export const app = new App();
