import type { Day } from './calendar';
import type { Range } from './ranges';

/**
 * Scarce things as names: a lock is a document whose `_id` is the thing, so that only one writer can have it. Time is cut
 * into cells of five minutes, so that two intervals that overlap share a cell whatever their lengths, also after the
 * length of slots was changed.
 */
export const CELL_MINUTES = 5;

/** Every lock that a call needs: point, adult and each child for each cell, and one of each child's calls of the week. */
export function locksOf(call: {
  readonly pointId: string;
  readonly day: Day;
  readonly range: Range;
  readonly studentIds: readonly string[];
  /** One name for one person, also where that person is a parent at several schools; `null` where nobody is known. */
  readonly adultId: string | null;
  readonly weekOf: Day;
  /** Child → which of its weekly calls this is, from 1. */
  readonly ticketOf: (studentId: string) => number;
}): string[] {
  const cells = cellsOf(call.range);
  const adult = call.adultId === null ? [] : [`adult:${call.adultId}`];
  const things = [`point:${call.pointId}`, ...adult, ...call.studentIds.map((id) => `child:${id}`)];
  return [
    ...things.flatMap((thing) => cells.map((cell) => `${thing}:${call.day}:${cell}`)),
    ...call.studentIds.map((id) => quotaLock(id, call.weekOf, call.ticketOf(id))),
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

/**
 * What follows from those of the wanted locks that others hold: a refusal, the children whose next weekly ticket is to be
 * tried, or `free` where they were let go meanwhile. What the family itself holds is told first: it helps nobody to be
 * offered another time in a week that is used up.
 */
export function verdictOn(
  held: readonly string[],
  wanted: { readonly studentIds: readonly string[]; readonly weekOf: Day; readonly quota: number },
): LockRefusal | 'free' | { readonly nextTicketFor: readonly string[] } {
  const kinds = new Set(held.map(lockKind));
  const lastTicketGone = wanted.studentIds.some((id) => held.includes(quotaLock(id, wanted.weekOf, wanted.quota)));
  if (kinds.has('child')) return 'booking.child-busy';
  if (kinds.has('adult')) return 'booking.adult-busy';
  if (lastTicketGone) return 'booking.quota-used';
  if (kinds.has('point')) return 'booking.slot-taken';
  if (!kinds.has('quota')) return 'free';
  const tickets = held.filter((id) => lockKind(id) === 'quota');
  return {
    nextTicketFor: wanted.studentIds.filter((id) =>
      tickets.some((ticket) => ticket.startsWith(`quota:${id}:${wanted.weekOf}:`)),
    ),
  };
}
