import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueuedEvent, Store } from './state';

/** Brings events to the cloud function, at least once each. */
export interface Pusher {
  /** Sends an event, after the answer of the call that caused it. It survives a restart once `save` resolved. */
  push(event: QueuedEvent['event']): void;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface PushOptions {
  readonly store: Store;
  readonly deliver: (event: QueuedEvent['event']) => Promise<void>;
  /** Ms before each further try; WeChat gives up after three tries 5 s apart. */
  readonly retryMs: readonly number[];
  /** Every how-many-th event comes twice; 0 for never. WeChat repeats when an answer is late. */
  readonly repeatEvery: number;
}

export function createPusher({ store, deliver, retryMs, repeatEvery }: PushOptions): Pusher {
  const { state, save } = store;
  const underway = new Set<Promise<void>>();
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  let pushed = 0;

  /** Tries until the function took it or the tries are used up. */
  async function attempt(event: QueuedEvent['event']): Promise<void> {
    for (const wait of [...retryMs, undefined]) {
      try {
        return await deliver(event);
      } catch (error) {
        if (wait === undefined) console.warn(`event ${String(event.Event)} was not taken:`, error);
        else await sleep(wait, undefined, { signal: stop.signal }).catch(() => {});
      }
      if (stop.signal.aborted) return;
    }
  }

  async function send(queued: QueuedEvent): Promise<void> {
    await sleep(0);
    if (stop.signal.aborted) return;
    pushed += 1;
    await attempt(queued.event);
    if (repeatEvery > 0 && pushed % repeatEvery === 0) await attempt(queued.event);
    // What was cut short by closing stays queued for the next start.
    if (stop.signal.aborted) return;
    state.events.splice(state.events.indexOf(queued), 1);
    await save();
  }

  function start(queued: QueuedEvent): void {
    const sending = send(queued).finally(() => underway.delete(sending));
    underway.add(sending);
  }

  for (const queued of state.events) start(queued);

  return {
    push(event) {
      state.sequence += 1;
      const queued: QueuedEvent = { id: `event-${state.sequence}`, event };
      state.events.push(queued);
      start(queued);
    },
    async idle() {
      while (underway.size > 0) await Promise.all(underway);
    },
    async close() {
      stop.abort();
      await Promise.all(underway);
    },
  };
}
