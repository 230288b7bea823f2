import { type Minute, minuteOf } from '../../../miniprogram/shared/domain/calendar';
import type { Deps } from './deps';

/** Something that is done in the background. What it answers goes to the log. */
export interface Job {
  readonly name: string;
  /** Minutes from one run to the next, counted from midnight in UTC+8; a multiple of the tick. At every tick without it. */
  readonly every?: Minute;
  readonly run: (deps: Deps, until: number) => Promise<unknown>;
}

/** How often the timer ticks, in minutes (`cloudbaserc.json`). */
export const TICK: Minute = 5;

/** Whether a job's turn is the tick of this moment. A tick may come some seconds late. */
export const isTurn = ({ every = TICK }: Pick<Job, 'every'>, now: number): boolean =>
  (Math.floor(minuteOf(now) / TICK) * TICK) % every === 0;

/** Runs jobs one after the other. One that fails is logged and does not keep the others from running. Answers the names of those that failed. */
export async function runJobs(deps: Deps, jobs: readonly Job[], until: number): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of jobs) {
    const started = deps.now();
    try {
      const result = await run(deps, until);
      deps.log({ job: name, ms: deps.now() - started, result });
    } catch (error) {
      failed.push(name);
      deps.log({ job: name, ms: deps.now() - started, error: error instanceof Error ? error.stack : String(error) });
    }
  }
  return failed;
}

/**
 * What a job does for one after the other, e.g. school by school, until its time is up. One that fails keeps nobody else
 * waiting; the job fails with the first of them when it is through.
 */
export async function oneByOne<T>(
  { now, log }: Pick<Deps, 'now' | 'log'>,
  all: readonly T[],
  until: number,
  see: (one: T) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const one of all) {
    if (now() >= until) break;
    try {
      await see(one);
    } catch (error) {
      failures.push(error);
      log({ event: 'job.left', error: error instanceof Error ? error.stack : String(error) });
    }
  }
  if (failures.length > 0) throw failures[0];
}
