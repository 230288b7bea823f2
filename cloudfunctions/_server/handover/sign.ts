import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Handover } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { isUpload } from '../wechat/uploads';
import { mineOf } from './view';

/** Signs one side of a line. Signed again it stays as it was signed first. */
export async function sign(
  { store, caller, now }: Ctx,
  { id, line: lineId, side, signature, note }: ParsedInput<'handover.sign'>,
): Promise<Handover> {
  const me = staffOf(caller).person._id;
  if (signature === null || !isUpload(signature))
    throw new AppError('input.invalid', { field: 'signature', rule: 'upload' });
  return store.transact(async (tx) => {
    const handover = await tx.get('handovers', id);
    const line = handover?.lines.find((one) => one.id === lineId);
    if (!handover || !line || line[`${side}Id`] !== me) throw new AppError('common.not-found');
    if (line[side]) return handover;
    if (handover.status !== 'signing') throw new AppError('handover.wrong-state', { status: handover.status });
    const signed = { byId: me, at: now(), fileId: signature, note };
    const lines = handover.lines.map((one) => (one.id === lineId ? { ...one, [side]: signed } : one));
    const set = { lines, version: handover.version + 1 };
    await tx.update('handovers', id, { set });
    if (lines.every((one) => mineOf(one, me) === null)) await tx.update('staff', me, { set: { toSign: null } });
    return { ...handover, ...set };
  });
}
