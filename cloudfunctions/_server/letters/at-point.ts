/** Which children a tablet may serve: those with a call there today, and those whom the desk sent a moment ago. */
import { minuteOf } from '../../../miniprogram/shared/domain/calendar';
import { ON_BOARD } from '../../../miniprogram/shared/domain/calls';
import { isAtCall } from '../../../miniprogram/shared/domain/letters';
import { bookingsOn } from '../booking/repository';
import type { Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { found } from './repository';

const MOST = 60;

/** The children by id, each once, and whether the desk saw that it is there now: it sent the child, or its call runs or has just ended. */
export async function childrenAt(ctx: Ctx): Promise<ReadonlyMap<string, boolean>> {
  const { store, reach, today } = ctx;
  const { schoolId, pointId } = reach;
  if (pointId === null) return new Map();
  const [calls, visits] = await Promise.all([
    bookingsOn(store, reach, today),
    store.list('letterVisits', { where: { schoolId, pointId, until: { gt: ctx.now() } }, limit: MOST }),
  ]);
  const minute = minuteOf(ctx.now());
  const all = [
    ...visits.map(({ studentId }) => [studentId, true] as const),
    ...calls.flatMap((call) => call.studentIds.map((id) => [id, isAtCall(call, minute)] as const)),
  ];
  const there = new Map<string, boolean>();
  for (const [id, isSeen] of all)
    if (there.has(id) || there.size < MOST) there.set(id, isSeen || there.get(id) === true);
  return there;
}

/** One of them. @throws AppError `common.not-found` for every other child */
export async function childAt({ store, reach, today, now }: Ctx, studentId: string): Promise<Student> {
  const { schoolId, pointId } = reach;
  const [student, visit] = await Promise.all([
    store.get('students', studentId),
    pointId === null ? undefined : store.get('letterVisits', `${pointId}:${studentId}`),
  ]);
  const here = found(pointId !== null && student?.schoolId === schoolId && student.status === 'active' && student);
  if (visit && visit.until > now()) return here;
  const calls = await store.list('bookings', {
    where: { schoolId, pointId, day: today, studentIds: here._id, status: { in: ON_BOARD } },
    limit: 1,
    fields: ['status'],
  });
  found(calls[0]);
  return here;
}
