import type { Day } from './calendar';
import type { Range } from './ranges';

/**
 * Scarce things as names: a lock is a document whose `_id` is the thing, so that only one writer can have it. Time is cut
 * into cells of five minutes, so that two intervals that overlap share a cell whatever their lengths, also after the length of slots was changed.
 */
export const CELL_MINUTES = 5;

/** Every lock that a call needs: the point, each child and the adult for each cell, and one of each child's calls of the week. */
export function locksOf(call: {
  readonly pointId: string;
  readonly day: Day;
  readonly range: Range;
  readonly studentIds: readonly string[];
  readonly adultId: string;
  readonly weekOf: Day;
  /** Child → which of its weekly calls this is, from 1. */
  readonly ticketOf: (studentId: string) => number;
}): string[] {
  const cells = cellsOf(call.range);
  const things = [`point:${call.pointId}`, `adult:${call.adultId}`, ...call.studentIds.map((id) => `child:${id}`)];
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

/** What a taken lock means for the one who wanted it. */
export const lockKind = (lockId: string): 'point' | 'adult' | 'child' | 'quota' =>
  lockId.slice(0, lockId.indexOf(':')) as 'point' | 'adult' | 'child' | 'quota';
