/** A person's yes to a roster: what was decided is written down before anything else, and once. */
import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { RosterImport } from '../data/documents';
import { requireNoHandover } from '../handover/alone';
import type { Ctx } from '../kernel/deps';
import { applyImport, refuseOther } from './apply';
import { digestOf, type Plan } from './plan';
import { type Prepared, prepare } from './prepare';

type Decided = Pick<ParsedInput<'roster.confirm'>, 'same' | 'leave'>;

/** Applies an import of the caller's school. Whoever comes second goes on with what the first one decided. */
export async function confirmOnce(ctx: Ctx, imported: RosterImport, decided: Decided): Promise<void> {
  try {
    if (imported.status === 'applying') return await applyImport(ctx, imported);
    const prepared = await decide(ctx, imported, decided);
    await applyImport(ctx, await importOf(ctx, imported._id), prepared);
  } catch (error) {
    // Two at once do the same work; the one that comes last finds the sheet taken away, or the files changed by the other.
    const now = await importOf(ctx, imported._id);
    if (now.status === 'applied') return;
    if (now.status !== 'applying' || imported.status === 'applying' || !(error instanceof AppError)) throw error;
    await applyImport(ctx, now);
  }
}

/** An import of the caller's school. @throws AppError `common.not-found`. */
export async function importOf(ctx: Ctx, importId: string): Promise<RosterImport> {
  const imported = await ctx.store.get('imports', importId);
  if (imported?.schoolId !== ctx.reach.schoolId) throw new AppError('common.not-found');
  return imported;
}

async function decide(ctx: Ctx, imported: RosterImport, { same, leave }: Decided): Promise<Prepared> {
  await requireNoHandover(ctx);
  const prepared = await prepare(ctx, imported);
  refuseOther(imported, prepared);
  const plan = prepared.plan({ same: [], leave: [] });
  if (digestOf(plan) !== imported.seen || !areOffered(plan, { same, leave })) throw new AppError('roster.stale');
  const set = { status: 'applying', same, leave, done: 0, of: 1, at: ctx.now() } as const;
  await ctx.store.updateWhere('imports', { _id: imported._id, status: 'previewed' }, { set });
  return prepared;
}

/** Each decision is about what the dry run asked, and no pupil of the file is meant by two rows. */
function areOffered({ near, gone }: Plan, { same, leave }: Decided): boolean {
  const asked = new Set(
    near.flatMap(({ row, candidates }) => candidates.map(({ student }) => `${row.row} ${student._id} ${row.sheet}`)),
  );
  const away = new Set(gone.map(({ _id }) => _id));
  const meant = new Set(same.map(({ studentId }) => studentId));
  return (
    meant.size === same.length &&
    same.every(({ sheet, row, studentId }) => asked.has(`${row} ${studentId} ${sheet}`)) &&
    leave.every((id) => away.has(id) && !meant.has(id))
  );
}
