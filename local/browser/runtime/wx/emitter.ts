type Listener = (value: unknown) => void;

/** `on…` and `off…` for a list of events. */
export class Emitter {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Methods such as `onPlay` and `offPlay` for `['Play', …]`. */
  methods(names: readonly string[]): Record<string, (listener?: Listener) => void> {
    const methods: Record<string, (listener?: Listener) => void> = {};
    for (const name of names) {
      const listeners = new Set<Listener>();
      this.#listeners.set(name, listeners);
      methods[`on${name}`] = (listener) => listener && listeners.add(listener);
      methods[`off${name}`] = (listener) => (listener === undefined ? listeners.clear() : listeners.delete(listener));
    }
    return methods;
  }

  emit(name: string, value: unknown = {}): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(value);
  }
}
