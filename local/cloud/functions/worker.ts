/**
 * Runs inside a worker thread: one instance of a function. Bundled on the fly by `instance.ts`, so it imports types only.
 */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, Invocation, WorkerSetup } from './protocol';

type Main = (event: unknown, context: object) => unknown;

const { file, clockOffset } = workerData as WorkerSetup;
const offset = new Float64Array(clockOffset);
moveDate();

/** The platform starts a function's code before it has an event; a failure shows at the first one. */
const main: Main | Error = load();
parentPort?.on('message', (invocation: Invocation) => void run(invocation));
say({ kind: 'ready' });

let own: readonly string[] = [];

async function run({ event, environment, context, timeoutMs }: Invocation): Promise<void> {
  for (const name of own) delete process.env[name];
  own = Object.keys(environment);
  Object.assign(process.env, environment);
  const end = performance.now() + timeoutMs;
  const full = { ...context, getRemainingTimeInMillis: () => Math.max(0, Math.round(end - performance.now())) };
  try {
    if (main instanceof Error) throw main;
    const result = await main(event, full);
    say({ kind: 'result', text: JSON.stringify(result) ?? 'null' });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    say({ kind: 'threw', name: error.name, message: error.message, stack: error.stack ?? error.message });
  }
}

function load(): Main | Error {
  try {
    const exported = createRequire(file)(file) as { main?: unknown };
    if (typeof exported.main !== 'function') throw new Error(`${file} exports no function main`);
    return exported.main as Main;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function say(message: FromWorker): void {
  parentPort?.postMessage(message);
}

/** `Date` reads the local clock; `performance` and timers stay the machine's. */
function moveDate(): void {
  const Real = Date;
  const now = () => Real.now() + Math.round(offset[0] ?? 0);
  const Moved = new Proxy(Real, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new Real(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  Real.prototype.constructor = Moved;
  globalThis.Date = Moved;
}
