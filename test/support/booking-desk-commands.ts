import fc from 'fast-check';
import { expect } from 'vitest';
import type { CallEnd } from '../../miniprogram/shared/contract';
import { isAhead } from '../../miniprogram/shared/domain/calls';
import { key } from './booking';
import { type Claimed, DAYS, POINTS, seatAt, slotIdOf } from './booking-call';
import { adult, command, DESK, here, kids, kidsOf, made, mishap, NEW, nth, seat } from './booking-command';
import { outcomeOf } from './booking-world';

export const deskBook = command('desk.book', fc.record({ adult, kids, seat, mishap }), async (c, model, world) => {
  const who = { adultId: c.adult, studentIds: kidsOf(c.adult, c.kids) };
  const open = model.isOpen(c.seat);
  const { outcome: wanted, offer }: Claimed = open === 'done' ? model.claim(who, c.seat) : { outcome: open };
  const input = { requestKey: key(), slotId: slotIdOf(c.seat), ...who, studentIds: [...who.studentIds] };
  const reply = await world.ask(DESK, 'desk.book', input, c.mishap);
  expect(outcomeOf(reply)).toBe(wanted);
  if (reply.ok) made(reply, { ...who, ...c.seat, ...NEW, status: 'booked', origin: 'desk' }, model);
  if (offer) model.set(offer._id, { status: 'offer_lapsed' });
});

export const walkIn = command(
  'desk.walkIn',
  fc.record({ adult, kids, known: fc.boolean(), here, mishap }),
  async (c, model, world) => {
    const who = { adultId: c.known ? c.adult : null, studentIds: kidsOf(c.adult, c.kids) };
    const at = seatAt(c.here[0], model.today, c.here[1]);
    const isDay = DAYS.some((day) => day === model.today);
    const wanted = isDay && model.isAtDesk(at) ? model.inTheWay(who, at, { desk: true }) : 'booking.slot-gone';
    const input = { requestKey: key(), slotId: slotIdOf(at), ...who, studentIds: [...who.studentIds] };
    const reply = await world.ask(DESK, 'desk.walkIn', input, c.mishap);
    expect(outcomeOf(reply)).toBe(wanted);
    if (!reply.ok) return;
    made(reply, { ...who, ...at, ...NEW, status: 'checked_in', origin: 'walk_in' }, model);
    model.taken(at);
  },
);

export const deskMove = command('desk.move', fc.record({ nth, here, mishap }), async (c, model, world) => {
  const call = model.nth(c.nth);
  if (!call) return;
  const at = seatAt(c.here[0], model.today, c.here[1]);
  const isDay = DAYS.some((day) => day === model.today);
  const mine = call.day === model.today && isAhead(call.status) && call.status !== 'offered';
  const ready = isDay && model.isAtDesk(at) ? (mine ? 'done' : 'calls.wrong-state') : 'booking.slot-gone';
  const wanted = ready === 'done' ? model.inTheWay(call, at, { but: call._id, desk: true }) : ready;
  const input = { ...(await world.versionOf(call)), slotId: slotIdOf(at) };
  expect(outcomeOf(await world.ask(DESK, 'desk.move', input, c.mishap))).toBe(wanted);
  const isThere = call.pointId === at.pointId && call.from === at.from && call.to === at.to;
  if (wanted !== 'done' || isThere) return;
  model.set(call._id, { ...at, seat: call.seat + 1, why: 'desk_moved' });
  model.taken(at);
});

export const extend = command(
  'desk.extend',
  fc.record({ nth, minutes: fc.constantFrom(5, 10, 15), mishap }),
  async (c, model, world) => {
    const call = model.nth(c.nth);
    if (!call) return;
    const mine = call.day === model.today && isAhead(call.status) && call.status !== 'offered';
    const longer = { ...call, to: call.to + c.minutes };
    const free = model.inTheWay(call, longer, { but: call._id, desk: true }) === 'done' ? 'done' : 'calls.next-taken';
    const input = { ...(await world.versionOf(call)), minutes: c.minutes as 5 };
    const outcome = outcomeOf(await world.ask(DESK, 'desk.extend', input, c.mishap));
    // Asked again after a lost reply, the desk sees the newer call, which is as long as it wished.
    const again = c.mishap && outcome === 'common.stale' ? 'done' : outcome;
    expect(again).toBe(mine ? free : 'calls.wrong-state');
    if (!mine || free !== 'done') return;
    model.set(call._id, { to: longer.to, seat: call.seat + 1 });
    model.taken(longer);
  },
);

export const ends = fc.constantFrom<CallEnd>(
  'done',
  'done',
  'no_show_parent',
  'no_show_child',
  'failed_school',
  'failed_network',
);
export const step = command(
  'step',
  fc.record({ nth, to: fc.oneof(fc.constantFrom('check in' as const, 'start' as const), ends), mishap }),
  async (c, model, world) => {
    const call = model.nth(c.nth, ({ status }) => isAhead(status));
    if (!call) return;
    const at = await world.versionOf(call);
    if (c.to === 'check in') {
      expect(outcomeOf(await world.ask(DESK, 'calls.checkIn', at, c.mishap))).toBe(model.step(call, 'checked_in'));
      if (model.step(call, 'checked_in') === 'done') model.set(call._id, { status: 'checked_in' });
    } else if (c.to === 'start') {
      const input = { ...at, channel: 'phone' as const };
      expect(outcomeOf(await world.ask(DESK, 'calls.start', input, c.mishap))).toBe(model.step(call, 'in_call'));
      if (model.step(call, 'in_call') === 'done') model.set(call._id, { status: 'in_call', startedAt: model.now });
    } else {
      const input = { ...at, outcome: c.to };
      expect(outcomeOf(await world.ask(DESK, 'calls.finish', input, c.mishap))).toBe(model.step(call, c.to));
      if (model.step(call, c.to) !== 'done') return;
      model.set(call._id, { status: c.to, outcome: c.to });
      if (c.to === 'done') model.spend(call);
    }
  },
);

const stretch = fc.constantFrom([960, 975], [965, 990], [960, 1005]);
export const disrupt = command(
  'disrupt',
  fc.record({
    why: fc.constantFrom('power_cut' as const, 'point_broken' as const, 'day_closed' as const),
    stretch,
    pointIds: fc.constantFrom(null, [POINTS[0]], [POINTS[1]]),
    mishap,
  }),
  async ({ why, stretch: [from = 0, to = 0], pointIds, mishap: by }, model, world) => {
    const wholeDay = why === 'day_closed';
    model.closures.push({ day: model.today, from, to: wholeDay ? 1440 : to, pointIds: wholeDay ? null : pointIds });
    const reply = await world.ask(
      DESK,
      'desk.disrupt',
      { requestKey: key(), why, from, to, pointIds: pointIds && [...pointIds] },
      by,
    );
    expect(outcomeOf(reply)).toBe('done');
    expect(model.absorb(await world.calls(), true)).toEqual([]);
    expect(model.unhealed()).toEqual([]);
  },
  true,
);

export const lease = command('desk.lease', mishap, async (by, model, world) => {
  const { size, from } = model.lease(25);
  const isNew = !model.leases.has(model.today);
  model.leases.add(model.today);
  const reply = await world.ask(DESK, 'desk.lease', { deviceId: 'desk-0001', take: true }, by);
  expect(outcomeOf(reply)).toBe('done');
  const slots = reply.ok ? reply.data.slots : [];
  for (const { slotId } of slots) expect(from).toContain(slotId);
  if (!isNew) return;
  expect(slots).toHaveLength(size);
  for (const { pointId, from: start, to } of slots) model.keep({ pointId, day: model.today, from: start, to });
});
