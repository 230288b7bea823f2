import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { AHEAD, HOLDING, ON_BOARD } from '../../../miniprogram/shared/domain/calls';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Booking, Student } from '../data/documents';
import type { Store, Transaction, Where } from '../data/store';
import { type Reach, reaches, within } from '../kernel/reach';

/** The platform's largest answer. */
const PAGE = 1000;
/** More pages than a school can fill: fifty points at work all day for a fortnight. */
const MAX_PAGES = 20;

/** Calls within a reach, as a query's conditions: those of its children, or of its day and point for the desk and the booth. */
function callsWithin(reach: Reach): { where: Where<Booking>; anyOf?: readonly Where<Booking>[] } {
  if (reach.callDay === null || reach.all) return within<Booking>(reach, { student: 'studentIds', class: 'classIds' });
  const where = { schoolId: reach.schoolId, day: reach.callDay };
  return { where: reach.pointId === null ? where : { ...where, pointId: reach.pointId } };
}

/** Whether one call lies within a reach. */
export const reachesCall = (reach: Reach, call: Booking): boolean =>
  call.schoolId === reach.schoolId &&
  (reach.all ||
    (call.day === reach.callDay && (reach.pointId === null || call.pointId === reach.pointId)) ||
    call.studentIds.some((id) => reach.studentIds.includes(id)) ||
    call.classIds.some((id) => reach.classIds.includes(id)));

/** One call within the reach; `common.not-found` for every other. */
export async function callWithin(from: Pick<Store | Transaction, 'get'>, reach: Reach, id: string): Promise<Booking> {
  const booking = await from.get('bookings', id);
  if (!booking || !reachesCall(reach, booking)) throw new AppError('common.not-found');
  return booking;
}

/** Calls of the reach's children that are still to come or going on, from `today` on, the next first. */
export const bookingsAhead = (store: Store, reach: Reach, today: Day): Promise<Booking[]> =>
  callsOf(store, reach, { day: { gte: today }, status: { in: AHEAD } }, 50);

/** Calls of a day within the reach, in the order of the day. Called off ones are not among them. */
export const bookingsOn = (store: Store, reach: Reach, day: Day, limit = 500): Promise<Booking[]> =>
  callsOf(store, reach, { day, status: { in: ON_BOARD } }, limit);

/** The same, and the times that are held for families on the waitlist. */
export const everyCallOn = (store: Store, reach: Reach, day: Day): Promise<Booking[]> =>
  callsOf(store, reach, { day, status: { in: [...ON_BOARD, 'offered'] } }, PAGE);

/** The reach is laid over what is asked for, so that no question can widen it. */
async function callsOf(store: Store, reach: Reach, also: Where<Booking>, limit: number): Promise<Booking[]> {
  const { where, anyOf } = callsWithin(reach);
  const calls = await store.list('bookings', { where: { ...also, ...where }, ...(anyOf ? { anyOf } : {}), limit });
  return calls.sort((a, b) => a.startsAt - b.startsAt || a.pointName.localeCompare(b.pointName));
}

/** Active children within the reach, in the order asked for; one that is missing or out of reach is `common.not-found`. */
export async function childrenWithin(store: Store, reach: Reach, ids: readonly string[]): Promise<Student[]> {
  const found = await store.list('students', { where: { _id: { in: ids } }, limit: PAGE });
  return ids.map((id) => {
    const child = found.find((student) => student._id === id);
    if (child?.status !== 'active' || !reaches(reach, child)) throw new AppError('common.not-found');
    return child;
  });
}

/** What a search for free times needs of a call; no child's name. */
export type TakenCall = Pick<Booking, '_id' | 'pointId' | 'day' | 'from' | 'to' | 'studentIds' | 'adultId'>;
const TAKEN_FIELDS = ['pointId', 'day', 'from', 'to', 'studentIds', 'adultId'] as const;

/** Every call that holds a point of the school from one day to another (both included). */
export const takenBetween = (store: Store, schoolId: string, first: Day, last: Day): Promise<TakenCall[]> =>
  heldBetween(store, schoolId, first, last, TAKEN_FIELDS);

/** The same with other fields; page by page. A page ends in the middle of a minute, so the next begins with that minute again. */
export async function heldBetween<K extends keyof Booking & string>(
  store: Store,
  schoolId: string,
  first: Day,
  last: Day,
  fields: readonly (K | 'day' | 'from')[],
): Promise<Pick<Booking, '_id' | 'day' | 'from' | K>[]> {
  const held = new Map<string, Booking>();
  let anyOf: Where<Booking>[] | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const calls = await store.list('bookings', {
      where: { schoolId, day: { gte: first, lte: last }, status: { in: HOLDING } },
      ...(anyOf ? { anyOf } : {}),
      orderBy: [
        ['day', 'asc'],
        ['from', 'asc'],
      ],
      limit: PAGE,
      fields,
    });
    for (const call of calls) held.set(call._id, call);
    const end = calls.at(-1);
    if (calls.length < PAGE || !end) return [...held.values()];
    anyOf = [{ day: end.day, from: { gte: end.from } }, { day: { gt: end.day } }];
  }
  throw new Error('more calls than a school can hold');
}

/** The calls of some children from one day to another (both included), in whatever state. */
export const callsOfChildren = (
  store: Store,
  schoolId: string,
  children: readonly Pick<Student, '_id'>[],
  first: Day,
  last: Day,
): Promise<Booking[]> =>
  store.list('bookings', {
    where: {
      schoolId,
      studentIds: { in: children.map(({ _id }) => _id) },
      day: { gte: first, lte: last },
    },
    limit: PAGE,
  });
