import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { isOver, isUnsent } from '../../../miniprogram/shared/domain/notices';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { MediaCheck, Notice } from '../data/documents';
import { Duplicate } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { askNow, checksOf } from '../media/checks';
import { requirePublishable } from '../wechat/publish';
import { isUpload } from '../wechat/uploads';
import { standingOf } from './gates';
import { requireAudience } from './recipients';
import { mayReview, noticeToChange } from './sent';

type Written = ParsedInput<'notices.send'>;

/** How far ahead a notice may be written, ms. */
const AHEAD_MS = 60 * 86_400_000;
/** What one may choose from. */
const CHOICES_LEAST = 2;

/** The notice that a request asks for, nothing saved, after everything that must hold before it may leave. */
export async function draftOf(ctx: Ctx, _id: string, input: Written): Promise<Notice> {
  requireWhole(ctx, input);
  const corrected = input.corrects === undefined ? null : await correctable(ctx, input.corrects);
  const audience = corrected?.audience ?? input.audience;
  const classIds = corrected ? [...corrected.classIds] : await requireAudience(ctx.store, ctx.reach, audience);
  const { title, body, choices, file } = input;
  const verdict = await requirePublishable(ctx, [title, body, ...choices, file?.name ?? '']);
  const { person } = staffOf(ctx.caller);
  const notice: Omit<Notice, 'status' | 'dueAt'> = {
    _id,
    schoolId: ctx.reach.schoolId,
    title,
    body,
    voice: input.voice ? { ...input.voice, state: 'checking' } : null,
    pictures: [...new Set(input.pictures)].map((fileId) => ({ fileId, state: 'checking' })),
    file: file ?? null,
    asks: input.asks,
    choices,
    deadline: input.deadline ?? null,
    urgent: input.urgent,
    audience,
    classIds,
    senderId: person._id,
    senderName: person.name,
    sentAt: input.sendAt ?? ctx.now(),
    people: 0,
    written: 0,
    review: verdict === 'review' && !mayReview(ctx) ? { state: 'waiting', by: null, note: '' } : null,
    corrects: corrected?._id ?? null,
    correctedBy: null,
    recall: null,
  };
  return { ...notice, ...standingOf(notice, ctx.now()) };
}

/** What of a request is wrong in itself. */
function requireWhole(ctx: Ctx, { asks, voice, pictures, file, choices, deadline, sendAt }: Written): void {
  const require = (holds: boolean, field: string, rule: string): void => {
    if (!holds) throw new AppError('input.invalid', { field, rule });
  };
  const now = ctx.now();
  if (asks === 'hear' && !voice) throw new AppError('notices.nothing-to-hear');
  require(!voice || isUpload(voice.fileId), 'voice', 'upload');
  require(pictures.every(isUpload), 'pictures', 'upload');
  require(!file || isUpload(file.fileId), 'file', 'upload');
  require(asks === 'answer' || choices.length === 0, 'choices', 'not_asked');
  require(asks !== 'answer' || new Set(choices).size >= CHOICES_LEAST, 'choices', 'too_few');
  require(new Set(choices).size === choices.length, 'choices', 'twice');
  require(sendAt === undefined || sendAt >= now, 'sendAt', 'past');
  require(sendAt === undefined || sendAt <= now + AHEAD_MS, 'sendAt', 'far');
  require(deadline === undefined || deadline >= dayOf(sendAt ?? now), 'deadline', 'past');
}

/** The notice that is to be corrected: out already, not over, and the caller's to change. */
async function correctable(ctx: Ctx, id: string): Promise<Notice> {
  const notice = await noticeToChange(ctx, id);
  if (isUnsent(notice.status)) throw new AppError('notices.not-left');
  if (isOver(notice.status)) throw new AppError('notices.over');
  return notice;
}

/** Keeps a notice with the checks of its media; of two requests at once both go on with the one that was first. */
export async function keep(ctx: Ctx, notice: Notice): Promise<Notice> {
  const checks = mediaOf(ctx, notice);
  try {
    await ctx.store.transact(async (tx) => {
      await tx.insert('notices', notice);
      if (checks.length > 0) await tx.insert('mediaChecks', checks);
    });
  } catch (error) {
    const first = error instanceof Duplicate ? await ctx.store.get('notices', notice._id) : undefined;
    if (!first) throw error;
    return first;
  }
  await askNow(ctx, checks);
  return notice;
}

function mediaOf(ctx: Ctx, { _id, schoolId, voice, pictures }: Notice): MediaCheck[] {
  const owner = { of: 'notice' as const, refId: _id, schoolId, openid: ctx.caller.openid, at: ctx.now() };
  return checksOf(owner, [
    ...(voice ? [{ fileId: voice.fileId, kind: 'voice' as const }] : []),
    ...pictures.map(({ fileId }) => ({ fileId, kind: 'picture' as const })),
  ]);
}
