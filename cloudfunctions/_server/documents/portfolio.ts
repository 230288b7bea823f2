import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { addDays } from '../../../miniprogram/shared/domain/calendar';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { teacherName } from '../../../miniprogram/shared/text/names';
import type { CareRecord, Student } from '../data/documents';
import { inParts } from '../data/parts';
import type { Ctx } from '../kernel/deps';
import { mayShowPhotos, unseenChildren } from '../records/files';
import { type SharedPart, sharedPart } from '../records/shared';
import { isPrintable, type PortfolioEntry } from './portfolio-docx';

/** More than a child has in a year. */
const RECORDS = 1000;
/** What a phone still opens and a function still holds: pictures, and their bytes in all. */
const MOST = { pictures: 60, bytes: 12 * 1024 * 1024 } as const;
const AT_ONCE = 6;

export interface Kept {
  readonly entries: readonly PortfolioEntry[];
  readonly pictures: number;
  /** Pictures for which there is no room, or which Word cannot show. */
  readonly left: number;
}

/** What a family may keep of a child's days from one to another: only what is shared with it. @throws AppError `records.empty-book` */
export async function portfolioOf(ctx: Ctx, pupil: Student, from: Day, to: Day): Promise<Kept> {
  const records = await ctx.store.list('records', {
    where: {
      schoolId: pupil.schoolId,
      studentIds: pupil._id,
      share: true,
      order: { gte: from, lt: addDays(to, 1) },
    },
    orderBy: [['order', 'desc']],
    limit: RECORDS,
  });
  const parts = records.reverse().flatMap((record) => {
    const part = sharedPart(ctx.vault, record);
    return part ? [{ record, part }] : [];
  });
  if (parts.length === 0) throw new AppError('records.empty-book');
  const unseen = await unseenChildren(ctx, records);
  const photos = evenly(parts.map(({ record, part }) => (mayShowPhotos(record, unseen) ? part.photos : [])));
  const pictures = await fetched(ctx, photos);
  return {
    entries: parts.map(({ record, part }) => entryOf(record, part, pictures)),
    pictures: pictures.size,
    left: photos.length - pictures.size,
  };
}

const entryOf = (
  { day, authorName }: CareRecord,
  { title, facts, words, photos }: SharedPart,
  pictures: ReadonlyMap<string, Uint8Array>,
): PortfolioEntry => ({
  day,
  title,
  by: teacherName(authorName),
  words,
  facts,
  pictures: photos.flatMap((fileId) => pictures.get(fileId) ?? []),
});

/** The first of each entry, then the second of each, and so on: where there is not room for all, no entry takes it from the others. */
function evenly(ofEntries: readonly (readonly string[])[]): string[] {
  const most = Math.max(0, ...ofEntries.map((photos) => photos.length));
  return Array.from({ length: most }, (_, i) => ofEntries.flatMap((photos) => photos[i] ?? [])).flat();
}

async function fetched({ files }: Ctx, fileIds: readonly string[]): Promise<Map<string, Uint8Array>> {
  const pictures = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const part of inParts(fileIds.slice(0, MOST.pictures), AT_ONCE)) {
    // A file that is gone leaves the words.
    const read = await Promise.all(part.map((fileId) => files.read(fileId).catch(() => undefined)));
    for (const [i, picture] of read.entries()) {
      const fileId = part[i];
      if (!picture || fileId === undefined || bytes + picture.length > MOST.bytes || !isPrintable(picture)) continue;
      bytes += picture.length;
      pictures.set(fileId, picture);
    }
  }
  return pictures;
}
