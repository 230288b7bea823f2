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

/** What a notice asks for, and from which state on it is settled for a person. */
const SETTLED: Readonly<Record<'read' | 'hear' | 'confirm', number>> = {
  read: RANK.opened,
  hear: RANK.called,
  confirm: RANK.called,
};

/** Whether the teacher need not see to this person any more: heard, confirmed, told on the phone, or read where reading is enough. */
export const isSettled = (asks: 'read' | 'hear' | 'confirm', state: ReceiptState, wantsCall: boolean): boolean =>
  RANK[state] >= SETTLED[asks] && !(wantsCall && state !== 'called');
