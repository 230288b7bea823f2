import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Handover } from '../data/documents';
import { Duplicate, type Store } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import { requireSound, weigh } from './draft';
import { afterOf, graduatesOf, linesOf } from './view';
import { look } from './world';

/** One handover at a time: this lock is the school's, from the first signature asked for until it is carried out or given up. */
export const lockOf = (schoolId: string): string => `handover:${schoolId}`;

/** @throws AppError `handover.blocked`, `handover.other-open`, and what a draft may be wrong in (draft.ts). */
export async function begin(ctx: Ctx, { key, draft }: ParsedInput<'handover.begin'>): Promise<Handover> {
  const { store, reach } = ctx;
  const { openid, person } = staffOf(ctx.caller);
  const _id = requestId('h-', openid, key);
  const there = await store.get('handovers', _id);
  if (there) return asked(store, there);
  if (await store.get('locks', lockOf(reach.schoolId))) throw new AppError('handover.other-open');
  const seen = await look(ctx, reach.schoolId);
  const weighed = await weigh(ctx, seen, draft);
  requireSound(weighed);
  if (weighed.blocked > 0) throw new AppError('handover.blocked', { count: weighed.blocked });
  const handover: Handover = {
    _id,
    schoolId: reach.schoolId,
    kind: draft.kind,
    status: 'signing',
    draft,
    lines: linesOf(seen, weighed),
    plan: null,
    meant: null,
    after: afterOf(seen, weighed),
    graduates: graduatesOf(weighed),
    runAt: null,
    kept: 0,
    before: { staff: [], classes: [] },
    byId: person._id,
    byName: person.name,
    at: ctx.now(),
    appliedAt: null,
    done: 0,
    of: 0,
    version: 1,
  };
  try {
    await store.transact(async (tx) => {
      await tx.insert('locks', { _id: lockOf(reach.schoolId), schoolId: reach.schoolId, bookingId: _id, seat: 0 });
      await tx.insert('handovers', handover);
    });
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error;
    const own = await store.get('handovers', _id);
    if (!own) throw new AppError('handover.other-open');
    return asked(store, own);
  }
  return asked(store, handover);
}

/** Who has still to sign finds it on the home page. */
async function asked(store: Store, handover: Handover): Promise<Handover> {
  if (handover.status !== 'signing') return handover;
  const ids = handover.lines.flatMap(({ fromId, toId, from, to }) => [from ? null : fromId, to ? null : toId]);
  const waiting = [...new Set(ids.filter((id) => id !== null))];
  if (waiting.length > 0) await store.updateWhere('staff', { _id: { in: waiting } }, { set: { toSign: handover._id } });
  return handover;
}

/** Nobody is asked any more. */
export const unasked = (store: Store, { _id, schoolId }: Pick<Handover, '_id' | 'schoolId'>): Promise<number> =>
  store.updateWhere('staff', { schoolId, toSign: _id }, { set: { toSign: null } });

/** Gives a plan up; once more changes nothing. */
export async function drop({ store }: Ctx, { _id, schoolId }: Handover): Promise<void> {
  await store.transact(async (tx) => {
    const now = await tx.get('handovers', _id);
    if (!now || now.status === 'dropped') return;
    if (now.status !== 'signing') throw new AppError('handover.wrong-state', { status: now.status });
    await tx.update('handovers', _id, { set: { status: 'dropped', version: now.version + 1 } });
    await tx.remove('locks', lockOf(schoolId));
  });
  await unasked(store, { _id, schoolId });
}
