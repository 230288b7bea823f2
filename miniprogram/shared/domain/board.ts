import type { ReceiptState } from '../contract';
import type { Rung } from './ladder';
import { type Asks, NUDGES } from './notices';
import { familiesOf, isSettled, STATES } from './receipts';

/** What the board counts of one person; children and their classes stand side by side. */
export interface Counted {
  readonly studentIds: readonly string[];
  readonly classIds: readonly string[];
  readonly classNames: readonly string[];
  readonly state: ReceiptState;
  readonly rung: Rung;
  readonly open: boolean;
  readonly wantsCall: boolean;
  readonly answer: string | null;
}

/** Whom the teacher has to ring up: who stands on the call list, and who asked for it wherever it stands. */
export const isToCall = ({ open, wantsCall, rung }: Pick<Counted, 'open' | 'wantsCall' | 'rung'>): boolean =>
  open && (wantsCall || rung === 'call');

/** Whom only a visit reaches. */
export const isToVisit = (line: Pick<Counted, 'open' | 'wantsCall' | 'rung'>): boolean =>
  line.open && line.rung === 'visit' && !isToCall(line);

/** What is still to be seen to, in families: a household is rung up or visited once. */
export interface Waiting {
  /** Families with somebody who did not do what is asked. */
  readonly unheard: number;
  readonly call: number;
  readonly visit: number;
}
type OpenLine = Pick<Counted, 'studentIds' | 'state' | 'rung' | 'wantsCall'>;

/** Counts the families of open receipts. Who did what is asked and only waits for a call is to be rung up, but not unheard. */
export function waitingIn(asks: Asks, lines: readonly OpenLine[]): Waiting {
  const families = familiesOf(lines);
  const count = (which: (line: OpenLine) => boolean) => families.filter((family) => family.some(which)).length;
  return {
    unheard: count(({ state }) => !isSettled(asks, state, false)),
    call: count((line) => isToCall({ ...line, open: true })),
    visit: count((line) => isToVisit({ ...line, open: true })),
  };
}

export interface ClassCount {
  readonly classId: string;
  readonly name: string;
  readonly families: number;
  readonly unheard: number;
  readonly call: number;
  readonly visit: number;
}

export interface Counts {
  readonly people: number;
  readonly families: number;
  /** Families with a child for whom nobody did what is asked. */
  readonly unheard: number;
  readonly states: { state: ReceiptState; people: number }[];
  readonly answers: { answer: string; people: number }[];
  readonly classes: ClassCount[];
}

/** How far a notice is. A family of brothers and sisters counts once in all, and once in each of their classes. */
export function countsOf(asks: Asks, lines: readonly Counted[]): Counts {
  return {
    people: lines.length,
    ...numbersOf(familiesIn(asks, lines)),
    states: tallyOf(lines.map(({ state }) => state))
      .map(([state, people]) => ({ state, people }))
      .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state)),
    answers: tallyOf(lines.flatMap(({ answer }) => answer ?? []))
      .map(([answer, people]) => ({ answer, people }))
      .sort((a, b) => b.people - a.people || a.answer.localeCompare(b.answer, 'zh')),
    classes: [...byClass(lines).values()].map(({ classId, name, lines: own }) => {
      const found = familiesIn(asks, own);
      const count = (which: (line: Counted) => boolean) => found.families.filter((one) => one.some(which)).length;
      return { classId, name, ...numbersOf(found), call: count(isToCall), visit: count(isToVisit) };
    }),
  };
}

interface Families {
  readonly families: readonly (readonly Counted[])[];
  readonly unheard: readonly (readonly Counted[])[];
}
const numbersOf = ({ families, unheard }: Families) => ({ families: families.length, unheard: unheard.length });

function familiesIn(asks: Asks, lines: readonly Counted[]): Families {
  const done = new Set(
    lines.filter(({ state }) => isSettled(asks, state, false)).flatMap(({ studentIds }) => studentIds),
  );
  const families = familiesOf(lines);
  const isUnheard = (family: readonly Counted[]) =>
    family.some(({ studentIds }) => studentIds.some((id) => !done.has(id)));
  return { families, unheard: families.filter(isUnheard) };
}

function tallyOf<T extends string>(values: readonly T[]): [T, number][] {
  const tally = new Map<T, number>();
  for (const value of values) tally.set(value, (tally.get(value) ?? 0) + 1);
  return [...tally];
}

interface OfClass {
  readonly classId: string;
  readonly name: string;
  readonly lines: Counted[];
}

/** The lines of each class, each with its children of that class alone. */
function byClass(lines: readonly Counted[]): Map<string, OfClass> {
  const classes = new Map<string, OfClass>();
  for (const line of lines)
    for (const classId of new Set(line.classIds)) {
      const name = line.classNames[line.classIds.indexOf(classId)] ?? '';
      const one: OfClass = classes.get(classId) ?? { classId, name, lines: [] };
      one.lines.push({ ...line, studentIds: line.studentIds.filter((_, i) => line.classIds[i] === classId) });
      classes.set(classId, one);
    }
  return classes;
}

/** What decides whether a person is reminded once more. */
export interface Nudged {
  readonly open: boolean;
  readonly covered: boolean;
  readonly ways: readonly Rung[];
  readonly nudges: number;
  readonly nudgedAt: number | null;
  /** Who asked for a call gets one, and no reminder. Absent: not. */
  readonly wantsCall?: boolean;
}

/** Whether a person may still be reminded by WeChat, now or later. */
export const mayNudge = ({ open, covered, wantsCall = false, ways, nudges }: Nudged): boolean =>
  open && !covered && !wantsCall && ways.includes('wechat') && nudges < NUDGES.most;

/** From when on a person may be reminded again, ms. */
export const nudgeFrom = ({ nudgedAt }: Nudged): number => (nudgedAt === null ? 0 : nudgedAt + NUDGES.apart);

/**
 * How often those who have not heard may still be reminded, when next (`null`: now), and how many people are.
 * @param now ms since the epoch
 */
export function nudgeLeft(
  lines: readonly Nudged[],
  now: number,
): { readonly left: number; readonly next: number | null; readonly people: number } {
  const may = lines.filter(mayNudge);
  const ready = may.filter((line) => nudgeFrom(line) <= now);
  const left = may.reduce((most, { nudges }) => Math.max(most, NUDGES.most - nudges), 0);
  if (may.length === 0 || ready.length > 0) return { left, next: null, people: ready.length };
  const next = may.reduce((first, line) => Math.min(first, nudgeFrom(line)), Number.POSITIVE_INFINITY);
  return { left, next, people: may.length };
}
