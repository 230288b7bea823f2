import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { advance } from '../../../miniprogram/shared/domain/answers';
import type { MediaState } from '../../../miniprogram/shared/domain/media';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { MediaCheck, Receipt } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { requestId } from '../kernel/request-id';
import { askNow, checksOf } from '../media/checks';

type Spoken = Extract<ParsedInput<'notices.answer'>, { answer: 'said' }>['voice'];

/** Takes an answer by voice, with the check of it: both or none. The newest one counts; the same one twice is one. */
export async function say(ctx: Ctx, read: Receipt, voice: Spoken): Promise<Receipt> {
  const _id = requestId('a', ctx.caller.openid, `${read._id} ${voice.fileId}`);
  const checks = checksOn(ctx, read, voice.fileId).map((check) => ({ ...check, _id }));
  const { receipt, fresh } = await ctx.store.transact(async (tx) => {
    const before = await tx.get('receipts', read._id);
    if (!before) throw new AppError('common.not-found');
    if (before.over !== null) throw new AppError('notices.over');
    // It is there already, or was, and a newer one took its place.
    if (before.said?.fileId === voice.fileId || (await tx.get('mediaChecks', _id)))
      return { receipt: before, fresh: false };
    const set = {
      ...(advance(before, 'said', ctx.now()) ?? {}),
      said: { ...voice, state: 'checking' as const },
    };
    await tx.update('receipts', read._id, { set, inc: { version: 1 } });
    await tx.insert('mediaChecks', checks);
    return { receipt: { ...before, ...set, version: before.version + 1 }, fresh: true };
  });
  if (fresh) await askNow(ctx, checks);
  return receipt;
}

const checksOn = (ctx: Ctx, { _id: refId, schoolId }: Receipt, fileId: string): MediaCheck[] => {
  const { openid } = ctx.caller;
  return checksOf({ of: 'answer', refId, schoolId, openid, at: ctx.now() }, [{ fileId, kind: 'voice' }]);
};

/** Takes down what WeChat's check said of an answer by voice; nothing where a newer one took its place. */
export async function judgeAnswer(tx: Transaction, { refId, fileId }: MediaCheck, state: MediaState): Promise<void> {
  const receipt = await tx.get('receipts', refId);
  if (receipt?.said?.fileId !== fileId) return;
  await tx.update('receipts', refId, { set: { 'said.state': state }, inc: { version: 1 } });
}
