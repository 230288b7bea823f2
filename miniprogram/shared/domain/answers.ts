import type { Day } from './calendar';
import { climbsAt, type Rung } from './ladder';
import { afterStep, hasHeard, type Standing, type Step } from './receipts';

/** What of a receipt changes when its person, or a neighbour, does something with it. */
export interface Climber extends Standing {
  readonly covered: boolean;
  readonly urgent: boolean;
  readonly deadline: Day | null;
  readonly ways: readonly Rung[];
  readonly rung: Rung;
  readonly climbAt: number | null;
}

type Advance = Pick<Climber, 'state' | 'wantsCall' | 'why' | 'covered' | 'rung' | 'climbAt'> & {
  readonly open: boolean;
  readonly at: number;
};

/**
 * A receipt after a step of the family's; `null` where it changes nothing, so that what is told twice counts once. Who heard it
 * is left alone by the ladder; who asks for a call stands on the call list at once, whatever the others of the family did.
 * @param now ms since the epoch
 */
export function advance(from: Climber, step: Step, now: number): Advance | null {
  const asks = step === 'call_me' && !from.wantsCall;
  const covered = from.covered && !asks;
  const next = afterStep({ ...from, covered }, step);
  if (next.state === from.state && next.wantsCall === from.wantsCall) return null;
  const rung = asks && from.of === 'notice' ? callRung(from) : from.rung;
  return { ...next, covered, rung, climbAt: climbAtOf({ ...from, ...next, rung }, asks, now), at: now };
}

const callRung = ({ ways, rung }: Climber): Rung => (rung !== 'visit' && ways.includes('call') ? 'call' : 'visit');

function climbAtOf(to: Climber, asks: boolean, now: number): number | null {
  if (asks && to.of === 'notice') return climbsAt(to.rung, now, to);
  return hasHeard(to.asks, to.state) && !to.wantsCall ? null : to.climbAt;
}

/** Whether one may still choose: for the first time always, something else until the end of the day by which it was asked for. */
export const mayChoose = (
  { answer, deadline }: { readonly answer: string | null; readonly deadline: Day | null },
  choice: string,
  today: Day,
): boolean => answer === null || answer === choice || deadline === null || today <= deadline;
