import type { ReceiptState } from '../contract';
import type { Asks, Over } from './notices';

/** The states in the order in which they prove more; a receipt never climbs down. */
const RANK: Readonly<Record<ReceiptState, number>> = {
  queued: 0,
  refused: 1,
  unknown: 1,
  sent: 2,
  texted: 2,
  relayed: 3,
  opened: 4,
  heard: 5,
  confirmed: 6,
  called: 7,
  visited: 7,
  answered: 8,
  signed: 8,
};

/** All states in the order in which a board tells them. */
export const STATES = Object.keys(RANK) as ReceiptState[];

/** The state after an event: the stronger proof of the two. */
export const climb = (from: ReceiptState, to: ReceiptState): ReceiptState => (RANK[to] > RANK[from] ? to : from);

/** What a notice asks for, and from which proof on it is settled for a person. On paper and by phone a word counts as signed. */
const SETTLED: Readonly<Record<Asks, number>> = {
  read: RANK.opened,
  hear: RANK.heard,
  confirm: RANK.heard,
  answer: RANK.answered,
  sign: RANK.called,
};

/** Whether the teacher need not see to this person any more. */
export const isSettled = (asks: Asks, state: ReceiptState, wantsCall: boolean): boolean =>
  RANK[state] >= SETTLED[asks] && !wantsCall;

/** Whether the person itself has not looked at it yet. */
export const isFresh = (state: ReceiptState): boolean => RANK[state] < RANK.opened;

/** Whether somebody is known to have heard what it says: by itself or from a teacher, whatever it asks for. */
export const hasHeard = (asks: Asks, state: ReceiptState): boolean =>
  RANK[state] >= (asks === 'read' ? RANK.opened : RANK.heard);

/** What decides about a receipt. */
export interface Standing {
  readonly of: 'notice' | 'record';
  readonly asks: Asks;
  readonly state: ReceiptState;
  readonly wantsCall: boolean;
  readonly why: string | null;
  /** Absent: not. */
  readonly covered?: boolean;
  readonly over?: Over | null;
}

/**
 * Whether the school has to see to a person: it did not do what is asked, nor did the family for it, or it wants a call. A shared
 * record asks for nothing; what was taken back or corrected is nobody's task.
 */
export const isOpen = ({ of, asks, state, wantsCall, covered = false, over = null }: Standing): boolean =>
  over === null && (wantsCall || (of === 'notice' && !covered && !isSettled(asks, state, false)));

/** What a person of the family, a neighbour, or the teacher on the phone or at the door does with a receipt. */
export type Step =
  | 'relayed'
  | 'opened'
  | 'heard'
  | 'confirmed'
  | 'chosen'
  | 'signed'
  | 'said'
  | 'call_me'
  | 'called'
  | 'visited';

const STEPS: Readonly<Record<Step, { readonly state: ReceiptState; readonly wantsCall?: boolean }>> = {
  relayed: { state: 'relayed' },
  opened: { state: 'opened' },
  heard: { state: 'heard' },
  confirmed: { state: 'confirmed' },
  chosen: { state: 'answered' },
  signed: { state: 'signed' },
  // What was said must be listened to; until then it proves that the notice was heard.
  said: { state: 'heard' },
  call_me: { state: 'opened', wantsCall: true },
  called: { state: 'called', wantsCall: false },
  visited: { state: 'visited', wantsCall: false },
};

/** The standing after a step. Who asked for a call stays open until told, also after 「我听到了」. */
export function afterStep(
  from: Standing,
  step: Step,
): Pick<Standing, 'state' | 'wantsCall' | 'why'> & { readonly open: boolean } {
  const { state, wantsCall = from.wantsCall } = STEPS[step];
  const next = { state: climb(from.state, state), wantsCall, why: null };
  return { ...next, open: isOpen({ ...from, ...next }) };
}

/** A receipt among those of the same notice. */
export interface FamilyLine {
  readonly _id: string;
  readonly studentIds: readonly string[];
  readonly asks: Asks;
  readonly state: ReceiptState;
  readonly wantsCall: boolean;
}

/**
 * Receipts for each of whose children somebody did what the notice asks for: the school need not see to them any more. Who asked
 * for a call itself is never among them. A grandmother of three is done when each of the three families is.
 */
export const coveredOf = (lines: readonly FamilyLine[]): Set<string> =>
  byFamily(lines, ({ asks, state }) => isSettled(asks, state, false));

/** The same for having heard it: the ladder climbs no further (product.md section 5), though an answer may still be missing. */
export const reachedOf = (lines: readonly FamilyLine[]): Set<string> =>
  byFamily(lines, ({ asks, state }) => hasHeard(asks, state));

function byFamily(lines: readonly FamilyLine[], did: (line: FamilyLine) => boolean): Set<string> {
  const children = new Set(lines.filter(did).flatMap(({ studentIds }) => studentIds));
  return new Set(
    lines
      .filter(({ wantsCall, studentIds }) => !wantsCall && studentIds.every((id) => children.has(id)))
      .map(({ _id }) => _id),
  );
}

/** Families among receipts of one notice: those that share a child are one, also by way of a third. Answers groups. */
export function familiesOf<T extends Pick<FamilyLine, 'studentIds'>>(lines: readonly T[]): T[][] {
  interface Family {
    readonly children: string[];
    readonly lines: T[];
  }
  const byChild = new Map<string, Family>();
  const families = new Set<Family>();
  for (const line of lines) {
    const known = new Set(line.studentIds.flatMap((id) => byChild.get(id) ?? []));
    const [family = { children: [], lines: [] }, ...others] = known;
    families.add(family);
    for (const other of others) {
      family.lines.push(...other.lines);
      family.children.push(...other.children);
      families.delete(other);
    }
    family.lines.push(line);
    family.children.push(...line.studentIds);
    const moved = others.flatMap(({ children }) => children);
    for (const id of [...line.studentIds, ...moved]) byChild.set(id, family);
  }
  return [...families].map(({ lines: members }) => members);
}

/** What needs the teacher's hand comes first; those who were only just written to may still look by themselves. */
const ATTENTION: Readonly<Record<ReceiptState, number>> = {
  refused: 1,
  unknown: 1,
  opened: 2,
  heard: 2,
  confirmed: 2,
  called: 2,
  visited: 2,
  sent: 3,
  texted: 3,
  queued: 4,
  relayed: 5,
  answered: 6,
  signed: 6,
};

export interface BoardLine {
  readonly state: ReceiptState;
  readonly open: boolean;
  readonly covered: boolean;
  readonly rung: 'wechat' | 'sms' | 'call' | 'visit';
  readonly wantsCall: boolean;
  readonly personName: string;
}

/** The order of the teacher's board: unsettled first; of those who asked for a call before all others, then whom to visit, whom to call. */
export function boardOrder(a: BoardLine, b: BoardLine): number {
  const weight = ({ open, wantsCall, rung, state }: BoardLine) =>
    (open ? 0 : 100) + (wantsCall ? 0 : rung === 'visit' ? 10 : rung === 'call' ? 20 : 30) + ATTENTION[state];
  return weight(a) - weight(b) || a.personName.localeCompare(b.personName, 'zh');
}
