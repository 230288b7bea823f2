/** What a worker is started with. */
export interface WorkerSetup {
  readonly file: string;
  /** One double: how far the local clock is ahead, in ms. Written by the host, read at each `Date`. */
  readonly clockOffset: SharedArrayBuffer;
}

/** One event for a function. */
export interface Invocation {
  readonly event: unknown;
  /** Variables of this invocation only. */
  readonly environment: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, string | number>>;
  /** By which `getRemainingTimeInMillis` counts. */
  readonly timeoutMs: number;
}

/** `ready` once after loading; then one answer to each invocation. `text` is JSON. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly text: string }
  | { readonly kind: 'threw'; readonly name: string; readonly message: string; readonly stack: string };
