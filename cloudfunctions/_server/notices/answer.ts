import type { Output, ParsedInput } from '../../../miniprogram/shared/contract';
import { advance, mayChoose } from '../../../miniprogram/shared/domain/answers';
import { hasHeard } from '../../../miniprogram/shared/domain/receipts';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Receipt } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { familyOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { isUpload } from '../wechat/uploads';
import { coverFamily } from './ladder';
import { changeReceipt, receiptById } from './repository';
import { say } from './said';

type Answer = ParsedInput<'notices.answer'>;

/**
 * A family's answer, also one that was given without a network and arrives late, or twice. After the deadline it is still
 * taken: late is better than never.
 */
export const answerTo: Handlers<'notices'>['notices.answer'] = async (ctx, input) => {
  const { person } = familyOf(ctx.caller);
  const read = await receiptById(ctx.store, ctx.reach, input.receiptId, person._id);
  requireNotOver(read);
  const receipt = await taken(ctx, read, input);
  // Also when it came before: that time it may have been cut short here.
  if (hasHeard(receipt.asks, receipt.state)) await coverFamily(ctx.store, receipt);
  return outputOf(receipt);
};

async function taken(ctx: Ctx, read: Receipt, input: Answer): Promise<Receipt> {
  switch (input.answer) {
    case 'heard':
    case 'confirmed':
    case 'call_me': {
      const step = input.answer;
      return changeReceipt(ctx.store, read, (r) => requireNotOver(r) && (advance(r, step, ctx.now()) ?? {}));
    }
    case 'chosen':
      await requireChoice(ctx, read, input.choice);
      return changeReceipt(ctx.store, read, (r) => chosen(ctx, r, input.choice));
    case 'signed':
      requireAsked(read, 'sign');
      requireUpload(input.fileId, 'fileId');
      return changeReceipt(ctx.store, read, (r) => signed(ctx, r, input.fileId));
    case 'said':
      requireUpload(input.voice.fileId, 'voice');
      return say(ctx, read, input.voice);
  }
}

/** Always true: so that it fits into an expression. */
function requireNotOver({ over }: Receipt): true {
  if (over !== null) throw new AppError('notices.over');
  return true;
}

const invalid = (field: string, rule: string) => new AppError('input.invalid', { field, rule });

function requireAsked({ of, asks }: Receipt, what: Receipt['asks']): void {
  if (of !== 'notice' || asks !== what) throw invalid('answer', 'asked');
}

function requireUpload(fileId: string, field: string): void {
  if (!isUpload(fileId)) throw invalid(field, 'upload');
}

async function requireChoice(ctx: Ctx, read: Receipt, choice: string): Promise<void> {
  requireAsked(read, 'answer');
  const notice = await ctx.store.get('notices', read.refId);
  if (!notice?.choices.includes(choice)) throw invalid('choice', 'one_of');
}

function chosen(ctx: Ctx, receipt: Receipt, choice: string): Partial<Receipt> {
  requireNotOver(receipt);
  if (!mayChoose(receipt, choice, ctx.today)) throw new AppError('notices.answer-closed');
  return { ...(advance(receipt, 'chosen', ctx.now()) ?? {}), answer: choice };
}

/** The first signature stays: it is what the school has shown since. */
function signed(ctx: Ctx, receipt: Receipt, fileId: string): Partial<Receipt> {
  requireNotOver(receipt);
  return { ...(advance(receipt, 'signed', ctx.now()) ?? {}), signature: receipt.signature ?? fileId };
}

const outputOf = ({ state, wantsCall, answer }: Receipt): Output<'notices.answer'> => ({ state, wantsCall, answer });
