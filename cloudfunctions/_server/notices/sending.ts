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

type Sending = Pick<
  Handlers<'notices'>,
  | 'notices.reach'
  | 'notices.groups'
  | 'notices.saveGroup'
  | 'notices.dropGroup'
  | 'notices.send'
  | 'notices.sent'
  | 'notices.read'
  | 'notices.recall'
  | 'notices.review'
>;

/** What the staff of a school do with notices. */
export const sending: Sending = {
  async 'notices.reach'(ctx, { audience }) {
    await requireAudience(ctx.store, ctx.reach, audience);
    const { recipients } = await loadAddressees(ctx.store, ctx.reach.schoolId, audience);
    return reachOfAudience(recipients);
  },

  async 'notices.send'(ctx, input) {
    const noticeId = requestId('n', ctx.caller.openid, input.requestKey);
    const sent = await ctx.store.get('notices', noticeId);
    if (!sent) await requireSendable(ctx, input);
    const { schoolId, audience } = sent ?? { schoolId: ctx.reach.schoolId, audience: input.audience };
    const addressees = await loadAddressees(ctx.store, schoolId, audience);
    const { recipients } = addressees;
    if (recipients.length === 0) throw new AppError('notices.no-recipients');
    const notice = sent ?? (await begin(ctx, noticeId, input, recipients.length));
    const status = await finishNotice(ctx.store, notice, addressees);
    if (status === 'sent') await ctx.wake();
    return { noticeId, ...reachOfAudience(recipients), status, voice: notice.voice?.state ?? null };
  },

  async 'notices.sent'(ctx, { before }) {
    const notices = await sentNotices(ctx.store, ctx.reach, staffOf(ctx.caller).person._id, {
      before,
      limit: SENT_PAGE,
    });
    const counts = await tally(ctx.store, ctx.reach, notices);
    return {
      notices: notices.map(({ _id, title, sentAt, asks, senderName, status, voice }) => {
        const { people, open } = counts.get(_id) ?? { people: 0, open: 0 };
        const heard = isUnsent(status) ? 0 : Math.max(0, people - open);
        const departure = { status, voice: voice?.state ?? null };
        return { noticeId: _id, title, at: sentAt, asks, by: senderName, people, heard, ...departure };
      }),
      next: notices.length === SENT_PAGE ? (notices.at(-1)?.sentAt ?? null) : null,
    };
  },
};
/** What must hold before a notice may leave. */
async function requireSendable(ctx: Ctx, input: ParsedInput<'notices.send'>): Promise<void> {
  if (input.asks === 'hear' && !input.voice) throw new AppError('notices.nothing-to-hear');
  if (input.voice && !isUpload(input.voice.fileId))
    throw new AppError('input.invalid', { field: 'voice', rule: 'upload' });
  if (input.deadline !== undefined && input.deadline < ctx.today)
    throw new AppError('input.invalid', { field: 'deadline', rule: 'past' });
  await requireAudience(ctx.store, ctx.reach, input.audience);
  await requirePublishable(ctx, [input.title, input.body]);
}

/** Writes the notice itself, with the check of its voice; of two requests at once both go on with the one that was first. */
async function begin(ctx: Ctx, _id: string, input: ParsedInput<'notices.send'>, people: number): Promise<Notice> {
  const { person } = staffOf(ctx.caller);
  const notice: Notice = {
    _id,
    schoolId: ctx.reach.schoolId,
    title: input.title,
    body: input.body,
    voice: input.voice ? { ...input.voice, state: 'checking' } : null,
    asks: input.asks,
    deadline: input.deadline ?? null,
    urgent: input.urgent,
    audience: input.audience,
    senderId: person._id,
    senderName: person.name,
    sentAt: ctx.now(),
    people,
    status: firstStatus(input.voice !== undefined, input.urgent),
  };
  const { schoolId, sentAt: at } = notice;
  const fileIds = notice.voice ? [notice.voice.fileId] : [];
  const checks = checksOf({ of: 'notice', refId: _id, schoolId, openid: ctx.caller.openid, at }, fileIds);
  try {
    await ctx.store.transact(async (tx) => {
      await tx.insert('notices', notice);
      if (checks.length > 0) await tx.insert('mediaChecks', checks);
    });
    await askNow(ctx, checks);
    return notice;
  } catch (error) {
    const first = error instanceof Duplicate ? await ctx.store.get('notices', _id) : undefined;
    if (!first) throw error;
    return first;
  }
}
