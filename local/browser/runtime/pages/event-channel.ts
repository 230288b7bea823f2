type Listener = (...values: unknown[]) => void;

/** What `navigateTo` gives both pages to talk through. Events sent before anyone listens are kept, as in WeChat. */
export class EventChannel {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #waiting = new Map<string, unknown[][]>();

  on(name: string, listener: Listener): void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    for (const values of this.#waiting.get(name) ?? []) listener(...values);
    this.#waiting.delete(name);
  }

  once(name: string, listener: Listener): void {
    const wrapped: Listener = (...values) => {
      this.off(name, wrapped);
      listener(...values);
    };
    this.on(name, wrapped);
  }

  off(name: string, listener?: Listener): void {
    if (listener === undefined) this.#listeners.delete(name);
    else this.#listeners.get(name)?.delete(listener);
  }

  emit(name: string, ...values: unknown[]): void {
    const listeners = this.#listeners.get(name);
    if (listeners === undefined || listeners.size === 0) {
      this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), values]);
      return;
    }
    for (const listener of [...listeners]) listener(...values);
  }
}
