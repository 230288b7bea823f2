import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { reachOfAudience } from '../../../miniprogram/shared/domain/audience';
import { firstStatus, isUnsent } from '../../../miniprogram/shared/domain/notices';
import { afterStep, boardOrder, isFresh } from '../../../miniprogram/shared/domain/receipts';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Notice } from '../data/documents';
import { Duplicate } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { familyOf, staffOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';
import { askNow, checksOf } from '../media/checks';
import { requirePublishable } from '../wechat/publish';
import { isUpload } from '../wechat/uploads';
import { contentOf } from './content';
import { finishNotice } from './finish';
import { loadAddressees, requireAudience } from './recipients';
import {
  boardReceipts,
  changeReceipt,
  itemOf,
  itemsOf,
  namesIn,
  receiptById,
  receiptsOf,
  sentNotices,
  tally,
  toldById,
} from './repository';

const SENT_PAGE = 20;
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

  async 'notices.open'(ctx, { receiptId }) {
    const { person } = familyOf(ctx.caller);
    const read = await receiptById(ctx.store, ctx.reach, receiptId, person._id);
    const content = await contentOf(ctx, read);
    if (read.of === 'record') ctx.opened(read.studentIds);
    const receipt = await changeReceipt(ctx.store, read, (r) =>
      isFresh(r.state) ? { ...afterStep(r, 'opened'), at: ctx.now() } : {},
    );
    return { ...itemOf(receipt, ctx.reach), ...content, state: receipt.state, wantsCall: receipt.wantsCall };
  },

  async 'notices.answer'(ctx, { receiptId, answer }) {
    const { person } = familyOf(ctx.caller);
    const read = await receiptById(ctx.store, ctx.reach, receiptId, person._id);
    const { state, wantsCall } = await changeReceipt(ctx.store, read, (receipt) => {
      const next = afterStep(receipt, answer);
      const changed = next.state !== receipt.state || next.wantsCall !== receipt.wantsCall;
      return changed ? { ...next, at: ctx.now() } : {};
    });
    return { state, wantsCall };
  },
};
