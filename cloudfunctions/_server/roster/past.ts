/** What became of rosters that came in: how far one got, and which can be taken back. Needs no library that reads sheets, so `api` serves it. */
import type { Output } from '../../../miniprogram/shared/contract';
import { UNDO_DAYS } from '../../../miniprogram/shared/domain/handover';
import type { RosterImport } from '../data/documents';
import type { Store } from '../data/store';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';

/** The `_id` of what a request to read a roster makes. */
export const importIdOf = (openid: string, key: string): string => requestId('r-', openid, key);

/** States of imports that were carried out, or are about to be. */
const CARRIED_OUT = ['applying', 'applied', 'taking_back', 'taken_back'] as const;
const SHOWN = 20;
const DAY_MS = 86_400_000;

export const rosterPastHandlers: Pick<Handlers<'roster'>, 'roster.state' | 'roster.history'> = {
  async 'roster.state'(ctx, { key, importId }): Promise<Output<'roster.state'>> {
    const id = importId ?? (key && importIdOf(ctx.caller.openid, key));
    const found = id === undefined ? undefined : await ctx.store.get('imports', id);
    if (!found || found.schoolId !== ctx.reach.schoolId) return { state: null, done: 0, of: 0 };
    return { state: found.status, done: found.done, of: found.of };
  },

  async 'roster.history'(ctx) {
    const imports = await carriedOut(ctx.store, ctx.reach.schoolId);
    const last = lastApplied(imports);
    return {
      imports: imports.map((one) => ({
        id: one._id,
        at: one.appliedAt ?? one.at,
        fileName: one.fileName,
        byName: one.byName,
        state: one.status,
        ...one.counts,
        until: one === last && untilOf(one) > ctx.now() ? untilOf(one) : null,
      })),
    };
  },
};

/** Imports that were carried out, newest first. */
export const carriedOut = (store: Store, schoolId: string): Promise<RosterImport[]> =>
  store.list('imports', {
    where: { schoolId, status: { in: CARRIED_OUT } },
    orderBy: [['at', 'desc']],
    limit: SHOWN,
  });

/** The one that can be taken back: nothing of a later one stands on it. */
export const lastApplied = (imports: readonly RosterImport[]): RosterImport | undefined =>
  imports.find(({ status }) => status !== 'taken_back');

/** Until when an import can be taken back, in ms since the epoch. */
export const untilOf = ({ appliedAt, at }: RosterImport): number => (appliedAt ?? at) + UNDO_DAYS * DAY_MS;
