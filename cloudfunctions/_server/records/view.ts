import type { Output, ShownRecord } from '../../../miniprogram/shared/contract';
import { factsOf } from '../../../miniprogram/shared/domain/record-kinds-facts';
import type { CareRecord } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { linksTo } from './files';
import { type Found, mayCorrect } from './repository';
import { bodyOf, kindOf, sharedPart } from './shared';

type Links = ReadonlyMap<string, string | null>;

/** Records as the caller may see them: staff whole, a family the part that is shared with it. What it sees nothing of is left out. */
export async function shownTo(ctx: Ctx, records: readonly CareRecord[]): Promise<ShownRecord[]> {
  if (ctx.caller.kind !== 'family') {
    const links = await linksTo(ctx, records);
    return records.map((record) => forStaff(ctx, record, links));
  }
  const shared = records.flatMap((record) => (sharedPart(ctx.vault, record) ? [record] : []));
  const links = await linksTo(ctx, shared);
  return shared.flatMap((record) => forFamily(ctx, record, links));
}

const headOf = ({ _id, kind, book, day, at, authorName, share }: CareRecord) => ({
  recordId: _id,
  kind,
  book,
  day,
  at,
  by: authorName,
  shared: share,
});

function forStaff(ctx: Ctx, record: CareRecord, links: Links): ShownRecord {
  const { values, place, shareText } = bodyOf(ctx.vault, record);
  const kind = kindOf(record);
  return {
    ...headOf(record),
    title: kind?.name ?? '记录',
    facts: kind ? factsOf(kind, values) : [],
    place,
    shareText,
    photos: record.photos.map(({ fileId, state }) => ({ url: links.get(fileId) ?? null, state })),
    voices: record.voices.map(({ fileId, seconds, state }) => ({ url: links.get(fileId) ?? null, seconds, state })),
    others: record.studentIds.length - 1,
    corrected: record.before.length > 0,
    struck: record.struck !== null,
    mayCorrect: mayCorrect(ctx, record),
  };
}

/** Photos on which another child is whose guardians said no are not there at all. */
function forFamily(ctx: Ctx, record: CareRecord, links: Links): ShownRecord[] {
  const shared = sharedPart(ctx.vault, record);
  if (!shared) return [];
  const state = 'shown' as const;
  return [
    {
      ...headOf(record),
      title: shared.title,
      facts: [...shared.facts],
      place: '',
      shareText: shared.words,
      photos: shared.photos.filter((id) => links.has(id)).map((id) => ({ url: links.get(id) ?? null, state })),
      voices: shared.voices.map(({ fileId, seconds }) => ({ url: links.get(fileId) ?? null, seconds, state })),
      others: 0,
      corrected: false,
      struck: false,
      mayCorrect: false,
    },
  ];
}

/** One record with all that stood before it, and what a form needs to correct it. */
export async function opened(ctx: Ctx, { record, children }: Found): Promise<Output<'records.open'>> {
  const links = await linksTo(ctx, [record]);
  const kind = kindOf(record);
  const { values, place, shareText } = bodyOf(ctx.vault, record);
  const { day, share, version, goal, struck } = record;
  const link = ({ fileId }: { readonly fileId: string }) => links.get(fileId) ?? null;
  return {
    record: forStaff(ctx, record, links),
    children: children.map(({ _id, name, className }) => ({ id: _id, name, className })),
    version,
    form: {
      kind: record.kind,
      ...(record.own ? { own: record.own } : {}),
      day,
      values,
      place,
      photos: record.photos.map((photo) => ({ ...photo, url: link(photo) })),
      voices: record.voices.map((voice) => ({ ...voice, url: link(voice) })),
      share,
      shareText,
      goal,
    },
    before: record.before.map((stood) => {
      const body = bodyOf(ctx.vault, stood);
      return {
        at: stood.at,
        by: stood.byName,
        day: stood.day,
        facts: kind ? factsOf(kind, body.values) : [],
        shareText: body.shareText,
        shared: stood.share,
      };
    }),
    struck: struck && { at: struck.at, by: struck.byName, why: struck.why },
  };
}
