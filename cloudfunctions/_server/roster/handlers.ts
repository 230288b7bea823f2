import type { Output } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { DOCUMENT_METHODS } from '../../../miniprogram/shared/limits';
import { heal } from '../booking/heal';
import type { RosterImport } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { schoolNow } from '../school/repository';
import { applyImport, planFor } from './apply';
import { importIdOf } from './past';
import { previewOf } from './preview';
import { errorsOf, type ReadRoster, readRoster } from './read';

export const rosterHandlers: Pick<
  Handlers<'roster'>,
  Extract<keyof Handlers<'roster'>, (typeof DOCUMENT_METHODS)[number]>
> = {
  async 'roster.preview'(ctx, { key, fileId, fileName }) {
    const { schoolId } = ctx.reach;
    const importId = importIdOf(ctx.caller.openid, key);
    const roster = await readOrForget(ctx, { fileId, fileName });
    const plan = await planFor(ctx, { schoolId, importId }, roster);
    const preview = previewOf(roster.understood, plan);
    await ctx.store.put('imports', {
      _id: importId,
      schoolId,
      fileId,
      fileName,
      digest: roster.digest,
      status: 'previewed',
      errors: errorsOf(roster.understood),
      counts: { pupils: preview.pupils, familyMembers: preview.familyMembers, classes: preview.classes.length },
      columns: [],
      same: [],
      leave: [],
      near: 0,
      done: 0,
      of: 0,
      appliedAt: null,
      byId: staffOf(ctx.caller).person._id,
      byName: staffOf(ctx.caller).person.name,
      at: ctx.now(),
    });
    return { importId, ...preview };
  },

  async 'roster.confirm'(ctx, { importId }): Promise<Output<'roster.confirm'>> {
    const imported = await ctx.store.get('imports', importId);
    if (imported?.schoolId !== ctx.reach.schoolId) throw new AppError('common.not-found');
    if (imported.errors > 0) throw new AppError('roster.has-errors', { count: imported.errors });
    if (imported.status === 'forgotten') throw new AppError('roster.changed');
    if (imported.status !== 'applied') {
      await applyOnce(ctx, imported);
      // Who may no longer be in contact has no call ahead.
      await heal(ctx, await schoolNow(ctx));
    }
    return { state: 'applied', ...imported.counts };
  },

  async 'roster.page'() {
    throw new AppError('common.not-found');
  },

  async 'roster.takeBack'() {
    throw new AppError('roster.too-late');
  },
};

/** What a phone calls a sheet. */
const SHEET = /\.(xlsx|xls|et|csv|txt)$/i;

/** Reads a roster. A sheet that cannot be read is taken away: no import would name it, and it may hold every number in plain. */
async function readOrForget(ctx: Ctx, file: Pick<RosterImport, 'fileId' | 'fileName'>): Promise<ReadRoster> {
  try {
    return await readRoster(ctx, file, ctx.today);
  } catch (error) {
    const isUnreadable = error instanceof AppError && error.code === 'roster.unreadable';
    if (isUnreadable && SHEET.test(file.fileId)) await ctx.files.remove(file.fileId);
    throw error;
  }
}

/** Two at once do the same work; the one that comes last finds the sheet taken away and the roster applied. */
async function applyOnce(ctx: Ctx, imported: RosterImport): Promise<void> {
  try {
    await applyImport(ctx, imported);
  } catch (error) {
    const now = await ctx.store.get('imports', imported._id);
    if (now?.status !== 'applied') throw error;
  }
}
