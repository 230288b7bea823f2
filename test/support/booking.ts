import { adultNames } from '../../cloudfunctions/_server/booking/claim';
import { ticketsOf } from '../../cloudfunctions/_server/booking/locks';
import type { Booking, FamilyMember, Lock, School, Staff } from '../../cloudfunctions/_server/data/documents';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import type { Input, MethodName, Reply } from '../../miniprogram/shared/contract';
import { instantOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import { holds } from '../../miniprogram/shared/domain/calls';
import { lockKind, locksOf } from '../../miniprogram/shared/domain/locks';
import { overlaps } from '../../miniprogram/shared/domain/ranges';
import type { Backend } from './backend';
import { aMember, aSchool, aStaff, aStudent, SCHOOL } from './builders';

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

/** Asks as a phone does, through a function made of these parts. */
export const asking = (deps: Deps) => {
  const answer = serve(apiHandlers, deps);
  return async <M extends MethodName>(openid: string, method: M, input: Input<M>): Promise<Reply<M>> =>
    (await answer({ method, input }, openid)) as Reply<M>;
};

/** Adult → its children. Everybody boards in 三(2)班; an adult's WeChat is `o-` + its id. `t-duty` is on duty from Monday to Friday, `t-admin` runs the school. */
export type Families = Readonly<Record<string, readonly string[]>>;

/** A school of these families alone. */
export async function seedFamilies({ deps: { store } }: Backend, families: Families, school: Partial<School> = {}) {
  const students = [...new Set(Object.values(families).flat())].map((_id) => aStudent({ _id, name: `学生${_id}` }));
  const childrenOf = (ids: readonly string[]) => students.filter(({ _id }) => ids.includes(_id));
  const members = Object.entries(families).map(([_id, ids]) => aMember({ _id, name: `家长${_id}` }, childrenOf(ids)));
  const staff = [aStaff({ _id: 't-duty' }), aStaff({ _id: 't-admin', role: 'school_admin' })];
  const accountOf = (kind: 'family' | 'staff', { _id, role, schoolId, name }: FamilyMember | Staff) => ({
    _id: `o-${_id}`,
    memberships: [{ id: _id, kind, role, schoolId, schoolName: '演示小学', name }],
    credits: {},
  });
  await store.insert('schools', aSchool(school));
  await store.insert('students', students);
  await store.insert('familyMembers', members);
  await store.insert('staff', staff);
  await store.insert('accounts', [
    ...members.map((member) => accountOf('family', member)),
    ...staff.map((person) => accountOf('staff', person)),
  ]);
}

/** Every call of the school, whatever became of it. */
export const allCalls = ({ deps }: Pick<Backend, 'deps'>): Promise<Booking[]> =>
  deps.store.list('bookings', { where: { schoolId: SCHOOL, day: { gte: '' } }, limit: 1000 });

const allLocks = ({ deps }: Pick<Backend, 'deps'>): Promise<Lock[]> =>
  deps.store.list('locks', { where: { schoolId: SCHOOL, bookingId: { gte: '' } }, limit: 1000 });

/** How calls and locks stand: what breaks the laws, in words; and how many locks outlived what they stood for. The desk's lease may hold what it likes, and a call goes without what its `collisions` say that others have. */
export async function inspect(
  backend: Pick<Backend, 'deps'>,
  quota: number,
): Promise<{ broken: string[]; stale: number }> {
  const [calls, locks] = await Promise.all([allCalls(backend), allLocks(backend)]);
  const holding = calls.filter(({ status }) => holds(status));
  const owned = new Map(locks.map((lock) => [lock._id, lock.bookingId]));
  const needed = new Set(holding.flatMap(({ lockIds }) => lockIds));
  const left = locks.filter(({ _id, bookingId }) => !needed.has(_id) && !bookingId.startsWith('lease:'));
  return {
    stale: left.length,
    broken: [
      ...overlapsAmong(holding),
      ...weeksOver(holding, quota),
      ...holding.flatMap((call) => [
        ...call.lockIds
          .filter((id) => owned.get(id) !== call._id)
          .map((id) => `${id} of ${call._id} is held by ${owned.get(id)}`),
        ...locksDue(call)
          .filter((id) => !call.lockIds.includes(id) && !collidesBy(call, lockKind(id)))
          .map((id) => `${call._id} does not hold ${id}`),
        ...call.lockIds.filter((id) => !locksDue(call).includes(id)).map((id) => `${call._id} holds ${id}`),
      ]),
      ...left.filter((lock) => !calls.some(({ _id }) => _id === lock.bookingId)).map(({ _id }) => `${_id} is nobody's`),
    ],
  };
}

const locksDue = (call: Booking): string[] =>
  locksOf({ ...call, range: call, adultIds: adultNames(call), tickets: ticketsOf(call) });

const COLLISIONS = { point: 'point_taken', adult: 'adult_busy', child: 'child_busy', quota: 'quota_used' } as const;

/** Whether a call says of itself that others have the same thing, or took place where nobody knows any more. */
const collidesBy = (call: Booking, kind: keyof typeof COLLISIONS): boolean =>
  call.collisions.includes(COLLISIONS[kind]) || (kind === 'point' && tookPlaceElsewhere(call));

/** It was moved, and told of at its former time: it holds no point at all. */
const tookPlaceElsewhere = ({ outcome, seat, collisions, lockIds }: Booking): boolean =>
  outcome === 'done' &&
  seat > 1 &&
  (collisions.includes('was_changed') || collisions.includes('was_cancelled')) &&
  !lockIds.some((id) => lockKind(id) === 'point');

function overlapsAmong(holding: readonly Booking[]): string[] {
  return holding.flatMap((a, i) =>
    holding.slice(i + 1).flatMap((b) => {
      if (a.day !== b.day || !overlaps(a, b)) return [];
      const isLaw = (kind: 'point' | 'adult' | 'child') => ![a, b].some((call) => collidesBy(call, kind));
      const same = [
        isLaw('point') && a.pointId === b.pointId ? a.pointId : null,
        isLaw('adult') && a.adultId === b.adultId ? a.adultId : null,
        ...a.studentIds.filter((id) => isLaw('child') && b.studentIds.includes(id)),
      ].filter((thing) => thing !== null);
      return same.map((thing) => `${thing} is in ${a._id} and ${b._id} at the same time`);
    }),
  );
}

function weeksOver(holding: readonly Booking[], quota: number): string[] {
  const used = new Map<string, number>();
  const counted = holding.filter((call) => !collidesBy(call, 'quota'));
  for (const { studentIds, weekOf: week } of counted)
    for (const id of studentIds) used.set(`${id} in ${week}`, (used.get(`${id} in ${week}`) ?? 0) + 1);
  return [...used].filter(([, n]) => n > quota).map(([week, n]) => `${week} has ${n} calls`);
}
