import { minuteOf } from '../../../miniprogram/shared/domain/calendar';
import { holds, minutesOf } from '../../../miniprogram/shared/domain/calls';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { release } from '../booking/release';
import { bookingsOn, callWithin } from '../booking/repository';
import type { Booking } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { recordContact } from '../ledger/contacts';
import { noteFace } from './faces';
import { boardCallOf, takeStep } from './steps';

export const callsHandlers: Handlers<'calls'> = {
  async 'calls.board'(ctx, { day = ctx.today }) {
    const { reach } = ctx;
    if (!reach.all && day !== reach.callDay) throw new AppError('common.not-found');
    const school = await ctx.schoolOf(reach.schoolId);
    const calls = await bookingsOn(ctx.store, reach, day);
    return {
      day,
      nowMinute: minuteOf(ctx.now()),
      points: school.points.filter(({ id }) => reach.pointId === null || id === reach.pointId),
      calls: calls.map((call) => boardCallOf(call, ctx)),
      free: [],
      channels: { phone: [...school.channels.phone], video: [...school.channels.video] },
      changeoverMinutes: school.changeoverMinutes,
    };
  },

  async 'calls.checkIn'(ctx, { bookingId, version }) {
    const { call } = await ctx.store.transact((tx) => takeStep(ctx, tx, { bookingId, version, to: 'checked_in' }));
    return boardCallOf(call, ctx);
  },

  async 'calls.start'(ctx, { bookingId, version, channel }) {
    const phone = await phoneOf(ctx, await callWithin(ctx.store, ctx.reach, bookingId));
    const set = { channel, startedAt: ctx.now() };
    const { call } = await ctx.store.transact((tx) => takeStep(ctx, tx, { bookingId, version, to: 'in_call', set }));
    ctx.opened(call.studentIds, 'call');
    return { call: boardCallOf(call, ctx), phone };
  },

  async 'calls.finish'(ctx, { bookingId, version, outcome, minutes }) {
    const set = { outcome, minutes: minutesOf(outcome, minutes) };
    const step = await ctx.store.transact(async (tx) => {
      const step = await takeStep(ctx, tx, { bookingId, version, to: outcome, set });
      if (step.fresh && outcome === 'done') await recordCall(ctx, tx, step.call);
      return step;
    });
    if (step.fresh && !holds(outcome)) await release(ctx, step.call);
    return boardCallOf(step.call, ctx);
  },

  async 'calls.join'() {
    throw new AppError('system.version');
  },

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

/** A call that took place is a contact with each of its children. */
async function recordCall(ctx: Ctx, tx: Transaction, call: Booking): Promise<void> {
  const { role, person } = staffOf(ctx.caller);
  for (const [i, studentId] of call.studentIds.entries()) {
    await recordContact(tx, {
      _id: `call:${call._id}:${studentId}`,
      schoolId: call.schoolId,
      studentId,
      classId: call.classIds[i] ?? '',
      day: call.day,
      weekOf: call.weekOf,
      with: 'child',
      way: 'call_here',
      saidBy: { role, personId: person._id, name: person.name },
      adultId: call.adultId,
      at: ctx.now(),
    });
  }
}
