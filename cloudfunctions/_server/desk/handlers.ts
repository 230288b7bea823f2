import type { MethodName } from '../../../miniprogram/shared/contract';
import { type AtPoint, coversWhole, isAtDesk } from '../../../miniprogram/shared/domain/desk';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { book, slotToClaim, withDetails } from '../booking/claim';
import { DAYS_SHOWN, freeTimesOf } from '../booking/handlers';
import { bookBeforeOffer } from '../booking/instead';
import { leaseId } from '../booking/locks';
import { move } from '../booking/move';
import { callWithin, childrenWithin } from '../booking/repository';
import { searchOffers } from '../booking/search';
import { boardCallOf } from '../calls/steps';
import { listedStudents } from '../contacts/repository';
import type { Booking } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';
import { schoolNow } from '../school/repository';
import { disrupt, restore } from './disrupt';
import { leaseOf, phonesOfToday, takeLease } from './lease';
import { leasedTimes } from './leased';
import { bookedMessage, laterMessage } from './messages';
import { adultFor, peopleFor } from './people';
import { report } from './report';
import { freeToday, seatAtDesk, withTimesOfToday } from './times';

type ServedHere = Exclude<Extract<MethodName, `desk.${string}`>, 'desk.slips'>;

export const deskHandlers: Pick<Handlers<'desk'>, ServedHere> = {
  'desk.people': (ctx, { classId }) => peopleFor(ctx, classId),

  async 'desk.slots'(ctx, { studentIds, adultId, from = ctx.today, bookingId }) {
    const moving = bookingId === undefined ? undefined : await callWithin(ctx.store, ctx.reach, bookingId);
    const children = await childrenWithin(ctx.store, ctx.reach, [...new Set(studentIds)]);
    const adult = await adultFor(ctx, adultId, children);
    const school = await ctx.schoolOf(ctx.reach.schoolId);
    const search = { children, adult, from, days: DAYS_SHOWN, ...(moving ? { moving: moving._id } : {}) };
    return freeTimesOf(school, children, await searchOffers(ctx, school, search));
  },

  async 'desk.book'(ctx, { requestKey, slotId, studentIds, adultId }) {
    const bookingId = requestId('b', ctx.caller.openid, requestKey);
    const children = await childrenWithin(ctx.store, ctx.reach, [...new Set(studentIds)]);
    const adult = await adultFor(ctx, adultId, children);
    const school = await schoolNow(ctx);
    const wanted = slotToClaim(ctx, school, children, slotId);
    if (!wanted) return boardCallOf(await madeBefore(ctx, bookingId), ctx);
    const claim = { bookingId, school, children, adult, ...wanted, origin: 'desk', status: 'booked' } as const;
    try {
      const messages = (call: Booking) => bookedMessage(call, ctx.now());
      return boardCallOf(await bookBeforeOffer(ctx, { ...claim, messages }), ctx);
    } catch (refusal) {
      throw await withDetails(ctx, claim, refusal);
    }
  },

  async 'desk.walkIn'(ctx, { requestKey, slotId, studentIds, adultId }) {
    const bookingId = requestId('w', ctx.caller.openid, requestKey);
    const children = await childrenWithin(ctx.store, ctx.reach, [...new Set(studentIds)]);
    const adult = adultId === null ? null : await adultFor(ctx, adultId, children);
    const school = await schoolNow(ctx);
    const seat = seatAtDesk(ctx, school, slotId);
    if (!seat) return boardCallOf(await madeBefore(ctx, bookingId), ctx);
    const claim = { bookingId, school, children, adult, ...seat, origin: 'walk_in', status: 'checked_in' } as const;
    try {
      return boardCallOf(await book(ctx, { ...claim, lease: leaseToday(ctx) }), ctx);
    } catch (refusal) {
      throw await withTimesOfToday(ctx, claim, refusal);
    }
  },

  async 'desk.move'(ctx, { bookingId, version, slotId }) {
    const before = await callWithin(ctx.store, ctx.reach, bookingId);
    const school = await schoolNow(ctx);
    const seat = seatAtDesk(ctx, school, slotId);
    if (!seat) throw new AppError('booking.slot-gone');
    const read = (tx: Pick<Transaction, 'get'>) => readForChange(ctx, tx, { bookingId, version, to: seat.slot });
    const messages = (after: Booking) => (after.from === before.from ? [] : laterMessage(after, ctx.now()));
    const to = { school, ...seat, read, set: { why: 'desk_moved' as const }, messages, lease: leaseToday(ctx) };
    try {
      const after = await move(ctx, bookingId, to);
      // It is today: the family is told now.
      if (after.from !== before.from) await ctx.wake();
      return boardCallOf(after, ctx);
    } catch (refusal) {
      throw await withTimesOfToday(ctx, { school, ...seat, adult: null }, refusal);
    }
  },

  async 'desk.extend'(ctx, { bookingId, version, minutes }) {
    const call = await callWithin(ctx.store, ctx.reach, bookingId);
    const school = await schoolNow(ctx);
    const to = call.to + minutes;
    if (to > DAY_END) throw new AppError('calls.next-taken');
    const { pointId, pointName: name, day, from, channel } = call;
    const point = school.points.find(({ id }) => id === pointId) ?? { id: pointId, name, kind: 'phone' as const };
    const slot = { id: `${pointId}:${day}:${from}`, pointId, day, from, to };
    const read = (tx: Pick<Transaction, 'get'>) => readForChange(ctx, tx, { bookingId, version, to: slot });
    try {
      return boardCallOf(
        await move(ctx, bookingId, { school, slot, point, read, set: { channel }, lease: leaseToday(ctx) }),
        ctx,
      );
    } catch (refusal) {
      throw refusal instanceof AppError && HELD.has(refusal.code) ? new AppError('calls.next-taken') : refusal;
    }
  },

  async 'desk.disrupt'(ctx, input) {
    const { untold, ...counts } = await disrupt(ctx, input);
    // Some of these calls begin in a few minutes: their families are told now, not at the next tick.
    if (counts.moved + counts.cancelled > 0) await ctx.wake();
    return { ...counts, untold: untold.map((call) => boardCallOf(call, ctx)) };
  },

  async 'desk.restore'(ctx, outage) {
    await restore(ctx, outage);
    return { done: true };
  },

  async 'desk.lease'(ctx, { deviceId, take }) {
    const school = await schoolNow(ctx);
    const lease = take ? await takeLease(ctx, school, deviceId) : await leaseOf(ctx);
    const day = ctx.today;
    if (lease?.deviceId !== deviceId)
      return { day, holder: lease ? 'elsewhere' : null, slots: [], phones: {}, pupils: [] };
    const [leased, { phones, studentIds }, pupils] = await Promise.all([
      leasedTimes(ctx.store, ctx.reach.schoolId, day),
      phonesOfToday(ctx),
      listedStudents(ctx.store, ctx.reach),
    ]);
    if (studentIds.length > 0) ctx.opened(studentIds, 'call');
    const open = freeToday(ctx, school, [], leased).map(({ id }) => id);
    return {
      day,
      holder: 'here',
      slots: lease.slots.filter((slot) => open.includes(slot.slotId) && coversWhole(leased, slot)),
      phones,
      pupils: pupils.map(({ _id: id, name, className }) => ({ id, name, className })),
    };
  },

  'desk.report': async (ctx, input) => boardCallOf(await report(ctx, input), ctx),
};

const DAY_END = 1440;
/** What is in the way of running over. */
const HELD: ReadonlySet<string> = new Set(['booking.slot-taken', 'booking.child-busy', 'booking.adult-busy']);

const leaseToday = ({ reach, today }: Ctx): string => leaseId(reach.schoolId, today);

/** Asked again after a lost reply, the time may be over by now and booked by this very request. */
async function madeBefore({ store, reach }: Ctx, bookingId: string): Promise<Booking> {
  const made = await store.get('bookings', bookingId);
  if (made?.schoolId !== reach.schoolId) throw new AppError('booking.slot-gone');
  return made;
}

/** The call of today that the desk saw in this version, or the same call where it stands already where it shall be. */
async function readForChange(
  ctx: Ctx,
  from: Pick<Transaction, 'get'>,
  change: { readonly bookingId: string; readonly version: number; readonly to: AtPoint },
): Promise<Booking> {
  const call = await callWithin(from, ctx.reach, change.bookingId);
  const { pointId, from: start, to: end } = change.to;
  if (call.version === change.version + 1 && call.pointId === pointId && call.from === start && call.to === end)
    return call;
  if (call.version !== change.version) throw new AppError('common.stale');
  if (!isAtDesk(call, ctx.today)) throw new AppError('calls.wrong-state', { status: call.status });
  return call;
}
