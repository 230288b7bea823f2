import fc from 'fast-check';
import { expect } from 'vitest';
import type { Input } from '../../miniprogram/shared/contract';
import { type Day, dayOf, instantOf } from '../../miniprogram/shared/domain/calendar';
import { holds } from '../../miniprogram/shared/domain/calls';
import { key } from './booking';
import { type Call, DAYS, POINTS, type Seat, STARTS, seatAt, slotIdOf } from './booking-call';
import { adult, command, DESK, FAMILIES, kids, kidsOf, made, mishap, NEW, nth } from './booking-command';
import { ends } from './booking-desk-commands';
import type { BookingModel } from './booking-model';
import { believed, hear, isHeard, takeWhatIsFree } from './booking-report-model';
import { type BookingWorld, type Mishap, outcomeOf } from './booking-world';

const MINUTE_MS = 60_000;
/** When the call began, as the desk has it: not at all, in its time, now, before, or by a clock that goes fast. */
const began = fc.constantFrom<'then' | number | null>(null, 'then', 0, -40, -150, -24 * 60, 90);
const beganAt = (when: 'then' | number | null, { day, from }: Pick<Seat, 'day' | 'from'>, now: number) =>
  when === null ? null : when === 'then' ? instantOf(day, from + 2) : now + when * MINUTE_MS;

/** The same is sent again where the first answer was lost on the way, or told once more by somebody who does not know of it. */
const again = fc.constantFrom<'sent' | 'told' | null>(null, 'sent', 'told');

type Wish = Omit<Input<'desk.report'>, 'requestKey' | 'channel' | 'minutes'>;

async function tell(world: BookingWorld, wish: Wish, by: Mishap, twice: 'sent' | 'told' | null) {
  const input = { ...wish, requestKey: key(), channel: 'phone' as const, minutes: 11 };
  const reply = await world.ask(DESK, 'desk.report', input, by);
  if (twice === null) return reply;
  const next = { ...input, ...(twice === 'told' ? { requestKey: key() } : {}) };
  const answer = await world.ask(DESK, 'desk.report', next, null);
  expect(answer.ok ? answer.data : answer.code).toEqual(reply.ok ? reply.data : reply.code);
  return reply;
}

/** A call that was on the desk's board, whatever became of it since. */
const wasOnBoard = ({ status }: Call): boolean => status !== 'offered' && status !== 'offer_lapsed';

export const report = command(
  'desk.report',
  fc.record({ nth, outcome: ends, began, again, mishap }),
  async (c, model, world) => {
    const call = model.nth(c.nth, wasOnBoard);
    if (!call) return;
    const told = { outcome: c.outcome, startedAt: beganAt(c.began, call, model.now) };
    const at = believed(model, told);
    const wanted = isHeard(model, [call.day, ...(at === null ? [] : [dayOf(at)])]) ? 'done' : 'common.not-found';
    const reply = await tell(world, { bookingId: call._id, ...told }, c.mishap, c.again);
    expect(outcomeOf(reply)).toBe(wanted);
    if (wanted === 'done') hear(model, call, told);
  },
);

/** The adult whom the desk means by a word, where it can only be one. */
function adultCalled(relation: string, studentIds: readonly string[]): string | null {
  if (relation !== '父亲') return null;
  const [only, ...others] = Object.entries(FAMILIES).filter(([, all]) => studentIds.every((id) => all.includes(id)));
  return others.length === 0 ? (only?.[0] ?? null) : null;
}

/** Walk-ins with which a report may be one and the same. */
const twinsOf = (model: BookingModel, at: Seat, studentIds: readonly string[], outcome: Call['outcome']): Call[] =>
  [...model.calls.values()].filter(
    (call) =>
      call.origin === 'walk_in' &&
      slotIdOf(call) === slotIdOf(at) &&
      String([...call.studentIds].sort()) === String([...studentIds].sort()) &&
      (call.outcome === null || call.outcome === outcome),
  );

const day: fc.Arbitrary<Day | 'today'> = fc.constantFrom('today', 'today', ...DAYS);
const place = fc.record({ pointId: fc.constantFrom(...POINTS), day, from: fc.constantFrom(...STARTS) });
/** Of a walk-in that stands on the list already (`known`), or of any other. */
const where = fc.record({ known: fc.option(nth), adult, kids, place });

type Where = typeof where extends fc.Arbitrary<infer W> ? W : never;

function walkInAt(model: BookingModel, c: Where) {
  const known = c.known === null ? undefined : model.nth(c.known, ({ origin }) => origin === 'walk_in');
  if (known) return { at: seatAt(known.pointId, known.day, known.from), studentIds: known.studentIds };
  const { pointId, day, from } = c.place;
  return { at: seatAt(pointId, day === 'today' ? model.today : day, from), studentIds: kidsOf(c.adult, c.kids) };
}

export const reportWalkIn = command(
  'desk.report of a walk-in',
  fc.record({ where, relation: fc.constantFrom('父亲', '舅舅'), outcome: ends, began, again, mishap }),
  async ({ relation, outcome, ...c }, model, world) => {
    const { at, studentIds } = walkInAt(model, c.where);
    const [twin, ...others] = twinsOf(model, at, studentIds, outcome);
    // Of two with which it may be one, nobody could say which.
    if (others.length > 0) return;
    const told = { outcome, startedAt: beganAt(c.began, at, model.now) };
    const walkIn = { slotId: slotIdOf(at), studentIds: [...studentIds], relation };
    const reply = await tell(world, { walkIn, ...told }, c.mishap, c.again);
    expect(outcomeOf(reply)).toBe(isHeard(model, [at.day]) ? 'done' : 'common.not-found');
    if (!reply.ok) return;
    if (twin) return hear(model, twin, told, true);
    const fact = { status: outcome, outcome, startedAt: believed(model, told), origin: 'walk_in' as const };
    const call = { adultId: adultCalled(relation, studentIds), studentIds, ...at, ...NEW, ...fact };
    made(reply, call, model);
    const [newest] = [...model.calls.values()].slice(-1);
    if (newest && holds(outcome)) takeWhatIsFree(model, newest);
    if (newest && outcome === 'done') model.spend(newest);
  },
);
