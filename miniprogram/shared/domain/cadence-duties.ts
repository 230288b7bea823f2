import type { CadenceRow } from '../contract';
import type { DutyState } from './cadence';
import { type Frame, holds, isPausedOn, type Pause, type Window, windowsFor } from './cadence-windows';
import { type Day, daysBetween } from './calendar';

/** What of a child decides its duties under one rule. */
export interface CareChild {
  /** Where counting begins for it. */
  readonly since: Day;
  readonly pauses: readonly Pause[];
  /** The days on which something that counts was done, in any order; a day may stand there several times. */
  readonly days: readonly Day[];
}

/** One window of one child. */
export interface Duty {
  readonly window: Window;
  /** The days that count for it, each once, in order. */
  readonly days: readonly Day[];
  /** How many days are asked for: no more than the window has. */
  readonly times: number;
  /** False where too little of it is left to ask for anything. */
  readonly holds: boolean;
}

/** A child and a cadence today; `missed` windows in a row went by before. */
export interface DutyToday {
  readonly state: DutyState;
  readonly from: Day;
  readonly due: Day;
  readonly done: number;
  readonly times: number;
  readonly missed: number;
}

interface Pupil {
  readonly leftBehind: boolean;
  readonly boarding: boolean;
  readonly paired: boolean;
  /** 重点对象: the school keeps a closer eye on it. */
  readonly focus?: boolean | undefined;
}
const HOLDS_FOR: Readonly<Record<CadenceRow['for'], (child: Pupil) => boolean>> = {
  left_behind: ({ leftBehind }) => leftBehind,
  focus: ({ focus }) => focus === true,
  paired: ({ paired }) => paired,
  boarders: ({ boarding }) => boarding,
  day_pupils: ({ boarding }) => !boarding,
  all: () => true,
};

/** For whom a rule holds at all. */
export const isFor = (rule: Pick<CadenceRow, 'for'>, child: Pupil): boolean => HOLDS_FOR[rule.for](child);

/** Every window of the rule for a child, in order. A day belongs to one window at most, so no entry serves two. */
export function dutiesOf(frame: Frame, child: CareChild): Duty[] {
  return windowsFor(frame, child.since, child.pauses).map((window) => dutyIn(window, frame.rule, child.days));
}

function dutyIn(window: Window, { times }: CadenceRow, days: readonly Day[]): Duty {
  return {
    window,
    days: inOrder(days.filter((day) => window.from <= day && day <= window.until)),
    times: Math.min(times, Math.max(1, window.open)),
    holds: holds(window),
  };
}

const inOrder = (days: readonly Day[]): readonly Day[] => (days.length < 2 ? days : [...new Set(days)].sort());

const isMet = ({ days, times }: Duty): boolean => days.length >= times;

/**
 * How it stands today: in the window that runs, or resting behind the last one of a term. `undefined` where the rule does not ask for anything yet, or
 * not any more.
 */
export function stateOf(frame: Frame, child: CareChild, today: Day): DutyToday | undefined {
  const { rule } = frame;
  const windows = windowsFor(frame, child.since, child.pauses);
  const last = windows[windows.length - 1];
  const first = windows[0];
  if (!first || !last || today < first.from || (rule.until !== null && today > rule.until)) return undefined;
  const running = windows.findIndex(({ from, until }) => from <= today && today <= until);
  const duty = dutyIn(windows[running] ?? last, rule, child.days);
  const missed = missedBefore(windows.slice(0, Math.max(0, running)), rule, child.days);
  const rests = running < 0 || !duty.holds || (!isMet(duty) && isPausedOn(rule, child.pauses, today));
  const { window, times } = duty;
  return {
    state: rests ? 'paused' : runningState(duty, missed, today),
    from: window.from,
    due: window.due,
    done: duty.days.length,
    times,
    missed,
  };
}

/** How many windows in a row were missed up to the end; those in which nothing was asked neither count nor end the row. */
function missedBefore(windows: readonly Window[], rule: CadenceRow, days: readonly Day[]): number {
  let missed = 0;
  for (const window of [...windows].reverse()) {
    const duty = dutyIn(window, rule, days);
    if (!duty.holds) continue;
    if (isMet(duty)) break;
    missed += 1;
  }
  return missed;
}

const SOON_DAYS = 7;

/** The state of a window that runs and asks for something. */
function runningState(duty: Duty, missed: number, today: Day): DutyState {
  const { from, due } = duty.window;
  const done = duty.days.length;
  if (isMet(duty)) return 'ok';
  if (today > due || (missed > 0 && done === 0)) return 'overdue';
  const left = daysBetween(today, due) + 1;
  const lastDays = Math.max(1, Math.min(SOON_DAYS, Math.floor((daysBetween(from, due) + 1) / 4)));
  // Each time needs a day of its own.
  return left <= Math.max(lastDays, duty.times - done) ? 'soon' : 'open';
}

/** How one window of a child stands, seen from today. */
export function windowState(frame: Frame, child: CareChild, duty: Duty, today: Day): DutyState | 'missed' {
  const { from, until } = duty.window;
  if (!duty.holds) return 'paused';
  if (until < today) return isMet(duty) ? 'ok' : 'missed';
  if (isMet(duty)) return 'ok';
  if (today < from) return 'open';
  return stateOf(frame, child, today)?.state ?? 'open';
}
