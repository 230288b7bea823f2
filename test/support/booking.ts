import type { Booking } from '../../cloudfunctions/_server/data/documents';
import { instantOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import type { Backend } from './backend';
import { SCHOOL } from './builders';

/** A call with sensible values for what a test does not care about: 林小雨 and her father, Wednesday 18:30 at the tablet. It holds no locks. */
export function aBooking(over: Partial<Booking> & Pick<Booking, '_id'>): Booking {
  const { day = '2026-11-25', from = 1110, studentIds = ['s-yu'] } = over;
  return {
    schoolId: SCHOOL,
    pointId: `${SCHOOL}.p2`,
    pointName: '2 号平板',
    day,
    from,
    to: from + 15,
    startsAt: instantOf(day, from),
    closesAt: instantOf(day, from),
    talkTo: from + 12,
    weekOf: weekOf(day),
    channel: 'wechat',
    studentIds,
    classIds: studentIds.map(() => 'c32'),
    children: studentIds.map((id) => ({ id, name: '林小雨', className: '三(2)班' })),
    adultId: 'm-father',
    adultName: '林大山',
    relation: '父亲',
    origin: 'family',
    status: 'booked',
    version: 1,
    seat: 1,
    openid: 'o-m-father',
    offer: null,
    why: null,
    collisions: [],
    groupId: null,
    lockIds: [],
    outcome: null,
    minutes: null,
    faces: {},
    startedAt: null,
    createdAt: 0,
    ...over,
  };
}

let taps = 0;
/** A request key as a phone makes one for each tap. */
export const key = (): string => `tap-${String(++taps).padStart(8, '0')}`;

/** How many database operations something costs. */
export async function opsOf({ cloud }: Backend, work: () => Promise<unknown>): Promise<number> {
  cloud.operations.reset();
  await work();
  return cloud.operations.total('database.');
}

/** Loses the reply to the next request with this action, after it was done; the answer says how often it has happened. */
export function losingOne({ cloud }: Backend, action: string): () => number {
  let lost = 0;
  cloud.fault((operation) => (operation.action === action && lost++ === 0 ? { drop: 'after' } : undefined));
  return () => Math.min(lost, 1);
}
