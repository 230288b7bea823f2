import type { Output } from '../../../miniprogram/shared/contract';
import { advance } from '../../../miniprogram/shared/domain/answers';
import { hasHeard } from '../../../miniprogram/shared/domain/receipts';
import type { Receipt } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { familyOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { answerTo } from './answer';
import { contentOf } from './content';
import { coverFamily } from './ladder';
import { changeReceipt, itemOf, itemsOf, receiptById, receiptsOf } from './repository';

const INBOX_PAGE = 30;

type Receiving = Pick<Handlers<'notices'>, 'notices.inbox' | 'notices.open' | 'notices.answer'>;

/** What a family does with what it was told. */
export const receiving: Receiving = {
  async 'notices.inbox'(ctx, { before }) {
    const { person } = familyOf(ctx.caller);
    const receipts = await receiptsOf(ctx.store, ctx.reach, person._id, INBOX_PAGE, before);
    const next = receipts.length === INBOX_PAGE ? (receipts.at(-1)?.sentAt ?? null) : null;
    return { items: itemsOf(receipts, ctx.reach), next };
  },

  async 'notices.open'(ctx, asked) {
    const { person } = familyOf(ctx.caller);
    const receiptId = 'receiptId' in asked ? asked.receiptId : `${asked.noticeId}:${person._id}`;
    const read = await receiptById(ctx.store, ctx.reach, receiptId, person._id);
    const content = await contentOf(ctx, read);
    if (read.of === 'record') ctx.opened(read.studentIds);
    const receipt = content.over === null ? await opened(ctx, read) : read;
    const item = itemOf(receipt, ctx.reach);
    return { ...item, waits: item.waits && content.over === null, ...standingOf(receipt), ...content };
  },

  'notices.answer': answerTo,
};

/** Notes that the person looked; where that is what was asked for, nobody else of the family need be told. */
async function opened(ctx: Ctx, read: Receipt): Promise<Receipt> {
  const receipt = await changeReceipt(ctx.store, read, (r) => advance(r, 'opened', ctx.now()) ?? {});
  if (receipt.version !== read.version && hasHeard(receipt.asks, receipt.state)) await coverFamily(ctx.store, receipt);
  return receipt;
}

const standingOf = ({
  state,
  wantsCall,
  answer,
  said,
}: Receipt): Pick<Output<'notices.open'>, 'state' | 'wantsCall' | 'answer' | 'spoke'> => ({
  state,
  wantsCall,
  answer,
  spoke: said !== null && said.state !== 'held',
});
