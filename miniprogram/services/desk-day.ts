import type { BoardCall, Output } from '../shared/contract';
import { type Day, dayOf } from '../shared/domain/calendar';
import { newId } from './ids';
import { currentMembership } from './session';
import { forget, recall, remember, storedKeys } from './storage';
import { now } from './time';

export type Board = Output<'calls.board'>;
export type Lease = Output<'desk.lease'>;

/** What this desk did with a call by itself, without the school knowing. */
export interface Deed {
  /** The call as it stands here. */
  readonly call: BoardCall;
  /** Under which the school will be told, once. */
  readonly key: string;
  /** How it ended is in the outbox. */
  readonly told: boolean;
  /** A child that came without a booking. */
  readonly walkIn: {
    readonly slotId: string;
    readonly studentIds: readonly string[];
    readonly relation: string;
  } | null;
}

/** A family that has no WeChat, and the number to dial where the desk had it. */
export interface Untold {
  readonly call: BoardCall;
  readonly phone: string;
}

/** What the desk keeps of one day, to work from without a network. */
export interface DeskDay {
  readonly day: Day;
  /** As last heard from the school. */
  readonly board: Board;
  /** Times for walk-ins and numbers to dial, while this desk holds them. */
  readonly lease: Lease | null;
  /** By call. */
  readonly deeds: Readonly<Record<string, Deed>>;
  /** Calls that the school had to change, and whose families must be told by telephone. */
  readonly untold: readonly Untold[];
}

const NAME = 'desk:';
const DEVICE = 'desk-device';
const key = (): string => `${NAME}${currentMembership()?.id ?? ''}`;

/** The same in memory: a desk is looked at each second, and goes on where the phone has no room. */
let held: { readonly key: string; readonly desk: DeskDay | undefined } | undefined;

/** What is kept of today; undefined on a new day, for yesterday's numbers are nobody's business any more. */
export function keptDesk(): DeskDay | undefined {
  const name = key();
  if (held?.key !== name) held = { key: name, desk: recall<DeskDay | undefined>(name, undefined) };
  if (held.desk?.day === dayOf(now())) return held.desk;
  held = undefined;
  forget(name);
  return undefined;
}

/** Answers false when the phone has no room for it: then it is lost with the app. */
export function keepDesk(desk: DeskDay): boolean {
  held = { key: key(), desk };
  return remember(held.key, desk);
}

/** Throws away what was kept on other days; called whenever the app comes to the front. */
export function forgetOldDesks(): void {
  const today = dayOf(now());
  held = undefined;
  for (const name of storedKeys()) {
    if (name.startsWith(NAME) && recall<Partial<DeskDay>>(name, {}).day !== today) forget(name);
  }
}

/** By which the school tells the desks of one teacher apart; it says nothing about the device. */
export function deskDevice(): string {
  const known = recall(DEVICE, '');
  if (known) return known;
  const made = newId();
  remember(DEVICE, made);
  return made;
}
