import fc from 'fast-check';
import { expect } from 'vitest';
import { healChanged } from '../../cloudfunctions/_server/booking/heal';
import { closeForgotten } from '../../cloudfunctions/_server/calls/jobs';
import { layOutWeeks } from '../../cloudfunctions/_server/family-time/lay-out';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { sendDue } from '../../cloudfunctions/_server/outbox/jobs';
import { tendWaitlist } from '../../cloudfunctions/_server/waitlist/offers';
import type { CallEnd, MethodName, Reply } from '../../miniprogram/shared/contract';
import { addDays, weekOf } from '../../miniprogram/shared/domain/calendar';
import { holds, isAhead } from '../../miniprogram/shared/domain/calls';
import { type Families, key } from './booking';
import {
  type BookingModel,
  type Call,
  type Claimed,
  DAYS,
  POINTS,
  type Seat,
  STARTS,
  seatAt,
  slotIdOf,
} from './booking-model';
import { type BookingWorld, type Mishap, outcomeOf } from './booking-world';
import { SCHOOL } from './builders';
import { mortal } from './mortal';
import { ALL } from './outbox';

/** Whose children are whose: brother and sister with two parents, and a child that two households share. */
export const FAMILIES: Families = { m0: ['s0', 's1'], m1: ['s0', 's1'], m2: ['s2'], m3: ['s2', 's3'] };
const DESK = 'o-t-admin';

const mishap: fc.Arbitrary<Mishap> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.record({ steps: fc.integer({ min: 2, max: 14 }), lost: fc.boolean() }) },
);

export type Command = fc.AsyncCommand<BookingModel, BookingWorld>;

/** A command: what it is made of, and what it does in the model and for real. `job`: the jobs may do their part, too. */
function command<A>(
  name: string,
  args: fc.Arbitrary<A>,
  run: (args: A, model: BookingModel, world: BookingWorld) => Promise<unknown>,
  job = false,
): fc.Arbitrary<Command> {
  return args.map((made) => ({
    check: () => true,
    async run(model, world) {
      await run(made, model, world);
      await world.agree(model, job);
    },
    toString: () => `${name} ${JSON.stringify(made)}`,
  }));
}

const adult = fc.constantFrom(...Object.keys(FAMILIES));
const kids = fc.constantFrom('first', 'last', 'all');
const kidsOf = (who: string, which: string): readonly string[] => {
  const all = FAMILIES[who] ?? [];
  return which === 'all' ? all : which === 'first' ? all.slice(0, 1) : all.slice(-1);
};
const seat: fc.Arbitrary<Seat> = fc
  .tuple(fc.constantFrom(...POINTS), fc.constantFrom(...DAYS), fc.constantFrom(...STARTS))
  .map((at) => seatAt(...at));
const nth = fc.nat(7);
/** Seats of today, on whichever day the clock stands; there are none on some. */
const here = fc.tuple(fc.constantFrom(...POINTS), fc.constantFrom(...STARTS));

/** Writes a new call down in the model. */
export const made = (reply: Reply<MethodName>, call: Omit<Call, '_id'>, model: BookingModel) => {
  const _id = reply.ok ? (reply.data as { bookingId: string }).bookingId : '';
  model.calls.set(_id, { _id, ...call });
};
export const NEW = { startedAt: null, why: null, entryId: null, until: null } as const;

const claim = command('claim', fc.record({ adult, kids, seat, mishap }), async (c, model, world) => {
  const who = { adultId: c.adult, studentIds: kidsOf(c.adult, c.kids) };
  const open = model.isOpen(c.seat);
  const { outcome: wanted, offer }: Claimed = open === 'done' ? model.claim(who, c.seat) : { outcome: open };
  const input = { requestKey: key(), slotId: slotIdOf(c.seat), studentIds: [...who.studentIds] };
  const reply = await world.ask(`o-${c.adult}`, 'booking.claim', input, c.mishap);
  expect(outcomeOf(reply)).toBe(wanted);
  if (reply.ok) made(reply, { ...who, ...c.seat, ...NEW, status: 'booked', origin: 'family' }, model);
  if (offer) model.set(offer._id, { status: 'offer_lapsed' });
});

const deskBook = command('desk.book', fc.record({ adult, kids, seat, mishap }), async (c, model, world) => {
  const who = { adultId: c.adult, studentIds: kidsOf(c.adult, c.kids) };
  const open = model.isOpen(c.seat);
  const { outcome: wanted, offer }: Claimed = open === 'done' ? model.claim(who, c.seat) : { outcome: open };
  const input = { requestKey: key(), slotId: slotIdOf(c.seat), ...who, studentIds: [...who.studentIds] };
  const reply = await world.ask(DESK, 'desk.book', input, c.mishap);
  expect(outcomeOf(reply)).toBe(wanted);
  if (reply.ok) made(reply, { ...who, ...c.seat, ...NEW, status: 'booked', origin: 'desk' }, model);
  if (offer) model.set(offer._id, { status: 'offer_lapsed' });
});

const walkIn = command(
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

const move = command('move', fc.record({ nth, seat, mishap }), async (c, model, world) => {
  const call = model.nth(c.nth, ({ adultId }) => adultId !== null);
  if (!call) return;
  const isThere = slotIdOf(call) === slotIdOf(c.seat) && holds(call.status);
  const open = model.isOpen(c.seat);
  const late = model.mayCancel(call) ? model.inTheWay(call, c.seat, { but: call._id }) : 'booking.too-late';
  const wanted = isThere ? 'done' : open === 'done' ? late : open;
  const input = { bookingId: call._id, slotId: slotIdOf(c.seat) };
  expect(outcomeOf(await world.ask(`o-${call.adultId}`, 'booking.move', input, c.mishap))).toBe(wanted);
  if (wanted === 'done' && !isThere) model.set(call._id, { ...c.seat, why: null });
});

const deskMove = command('desk.move', fc.record({ nth, here, mishap }), async (c, model, world) => {
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
  model.set(call._id, { ...at, why: 'desk_moved' });
  model.taken(at);
});

const extend = command(
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
    model.set(call._id, { to: longer.to });
    model.taken(longer);
  },
);

const cancel = command('cancel', fc.record({ nth, mishap }), async (c, model, world) => {
  const call = model.nth(c.nth, ({ adultId }) => adultId !== null);
  if (!call) return;
  const wanted = model.isOver(call) || model.mayCancel(call) ? 'done' : 'booking.too-late';
  const reply = await world.ask(`o-${call.adultId}`, 'booking.cancel', { bookingId: call._id }, c.mishap);
  expect(outcomeOf(reply)).toBe(wanted);
  if (model.mayCancel(call)) model.set(call._id, { status: 'cancelled_family' });
});

const ends = fc.constantFrom<CallEnd>(
  'done',
  'done',
  'no_show_parent',
  'no_show_child',
  'failed_school',
  'failed_network',
);
const step = command(
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
      model.set(call._id, { status: c.to });
      if (c.to === 'done') model.spend(call);
    }
  },
);

const stretch = fc.constantFrom([960, 975], [965, 990], [960, 1005]);
const disrupt = command(
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

const lease = command('desk.lease', mishap, async (by, model, world) => {
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

const wait = command('wait', fc.record({ adult, kids, next: fc.boolean(), mishap }), async (c, model, world) => {
  const week = addDays(weekOf(model.today), c.next ? 7 : 0);
  const left = model.missing(kidsOf(c.adult, c.kids), week, c.adult);
  const input = { studentIds: [...kidsOf(c.adult, c.kids)], weekOf: week };
  const reply = await world.ask(`o-${c.adult}`, 'booking.wait', input, c.mishap);
  expect(outcomeOf(reply)).toBe(left.length > 0 ? 'done' : 'booking.nothing-to-wait-for');
  if (left.length > 0) model.enrol({ day: week, studentIds: left }, c.adult);
});

const answer = command('answer', fc.record({ nth, accept: fc.boolean(), mishap }), async (c, model, world) => {
  const offer = model.nth(c.nth, ({ entryId }) => entryId !== null);
  if (!offer) return;
  const over = offer.status === 'offer_lapsed' || (offer.status === 'offered' && model.now >= (offer.until ?? 0));
  const input = { bookingId: offer._id, accept: c.accept };
  const reply = await world.ask(`o-${offer.adultId}`, 'booking.answer', input, c.mishap);
  expect(outcomeOf(reply)).toBe(c.accept && over ? 'booking.offer-over' : 'done');
  if (offer.status === 'offered') model.set(offer._id, { status: c.accept && !over ? 'booked' : 'offer_lapsed' });
});

const unwait = command('unwait', fc.record({ nth, mishap }), async (c, model, world) => {
  const [entryId, entry] = [...model.entries][c.nth % Math.max(1, model.entries.size)] ?? [];
  if (entryId === undefined || !entry) return;
  expect(outcomeOf(await world.ask(`o-${entry.adultId}`, 'booking.unwait', { entryId }, c.mishap))).toBe('done');
  model.entries.set(entryId, { ...entry, open: false });
  for (const call of model.calls.values())
    if (call.entryId === entryId && call.status === 'offered') model.set(call._id, { status: 'offer_lapsed' });
});

const clock = command('clock', fc.constantFrom(15, 60, 240, 24 * 60), async (minutes, model, world) => {
  model.now += minutes * 60_000;
  world.backend.clock.at = model.now;
});

const JOBS = [healChanged, closeForgotten, layOutWeeks, tendWaitlist, (deps: Deps) => sendDue(deps, ALL)];
const jobs = command(
  'jobs',
  mishap,
  async (by, model, world) => {
    const { deps } = world.backend;
    for (const job of JOBS) {
      if (by) await job(mortal(deps, by.steps, by.lost), model.now + 45_000).catch(() => undefined);
      await job(deps, model.now + 45_000);
    }
    const school = await deps.store.get('schools', SCHOOL);
    if (school && school.laidOut !== model.laidOut) {
      expect(model.mayBeLaidOut(school.laidOut ?? '')).toBe(true);
      model.laidOut = school.laidOut;
    }
  },
  true,
);

const weighted = (weight: number, arbitrary: fc.Arbitrary<Command>) => ({ weight, arbitrary });
/** Anything that anybody may do. */
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  weighted(8, claim),
  weighted(3, move),
  weighted(3, cancel),
  weighted(5, step),
  weighted(2, deskBook),
  weighted(3, walkIn),
  weighted(2, deskMove),
  weighted(2, extend),
  weighted(1, disrupt),
  weighted(1, lease),
  weighted(3, wait),
  weighted(3, answer),
  weighted(1, unwait),
  weighted(4, clock),
  weighted(3, jobs),
);
