import type { BookingStatus, CallEnd, Channel } from '../contract';
import type { Day, Minute } from './calendar';

/** What may follow what (product.md section 4). A state that is not a key is final. */
const NEXT: Readonly<Partial<Record<BookingStatus, readonly BookingStatus[]>>> = {
  offered: ['booked', 'offer_lapsed', 'cancelled_school'],
  booked: [
    'checked_in',
    'in_call',
    'no_show_parent',
    'no_show_child',
    'failed_school',
    'cancelled_family',
    'cancelled_school',
  ],
  checked_in: ['in_call', 'no_show_parent', 'no_show_child', 'failed_school', 'failed_network', 'cancelled_school'],
  // Where one channel fails the desk starts again with the next.
  in_call: ['in_call', 'done', 'no_show_parent', 'failed_school', 'failed_network'],
};

export const mayFollow = (from: BookingStatus, to: BookingStatus): boolean => NEXT[from]?.includes(to) ?? false;

/** States in which a booking still holds its slot, child, adult and quota. A call that took place keeps its quota. */
export const HOLDING: readonly BookingStatus[] = [
  'offered',
  'booked',
  'checked_in',
  'in_call',
  'done',
  'no_show_parent',
  'no_show_child',
];
export const holds = (status: BookingStatus): boolean => HOLDING.includes(status);

/** States in which the call is still to come or going on. */
export const AHEAD: readonly BookingStatus[] = ['offered', 'booked', 'checked_in', 'in_call'];

/** States in which the call has not begun, as far as anybody noted. */
export const UNBEGUN: readonly BookingStatus[] = ['booked', 'checked_in'];

/** A call stays visible to its family as the next one until its slot is over. */
export const isAhead = (status: BookingStatus): boolean => AHEAD.includes(status);

/** Whether what was written about the seat of a call, or of an offer, still holds: it is booked, or waits for its answer. */
export const isSeatKept = (status: BookingStatus, offer: boolean): boolean =>
  offer ? status === 'offered' : UNBEGUN.includes(status);

/** What the duty desk lists: all but the calls that were called off before. */
export const ON_BOARD: readonly BookingStatus[] = [
  'booked',
  'checked_in',
  'in_call',
  'done',
  'no_show_parent',
  'no_show_child',
  'failed_school',
  'failed_network',
];

/** Whether the family may still call it off or move it: until the school's cut-off, and not once the child has come to the call point. */
export const mayCancel = (call: { readonly status: BookingStatus; readonly closesAt: number }, now: number): boolean =>
  mayFollow(call.status, 'cancelled_family') && now < call.closesAt;

/** How a call may begin: as it was booked, as its point can, and by the telephone, which there always is. */
export const waysToCall = (booked: Channel, ofPoint: readonly Channel[]): Channel[] => [
  ...new Set<Channel>([booked, ...ofPoint, 'phone']),
];

/** How long before and after its time the room of an in-app call is open, ms. */
const ROOM_AROUND_MS = 10 * 60_000;

/** Whether the room of an in-app call is open: the child is there, and it is about the time (product.md section 4, channels). */
export const isRoomOpen = (
  call: {
    readonly status: BookingStatus;
    readonly channel: Channel;
    readonly startsAt: number;
    readonly endsAt: number;
  },
  now: number,
): boolean =>
  (call.channel === 'voip_voice' || call.channel === 'voip_video') &&
  (call.status === 'checked_in' || call.status === 'in_call') &&
  call.startsAt - ROOM_AROUND_MS <= now &&
  now < roomClosesAt(call);

export const roomClosesAt = ({ endsAt }: { readonly endsAt: number }): number => endsAt + ROOM_AROUND_MS;

/** States in which it is called off already, so that asking again changes nothing. */
export const isCancelled = (status: BookingStatus): boolean =>
  status === 'cancelled_family' || status === 'cancelled_school' || status === 'offer_lapsed';

/** How a step of the duty desk relates to a call that may have been changed meanwhile. */
export type StepVerdict = 'go' | 'done-already' | 'stale' | 'wrong-state';

/**
 * Judges a step that a desk asks for, having seen version `seen`. The same step sent again after a lost reply is
 * `done-already`: then the call stands where the step leads, one version further. All but a failure or a cancelling happens
 * in the presence of people and so not before the day of the call.
 */
export function judgeStep(
  call: { readonly status: BookingStatus; readonly version: number; readonly day: Day },
  to: BookingStatus,
  seen: number,
  today: Day,
): StepVerdict {
  if (call.status === to && call.version === seen + 1) return 'done-already';
  if (call.version !== seen) return 'stale';
  const early = call.day > today && holds(to);
  return mayFollow(call.status, to) && !early ? 'go' : 'wrong-state';
}

/** Minutes before and after a slot in which its child comes, or chooses a face. */
const AROUND = 10;

/**
 * Whether something may happen at the call points in this minute: somebody is there, or a slot is near. Screens that stand
 * open look often then and seldom otherwise, for each look is a call of a function that the county pays.
 */
export const isLively = (
  calls: readonly { readonly status: BookingStatus; readonly from: Minute; readonly to: Minute }[],
  minute: Minute,
): boolean =>
  calls.some(
    ({ status, from, to }) =>
      status === 'checked_in' || status === 'in_call' || (from - AROUND <= minute && minute < to + AROUND),
  );

/** How many calls in a row, from the newest back, ended with a low face of this child. Calls without a face do not count. */
export function lowStreak(newestFirst: readonly (string | undefined)[]): number {
  const faces = newestFirst.filter((face) => face !== undefined);
  const firstOther = faces.findIndex((face) => face !== 'low');
  return firstOther === -1 ? faces.length : firstOther;
}

/** Minutes to note for a call that ended; only one that took place has any. */
export const minutesOf = (outcome: CallEnd, minutes: number | undefined): number | null =>
  outcome === 'done' ? (minutes ?? null) : null;
