import { scopesOf } from '../../../miniprogram/shared/access/permissions';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { studentIn } from '../contacts/repository';
import { Duplicate } from '../data/store';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';
import { schoolNow } from '../school/repository';
import { correct, strike } from './correct';
import { kindsOf, saveKinds } from './kinds';
import { mayRead, recordIn, recordsOf } from './repository';
import { opened, shownTo } from './view';
import { writeRecord } from './write';

const PAGE = 20;

export const recordsHandlers: Omit<Handlers<'records'>, 'records.book'> = {
  async 'records.kinds'(ctx) {
    // Who saves them replaces them all: from a school as it was minutes ago, those that were added since would be lost.
    const maySave = scopesOf(ctx.role, 'records.configure').length > 0;
    return kindsOf(await (maySave ? schoolNow(ctx) : ctx.schoolOf(ctx.reach.schoolId)));
  },

  async 'records.saveKinds'(ctx, input) {
    await saveKinds(ctx, input);
    return { done: true };
  },

  async 'records.write'(ctx, input) {
    const recordId = requestId('r', ctx.caller.openid, input.requestKey);
    try {
      const record = await writeRecord(ctx, recordId, input);
      if (record.share) await ctx.wake();
      return { recordId, version: record.version };
    } catch (error) {
      // Sent again by a phone that did not hear the answer, be it that the child left meanwhile: it stands as it was written.
      const isRefused = error instanceof Duplicate || error instanceof AppError;
      const written = isRefused ? await ctx.store.get('records', recordId) : undefined;
      if (!written) throw error;
      return { recordId, version: written.version };
    }
  },

  async 'records.correct'(ctx, input) {
    const record = await correct(ctx, input);
    if (record.share) await ctx.wake();
    return { version: record.version };
  },

  async 'records.strike'(ctx, { recordId, why }) {
    await strike(ctx, recordId, why);
    return { done: true };
  },

  async 'records.open'(ctx, { recordId }) {
    const found = await recordIn(ctx, recordId);
    ctx.opened(found.record.studentIds);
    return opened(ctx, found);
  },

  async 'records.list'(ctx, { studentId, ...page }) {
    const pupil = await studentIn(ctx.store, ctx.reach, studentId);
    ctx.opened([pupil._id]);
    const records = await recordsOf(ctx, pupil, { ...page, limit: PAGE });
    const { term, pastTerms = [] } = await ctx.schoolOf(pupil.schoolId);
    const seen = ctx.caller.kind === 'family' ? records : records.filter((record) => mayRead(ctx, record));
    return {
      child: { id: pupil._id, name: pupil.name, className: pupil.className },
      records: await shownTo(ctx, seen),
      next: records.length === PAGE ? (records.at(-1)?.order ?? null) : null,
      terms: [term, ...pastTerms],
    };
  },
};
