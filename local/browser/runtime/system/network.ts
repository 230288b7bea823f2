let switchedOn = true;
const listeners = new Set<(online: boolean) => void>();

/** Whether this phone has a network: the browser says so and nobody switched it off. */
export const isOnline = (): boolean => switchedOn && navigator.onLine;

/** The switch of the shell (or of a test) for this phone. */
export function switchNetwork(on: boolean): void {
  const before = isOnline();
  switchedOn = on;
  announce(before);
}

export const onNetworkChange = (listener: (online: boolean) => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

function announce(before: boolean): void {
  if (isOnline() === before) return;
  for (const listener of listeners) listener(isOnline());
}

addEventListener('online', () => announce(false));
addEventListener('offline', () => announce(true));
