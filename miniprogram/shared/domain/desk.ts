/** What the duty desk decides beside running the calls of its board: which times it keeps and takes, and how its reports are read. */
import type { BookingStatus, CallEnd, Collision } from '../contract';
import { type Day, daysBetween, instantOf, isDay, type Minute } from './calendar';
import { isAhead, isCancelled } from './calls';
import { CELL_MINUTES, cellsOf, lockKind, quotaLock } from './locks';
import { overlaps, type Range } from './ranges';
import type { Slot } from './slots';

/** A stretch of time at a point. */
export type AtPoint = Range & { readonly pointId: string };

/** The slots of a day that a desk may still give away: those not over in which no call holds the point. Late is fine. */
export const freeAtDesk = (slots: readonly Slot[], held: readonly AtPoint[], now: number): Slot[] =>
  slots.filter(
    (slot) =>
      now < instantOf(slot.day, slot.to) &&
      !held.some(({ pointId, ...time }) => pointId === slot.pointId && overlaps(time, slot)),
  );

/**
 * Which of the free times of a day a desk keeps for walk-ins: so many of a hundred, spread evenly over the day and over the
 * points that are free at a time.
 */
export function leaseShare(free: readonly Slot[], percent: number): Slot[] {
  const ordered = [...free].sort((a, b) => a.from - b.from || a.pointId.localeCompare(b.pointId));
  const kept = Math.round((ordered.length * percent) / 100);
  return Array.from({ length: kept }, (_, i) => ordered[Math.floor(((i + 0.5) * ordered.length) / kept)]).filter(
    (slot) => slot !== undefined,
  );
}

/** The locks of a point for some time. */
export const pointLocks = (day: Day, { pointId, ...time }: AtPoint): string[] =>
  cellsOf(time).map((cell) => `point:${pointId}:${day}:${cell}`);

/** Whether some cells of time at points, none twice, cover a whole slot. */
export const coversWhole = (cells: readonly AtPoint[], slot: AtPoint): boolean =>
  cells.filter(({ pointId, ...time }) => pointId === slot.pointId && overlaps(time, slot)).length ===
  cellsOf(slot).length;

/** The time for which a lock holds its point; `undefined` for locks of other things. */
export function pointOfLock(lockId: string): (AtPoint & { readonly day: Day }) | undefined {
  const [, pointId, day, cell] = /^point:(.+):([\d-]+):(\d+)$/.exec(lockId) ?? [];
  if (pointId === undefined || day === undefined || cell === undefined) return undefined;
  const from = Number(cell) * CELL_MINUTES;
  return { pointId, day, from, to: from + CELL_MINUTES };
}

/** What the name of a slot says, whether or not the school offers it any more. */
export function slotOfId(slotId: string): (Pick<Slot, 'pointId' | 'day'> & { readonly from: Minute }) | undefined {
  const [, pointId, day, minute] = /^(.+):(\d{4}-\d{2}-\d{2}):(\d{1,4})$/.exec(slotId) ?? [];
  const from = Number(minute);
  return pointId !== undefined && day !== undefined && isDay(day) && from < 1440 ? { pointId, day, from } : undefined;
}

/** For so many days a desk that had no network may tell what happened. */
export const REPORT_DAYS = 7;

export const isReportable = (day: Day, today: Day): boolean => day <= today && daysBetween(day, today) <= REPORT_DAYS;

/** What a desk tells of a call of its board. */
export interface CallReport {
  readonly outcome: CallEnd;
  readonly startedAt: number | null;
}

/** The call as it stands here when the report comes. */
export interface ReportedCall {
  readonly status: BookingStatus;
  /** `null` while nobody noted how it ended, also where it was closed for that reason. */
  readonly outcome: CallEnd | null;
  readonly startsAt: number;
  readonly endsAt: number;
  /** 1 while it was never moved. */
  readonly seat: number;
}

export interface ReportVerdict {
  /** Whether the call becomes what the report says; else it stays as it is. */
  readonly takes: boolean;
  /** The second fact, to be shown beside the first. */
  readonly collision: Extract<Collision, 'was_cancelled' | 'was_changed'> | null;
  /** The call took place at another time than it stands at now: it was moved after the desk saw it. */
  readonly elsewhere: boolean;
}

/** A call that begins so much before or after its time was not meant for another. */
const AROUND_MS = 60 * 60_000;

/**
 * Judges what a desk did without a network against what happened here meanwhile. A call that took place is a fact that
 * nothing else undoes. That somebody did not come, or that a tablet failed, says nothing about a call that had been called off
 * or moved before: whoever did that is not marked for it.
 */
export function judgeReport(call: ReportedCall, report: CallReport, now: number): ReportVerdict {
  const elsewhere = isElsewhere(call, report, now);
  if (call.outcome === report.outcome) return { takes: false, collision: null, elsewhere };
  const took = report.outcome === 'done';
  if (isCancelled(call.status)) return { takes: took, collision: 'was_cancelled', elsewhere };
  if (call.outcome !== null || elsewhere) return { takes: took, collision: 'was_changed', elsewhere };
  return { takes: true, collision: null, elsewhere };
}

/** Whether a report cannot be about the time at which a call stands now: it was moved after the desk saw it. */
const isElsewhere = ({ startsAt, endsAt, seat }: ReportedCall, { startedAt }: CallReport, now: number): boolean => {
  if (seat === 1) return false;
  const at = startedAt ?? Math.min(now, startsAt + AROUND_MS);
  return at < startsAt - AROUND_MS || at > endsAt + AROUND_MS;
};

const COLLISIONS = {
  point: 'point_taken',
  child: 'child_busy',
  adult: 'adult_busy',
  quota: 'quota_used',
} as const satisfies Record<string, Collision>;

/**
 * What a call that took place can still hold, where others may hold the same: what is free, and for each child the first free
 * one of its weekly calls. What others hold is theirs too; both facts stay and `collisions` says so.
 * @param things the locks of point, adult and children; `held` those locks, weekly ones included, that others hold.
 */
export function holdWhatIsFree(
  call: {
    readonly things: readonly string[];
    readonly studentIds: readonly string[];
    readonly weekOf: Day;
    readonly quota: number;
  },
  held: readonly string[],
): { readonly lockIds: readonly string[]; readonly collisions: readonly Collision[] } {
  const { things, studentIds, weekOf, quota } = call;
  const tickets = studentIds.map((id) => weekLocks(id, weekOf, quota).find((ticket) => !held.includes(ticket)));
  const taken = things.filter((id) => held.includes(id)).map((id) => COLLISIONS[lockKind(id)]);
  return {
    lockIds: [...things.filter((id) => !held.includes(id)), ...tickets.filter((ticket) => ticket !== undefined)],
    collisions: [...new Set([...taken, ...(tickets.includes(undefined) ? [COLLISIONS.quota] : [])])],
  };
}

/** All weekly calls that a child may have. */
export const weekLocks = (studentId: string, weekOf: Day, quota: number): string[] =>
  Array.from({ length: quota }, (_, i) => quotaLock(studentId, weekOf, i + 1));

/** For so long staff see that somebody did not come; then it is gone (product.md section 4). */
export const NO_SHOW_DAYS = 14;

/** Whether staff still see a call in a day's list. */
export const isShown = (call: { readonly status: BookingStatus; readonly day: Day }, today: Day): boolean =>
  !(call.status === 'no_show_parent' || call.status === 'no_show_child') || daysBetween(call.day, today) < NO_SHOW_DAYS;

/** Whether a desk may still move a call of today, or let it run over. */
export const isAtDesk = (call: { readonly status: BookingStatus; readonly day: Day }, today: Day): boolean =>
  call.day === today && isAhead(call.status) && call.status !== 'offered';
