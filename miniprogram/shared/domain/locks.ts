import type { Day } from './calendar';
import type { Range } from './ranges';

/**
 * Scarce things as names: a lock is a document whose `_id` is the thing, so that only one writer can have it. Time is cut
 * into cells of five minutes, so that two intervals that overlap share a cell whatever their lengths, also after the
 * length of slots was changed.
 */
export const CELL_MINUTES = 5;

/** Child → which of its weekly calls a booking takes, from 1. */
export type Tickets = ReadonlyMap<string, number>;

/** Every lock that a call needs: point, adult and each child for each cell, and one of each child's calls of the week. */
export function locksOf(call: {
  readonly pointId: string;
  readonly day: Day;
  readonly range: Range;
  readonly studentIds: readonly string[];
  /**
   * Every name of the adult, none where nobody is known: the member of the school, under which a call is booked before a
   * WeChat is bound, and the WeChat user, who may be a parent at several schools.
   */
  readonly adultIds: readonly string[];
  readonly weekOf: Day;
  readonly tickets: Tickets;
}): string[] {
  const cells = cellsOf(call.range);
  const things = [
    `point:${call.pointId}`,
    ...call.adultIds.map((id) => `adult:${id}`),
    ...call.studentIds.map((id) => `child:${id}`),
  ];
  return [
    ...things.flatMap((thing) => cells.map((cell) => `${thing}:${call.day}:${cell}`)),
    ...call.studentIds.map((id) => quotaLock(id, call.weekOf, call.tickets.get(id) ?? 1)),
  ];
}

export const quotaLock = (studentId: string, weekOf: Day, n: number): string => `quota:${studentId}:${weekOf}:${n}`;

/** The cells that an interval touches. */
export function cellsOf({ from, to }: Range): number[] {
  const first = Math.floor(from / CELL_MINUTES);
  return Array.from({ length: Math.ceil(to / CELL_MINUTES) - first }, (_, i) => first + i);
}

type LockKind = 'point' | 'adult' | 'child' | 'quota';

/** What a taken lock means for the one who wanted it. */
export const lockKind = (lockId: string): LockKind => lockId.slice(0, lockId.indexOf(':')) as LockKind;

export type LockRefusal = 'booking.child-busy' | 'booking.adult-busy' | 'booking.quota-used' | 'booking.slot-taken';

/** Who wants locks, and the tickets that were tried. */
export interface Wanting {
  readonly studentIds: readonly string[];
  readonly weekOf: Day;
  /** Calls a child and week. */
  readonly quota: number;
  readonly tickets: Tickets;
}

/** Every ticket that some children could have in a week. */
export const weekTickets = ({ studentIds, weekOf, quota, tickets }: Wanting): string[] =>
  studentIds.flatMap((id) => candidates(quota, tickets.get(id)).map((n) => quotaLock(id, weekOf, n)));

/** The ticket that was tried before the others. */
const candidates = (quota: number, tried = 1): number[] => [
  ...new Set([tried, ...Array.from({ length: quota }, (_, i) => i + 1)]),
];

/**
 * What follows from those locks that others hold, of the wanted ones and of `weekTickets`: a refusal, or the tickets to try
 * next. What the family itself holds is told first: it helps nobody to be offered another time in a week that is used up.
 */
export function verdictOn(held: readonly string[], wanting: Wanting): LockRefusal | Tickets {
  const kinds = new Set(held.map(lockKind));
  if (kinds.has('child')) return 'booking.child-busy';
  if (kinds.has('adult')) return 'booking.adult-busy';
  const { studentIds, weekOf, quota, tickets } = wanting;
  const next = new Map<string, number>();
  for (const id of studentIds) {
    const free = candidates(quota, tickets.get(id)).find((n) => !held.includes(quotaLock(id, weekOf, n)));
    if (free === undefined) return 'booking.quota-used';
    next.set(id, free);
  }
  return kinds.has('point') ? 'booking.slot-taken' : next;
}
