import type { ReceiptState } from '../contract';

/** The rungs in the order in which they prove more; a receipt never climbs down. */
const RANK: Readonly<Record<ReceiptState, number>> = {
  queued: 0,
  refused: 1,
  unknown: 1,
  to_call: 1,
  sent: 2,
  opened: 3,
  called: 4,
  heard: 5,
  confirmed: 6,
};

/** The state after an event: the higher rung of the two. */
export const climb = (from: ReceiptState, to: ReceiptState): ReceiptState => (RANK[to] > RANK[from] ? to : from);

export type Asks = 'read' | 'hear' | 'confirm';

/** What a notice asks for, and from which state on it is settled for a person. */
const SETTLED: Readonly<Record<Asks, number>> = {
  read: RANK.opened,
  hear: RANK.called,
  confirm: RANK.called,
};

/** Whether the teacher need not see to this person any more: heard, confirmed, told on the phone, or read where reading is enough. */
export const isSettled = (asks: Asks, state: ReceiptState, wantsCall: boolean): boolean =>
  RANK[state] >= SETTLED[asks] && !wantsCall;

/** Whether the person itself has not looked at it yet. */
export const isFresh = (state: ReceiptState): boolean => RANK[state] < RANK.opened;

/** What decides about a receipt. */
export interface Standing {
  readonly of: 'notice' | 'record';
  readonly asks: Asks;
  readonly state: ReceiptState;
  readonly wantsCall: boolean;
  readonly why: string | null;
}

/** A shared record asks for nothing: it is the teacher's matter only when the family wants a call. */
export const isOpen = ({ of, asks, state, wantsCall }: Standing): boolean =>
  of === 'record' ? wantsCall : !isSettled(asks, state, wantsCall);

/** What a person of the family, or the teacher on the phone, does with a receipt. */
export type Step = 'opened' | 'heard' | 'confirmed' | 'call_me' | 'told';

const STEPS: Readonly<Record<Step, { readonly state: ReceiptState; readonly wantsCall?: boolean }>> = {
  opened: { state: 'opened' },
  heard: { state: 'heard' },
  confirmed: { state: 'confirmed' },
  call_me: { state: 'opened', wantsCall: true },
  told: { state: 'called', wantsCall: false },
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

/** Where a message that did not reach somebody leaves the receipt: on the call list, or without any way but a visit. */
export const undelivered = (hasPhone: boolean): 'to_call' | 'refused' => (hasPhone ? 'to_call' : 'refused');

/** What needs the teacher's hand comes first; those who were only just written to may still look by themselves. */
const ATTENTION: Readonly<Record<ReceiptState, number>> = {
  to_call: 1,
  refused: 1,
  unknown: 1,
  opened: 2,
  sent: 3,
  queued: 4,
  called: 5,
  heard: 5,
  confirmed: 5,
};

interface BoardLine {
  readonly state: ReceiptState;
  readonly open: boolean;
  readonly wantsCall: boolean;
  readonly personName: string;
}

/** The order of the teacher's board: unsettled first, of those who asked for a call before all others. */
export function boardOrder(a: BoardLine, b: BoardLine): number {
  const weight = (line: BoardLine) => (line.open ? 0 : 10) + (line.wantsCall ? 0 : ATTENTION[line.state]);
  return weight(a) - weight(b) || a.personName.localeCompare(b.personName, 'zh');
}
