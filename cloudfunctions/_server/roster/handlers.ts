import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { heal } from '../booking/heal';
import { requireNoHandover } from '../handover/alone';
import type { Handlers } from '../kernel/serve';
import { schoolNow } from '../school/repository';
import { confirmOnce, importOf } from './confirm';
import { pageOf } from './pages';
import { readOnce } from './reading';
import { takeBack } from './take-back';

/** What of rosters needs the libraries for sheets, or long; the rest is in past.ts. */
export const rosterHandlers: Pick<
  Handlers<'roster'>,
  'roster.preview' | 'roster.page' | 'roster.confirm' | 'roster.takeBack'
> = {
  'roster.preview': readOnce,

  async 'roster.page'(ctx, { importId, of, page }) {
    await importOf(ctx, importId);
    const { rows, more } = await pageOf(ctx, importId, of, page);
    const found = { doubts: [], changes: [], gone: [], [of]: rows };
    ctx.opened(
      [...found.changes, ...found.gone].map(
        (one: { id?: string; studentId?: string }) => one.studentId ?? one.id ?? '',
      ),
    );
    return { ...found, more };
  },

  async 'roster.confirm'(ctx, { importId, same, leave }) {
    const imported = await importOf(ctx, importId);
    const { status, errors, counts } = imported;
    if (errors > 0) throw new AppError('roster.has-errors', { count: errors });
    if (status === 'applied') return { state: 'applied', ...counts };
    if (status !== 'previewed' && status !== 'applying') throw new AppError('roster.changed');
    await confirmOnce(ctx, imported, { same, leave });
    // Who may no longer be in contact has no call ahead.
    await heal(ctx, await schoolNow(ctx));
    return { state: 'applied', ...counts };
  },

  async 'roster.takeBack'(ctx, { importId }) {
    const imported = await importOf(ctx, importId);
    if (imported.status === 'applied') await requireNoHandover(ctx);
    const answer = await takeBack(ctx, imported);
    await heal(ctx, await schoolNow(ctx));
    return answer;
  },
};
