import { isCancelled, mayCancel } from '../../../miniprogram/shared/domain/calls';
import { bestOf, byFit } from '../../../miniprogram/shared/domain/offers';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Booking, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { familyOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';
import { book, slotToClaim } from './claim';
import { release } from './release';
import { callWithin, childrenWithin } from './repository';
import { searchOffers } from './search';
import { isBookedBy, ticketOf } from './tickets';

/** How many days one look at the free times shows. */
const DAYS_SHOWN = 7;
const BEST = 3;

export const bookingHandlers: Handlers<'booking'> = {
  async 'booking.slots'(ctx, { studentId, from = ctx.today }) {
    const { person: adult } = familyOf(ctx.caller);
    const [child] = await childrenWithin(ctx.store, ctx.reach, [studentId]);
    if (!child) throw new AppError('common.not-found');
    const school = await ctx.schoolOf(ctx.reach.schoolId);
    const [found, siblings] = await Promise.all([
      searchOffers(ctx, school, { children: [child], adult, from, days: DAYS_SHOWN }),
      siblingsOf(ctx, child),
    ]);
    return {
      child: refOf(child),
      days: found.days.map((day) => ({ day, offers: found.offers.filter((o) => o.day === day).sort(byFit) })),
      best: bestOf(found.offers, BEST),
      quota: { perWeek: school.weeklyQuota, usedWeeks: [...found.usedWeeks] },
      siblings,
    };
  },

  async 'booking.claim'(ctx, { requestKey, slotId, studentIds }) {
    const { person: adult, openid } = familyOf(ctx.caller);
    const bookingId = requestId('b', openid, requestKey);
    const children = await childrenWithin(ctx.store, ctx.reach, [...new Set(studentIds)]);
    const school = await ctx.schoolOf(ctx.reach.schoolId);
    const wanted = slotToClaim(ctx, school, children, slotId);
    // Asked again after a lost reply, the slot may be too near by now and booked by this very request.
    const booking = wanted
      ? await book(ctx, { bookingId, school, children, adult, ...wanted })
      : await ctx.store.get('bookings', bookingId);
    if (!booking) throw new AppError('booking.slot-gone');
    return ticketOf(booking, ctx);
  },

  async 'booking.cancel'(ctx, { bookingId }) {
    const booking = await ctx.store.transact(async (tx): Promise<Booking> => {
      const before = await callWithin(tx, ctx.reach, bookingId);
      if (!isBookedBy(before, ctx.caller)) throw new AppError('common.not-found');
      if (isCancelled(before.status)) return before;
      if (!mayCancel(before, ctx.now())) throw new AppError('booking.too-late');
      const after = { status: 'cancelled_family', version: before.version + 1 } as const;
      await tx.update('bookings', bookingId, { set: after });
      await release(tx, before);
      return { ...before, ...after };
    });
    return ticketOf(booking, ctx);
  },

  async 'booking.read'(ctx, { bookingId }) {
    return ticketOf(await callWithin(ctx.store, ctx.reach, bookingId), ctx);
  },
};

const refOf = ({ _id: id, name, className }: Student) => ({ id, name, className });

/** The caller's other children at the school, who may share a call. */
async function siblingsOf(ctx: Ctx, child: Student) {
  const others = ctx.reach.studentIds.filter((id) => id !== child._id);
  if (others.length === 0) return [];
  const students = await ctx.store.list('students', { where: { _id: { in: others } }, limit: 20 });
  return students.filter((s) => s.status === 'active' && s.schoolId === child.schoolId).map(refOf);
}
