import { randomUUID } from 'node:crypto';
import type { Clock } from '../../ports';
import type { FunctionDeclaration } from '../declarations';
import { type Caller, instanceEnvironment, invocationEnvironment, type Place } from './environment';
import { Instance, type Outcome } from './instance';

const DEFAULT_TIMEOUT_S = 3;
const DEFAULT_MEMORY_MB = 256;
const DEFAULT_INSTANCES = 4;

/** A function with its instances; events wait where all are busy. */
interface Pool {
  readonly declaration: FunctionDeclaration;
  readonly token: string;
  readonly idle: Instance[];
  readonly all: Set<Instance>;
  readonly queue: ((instance: Instance) => void)[];
}

/** Whom a WeChat token speaks for. */
export interface TokenHolder {
  /** The function. */
  readonly name: string;
  /** Absent for a timer, a push or another function. */
  readonly openid?: string;
}

/** Between the function's secret and the user in a token; neither contains it. */
const TOKEN_GAP = '.';

/** Runs functions as the platform does: isolated instances, one event at a time in each, started on demand. */
export class FunctionHost {
  private readonly pools: ReadonlyMap<string, Pool>;
  private readonly clockOffset = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  private readonly forgetClock: () => void;

  constructor(
    declarations: readonly FunctionDeclaration[],
    clock: Clock,
    private readonly place: () => Place,
    /** Where the functions' consoles go. */
    private readonly log?: NodeJS.WritableStream,
  ) {
    const pool = (declaration: FunctionDeclaration): Pool => ({
      declaration,
      token: randomUUID(),
      idle: [],
      all: new Set(),
      queue: [],
    });
    this.pools = new Map(declarations.map((declaration) => [declaration.name, pool(declaration)]));
    const offset = new Float64Array(this.clockOffset);
    offset[0] = clock.offset;
    this.forgetClock = clock.onMove((moved) => {
      offset[0] = moved;
    });
    // The platform runs in UTC, and V8 knows one time zone a process; threads take it over when they start.
    if (declarations.length > 0) process.env.TZ = 'UTC';
  }

  has(name: string): boolean {
    return this.pools.has(name);
  }

  byName(name: string): FunctionDeclaration | undefined {
    return this.pools.get(name)?.declaration;
  }

  /** The function that a WeChat token was given to, and the user for whom it ran. */
  byToken(token: string): TokenHolder | undefined {
    const [secret = '', openid = ''] = token.split(TOKEN_GAP);
    const pool = [...this.pools.values()].find((candidate) => candidate.token === secret);
    return pool && { name: pool.declaration.name, ...(openid === '' ? {} : { openid }) };
  }

  /** @throws Error if there is no such function; ask `has` first. */
  async invoke(name: string, event: unknown, caller: Caller, requestId: string = randomUUID()): Promise<Outcome> {
    const pool = this.pools.get(name);
    if (!pool) throw new Error(`no function ${name}`);
    const { timeout = DEFAULT_TIMEOUT_S, memoryMb = DEFAULT_MEMORY_MB } = pool.declaration;
    const place = this.place();
    const token = [pool.token, caller.openid ?? ''].join(TOKEN_GAP);
    const environment = invocationEnvironment(place, caller, requestId, token);
    const context = {
      request_id: requestId,
      function_name: name,
      function_version: '$LATEST',
      namespace: place.env,
      memory_limit_in_mb: memoryMb,
      time_limit_in_ms: timeout * 1000,
      environment: JSON.stringify(environment),
    };
    const instance = await this.take(pool);
    try {
      return await instance.run({ event: plain(event), environment, context, timeoutMs: timeout * 1000 });
    } finally {
      this.give(pool, instance);
    }
  }

  async close(): Promise<void> {
    this.forgetClock();
    await Promise.all([...this.pools.values()].flatMap(({ all }) => [...all].map((instance) => instance.stop())));
  }

  private async take(pool: Pool): Promise<Instance> {
    const idle = pool.idle.pop();
    if (idle && !idle.dead) return idle;
    if (idle) pool.all.delete(idle);
    if (pool.all.size < (pool.declaration.maxInstances ?? DEFAULT_INSTANCES)) return this.start(pool);
    return new Promise((resolve) => pool.queue.push(resolve));
  }

  private give(pool: Pool, instance: Instance): void {
    if (instance.dead) pool.all.delete(instance);
    const next = pool.queue.shift();
    if (next) next(instance.dead ? this.start(pool) : instance);
    else if (!instance.dead) pool.idle.push(instance);
  }

  private start({ declaration, all }: Pool): Instance {
    const { name, file, memoryMb = DEFAULT_MEMORY_MB, environment = {} } = declaration;
    const instance = new Instance({
      file,
      memoryMb,
      environment: instanceEnvironment(this.place(), name, environment),
      clockOffset: this.clockOffset,
      ...(this.log && { log: this.log }),
    });
    all.add(instance);
    return instance;
  }
}

/** Events travel as JSON. */
function plain(event: unknown): unknown {
  return JSON.parse(JSON.stringify(event ?? {}));
}
