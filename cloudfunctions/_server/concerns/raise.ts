import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { CareRecord, Concern, ConcernSaid, Student } from '../data/documents';
import { Duplicate } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { reaches } from '../kernel/reach';
import { requestId } from '../kernel/request-id';
import { isOwn, mayRead } from '../records/repository';
import { endReceiptsOf, inTurn, shareNeverMore } from '../records/unshare';

type Raised = ParsedInput<'concerns.raise'>;

/**
 * Writes a concern down, once, together with the end of sharing of the record it came from. Whatever else is missing or does not fit holds it
 * up: only a child that is not the caller's to name is refused.
 */
export async function raise(ctx: Ctx, input: Raised): Promise<Concern> {
  const { store } = ctx;
  const _id = raisedId(ctx, input.requestKey);
  const child = input.studentId === null ? null : await childIn(ctx, input.studentId);
  const recordId = (await recordOf(ctx, input))?._id ?? comingId(ctx, input);
  const concern = concernOf(ctx, { _id, input, child, recordId });
  const { person } = staffOf(ctx.caller);
  const record = recordId === null ? null : { _id: recordId, schoolId: person.schoolId };
  try {
    await store.transact(async (tx) => {
      if (record) await inTurn(tx, person._id);
      await tx.insert('concerns', concern);
      if (record) await shareNeverMore(tx, record);
    });
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error;
  }
  // After the same tap again, too: the first may have been cut off here.
  if (record) await endReceiptsOf(store, record);
  return (await store.get('concerns', _id)) ?? concern;
}

/** The id of what the caller raised with a key. */
export const raisedId = ({ caller }: Pick<Ctx, 'caller'>, requestKey: string): string =>
  requestId('k', caller.openid, requestKey);

/** A child within the reach, also one that left meanwhile: what was written without a network may arrive after. */
async function childIn({ store, reach }: Ctx, studentId: string): Promise<Student> {
  const child = await store.get('students', studentId);
  if (!child || child.left?.how === 'erased' || !reaches(reach, child)) throw new AppError('common.not-found');
  return child;
}

/** The id that a record of the caller's will have, when it leaves the phone (records/unshare.ts). */
const comingId = ({ caller }: Ctx, { recordKey }: Raised): string | null =>
  recordKey === null ? null : requestId('r', caller.openid, recordKey);

/** The record it came from, where the caller may read it and it is about this child. */
async function recordOf(ctx: Ctx, input: Raised): Promise<CareRecord | null> {
  const { recordId, studentId } = input;
  const id = recordId ?? comingId(ctx, input);
  const record = id === null ? undefined : await ctx.store.get('records', id);
  if (!record) return null;
  if (isOwn(ctx, record)) return record;
  const reach = await ctx.reachFor('records.open');
  const { schoolId, studentIds, classIds } = record;
  const isNear = studentIds.some((_id) => classIds.some((classId) => reaches(reach, { _id, schoolId, classId })));
  return isNear && mayRead(ctx, record) && (studentId === null || studentIds.includes(studentId)) ? record : null;
}

function concernOf(
  ctx: Ctx,
  { _id, input, child, recordId }: { _id: string; input: Raised; child: Student | null; recordId: string | null },
): Concern {
  const { person } = staffOf(ctx.caller);
  const at = ctx.now();
  const { phoneAt, situation, who, words } = input;
  const said: ConcernSaid = { at, phoneAt, byId: person._id, situation, who: child ? '' : who, words };
  return {
    _id,
    schoolId: person.schoolId,
    studentId: child?._id ?? null,
    recordId,
    to: input.to,
    said: ctx.vault.seal(JSON.stringify(said)),
    byId: person._id,
    byName: person.name,
    at,
    entries: [],
    state: 'open',
    taken: null,
    settled: null,
  };
}
