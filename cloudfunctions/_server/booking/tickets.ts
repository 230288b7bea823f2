import type { CallRow, Ticket } from '../../../miniprogram/shared/contract';
import { instantOf } from '../../../miniprogram/shared/domain/calendar';
import { isRoomOpen, mayCancel } from '../../../miniprogram/shared/domain/calls';
import { sharedName } from '../../../miniprogram/shared/text/names';
import type { Booking } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { type Reach, reaches } from '../kernel/reach';

/** A call as a member of its family sees it: only the children within this member's reach, and to be called off only by who booked it. */
export const ticketOf = (booking: Booking, ctx: Pick<Ctx, 'caller' | 'reach' | 'now'>): Ticket => ({
  bookingId: booking._id,
  status: booking.status,
  day: booking.day,
  from: booking.from,
  to: booking.to,
  pointName: booking.pointName,
  channel: booking.channel,
  children: booking.children.filter(({ id }) => ctx.reach.studentIds.includes(id)),
  adultName: booking.adultName,
  relation: booking.relation,
  mine: isBookedBy(booking, ctx.caller),
  mayCancel: isBookedBy(booking, ctx.caller) && mayCancel(booking, ctx.now()),
  mayMove: isBookedBy(booking, ctx.caller) && mayCancel(booking, ctx.now()),
  mayJoin: isBookedBy(booking, ctx.caller) && isRoomOpen(roomOf(booking), ctx.now()),
  origin: booking.origin,
  offerUntil: booking.status === 'offered' ? (booking.offer?.until ?? null) : null,
  why: booking.why,
  talkTo: booking.talkTo,
});

/** When the room of a call is open. */
export const roomOf = (booking: Booking) => ({ ...booking, endsAt: instantOf(booking.day, booking.to) });

/** A call as staff list it. */
export const callRowOf = (booking: Booking): CallRow => ({
  bookingId: booking._id,
  status: booking.status,
  day: booking.day,
  from: booking.from,
  to: booking.to,
  pointId: booking.pointId,
  pointName: booking.pointName,
  children: [...booking.children],
});

/** The same for staff who have a relation to some of the children only, such as the class teacher of one of two siblings. */
export const rowWithin = (booking: Booking, reach: Reach): CallRow => ({
  ...callRowOf(booking),
  children: booking.children.filter(({ id }, i) =>
    reaches(reach, { _id: id, schoolId: booking.schoolId, classId: booking.classIds[i] ?? '' }),
  ),
});

/** A call as a screen shows it that many can see, such as the booth's: no child's full name. */
export const sharedRowOf = (booking: Booking): CallRow => ({
  ...callRowOf(booking),
  children: booking.children.map((child) => ({ ...child, name: sharedName(child.name) })),
});

/** The adult of a call alone may call it off: a divorced parent does not cancel the other's. */
export const isBookedBy = (booking: Booking, caller: Ctx['caller']): boolean =>
  caller.kind === 'family' && caller.person._id === booking.adultId;
