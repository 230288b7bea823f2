import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import type { FromWorker, Invocation, WorkerSetup } from './protocol';

/** How an invocation ended. `text` is JSON. */
export type Outcome =
  | { readonly kind: 'result'; readonly text: string }
  | { readonly kind: 'threw' | 'timeout' | 'memory' | 'exit'; readonly message: string };

export interface InstanceOptions {
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly clockOffset: SharedArrayBuffer;
  /** Where its console goes; this process's own without it. */
  readonly log?: NodeJS.WritableStream;
}

/** Loading a function's code has a limit of its own and does not count as its run time. Ms. */
const LOAD_MS = 30_000;

/** One worker thread that runs one event at a time, as one instance of a function does on the platform. */
export class Instance {
  private readonly worker: Worker;
  private settle: ((outcome: Outcome) => void) | undefined;
  private loaded: (() => void) | undefined;
  private readonly loading: Promise<void>;
  private fate: Outcome | undefined;

  constructor(options: InstanceOptions) {
    const setup: WorkerSetup = { file: options.file, clockOffset: options.clockOffset };
    this.worker = new Worker(workerCode(), {
      eval: true,
      workerData: setup,
      env: { ...options.environment },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMb },
      stdout: options.log !== undefined,
      stderr: options.log !== undefined,
    });
    const { log } = options;
    if (log)
      for (const output of [this.worker.stdout, this.worker.stderr]) output.on('data', (text) => log.write(text));
    this.loading = new Promise((resolve) => {
      this.loaded = resolve;
    });
    this.worker.on('message', (message: FromWorker) => this.hear(message));
    this.worker.on('error', (error: NodeJS.ErrnoException) => this.die(fateOf(error)));
    this.worker.on('exit', () => this.die({ kind: 'exit', message: 'User process exit when running' }));
  }

  /** It cannot take another event. */
  get dead(): boolean {
    return this.fate !== undefined;
  }

  async run(invocation: Invocation): Promise<Outcome> {
    const outcome = new Promise<Outcome>((resolve) => {
      this.settle = resolve;
    });
    if (this.fate) return this.fate;
    const slow = setTimeout(() => this.kill(timedOut(LOAD_MS)), LOAD_MS);
    await Promise.race([this.loading, outcome]);
    clearTimeout(slow);
    if (this.fate) return this.fate;
    const limit = setTimeout(() => this.kill(timedOut(invocation.timeoutMs)), invocation.timeoutMs);
    this.worker.postMessage(invocation);
    try {
      return await outcome;
    } finally {
      clearTimeout(limit);
    }
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private hear(message: FromWorker): void {
    if (message.kind === 'ready') this.loaded?.();
    else if (message.kind === 'result') this.finish(message);
    else this.finish({ kind: 'threw', message: message.stack });
  }

  private finish(outcome: Outcome): void {
    this.settle?.(outcome);
    this.settle = undefined;
  }

  private die(fate: Outcome): void {
    this.fate ??= fate;
    this.finish(this.fate);
  }

  private kill(fate: Outcome): void {
    this.die(fate);
    void this.worker.terminate();
  }
}

/** SCF's words, its status 433. */
function timedOut(ms: number): Outcome {
  return { kind: 'timeout', message: `Invoking task timed out after ${ms / 1000} seconds` };
}

function fateOf(error: NodeJS.ErrnoException): Outcome {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return { kind: 'memory', message: 'Memory limit exceeded' };
  return { kind: 'exit', message: error.stack ?? error.message };
}

let code: string | undefined;

/** The worker's code as one CommonJS text: a thread cannot load TypeScript by itself. */
function workerCode(): string {
  code ??= buildSync({
    entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
  }).outputFiles[0]?.text;
  if (code === undefined) throw new Error('the function worker could not be built');
  return code;
}
