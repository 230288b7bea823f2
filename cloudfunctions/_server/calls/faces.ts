import type { Face } from '../../../miniprogram/shared/contract';
import { lowStreak } from '../../../miniprogram/shared/domain/calls';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { callWithin } from '../booking/repository';
import { Conflict } from '../data/store';
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
    await tx.update('students', studentId, { inc: { faced: 1 } });
  });
  await countLowFaces(ctx, studentId);
}

/** Rounds of counting: in each of them but the last somebody else tapped a face of the same child. */
const ROUNDS = 6;

/**
 * Counts anew from the child's last calls, so that a tap sent twice or corrected counts as what it says in the end. `faced`
 * rises with each tap: a count that another tap overtook is not written but made again.
 */
async function countLowFaces({ store, reach }: Ctx, studentId: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const child = await store.get('students', studentId);
    if (child?.faced === undefined) return;
    const calls = await store.list('bookings', {
      where: { schoolId: reach.schoolId, studentIds: studentId, status: 'done' },
      orderBy: [['day', 'desc']],
      limit: LOOK_BACK,
    });
    const faces = calls.sort((a, b) => b.startsAt - a.startsAt).map((call) => call.faces[studentId]);
    const lastFace = faces.find((face) => face !== undefined) ?? null;
    const set = { lowFaces: lowStreak(faces), lastFace };
    if ((await store.updateWhere('students', { _id: studentId, faced: child.faced }, { set })) > 0) return;
  }
  throw new Conflict();
}
