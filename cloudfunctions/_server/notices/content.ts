import type { Output } from '../../../miniprogram/shared/contract';
import { isOver } from '../../../miniprogram/shared/domain/notices';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Notice, Receipt } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { mayShowPhotos, unseenChildren } from '../records/files';
import { sharedPart } from '../records/shared';

type Content = Pick<
  Output<'notices.open'>,
  'body' | 'voiceUrl' | 'voiceSeconds' | 'photoUrls' | 'file' | 'choices' | 'deadline' | 'over' | 'overWhy' | 'newer'
>;

const NOTHING: Content = {
  body: '',
  voiceUrl: null,
  voiceSeconds: null,
  photoUrls: [],
  file: null,
  choices: [],
  deadline: null,
  over: null,
  overWhy: null,
  newer: null,
};

/** What stands behind a receipt, for the family: a notice with what was added to it, or the shared part of a record. */
export const contentOf = (ctx: Ctx, receipt: Pick<Receipt, 'of' | 'refId' | 'personId'>): Promise<Content> =>
  receipt.of === 'notice' ? ofNotice(ctx, receipt) : ofRecord(ctx, receipt.refId);

/** Of one that was taken back nothing is left but why; a corrected one stays readable, and leads to what corrects it. */
async function ofNotice(ctx: Ctx, { refId, personId }: Pick<Receipt, 'refId' | 'personId'>): Promise<Content> {
  const notice = await ctx.store.get('notices', refId);
  if (!notice) throw new AppError('common.not-found');
  const over = isOver(notice.status) ? notice.status : null;
  const { deadline } = notice;
  if (over === 'recalled') return { ...NOTHING, deadline, over, overWhy: notice.recall?.reason ?? '' };
  const [added, newer] = await Promise.all([addedTo(ctx, notice), newerOf(ctx, notice.correctedBy, personId)]);
  return { ...NOTHING, ...added, body: notice.body, choices: [...notice.choices], deadline, over, newer };
}

/** Links to the voice and the pictures that passed the check, and to the file. */
async function addedTo(ctx: Ctx, { voice, pictures, file }: Notice): Promise<Partial<Content>> {
  const heard = voice?.state === 'shown' ? voice : null;
  const seen = pictures.filter(({ state }) => state === 'shown').map(({ fileId }) => fileId);
  const [voiceUrl = null, fileUrl = null, ...photos] = await inPlaces(ctx, [
    heard?.fileId ?? null,
    file?.fileId ?? null,
    ...seen,
  ]);
  return {
    voiceUrl,
    voiceSeconds: heard?.seconds ?? null,
    photoUrls: photos.filter((link) => link !== null),
    file: file && fileUrl !== null ? { name: file.name, url: fileUrl } : null,
  };
}

/** Links in the places of their files, for all at once. */
async function inPlaces(ctx: Ctx, fileIds: readonly (string | null)[]): Promise<(string | null)[]> {
  const there = fileIds.filter((id) => id !== null);
  const links = there.length > 0 ? await ctx.files.links(there) : [];
  return fileIds.map((id) => (id === null ? null : (links[there.indexOf(id)] ?? null)));
}

/** The same person's receipt of the notice that corrects this one, once it is written. */
async function newerOf(ctx: Ctx, correctedBy: string | null, personId: string): Promise<string | null> {
  if (correctedBy === null) return null;
  const newer = await ctx.store.get('receipts', `${correctedBy}:${personId}`);
  return newer?._id ?? null;
}

async function ofRecord(ctx: Ctx, id: string): Promise<Content> {
  const record = await ctx.store.get('records', id);
  const shared = record && sharedPart(ctx.vault, record);
  if (!shared) throw new AppError('common.not-found');
  const unseen = await unseenChildren(ctx, [record]);
  const photos = mayShowPhotos(record, unseen) ? shared.photos : [];
  const [voice] = shared.voices;
  const [voiceUrl = null, ...links] = await inPlaces(ctx, [voice?.fileId ?? null, ...photos]);
  return {
    ...NOTHING,
    body: [shared.words, ...shared.facts.map(({ label, text }) => `${label}：${text}`)].filter(Boolean).join('\n'),
    voiceUrl,
    voiceSeconds: voiceUrl === null || !voice ? null : voice.seconds,
    photoUrls: links.filter((link) => link !== null),
  };
}
