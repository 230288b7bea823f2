import type { MediaState } from '../../../miniprogram/shared/domain/media';
import type { CareRecord, MediaCheck } from '../data/documents';
import type { Store, Transaction } from '../data/store';
import type { Ctx, Deps } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { consentGone } from '../privacy/consents';

/** Takes down what WeChat's check said of one photo or voice of a record. */
export async function judgeFile(tx: Transaction, { refId, fileId }: MediaCheck, state: MediaState): Promise<void> {
  const record = await tx.get('records', refId);
  if (!record) return;
  const photos = record.photos.map((photo) => (photo.fileId === fileId ? { ...photo, state } : photo));
  const voices = record.voices.map((voice) => (voice.fileId === fileId ? { ...voice, state } : voice));
  await tx.update('records', refId, { set: { photos, voices } });
}

type WithFiles = Pick<CareRecord, 'photos' | 'voices' | 'dropped'>;

export const filesOf = ({ photos, voices }: WithFiles): string[] => [...photos, ...voices].map(({ fileId }) => fileId);

/** With those that are about to go. */
export const allFilesOf = (record: WithFiles): string[] => [...filesOf(record), ...(record.dropped ?? [])];

/**
 * Takes away files that a record does not name any more, or soon will not: `left` records name them still. A child that went to another
 * school of the county took its records along, so what the other school's show stays for those.
 */
export async function removeUnused(
  { store, files }: Pick<Deps, 'store' | 'files'>,
  fileIds: readonly string[],
  left: 0 | 1,
): Promise<void> {
  for (const fileId of fileIds) if ((await namedBy(store, fileId)) <= left) await files.remove(fileId);
}

async function namedBy(store: Store, fileId: string): Promise<number> {
  const counts = await Promise.all([
    store.count('records', { 'photos.fileId': fileId }),
    store.count('records', { 'voices.fileId': fileId }),
  ]);
  return counts[0] + counts[1];
}

type Named = Pick<CareRecord, 'schoolId' | 'studentIds' | 'photos'>;

/**
 * Children whose guardians do not want photos seen (any more), among those of some records with photos: at most two reads, none without photos.
 * To a family its own children do not count: it keeps what it was given.
 */
export async function unseenChildren(
  ctx: Pick<Ctx, 'store' | 'caller'>,
  records: readonly Named[],
): Promise<ReadonlySet<string>> {
  const [first] = records;
  if (!first) return new Set();
  const mine = ctx.caller.kind === 'family' ? ctx.caller.person.studentIds : [];
  const ids = records.flatMap(({ photos, studentIds }) => (photos.length > 0 ? studentIds : []));
  const studentIds = [...new Set(ids)].filter((id) => !mine.includes(id));
  return new Set(await consentGone(ctx.store, { schoolId: first.schoolId, studentIds }, 'photos'));
}

/** Whether the photos of a record may be seen: of nobody on them the guardians said no. */
export const mayShowPhotos = ({ studentIds }: Pick<CareRecord, 'studentIds'>, unseen: ReadonlySet<string>): boolean =>
  !studentIds.some((id) => unseen.has(id));

/**
 * Links to the photos and voices that the caller may see: file id → link. One that is still being checked only its author sees, one that was
 * held nobody.
 */
export async function linksTo(ctx: Ctx, records: readonly CareRecord[]): Promise<ReadonlyMap<string, string | null>> {
  const me = ctx.caller.kind === 'staff' ? staffOf(ctx.caller).person._id : null;
  const unseen = await unseenChildren(ctx, records);
  const ids = records.flatMap((record) => {
    const photos = mayShowPhotos(record, unseen) ? record.photos : [];
    const isSeen = ({ state }: { readonly state: MediaState }) =>
      state === 'shown' || (state === 'checking' && record.authorId === me);
    return [...photos, ...record.voices].filter(isSeen).map(({ fileId }) => fileId);
  });
  const links = ids.length > 0 ? await ctx.files.links(ids) : [];
  return new Map(ids.map((id, i) => [id, links[i] ?? null]));
}
