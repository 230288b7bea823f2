import { proposed } from '../../../miniprogram/shared/domain/handover';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Handover } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { apply, undo } from './act';
import { begin, drop } from './begin';
import { requireSound, weigh } from './draft';
import { sign } from './sign';
import { draftView, handoverView, mineOf, missingOf, type Viewer } from './view';
import { look, nextYear } from './world';

const SHOWN = 20;

export const handoverHandlers: Handlers<'handover'> = {
  async 'handover.propose'(ctx, { kind }) {
    const seen = await look(ctx, ctx.reach.schoolId);
    const draft = proposed(kind, seen.world, nextYear(seen.school));
    return draftView(seen, await weigh(ctx, seen, copied(draft)));
  },

  async 'handover.preview'(ctx, { draft }) {
    const seen = await look(ctx, ctx.reach.schoolId);
    const weighed = await weigh(ctx, seen, draft);
    requireSound(weighed);
    return draftView(seen, weighed);
  },

  'handover.begin': async (ctx, input) => viewOf(ctx, await begin(ctx, input)),

  async 'handover.list'(ctx) {
    const { staffId, office } = viewerOf(ctx);
    const all = await ctx.store.list('handovers', {
      where: { schoolId: ctx.reach.schoolId },
      orderBy: [['at', 'desc']],
      limit: SHOWN,
    });
    return {
      handovers: all
        .filter((handover) => office || isPart(handover, staffId))
        .map(({ _id: id, kind, status, at, draft, lines }) => ({
          ...{ id, kind, status, at },
          classes: new Set(draft.classes.map(({ classId }) => classId)).size,
          missing: lines.reduce((sum, line) => sum + missingOf(line), 0),
          mine: status === 'signing' ? lines.filter((line) => mineOf(line, staffId) !== null).length : 0,
        })),
    };
  },

  'handover.open': async (ctx, { id }) => viewOf(ctx, await handoverIn(ctx, id)),

  async 'handover.sign'(ctx, input) {
    await handoverIn(ctx, input.id);
    return viewOf(ctx, await sign(ctx, input));
  },

  async 'handover.apply'(ctx, { id }) {
    await handoverIn(ctx, id);
    return viewOf(ctx, await apply(ctx, id));
  },

  async 'handover.undo'(ctx, { id }) {
    await handoverIn(ctx, id);
    return viewOf(ctx, await undo(ctx, id));
  },

  async 'handover.drop'(ctx, { id }) {
    await drop(ctx, await handoverIn(ctx, id));
    return { done: true };
  },
};

const viewerOf = ({ caller, role }: Pick<Ctx, 'caller' | 'role'>): Viewer => ({
  staffId: staffOf(caller).person._id,
  office: role === 'school_admin',
});

const isPart = ({ lines }: Handover, staffId: string): boolean =>
  lines.some(({ fromId, toId }) => fromId === staffId || toId === staffId);

/** A handover of this school in which the caller has a part; `common.not-found` for every other. */
async function handoverIn(ctx: Ctx, id: string): Promise<Handover> {
  const { staffId, office } = viewerOf(ctx);
  const handover = await ctx.store.get('handovers', id);
  if (handover?.schoolId !== ctx.reach.schoolId || !(office || isPart(handover, staffId)))
    throw new AppError('common.not-found');
  return handover;
}

async function viewOf(ctx: Ctx, handover: Handover) {
  if (handover.status !== 'signing') return handoverView(handover, viewerOf(ctx), ctx.now());
  const seen = await look(ctx, ctx.reach.schoolId);
  return handoverView(handover, viewerOf(ctx), ctx.now(), { seen, weighed: await weigh(ctx, seen, handover.draft) });
}

const copied = (draft: ReturnType<typeof proposed>): Handover['draft'] => ({
  ...draft,
  classes: draft.classes.map((entry) => ({ ...entry, to: entry.to && { ...entry.to } })),
  moves: [],
  mentors: [],
});
