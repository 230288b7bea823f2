import { type Day, type Minute, minuteOf } from '../../../miniprogram/shared/domain/calendar';
import { holds, minutesOf, ON_BOARD, waysToCall } from '../../../miniprogram/shared/domain/calls';
import { isShown } from '../../../miniprogram/shared/domain/desk';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { release } from '../booking/release';
import { callWithin, everyCallOn } from '../booking/repository';
import { noteCall } from '../contacts/silence';
import type { Booking, School } from '../data/documents';
import { leasedTimes } from '../desk/leased';
import { freeToday } from '../desk/times';
import type { Ctx } from '../kernel/deps';
import type { Handlers } from '../kernel/serve';
import { noteFace } from './faces';
import { join } from './join';
import { boardCallOf, settle, takeStep } from './steps';

/** The next times are shown; a day of fifty points has more than an answer holds. */
const FREE_SHOWN = 1000;

const OUTAGES = 50;

/** The closures of a day that have not ended. */
const outagesNow = ({ closures }: School, day: Day, minute: Minute) =>
  closures
    .filter((closure) => closure.day === day && closure.to > minute)
    .slice(0, OUTAGES)
    .map(({ from, to, pointIds }) => ({ from, to, pointIds: pointIds && [...pointIds] }));

export const callsHandlers: Handlers<'calls'> = {
  async 'calls.board'(ctx, { day = ctx.today }) {
    const { reach } = ctx;
    if (!reach.all && day !== reach.callDay) throw new AppError('common.not-found');
    const school = await ctx.schoolOf(reach.schoolId);
    // The booth shows its calls; times are given away at the desk, and today's alone.
    const givesTimes = day === ctx.today && reach.pointId === null;
    const [calls, leased] = await Promise.all([
      everyCallOn(ctx.store, reach, day),
      givesTimes ? leasedTimes(ctx.store, reach.schoolId, day) : [],
    ]);
    const held = calls.filter(({ status }) => holds(status));
    const free = givesTimes ? freeToday(ctx, school, held, leased) : [];
    return {
      day,
      nowMinute: minuteOf(ctx.now()),
      points: school.points.filter(({ id }) => reach.pointId === null || id === reach.pointId),
      calls: calls
        .filter((call) => ON_BOARD.includes(call.status) && isShown(call, ctx.today))
        .map((call) => boardCallOf(call, ctx)),
      free: free
        .slice(0, FREE_SHOWN)
        .map(({ id: slotId, pointId, from, to, kept }) => ({ slotId, pointId, from, to, kept })),
      channels: { phone: [...school.channels.phone], video: [...school.channels.video] },
      changeoverMinutes: school.changeoverMinutes,
      outages: givesTimes ? outagesNow(school, day, minuteOf(ctx.now())) : [],
    };
  },

  async 'calls.checkIn'(ctx, { bookingId, version }) {
    const { call } = await ctx.store.transact((tx) => takeStep(ctx, tx, { bookingId, version, to: 'checked_in' }));
    return boardCallOf(call, ctx);
  },

  async 'calls.start'(ctx, { bookingId, version, channel }) {
    const booked = await callWithin(ctx.store, ctx.reach, bookingId);
    const school = await ctx.schoolOf(ctx.reach.schoolId);
    const kind = school.points.find(({ id }) => id === booked.pointId)?.kind;
    if (!waysToCall(booked.channel, kind ? school.channels[kind] : []).includes(channel))
      throw new AppError('input.invalid', { field: 'channel', rule: 'channel' });
    const phone = await phoneOf(ctx, booked);
    // Another channel is another room.
    const set = (before: Booking) => ({
      channel,
      startedAt: ctx.now(),
      ...(before.channel === channel ? {} : { groupId: null }),
    });
    const { call } = await ctx.store.transact((tx) => takeStep(ctx, tx, { bookingId, version, to: 'in_call', set }));
    if (call.channel !== channel) throw new AppError('common.stale');
    ctx.opened(call.studentIds, 'call');
    return { call: boardCallOf(call, ctx), phone };
  },

  async 'calls.finish'(ctx, { bookingId, version, outcome, minutes }) {
    const set = () => ({ outcome, minutes: minutesOf(outcome, minutes) });
    const step = await ctx.store.transact(async (tx) => {
      const step = await takeStep(ctx, tx, { bookingId, version, to: outcome, set });
      if (step.fresh) await settle(ctx, tx, step.before, step.call);
      return step;
    });
    if (step.fresh) await noteCall(ctx.store, step.call);
    if (step.fresh && !holds(outcome)) await release(ctx, step.call);
    return boardCallOf(step.call, ctx);
  },

  'calls.join': (ctx, { bookingId }) => join(ctx, bookingId),

  async 'calls.face'(ctx, { bookingId, studentId, face }) {
    await noteFace(ctx, bookingId, studentId, face);
    return { done: true };
  },
};

/** The adult's number, to dial it; empty where the school has none. An adult who lost the right to contact meanwhile is not dialled. */
async function phoneOf(ctx: Ctx, call: Booking): Promise<string> {
  if (call.adultId === null) return '';
  const adult = await ctx.store.get('familyMembers', call.adultId);
  const allowed = adult?.children.filter((child) => child.mayContact).map((child) => child.studentId) ?? [];
  if (!call.studentIds.every((id) => allowed.includes(id))) throw new AppError('calls.no-right');
  return adult?.phone ? ctx.vault.open(adult.phone) : '';
}
