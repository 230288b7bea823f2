/** A value that others may watch: the one way in which services tell pages that something changed. */
export interface Signal<T> {
  get(): T;
  set(value: T): void;
  /** Calls back after each change; answers the way to stop listening. */
  listen(listener: (value: T) => void): () => void;
}

export function createSignal<T>(initial: T): Signal<T> {
  let current = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of [...listeners]) listener(value);
    },
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
