import type { CallEnd, Collision } from '../../miniprogram/shared/contract';
import { type Day, dayOf, daysBetween, instantOf, minuteOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import { holds, isCancelled } from '../../miniprogram/shared/domain/calls';
import { type Call, thingsOf, weekThing } from './booking-call';
import type { BookingModel } from './booking-model';

/** What a desk tells of a call, once it has a network again. */
export interface Told {
  readonly outcome: CallEnd;
  readonly startedAt: number | null;
}

const HOUR_MS = 3_600_000;
const DAYS_TOLD = 7;
const KINDS: Readonly<Record<string, Collision>> = {
  point: 'point_taken',
  adult: 'adult_busy',
  child: 'child_busy',
  quota: 'quota_used',
};

const union = (...all: readonly (readonly Collision[])[]): Collision[] => [...new Set(all.flat())].sort();

/** What is believed of the desk's clock. */
export const believed = ({ now }: BookingModel, { startedAt }: Told): number | null =>
  startedAt === null ? null : Math.min(now, startedAt);

/** Whether the desk is heard: about today and a week back. */
export const isHeard = ({ today }: BookingModel, days: readonly Day[]): boolean =>
  days.some((day) => day <= today && daysBetween(day, today) <= DAYS_TOLD);

/** Whether it must be about another time than that at which the call stands. */
function isAway({ seat, day, from, to }: Call, at: number | null, now: number): boolean {
  const [earliest, latest] = [instantOf(day, from) - HOUR_MS, instantOf(day, to) + HOUR_MS];
  const when = at ?? Math.min(now, instantOf(day, from) + HOUR_MS);
  return seat > 1 && (when < earliest || when > latest);
}

/** What a report makes of a call: one that took place did, whatever else was noted; all else gives way to what was known. `placed`: the desk says where it was. */
export function hear(model: BookingModel, call: Call, told: Told, placed = false): void {
  const { outcome } = told;
  if (call.outcome === outcome) return;
  const startedAt = believed(model, told);
  const away = !placed && isAway(call, startedAt, model.now);
  const known = isCancelled(call.status) ? 'was_cancelled' : call.outcome !== null || away ? 'was_changed' : null;
  const collisions = union(call.collisions, known ? [known] : []);
  if (known && outcome !== 'done') {
    model.set(call._id, { collisions });
    return;
  }
  const stays = holds(call.status) && !away;
  const when = away ? timeAt(startedAt ?? model.now, call) : {};
  const seat = stays ? call.seat : call.seat + 1;
  const after: Call = { ...call, ...when, seat, collisions, status: outcome, outcome, startedAt };
  model.set(call._id, after);
  if (call.status === 'failed_school' || call.status === 'cancelled_school') model.forgo(call);
  if (outcome === 'done') model.spend(call);
  if (holds(outcome) && !stays) takeWhatIsFree(model, after, away);
}

const timeAt = (at: number, { from, to }: Call) => {
  const start = minuteOf(at) - (minuteOf(at) % 5);
  return { day: dayOf(at), from: start, to: Math.min(start + to - from, 1440) };
};

/** A call that was told of has what nobody else has, and says what others have. `away`: at which point it was nobody knows. */
export function takeWhatIsFree(model: BookingModel, call: Call, away = false): void {
  const held = new Set(model.holding(call._id).flatMap(model.has));
  const things = thingsOf(call).filter((thing) => !(away && thing.startsWith('point:')));
  const weeks = call.studentIds.filter((id) => model.isSpent(id, weekOf(call.day), call._id)).map(weekThing);
  const others = [...things.filter((thing) => held.has(thing)), ...weeks];
  const unknown = thingsOf(call).filter((thing) => !things.includes(thing));
  model.lacks.set(call._id, new Set([...others, ...unknown]));
  const clashes = others.flatMap((thing) => KINDS[thing.split(':')[0] ?? ''] ?? []);
  model.set(call._id, { collisions: union(call.collisions, clashes) });
  if (!away) model.taken(call);
}
