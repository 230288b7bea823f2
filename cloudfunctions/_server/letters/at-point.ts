/** Which children a tablet may serve: those with a call there today, and those whom the desk sent a moment ago. */
import { ON_BOARD } from '../../../miniprogram/shared/domain/calls';
import { bookingsOn } from '../booking/repository';
import type { Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { found } from './repository';

const MOST = 60;

/** Ids of the children, each once. */
export async function childrenAt(
  ctx: Ctx,
  calls?: readonly { readonly studentIds: readonly string[] }[],
): Promise<string[]> {
  const { store, reach, today } = ctx;
  const { schoolId, pointId } = reach;
  if (pointId === null) return [];
  const [here, visits] = await Promise.all([
    calls ?? bookingsOn(store, reach, today),
    store.list('letterVisits', { where: { schoolId, pointId, until: { gt: ctx.now() } }, limit: MOST }),
  ]);
  const ids = [...visits.map(({ studentId }) => studentId), ...here.flatMap(({ studentIds }) => studentIds)];
  return [...new Set(ids)].slice(0, MOST);
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
