import type { FieldConflict, Output, ParsedInput } from '../../../miniprogram/shared/contract';
import { RIGHT_REASONS } from '../../../miniprogram/shared/domain/child-file';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { heal } from '../booking/heal';
import type { Ctx } from '../kernel/deps';
import { requestId } from '../kernel/request-id';
import { schoolNow } from '../school/repository';
import { checkedEdits, isRight } from './edits';
import { openFile } from './file';
import { studentIn } from './repository';
import { lastChanges } from './timeline';
import { type Act, type Written, writeFacts } from './write-facts';

export async function save(ctx: Ctx, input: ParsedInput<'contacts.save'>): Promise<Output<'contacts.save'>> {
  const { key, studentId, right } = input;
  const student = await studentIn(ctx.store, ctx.reach, studentId);
  const file = await openFile(ctx, student);
  const edits = checkedEdits(file, input.edits, { may: 'edit', today: ctx.today });
  if (edits.some(({ field }) => isRight(field)) && !right) throw new AppError('contacts.needs-reason');
  ctx.opened([studentId]);
  const why = [right ? RIGHT_REASONS[right.reason] : '', input.why].filter(Boolean).join('，');
  const id = requestId('v', ctx.caller.openid, key);
  const act: Act = { id, via: 'edit', ref: null, why: why || null, right, school: await schoolNow(ctx) };
  const written = await ctx.store.transact((tx) => writeFacts(ctx, tx, studentId, edits, act));
  await healAfter(ctx, written);
  return { saved: written.conflicts.length === 0, conflicts: await explained(ctx, studentId, written) };
}

/** Looks at the calls ahead where what was written may stand in their way. */
export async function healAfter(ctx: Ctx, { heals }: Pick<Written, 'heals'>): Promise<void> {
  if (!heals) return;
  const { moved, cancelled } = await heal(ctx, await schoolNow(ctx));
  if (moved + cancelled > 0) await ctx.wake();
}

/** Conflicts with who changed the fact last and when: one read where there are any. */
export async function explained(ctx: Ctx, studentId: string, { conflicts }: Written): Promise<FieldConflict[]> {
  if (conflicts.length === 0) return [];
  const last = await lastChanges(ctx, studentId);
  return conflicts.map((conflict) => ({ ...conflict, ...last(conflict.subject, conflict.field) }));
}
