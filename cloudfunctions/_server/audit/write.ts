import type { Ctx } from '../kernel/deps';

/** One entry for a request that opened children's files or contact data (product.md C22). */
export async function writeAudit(
  ctx: Ctx,
  request: {
    readonly method: string;
    readonly trace: string;
    readonly opened: ReadonlySet<string>;
    readonly why: string | undefined;
  },
): Promise<void> {
  const { caller } = ctx;
  if (caller.kind === 'stranger') throw new Error('a stranger opened a file');
  await ctx.store.insert('audit', {
    _id: request.trace,
    schoolId: ctx.reach.schoolId,
    at: ctx.now(),
    byId: caller.person._id,
    byName: caller.person.name,
    byRole: caller.role,
    method: request.method,
    studentIds: [...request.opened],
    reason: request.why ?? null,
    trace: request.trace,
  });
}
