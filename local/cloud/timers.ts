import { Cron } from 'croner';
import type { Clock } from '../ports';
import type { FunctionDeclaration } from './declarations';

/** Timers are read in UTC+8, in minutes. */
const UTC_OFFSET_MIN = 8 * 60;

/** `setTimeout` cannot wait longer, in ms. */
const MAX_WAIT_MS = 2 ** 31 - 1;

/** One run of a trigger. */
export interface TimerRun {
  readonly function: string;
  readonly trigger: string;
  /** When it was due, local-clock ms. */
  readonly dueAt: number;
  /** Present if the function failed. */
  readonly error?: unknown;
}

interface Timer {
  readonly function: string;
  readonly trigger: string;
  readonly cron: Cron;
  /** Local-clock ms; absent if it never runs again. */
  due: number | undefined;
}

export interface TimersOptions {
  readonly clock: Clock;
  readonly functions: readonly FunctionDeclaration[];
  /** Runs a function with the event of a timer. */
  readonly invoke: (name: string, event: unknown) => Promise<unknown>;
  /** Told of each run, whoever started it. */
  readonly onRun?: (run: TimerRun) => void;
}

/**
 * Timers on the local clock. Where the clock was moved over several runs of a trigger, it runs once: a timer that slept
 * does not catch up run by run on the platform either.
 */
export class Timers {
  private readonly timers: readonly Timer[];
  private readonly forgetClock: () => void;
  private waiting: NodeJS.Timeout | undefined;
  private started = false;
  private last: Promise<unknown> = Promise.resolve();

  /** @throws if a trigger's `config` is not seven fields of cron. */
  constructor(private readonly options: TimersOptions) {
    this.timers = options.functions.flatMap((declaration) =>
      (declaration.triggers ?? []).map(({ name, config }): Timer => {
        const cron = new Cron(config, { mode: '7-part', paused: true, utcOffset: UTC_OFFSET_MIN });
        return { function: declaration.name, trigger: name, cron, due: this.nextRun(cron) };
      }),
    );
    let before = options.clock.now();
    this.forgetClock = options.clock.onMove(() => {
      const now = options.clock.now();
      // Moved back, everything is due anew from there on; moved forward, what was passed over is due now.
      if (now < before) for (const timer of this.timers) timer.due = this.nextRun(timer.cron);
      before = now;
      if (this.started) this.tick();
    });
  }

  /** Runs by themselves from now on, at the real pace and after each move of the clock. */
  start(): void {
    this.started = true;
    this.tick();
  }

  stop(): void {
    this.started = false;
    clearTimeout(this.waiting);
  }

  close(): void {
    this.stop();
    this.forgetClock();
  }

  /** Runs what is due, the earliest first, one after the other; each trigger at most once. */
  runDue(): Promise<TimerRun[]> {
    const result = this.last.then(() => this.runAll());
    this.last = result;
    return result;
  }

  private async runAll(): Promise<TimerRun[]> {
    const now = this.options.clock.now();
    const due = this.timers.flatMap((timer) =>
      timer.due !== undefined && timer.due <= now ? { timer, dueAt: timer.due } : [],
    );
    for (const { timer } of due) timer.due = this.nextRun(timer.cron);
    const runs: TimerRun[] = [];
    for (const { timer, dueAt } of due.sort((a, b) => a.dueAt - b.dueAt)) runs.push(await this.run(timer, dueAt));
    return runs;
  }

  private async run({ function: name, trigger }: Timer, dueAt: number): Promise<TimerRun> {
    const ran = { function: name, trigger, dueAt };
    const event = { Type: 'Timer', TriggerName: trigger, Time: new Date(dueAt).toISOString(), Message: '' };
    const run: TimerRun = await this.options.invoke(name, event).then(
      () => ran,
      (error: unknown) => ({ ...ran, error }),
    );
    this.options.onRun?.(run);
    return run;
  }

  private tick(): void {
    clearTimeout(this.waiting);
    void this.runDue().then(() => {
      if (!this.started) return;
      const next = Math.min(...this.timers.map(({ due }) => due ?? Number.POSITIVE_INFINITY));
      if (next === Number.POSITIVE_INFINITY) return;
      const wait = Math.min(MAX_WAIT_MS, Math.max(1, next - this.options.clock.now()));
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.tick(), wait);
    });
  }

  private nextRun(cron: Cron): number | undefined {
    return cron.nextRun(new Date(this.options.clock.now()))?.getTime();
  }
}
