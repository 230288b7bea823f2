import type { Booking } from '../../cloudfunctions/_server/data/documents';
import type { Day } from '../../miniprogram/shared/domain/calendar';
import { cellsOf } from '../../miniprogram/shared/domain/locks';
import type { Range } from '../../miniprogram/shared/domain/ranges';
import type { ErrorCode } from '../../miniprogram/shared/errors/catalogue';
import { SCHOOL } from './builders';

/** A school small enough to be held in the head: two points, three times a day, two weeks. */
export const POINTS = [`${SCHOOL}.p1`, `${SCHOOL}.p2`] as const;
export const DAYS = ['2026-11-24', '2026-11-25', '2026-12-01'] as const;
export const STARTS = [960, 975, 990] as const;
export const PLANNING = { weekday: 3, minute: 720 } as const;
const MINUTES = 15;

export type Outcome = ErrorCode | 'done';
/** `offer`: what the adult was offered and does not need any more. */
export type Claimed = { readonly outcome: Outcome; readonly offer?: Call };

/** A call as everybody should see it. */
export type Call = Pick<
  Booking,
  | '_id'
  | 'adultId'
  | 'studentIds'
  | 'pointId'
  | 'day'
  | 'from'
  | 'to'
  | 'seat'
  | 'status'
  | 'origin'
  | 'startedAt'
  | 'outcome'
  | 'collisions'
  | 'why'
> & { readonly entryId: string | null; readonly until: number | null };

export const callOf = (booking: Booking): Call => {
  const { _id, adultId, studentIds, pointId, day, from, to, seat, status, origin, startedAt, outcome, why, offer } =
    booking;
  const [entryId, until] = [offer?.entryId ?? null, offer?.until ?? null];
  const collisions = [...booking.collisions].sort();
  const what = { status, origin, startedAt, outcome, collisions, why };
  return { _id, adultId, studentIds, pointId, day, from, to, seat, ...what, entryId, until };
};

export interface Seat extends Range {
  readonly pointId: string;
  readonly day: Day;
}
export const seatAt = (pointId: string, day: Day, from: number): Seat => ({ pointId, day, from, to: from + MINUTES });
export const slotIdOf = ({ pointId, day, from }: Seat): string => `${pointId}:${day}:${from}`;

/** Something that is there once, for every cell of a time. */
export const during = (thing: string, { day, from, to }: Range & { readonly day: Day }): string[] =>
  cellsOf({ from, to }).map((cell) => `${thing}:${day}:${cell}`);

/** What a call needs of the world beside its children's calls of the week. */
export const thingsOf = (call: Call): string[] => [
  ...during(`point:${call.pointId}`, call),
  ...(call.adultId === null ? [] : during(`adult:${call.adultId}`, call)),
  ...call.studentIds.flatMap((id) => during(`child:${id}`, call)),
];
export const weekThing = (studentId: string): string => `quota:${studentId}`;
