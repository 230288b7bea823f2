/**
 * A week that heals itself (product.md section 4): when the facts change – a point, the hours, a day, the duty, somebody's right
 * to be in contact – every call ahead that cannot take place as booked gets another point at the same minutes, or is called
 * off, told and made up for. It looks at the calls as they are, so it can be repeated, resumed and run twice at once.
 */
import type { ChangeReason } from '../../../miniprogram/shared/contract';
import { isFree, type Slot } from '../../../miniprogram/shared/domain/slots';
import { obstacleTo } from '../../../miniprogram/shared/domain/standing';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Booking, CallPoint, School } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Deps } from '../kernel/deps';
import { oneByOne } from '../kernel/run-jobs';
import { rulesOf } from '../school/rules';
import { lapse } from '../waitlist/entries';
import { callOff } from './call-off';
import { leaseId } from './locks';
import { move } from './move';
import { movedMessage } from './news';
import { type HeldCall, isHealable, type Touched, touchedCalls } from './touched';

export interface Healed {
  /** Calls that got another point at the same time. */
  readonly moved: number;
  readonly cancelled: number;
  /** Those of both whose adult has no WeChat bound and must be told by telephone. */
  readonly untold: readonly Booking[];
}

/** Calls that are seen to at the same time. */
const AT_ONCE = 8;
/** How long a request heals; `api` is stopped after 20 s. */
const REQUEST_MS = 12_000;

/**
 * Heals a school's calls. What was not seen to before `until` (ms since the epoch), and what is booked at this very moment by
 * the rules of before, the job does (`healChanged`): so whoever changes facts sets `School.changedAt` together with them. What
 * becomes free is offered by the waitlist's job after that, for who has a call comes before who waits for one.
 * @param school as it is now. @param why the reason of calls at points that are out of use; without it the school's
 * disruptions tell.
 */
export async function heal(
  deps: Deps,
  school: School,
  why?: ChangeReason,
  until = deps.now() + REQUEST_MS,
): Promise<Healed> {
  const { touched, held } = await touchedCalls(deps, school, why);
  const seats = new Map(held.map((call) => [call._id, call]));
  const moved: Booking[] = [];
  const cancelled: Booking[] = [];
  const queue = touched.values();
  const work = async () => {
    for (const one of queue) {
      if (deps.now() >= until) return;
      const outcome = await healOne(deps, school, one, seats);
      if (outcome) (outcome.status === 'cancelled_school' ? cancelled : moved).push(outcome);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const untold = [...moved, ...cancelled].filter(({ openid }) => openid === null);
  return { moved: moved.length, cancelled: cancelled.length, untold };
}

/**
 * The call as it is now; `undefined` where it was settled by somebody else, is left to the next time because the database did
 * not take it, or was only an offer: that lapses, and its family waits on.
 */
async function healOne(
  deps: Deps,
  school: School,
  one: Touched,
  seats: Map<string, HeldCall>,
): Promise<Booking | undefined> {
  const { call, why } = one;
  try {
    const moved = why === 'no_right' ? undefined : await seatElsewhere(deps, school, one, seats);
    if (moved) return moved;
    const isStill = (now: Booking) => isSame(deps, call, now);
    if (call.status === 'offered') await lapse(deps, call._id, isStill);
    else return await callOff(deps, call._id, why, (now) => isStill(now) && now.status !== 'offered');
  } catch (error) {
    if (!(error instanceof Elsewhere)) deps.log({ event: 'heal.left', bookingId: call._id, error: String(error) });
  }
  return undefined;
}

/** Somebody else changed the call meanwhile; if it still cannot take place, the next time sees to it. */
class Elsewhere extends Error {}

const isSame = ({ now }: Pick<Deps, 'now'>, { seat }: HeldCall, call: Booking): boolean =>
  call.seat === seat && isHealable(call, now());

/**
 * The same minutes at another point: one of the same kind before others, and one that the desk keeps for walk-ins before none,
 * for who has a call comes first. `undefined` where none is free.
 */
async function seatElsewhere(
  deps: Deps,
  school: School,
  { call, why, pupils }: Touched,
  seats: Map<string, HeldCall>,
): Promise<Booking | undefined> {
  const rules = rulesOf(school);
  const read = async (tx: Pick<Transaction, 'get'>) => {
    const now = await tx.get('bookings', call._id);
    if (!now || !isSame(deps, call, now)) throw new Elsewhere();
    return now;
  };
  const messages = (after: Booking) => (after.status === 'offered' ? [] : movedMessage(after, deps.now()));
  const how = { school, read, set: { why }, messages, offering: false };
  const lease = leaseId(school._id, call.day);
  for (const kept of [{}, { lease }]) {
    for (const point of othersThan(call, school)) {
      const slot = slotAt(call, point);
      const others = [...seats.values()].filter(({ _id, day }) => _id !== call._id && day === call.day);
      if (obstacleTo(rules, slot, pupils) !== null || !isFree(slot, others, call)) continue;
      const after = await unlessTaken(move(deps, call._id, { ...how, ...kept, slot, point }));
      if (!after) continue;
      seats.set(call._id, { ...call, pointId: point.id });
      return after;
    }
  }
  return undefined;
}

/** Nothing where somebody was quicker. */
async function unlessTaken<T>(moving: Promise<T>): Promise<T | undefined> {
  try {
    return await moving;
  } catch (refusal) {
    if (refusal instanceof AppError) return undefined;
    throw refusal;
  }
}

const slotAt = ({ day, from, to }: HeldCall, { id: pointId }: CallPoint): Slot => ({
  id: `${pointId}:${day}:${from}`,
  pointId,
  day,
  from,
  to,
});

/** A phone for a phone, a tablet for a tablet; else whatever there is. Points that are gone were of no kind that we know. */
function othersThan(call: HeldCall, { points }: School): CallPoint[] {
  const kind = points.find(({ id }) => id === call.pointId)?.kind ?? (call.channel === 'phone' ? 'phone' : 'video');
  const others = points.filter(({ id }) => id !== call.pointId);
  return [...others.filter((point) => point.kind === kind), ...others.filter((point) => point.kind !== kind)];
}

const HOUR_MS = 3_600_000;
const SCHOOLS = 1000;

/** For the job: heals the schools whose facts changed within the hour. One read where all are quiet. Answers how many calls were seen to. */
export async function healChanged(deps: Deps, until: number): Promise<number> {
  const where = { changedAt: { gte: deps.now() - HOUR_MS } };
  const schools = await deps.store.list('schools', { where, orderBy: [['changedAt', 'asc']], limit: SCHOOLS });
  let healed = 0;
  await oneByOne(deps, schools, until, async (school) => {
    const { moved, cancelled } = await heal(deps, school, undefined, until);
    healed += moved + cancelled;
  });
  return healed;
}
