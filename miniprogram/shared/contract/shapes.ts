import * as v from 'valibot';
import { ROLES } from '../access/permissions';
import { isDay } from '../domain/calendar';
import { MEDIA_STATES } from '../domain/media';

/** The small parts that contracts are made of. Days are 'YYYY-MM-DD' and minutes count from midnight, both in UTC+8. */
export const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_:.-]{1,80}$/));
export const fileId = v.pipe(v.string(), v.startsWith('cloud://'), v.maxLength(400));
export const day = v.pipe(v.string(), v.isoDate(), v.check(isDay));
export const minute = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1440));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const instant = v.pipe(v.number(), v.integer());
export const text = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max));
export const textOrEmpty = (max: number) => v.pipe(v.string(), v.trim(), v.maxLength(max));
export const some = <const T extends v.GenericSchema>(item: T, max: number) => v.pipe(v.array(item), v.maxLength(max));
export const role = v.picklist(ROLES);
/** Made by the client for each tap; the same key again means the same request. */
export const requestKey = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,40}$/));
export const nothing = v.strictObject({});
export const mediaState = v.picklist(MEDIA_STATES);
export const done = v.object({ done: v.literal(true) });

/** How long ago the last contact was, in the words of the ledger: amber from 7 days, red from 14 (product.md C5). */
export const tone = v.picklist(['ok', 'amber', 'red']);

export const childRef = v.object({ id, name: v.string(), className: v.string() });
export type ChildRef = v.InferOutput<typeof childRef>;

export const bookingStatus = v.picklist([
  'booked',
  'checked_in',
  'in_call',
  'done',
  'no_show_parent',
  'no_show_child',
  'failed_school',
  'failed_network',
  'cancelled_family',
  'cancelled_school',
  // A time that is held for a family on the waitlist, until it answers.
  'offered',
  'offer_lapsed',
]);
export type BookingStatus = v.InferOutput<typeof bookingStatus>;
export const channel = v.picklist(['phone', 'wechat', 'voip_voice', 'voip_video']);
export type Channel = v.InferOutput<typeof channel>;
/** How a call came to be: booked by the family, by the desk for it, by the week's plan, from the waitlist, or a walk-in. */
export const bookingOrigin = v.picklist(['family', 'desk', 'plan', 'waitlist', 'walk_in']);
export type BookingOrigin = v.InferOutput<typeof bookingOrigin>;
/** Why the school had to move or call off a call. */
export const changeReason = v.picklist([
  'power_cut',
  'point_broken',
  'duty_ill',
  'day_closed',
  'hours_changed',
  'no_right',
  'desk_moved',
]);
export type ChangeReason = v.InferOutput<typeof changeReason>;
/** Two facts that do not go together: it was called off (or changed) at one place and took place at another, or the point, child, adult or week was taken twice. */
export const collision = v.picklist([
  'was_cancelled',
  'was_changed',
  'point_taken',
  'child_busy',
  'adult_busy',
  'quota_used',
]);
export type Collision = v.InferOutput<typeof collision>;
/** What a family reads of a week's plan: the planner's reasons, and two for which a household was not in the plan at all. */
export const planReason = v.picklist([
  'kept',
  'given',
  'moved',
  'no_time_fits',
  'all_taken_by_needier',
  // Another adult of the same child has it this week; they take turns.
  'others_turn',
  // The child has its calls of that week already.
  'has_call',
]);
export type PlanReason = v.InferOutput<typeof planReason>;
export const weekday = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7));
export const face = v.picklist(['happy', 'so_so', 'low']);
export type Face = v.InferOutput<typeof face>;

/** A call as its family sees it. */
export const ticket = v.object({
  bookingId: id,
  status: bookingStatus,
  day,
  from: minute,
  to: minute,
  pointName: v.string(),
  channel,
  children: v.array(childRef),
  adultName: v.string(),
  /** In the child's words as the school has them: 父亲, 奶奶. */
  relation: v.string(),
  /** Booked by the caller; a divorced parent also sees the other's calls. */
  mine: v.boolean(),
  mayCancel: v.boolean(),
  mayMove: v.boolean(),
  /** In-app channels: whether the room is open now. */
  mayJoin: v.boolean(),
  origin: bookingOrigin,
  /** An offer from the waitlist: until when it is held. */
  offerUntil: v.nullable(instant),
  why: v.nullable(changeReason),
  /** When the talk should end, so that the next child is on time: `to` less the change-over. */
  talkTo: minute,
});
export type Ticket = v.InferOutput<typeof ticket>;

/** A free slot offered to a parent; `fit` 0–100 says how well it suits shift and child, `why` says so in words' keys. */
export const slotOffer = v.object({
  slotId: id,
  pointId: id,
  pointName: v.string(),
  channel,
  day,
  from: minute,
  to: minute,
  fit: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
  why: v.picklist(['suits_shift', 'before_shift', 'day_off', 'during_sleep', 'during_work', 'not_asked_for', 'open']),
});
export type SlotOffer = v.InferOutput<typeof slotOffer>;
