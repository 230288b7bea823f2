import type { Output } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { RosterImport } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { applyImport, planFor } from './apply';
import { previewOf } from './preview';
import { errorsOf, readRoster } from './read';

export const rosterHandlers: Handlers<'roster'> = {
  async 'roster.preview'(ctx, { fileId, fileName }) {
    const { schoolId } = ctx.reach;
    const importId = ctx.newId();
    const roster = await readRoster(ctx, { fileId, fileName }, ctx.today);
    const plan = await planFor(ctx, { schoolId, importId }, roster);
    const preview = previewOf(roster.understood, plan);
    await ctx.store.insert('imports', {
      _id: importId,
      schoolId,
      fileId,
      fileName,
      digest: roster.digest,
      status: 'previewed',
      errors: errorsOf(roster.understood),
      counts: { pupils: preview.pupils, familyMembers: preview.familyMembers, classes: preview.classes.length },
      byId: staffOf(ctx.caller).person._id,
      at: ctx.now(),
    });
    return { importId, ...preview };
  },

  async 'roster.confirm'(ctx, { importId }): Promise<Output<'roster.confirm'>> {
    const imported = await ctx.store.get('imports', importId);
    if (imported?.schoolId !== ctx.reach.schoolId) throw new AppError('common.not-found');
    if (imported.errors > 0) throw new AppError('roster.has-errors', { count: imported.errors });
    if (imported.status === 'forgotten') throw new AppError('roster.changed');
    if (imported.status !== 'applied') await applyOnce(ctx, imported);
    return { state: 'applied', ...imported.counts };
  },
};

/** Two at once do the same work; the one that comes last finds the sheet taken away and the roster applied. */
async function applyOnce(ctx: Ctx, imported: RosterImport): Promise<void> {
  try {
    await applyImport(ctx, imported);
  } catch (error) {
    const now = await ctx.store.get('imports', imported._id);
    if (now?.status !== 'applied') throw error;
  }
}
