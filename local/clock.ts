import type { Clock } from './ports';

/**
 * The one clock of the local world: the machine's clock plus an offset that only `moveTo` changes.
 * @param offset how far the clock starts ahead of the machine's, in ms (a restored state passes its own).
 */
export function createClock(offset = 0): Clock {
  let ahead = offset;
  const listeners = new Set<(offset: number) => void>();
  return {
    now: () => Date.now() + ahead,
    moveTo(at) {
      if (!Number.isFinite(at)) throw new RangeError(`the clock cannot be moved to ${at}`);
      ahead = Math.round(at - Date.now());
      for (const listener of [...listeners]) listener(ahead);
    },
    get offset() {
      return ahead;
    },
    onMove(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
