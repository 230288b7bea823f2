import type { Face } from '../../../miniprogram/shared/contract';
import { lowStreak } from '../../../miniprogram/shared/domain/calls';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { callWithin } from '../booking/repository';
import type { Ctx } from '../kernel/deps';

/** Calls that are looked back at; more low faces in a row than these are all the same to the counsellor. */
const LOOK_BACK = 10;

/** Notes a child's face on a call that took place; another tap corrects it. */
export async function noteFace(ctx: Ctx, bookingId: string, studentId: string, face: Face): Promise<void> {
  await ctx.store.transact(async (tx) => {
    const call = await callWithin(tx, ctx.reach, bookingId);
    if (!call.studentIds.includes(studentId)) throw new AppError('common.not-found');
    if (call.status !== 'done') throw new AppError('calls.wrong-state', { status: call.status });
    await tx.update('bookings', bookingId, { set: { faces: { ...call.faces, [studentId]: face } } });
  });
  await countLowFaces(ctx, studentId);
}

/** Counts anew from the child's last calls, so that a tap sent twice or corrected counts as what it says in the end. */
async function countLowFaces({ store, reach }: Ctx, studentId: string): Promise<void> {
  const calls = await store.list('bookings', {
    where: { schoolId: reach.schoolId, studentIds: studentId, status: 'done' },
    orderBy: [['day', 'desc']],
    limit: LOOK_BACK,
  });
  const faces = calls.sort((a, b) => b.startsAt - a.startsAt).map((call) => call.faces[studentId]);
  const lastFace = faces.find((face) => face !== undefined) ?? null;
  await store.updateWhere('students', { _id: studentId }, { set: { lowFaces: lowStreak(faces), lastFace } });
}
