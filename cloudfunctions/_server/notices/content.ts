import type { Output } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Receipt } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { sharedPart } from '../records/shared';

type Content = Pick<Output<'notices.open'>, 'body' | 'voiceUrl' | 'voiceSeconds' | 'photoUrls' | 'deadline'>;

/** What stands behind a receipt, for the family: a notice with its voice, or the shared part of a record. */
export const contentOf = (ctx: Ctx, { of, refId }: Pick<Receipt, 'of' | 'refId'>): Promise<Content> =>
  of === 'notice' ? ofNotice(ctx, refId) : ofRecord(ctx, refId);

async function ofNotice(ctx: Ctx, id: string): Promise<Content> {
  const notice = await ctx.store.get('notices', id);
  if (!notice) throw new AppError('common.not-found');
  if (notice.status === 'recalled') throw new AppError('notices.recalled');
  const { body, deadline } = notice;
  const voice = notice.voice?.state === 'shown' ? notice.voice : null;
  const [voiceUrl = null] = voice ? await ctx.files.links([voice.fileId]) : [];
  return { body, voiceUrl, voiceSeconds: voice?.seconds ?? null, photoUrls: [], deadline };
}

async function ofRecord(ctx: Ctx, id: string): Promise<Content> {
  const record = await ctx.store.get('records', id);
  const shared = record && sharedPart(record);
  if (!shared) throw new AppError('common.not-found');
  const links = await ctx.files.links(shared.photos);
  const photoUrls = links.filter((link) => link !== null);
  return { body: shared.text, voiceUrl: null, voiceSeconds: null, photoUrls, deadline: null };
}
