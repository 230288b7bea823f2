import fc from 'fast-check';
import { expect } from 'vitest';
import { addDays, weekOf } from '../../miniprogram/shared/domain/calendar';
import { holds } from '../../miniprogram/shared/domain/calls';
import { key } from './booking';
import { type Claimed, slotIdOf } from './booking-call';
import { adult, command, kids, kidsOf, made, mishap, NEW, nth, seat } from './booking-command';
import { outcomeOf } from './booking-world';

export const claim = command('claim', fc.record({ adult, kids, seat, mishap }), async (c, model, world) => {
  const who = { adultId: c.adult, studentIds: kidsOf(c.adult, c.kids) };
  const open = model.isOpen(c.seat);
  const { outcome: wanted, offer }: Claimed = open === 'done' ? model.claim(who, c.seat) : { outcome: open };
  const input = { requestKey: key(), slotId: slotIdOf(c.seat), studentIds: [...who.studentIds] };
  const reply = await world.ask(`o-${c.adult}`, 'booking.claim', input, c.mishap);
  expect(outcomeOf(reply)).toBe(wanted);
  if (reply.ok) made(reply, { ...who, ...c.seat, ...NEW, status: 'booked', origin: 'family' }, model);
  if (offer) model.set(offer._id, { status: 'offer_lapsed' });
});

export const move = command('move', fc.record({ nth, seat, mishap }), async (c, model, world) => {
  const call = model.nth(c.nth, ({ adultId }) => adultId !== null);
  if (!call) return;
  const isThere = slotIdOf(call) === slotIdOf(c.seat) && holds(call.status);
  const open = model.isOpen(c.seat);
  const late = model.mayCancel(call) ? model.inTheWay(call, c.seat, { but: call._id }) : 'booking.too-late';
  const wanted = isThere ? 'done' : open === 'done' ? late : open;
  const input = { bookingId: call._id, slotId: slotIdOf(c.seat) };
  expect(outcomeOf(await world.ask(`o-${call.adultId}`, 'booking.move', input, c.mishap))).toBe(wanted);
  if (wanted === 'done' && !isThere) model.set(call._id, { ...c.seat, seat: call.seat + 1, why: null });
});

export const cancel = command('cancel', fc.record({ nth, mishap }), async (c, model, world) => {
  const call = model.nth(c.nth, ({ adultId }) => adultId !== null);
  if (!call) return;
  const wanted = model.isOver(call) || model.mayCancel(call) ? 'done' : 'booking.too-late';
  const reply = await world.ask(`o-${call.adultId}`, 'booking.cancel', { bookingId: call._id }, c.mishap);
  expect(outcomeOf(reply)).toBe(wanted);
  if (model.mayCancel(call)) model.set(call._id, { status: 'cancelled_family' });
});

export const wait = command('wait', fc.record({ adult, kids, next: fc.boolean(), mishap }), async (c, model, world) => {
  const week = addDays(weekOf(model.today), c.next ? 7 : 0);
  const left = model.missing(kidsOf(c.adult, c.kids), week, c.adult);
  const input = { studentIds: [...kidsOf(c.adult, c.kids)], weekOf: week };
  const reply = await world.ask(`o-${c.adult}`, 'booking.wait', input, c.mishap);
  expect(outcomeOf(reply)).toBe(left.length > 0 ? 'done' : 'booking.nothing-to-wait-for');
  if (left.length > 0) model.enrol({ day: week, studentIds: left }, c.adult);
});

export const answer = command('answer', fc.record({ nth, accept: fc.boolean(), mishap }), async (c, model, world) => {
  const offer = model.nth(c.nth, ({ entryId }) => entryId !== null);
  if (!offer) return;
  const over = offer.status === 'offer_lapsed' || (offer.status === 'offered' && model.now >= (offer.until ?? 0));
  const input = { bookingId: offer._id, accept: c.accept };
  const reply = await world.ask(`o-${offer.adultId}`, 'booking.answer', input, c.mishap);
  expect(outcomeOf(reply)).toBe(c.accept && over ? 'booking.offer-over' : 'done');
  if (offer.status === 'offered') model.set(offer._id, { status: c.accept && !over ? 'booked' : 'offer_lapsed' });
});

export const unwait = command('unwait', fc.record({ nth, mishap }), async (c, model, world) => {
  const [entryId, entry] = [...model.entries][c.nth % Math.max(1, model.entries.size)] ?? [];
  if (entryId === undefined || !entry) return;
  expect(outcomeOf(await world.ask(`o-${entry.adultId}`, 'booking.unwait', { entryId }, c.mishap))).toBe('done');
  model.entries.set(entryId, { ...entry, open: false });
  for (const call of model.calls.values())
    if (call.entryId === entryId && call.status === 'offered') model.set(call._id, { status: 'offer_lapsed' });
});
