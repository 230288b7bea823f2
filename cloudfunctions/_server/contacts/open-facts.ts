/** Opens what the file shows in part only, one fact at a time and with a reason. */
import type { Output, ParsedInput } from '../../../miniprogram/shared/contract';
import { fieldOf } from '../../../miniprogram/shared/domain/child-file';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Ctx } from '../kernel/deps';
import { factIn, markOf } from './fields';
import { openFile } from './file';
import { memberIn, studentIn } from './repository';
import { mayIn, partOf } from './viewing';

export async function phoneOf(
  ctx: Ctx,
  { personId, why }: ParsedInput<'contacts.phone'>,
): Promise<Output<'contacts.phone'>> {
  const found = await memberIn(ctx.store, ctx.reach, personId);
  if (!found?.member.phone) throw new AppError('common.not-found');
  ctx.opened(found.studentIds, why);
  return { phone: ctx.vault.open(found.member.phone), name: found.member.name };
}

/** @throws AppError `common.not-found`; `auth.forbidden` for a fact that the caller may not see; `input.invalid` for one that is not masked. */
export async function reveal(
  ctx: Ctx,
  { studentId, subject, field, why }: ParsedInput<'contacts.reveal'>,
): Promise<Output<'contacts.reveal'>> {
  const file = await openFile(ctx, await studentIn(ctx.store, ctx.reach, studentId));
  const part = partOf(file, subject, field);
  if (!part) throw new AppError('common.not-found');
  if (!mayIn(file, field, part.about)) throw new AppError('auth.forbidden');
  if (!fieldOf(field).masked) throw new AppError('input.invalid', { field: 'field', rule: 'masked' });
  ctx.opened([studentId], why);
  const value = factIn(ctx.vault, field, part.doc);
  return { value, mark: markOf(ctx.vault, field, value) };
}
