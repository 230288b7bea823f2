import type { Output } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { ContactConcern, Student } from '../data/documents';
import { Duplicate, type Store } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { type Reach, reaches } from '../kernel/reach';

/** Notes something about a child's contact that worries, and counts it on the child; once for an id. */
export async function noteConcern(
  ctx: Ctx,
  { _id: studentId, schoolId, classId }: Student,
  said: Pick<ContactConcern, '_id' | 'kind' | 'note'>,
): Promise<void> {
  const { person } = staffOf(ctx.caller);
  const concern: ContactConcern = {
    ...said,
    schoolId,
    studentId,
    classId,
    day: ctx.today,
    byId: person._id,
    byName: person.name,
    at: ctx.now(),
    status: 'open',
    outcome: null,
    closedAt: null,
  };
  try {
    await ctx.store.transact(async (tx) => {
      await tx.insert('contactConcerns', concern);
      await tx.update('students', studentId, { inc: { 'contact.worries': 1 } });
    });
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error;
  }
}

/** A concern whose child lies within the reach, also one that left the school: what worried must not stay open for ever. */
export async function concernIn(store: Store, reach: Reach, concernId: string): Promise<ContactConcern> {
  const concern = await store.get('contactConcerns', concernId);
  const child = concern && (await store.get('students', concern.studentId));
  if (!child || !reaches(reach, child)) throw new AppError('common.not-found');
  return concern;
}

/** Closes a concern with what came of it. The same again changes nothing; another outcome meanwhile is `common.stale`. */
export async function settleConcern(ctx: Ctx, { _id, studentId }: ContactConcern, outcome: string): Promise<void> {
  await ctx.store.transact(async (tx) => {
    const now = await tx.get('contactConcerns', _id);
    if (now?.status === 'closed') {
      if (now.outcome !== outcome) throw new AppError('common.stale');
      return;
    }
    await tx.update('contactConcerns', _id, { set: { status: 'closed', outcome, closedAt: ctx.now() } });
    const open = (await tx.get('students', studentId))?.contact.worries ?? 0;
    if (open > 0) await tx.update('students', studentId, { set: { 'contact.worries': open - 1 } });
  });
}

/** A concern as staff read it. */
export const concernRow = ({
  _id: id,
  day,
  kind,
  note,
  byName: by,
  status,
  outcome,
}: ContactConcern): Output<'ledger.child'>['concerns'][number] => ({ id, day, kind, note, by, status, outcome });
