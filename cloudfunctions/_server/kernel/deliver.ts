import { setTimeout as sleep } from 'node:timers/promises';
import { climb } from '../notices/ladder';
import { sendDue } from '../outbox/jobs';
import type { Deps } from './deps';

/** So many messages are sent before the ladder is looked at again, so that what is urgent on it does not wait for a big notice. */
const MESSAGES = 500;
/** A message that let another one go first is back in less; who waits longer is the next run's. */
const NAP_MS = 5_000;

/**
 * Sends what is due and lets the ladder climb, in turns, as each makes work for the other: what WeChat refuses climbs, and an SMS
 * of the ladder leaves. Ends when nothing is left to do or the time is up; then another run goes on at once, so that ten thousand
 * need not wait for the timer.
 */
export async function deliver(deps: Deps, until: number): Promise<{ readonly sent: number; readonly climbed: number }> {
  const total = { sent: 0, climbed: 0 };
  // Where the ladder fails the messages leave all the same; the job fails when they have.
  let failed: { readonly error: unknown } | undefined;
  const ladder = async () => {
    try {
      return failed ? 0 : await climb(deps, until);
    } catch (error) {
      failed = { error };
      return 0;
    }
  };
  let soon: number | null = null;
  let isLeft = false;
  while (deps.now() < until) {
    const { done, more, next } = await sendDue(deps, { limit: MESSAGES, until });
    const climbed = await ladder();
    total.sent += done;
    total.climbed += climbed;
    soon = next ?? soon;
    isLeft = more;
    if (more || climbed > 0) continue;
    if (soon === null || soon >= until || soon - deps.now() > NAP_MS) break;
    await sleep(Math.max(0, soon - deps.now()));
    // A clock that stands still brings nobody's turn.
    if (deps.now() < soon) break;
    soon = null;
  }
  if (isLeft && deps.now() >= until) await deps.wake();
  if (failed) throw failed.error;
  return total;
}
