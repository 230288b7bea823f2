import { afterStep } from '../../../miniprogram/shared/domain/receipts';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { takeTry } from '../accounts/tries';
import { byCode } from '../data/by-code';
import { readLetterCode } from '../data/letter-codes';
import type { Transaction } from '../data/store';
import type { Handlers } from '../kernel/serve';

/** Slips that one WeChat user may scan on a day: a shop's phone in a village reads some, who tries codes gets nowhere. */
const SCANS_PER_DAY = 30;

/** A neighbour scanned a slip. Whoever asks, the answer tells nothing but that it was noted. */
export const relay: Handlers<'notices'>['notices.relay'] = async (ctx, { code: typed }) => {
  await takeTry(ctx, { of: 'slip', most: SCANS_PER_DAY });
  const code = readLetterCode(typed);
  if (code === undefined) throw new AppError('notices.slip-unknown');
  const slip = await byCode(ctx.store, ctx.vault, 'noticeSlips', code);
  if (!slip) throw new AppError('notices.slip-unknown');
  return ctx.store.transact((tx) => note(tx, slip._id, ctx.now()));
};

/** Uses the slip up and notes it on the receipt, both or none: of two scans at once one is the first. */
async function note(tx: Transaction, id: string, now: number): Promise<{ again: boolean }> {
  const slip = await tx.get('noticeSlips', id);
  const receipt = slip && (await tx.get('receipts', slip.receiptId));
  if (!receipt) throw new AppError('notices.slip-unknown');
  if (slip.usedAt !== null) return { again: true };
  if (receipt.over !== null) throw new AppError('notices.over');
  const { state } = afterStep(receipt, 'relayed');
  const paper = { at: now, outcome: 'relayed' as const, why: null };
  const climbed = state === receipt.state ? {} : { state, why: null, at: now };
  await tx.update('noticeSlips', id, { set: { usedAt: now } });
  await tx.update('receipts', receipt._id, { set: { ...climbed, 'proofs.paper': paper }, inc: { version: 1 } });
  return { again: false };
}
