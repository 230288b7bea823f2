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

type Following = Pick<
  Handlers<'notices'>,
  'notices.board' | 'notices.person' | 'notices.told' | 'notices.nudge' | 'notices.relay'
>;

/** Who heard it and who did not, and what is done about that. */
export const following: Following = {
  async 'notices.board'(ctx, { noticeId }) {
    const [{ title, body, at, asks, status, voice, recordOf }, receipts] = await Promise.all([
      toldById(ctx.store, ctx.reach, staffOf(ctx.caller).person._id, noticeId),
      boardReceipts(ctx.store, ctx.reach, noticeId),
    ]);
    if (recordOf !== null) ctx.opened([recordOf]);
    return {
      title,
      body,
      at,
      asks,
      status,
      voice,
      people: receipts.sort(boardOrder).map((receipt) => ({
        receiptId: receipt._id,
        personId: receipt.personId,
        name: receipt.personName,
        relation: receipt.relation,
        children: namesIn(receipt, ctx.reach),
        state: receipt.state,
        why: receipt.why,
        wantsCall: receipt.wantsCall,
        hasPhone: receipt.hasPhone,
        at: receipt.at,
      })),
    };
  },

  async 'notices.called'(ctx, { receiptId, outcome, note = '' }) {
    const call = { at: ctx.now(), by: staffOf(ctx.caller).person.name, outcome, note };
    const read = await receiptById(ctx.store, ctx.reach, receiptId);
    const { state } = await changeReceipt(ctx.store, read, (receipt) => ({
      ...(outcome === 'told' ? { ...afterStep(receipt, 'told'), at: ctx.now() } : {}),
      calls: [...receipt.calls, call].slice(-CALLS_KEPT),
    }));
    return { state };
  },
};
/** Notes of calls that a receipt keeps. */
const CALLS_KEPT = 20;
