import type { FreeTimes } from '../../../miniprogram/shared/contract';
import { holds, isAhead, isCancelled, mayCancel } from '../../../miniprogram/shared/domain/calls';
import { bestOf, byFit } from '../../../miniprogram/shared/domain/offers';
import { layOutAt, slotIdOf } from '../../../miniprogram/shared/domain/slots';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Booking, School, Student } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { familyOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';
import { schoolNow } from '../school/repository';
import { answer, unwait, wait, waitingFor } from '../waitlist/entries';
import { slotToClaim, withDetails } from './claim';
import { bookBeforeOffer } from './instead';
import { move } from './move';
import { release } from './release';
import { callWithin, childrenWithin } from './repository';
import { type Found, searchOffers } from './search';
import { isBookedBy, ticketOf } from './tickets';

/** How many days one look at the free times shows. */
export const DAYS_SHOWN = 7;
const BEST = 3;

export const bookingHandlers: Handlers<'booking'> = {
  async 'booking.slots'(ctx, { studentId, from = ctx.today, bookingId }) {
    const { person: adult } = familyOf(ctx.caller);
    const moving = bookingId === undefined ? undefined : await ownCall(ctx, ctx.store, bookingId);
    const children = await childrenWithin(ctx.store, ctx.reach, moving?.studentIds ?? [studentId]);
    const child = children.find(({ _id }) => _id === studentId);
    if (!child) throw new AppError('common.not-found');
    const school = await ctx.schoolOf(ctx.reach.schoolId);
    const search = { children, adult, from, days: DAYS_SHOWN, ...(moving ? { moving: moving._id } : {}) };
    const [found, siblings, waiting] = await Promise.all([
      searchOffers(ctx, school, search),
      siblingsOf(ctx, child),
      waitingFor(ctx.store, adult, studentId),
    ]);
    const calls = found.calls.filter((call) => isAhead(call.status) && isBookedBy(call, ctx.caller));
    return {
      ...freeTimesOf(school, children, found),
      child: refOf(child),
      siblings,
      calls: calls.map((call) => ticketOf(call, ctx)),
      waiting,
    };
  },

  async 'booking.claim'(ctx, { requestKey, slotId, studentIds }) {
    const { person: adult, openid } = familyOf(ctx.caller);
    const bookingId = requestId('b', openid, requestKey);
    const children = await childrenWithin(ctx.store, ctx.reach, [...new Set(studentIds)]);
    const school = await schoolNow(ctx);
    const wanted = slotToClaim(ctx, school, children, slotId);
    if (!wanted) {
      // Asked again after a lost reply, the slot may be too near by now and booked by this very request.
      const made = await ctx.store.get('bookings', bookingId);
      if (!made) throw new AppError('booking.slot-gone');
      return ticketOf(made, ctx);
    }
    const claim = { bookingId, school, children, adult, ...wanted, origin: 'family', status: 'booked' } as const;
    try {
      return ticketOf(await bookBeforeOffer(ctx, claim), ctx);
    } catch (refusal) {
      throw await withDetails(ctx, claim, refusal);
    }
  },

  async 'booking.move'(ctx, { bookingId, slotId }) {
    const { person: adult } = familyOf(ctx.caller);
    const seen = await ownCall(ctx, ctx.store, bookingId);
    // Asked again after a lost reply, the time it was moved to may be too near by now.
    if (slotIdOf(seen.pointId, seen.day, seen.from) === slotId && holds(seen.status)) return ticketOf(seen, ctx);
    const children = await childrenWithin(ctx.store, ctx.reach, seen.studentIds);
    const school = await schoolNow(ctx);
    const wanted = slotToClaim(ctx, school, children, slotId);
    if (!wanted) throw new AppError('booking.slot-gone');
    const read = async (tx: Pick<Transaction, 'get'>) => {
      const call = await ownCall(ctx, tx, bookingId);
      if (!mayCancel(call, ctx.now())) throw new AppError('booking.too-late');
      return call;
    };
    try {
      return ticketOf(await move(ctx, bookingId, { school, ...wanted, seen, read, set: { why: null } }), ctx);
    } catch (refusal) {
      throw await withDetails(ctx, { school, children, adult, moving: bookingId, ...wanted }, refusal);
    }
  },

  async 'booking.cancel'(ctx, { bookingId }) {
    const { before, after } = await ctx.store.transact(async (tx): Promise<{ before: Booking; after: Booking }> => {
      const before = await ownCall(ctx, tx, bookingId);
      if (isCancelled(before.status)) return { before, after: before };
      if (!mayCancel(before, ctx.now())) throw new AppError('booking.too-late');
      const set = { status: 'cancelled_family', version: before.version + 1 } as const;
      await tx.update('bookings', bookingId, { set });
      return { before, after: { ...before, ...set } };
    });
    if (after !== before) await release(ctx, before);
    return ticketOf(after, ctx);
  },

  async 'booking.read'(ctx, { bookingId }) {
    return ticketOf(await callWithin(ctx.store, ctx.reach, bookingId), ctx);
  },

  async 'booking.answer'(ctx, { bookingId, accept }) {
    return ticketOf(await answer(ctx, bookingId, accept), ctx);
  },

  async 'booking.wait'(ctx, { studentIds, weekOf }) {
    const children = await childrenWithin(ctx.store, ctx.reach, [...new Set(studentIds)]);
    return wait(ctx, familyOf(ctx.caller).person, children, weekOf);
  },

  async 'booking.unwait'(ctx, { entryId }) {
    return unwait(ctx, familyOf(ctx.caller).person, entryId);
  },
};

/** A call that the caller booked; every other is not found. */
export async function ownCall(ctx: Ctx, from: Pick<Transaction, 'get'>, bookingId: string): Promise<Booking> {
  const call = await callWithin(from, ctx.reach, bookingId);
  if (!isBookedBy(call, ctx.caller)) throw new AppError('common.not-found');
  return call;
}

/** What was found as a family, or the desk for one, chooses from it. */
export function freeTimesOf(school: School, children: readonly Student[], found: Found): FreeTimes {
  const { planning } = school;
  return {
    children: children.map(refOf),
    days: found.days.map((day) => ({ day, offers: found.offers.filter((o) => o.day === day).sort(byFit) })),
    best: bestOf(found.offers, BEST),
    quota: { perWeek: school.weeklyQuota, usedWeeks: [...found.usedWeeks] },
    notYet: planning ? found.notYet.map((weekOf) => ({ weekOf, opensAt: layOutAt(planning, weekOf) })) : [],
  };
}

export const refOf = ({ _id: id, name, className }: Student) => ({ id, name, className });

/** The caller's other children at the school, who may share a call. */
async function siblingsOf(ctx: Ctx, child: Student) {
  const others = ctx.reach.studentIds.filter((id) => id !== child._id);
  if (others.length === 0) return [];
  const students = await ctx.store.list('students', { where: { _id: { in: others } }, limit: 20 });
  return students.filter((s) => s.status === 'active' && s.schoolId === child.schoolId).map(refOf);
}
