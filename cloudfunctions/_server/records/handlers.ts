import type { Audience, Output, ParsedInput } from '../../../miniprogram/shared/contract';
import { recipientsOf } from '../../../miniprogram/shared/domain/audience';
import { recordKind } from '../../../miniprogram/shared/domain/record-kinds';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { familyOfStudent, studentIn } from '../contacts/repository';
import type { CareRecord, Student } from '../data/documents';
import { Duplicate } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';
import { askNow, checksOf } from '../media/checks';
import { letterTo, pushTitleOf } from '../notices/letters';
import { agreed } from '../privacy/consents';
import { requirePublishable } from '../wechat/publish';
import { isUpload } from '../wechat/uploads';
import { recordsOf } from './repository';
import { sharedPart } from './shared';

const PAGE = 20;

export const recordsHandlers: Handlers<'records'> = {
  async 'records.write'(ctx, input) {
    const recordId = requestId('r', ctx.caller.openid, input.requestKey);
    const written = await ctx.store.get('records', recordId);
    const record = written ?? (await write(ctx, recordId, input));
    if (record.share) await ctx.wake();
    return { recordId };
  },

  async 'records.list'(ctx, { studentId, before }) {
    const pupil = await studentIn(ctx.store, ctx.reach, studentId);
    ctx.opened([pupil._id]);
    const sharedOnly = ctx.caller.kind === 'family';
    const records = await recordsOf(ctx.store, pupil, { before, limit: PAGE, sharedOnly });
    const rows = sharedOnly ? records.flatMap(forFamily) : records.map(forStaff);
    const links = await linksTo(ctx, pupil, rows);
    return {
      child: { id: pupil._id, name: pupil.name, className: pupil.className },
      records: rows.map(({ record, photos, ...row }) => ({
        ...row,
        recordId: record._id,
        kind: record.kind,
        day: record.day,
        at: record.at,
        by: record.authorName,
        shared: record.share,
        photos: photos.map(({ fileId, state }) => ({ url: links.get(fileId) ?? null, state })),
      })),
      next: records.length === PAGE ? (records.at(-1)?.at ?? null) : null,
    };
  },
};

type Shown = Output<'records.list'>['records'][number];
interface Row extends Pick<Shown, 'text' | 'shareText' | 'chips'> {
  readonly record: CareRecord;
  readonly photos: readonly { readonly fileId: string; readonly state: Shown['photos'][number]['state'] }[];
}

const forStaff = (record: CareRecord): Row => ({
  record,
  text: record.note,
  shareText: record.shareText,
  chips: [...record.chips],
  photos: record.photos,
});

const forFamily = (record: CareRecord): Row[] => {
  const shared = sharedPart(record);
  if (!shared) return [];
  const photos = shared.photos.map((fileId) => ({ fileId, state: 'shown' as const }));
  return [{ record, text: shared.text, shareText: '', chips: [], photos }];
};

/**
 * Links to the photos that may be seen: file id → link. Once the guardians said no, the school sees none any more, while the family keeps what
 * it was given. One that is still being checked only its author sees, one that was held nobody. */
async function linksTo(ctx: Ctx, pupil: Student, rows: readonly Row[]): Promise<Map<string, string | null>> {
  const taken = rows.some(({ photos }) => photos.length > 0);
  if (taken && ctx.caller.kind === 'staff' && !(await agreed(ctx.store, pupil, 'photos'))) return new Map();
  const me = ctx.caller.kind === 'staff' ? ctx.caller.person._id : null;
  const ids = rows.flatMap(({ record, photos }) =>
    photos
      .filter(({ state }) => state === 'shown' || (state === 'checking' && record.authorId === me))
      .map(({ fileId }) => fileId),
  );
  const links = await ctx.files.links(ids);
  return new Map(ids.map((id, i) => [id, links[i] ?? null]));
}

type Written = ParsedInput<'records.write'>;

/** Writes the record, the receipts of those with whom it is shared and their messages: all or nothing, and once. */
async function write(ctx: Ctx, recordId: string, input: Written): Promise<CareRecord> {
  const pupil = await studentIn(ctx.store, ctx.reach, input.studentId);
  requireWritable(ctx, input);
  if (input.photos.length > 0 && !(await agreed(ctx.store, pupil, 'photos')))
    throw new AppError('privacy.not-agreed', { purpose: 'photos' });
  // The note stays within the school and is told to nobody else: no verdict may keep a teacher from writing down harm.
  await requirePublishable(ctx, [input.shareText]);
  const record = recordOf(ctx, recordId, pupil, input);
  const letters = record.share ? await lettersAbout(ctx, record, pupil) : [];
  const messages = letters.flatMap(({ message }) => message ?? []);
  const { schoolId, at } = record;
  const files = record.photos.map(({ fileId }) => ({ fileId, kind: 'picture' as const }));
  const checks = checksOf({ of: 'record', refId: recordId, schoolId, openid: ctx.caller.openid, at }, files);
  try {
    await ctx.store.transact(async (tx) => {
      await tx.insert('records', record);
      if (letters.length > 0) {
        const receipts = letters.map(({ receipt }) => receipt);
        await tx.insert('receipts', receipts);
      }
      if (messages.length > 0) await tx.insert('outbox', messages);
      if (checks.length > 0) await tx.insert('mediaChecks', checks);
    });
    await askNow(ctx, checks);
    return record;
  } catch (error) {
    const first = error instanceof Duplicate ? await ctx.store.get('records', recordId) : undefined;
    if (!first) throw error;
    return first;
  }
}

function requireWritable(ctx: Ctx, input: Written): void {
  const invalid = (field: string, rule: string) => new AppError('input.invalid', { field, rule });
  const { role } = staffOf(ctx.caller);
  if (!recordKind(input.kind)?.writers.includes(role)) throw new AppError('auth.forbidden');
  if (input.day > ctx.today) throw new AppError('records.day-in-future');
  if (!input.photos.every(isUpload)) throw invalid('photos', 'upload');
  if (input.share && input.shareText === '') throw invalid('shareText', 'min_length');
  if (input.share && input.photos.length > 0 && !input.photosConsented) throw invalid('photosConsented', 'consent');
}

function recordOf(ctx: Ctx, _id: string, pupil: Student, input: Written): CareRecord {
  const { person } = staffOf(ctx.caller);
  const { kind, day, chips, note, share, shareText } = input;
  return {
    _id,
    schoolId: pupil.schoolId,
    studentId: pupil._id,
    classId: pupil.classId,
    kind,
    day,
    chips,
    note,
    photos: [...new Set(input.photos)].map((fileId) => ({ fileId, state: 'checking' })),
    share,
    shareText: share ? shareText : '',
    authorId: person._id,
    authorName: person.name,
    at: ctx.now(),
  };
}

/** To everyone of the family with a right to contact this child. */
async function lettersAbout(ctx: Ctx, record: CareRecord, pupil: Student) {
  const family = await familyOfStudent(ctx.store, pupil);
  const audience: Audience = { of: { kind: 'pupils', studentIds: [pupil._id] }, roles: ['parent', 'guardian'] };
  // It asks for nothing, so nobody is sent an SMS about it.
  const recipients = recipientsOf(audience, family, [pupil], { sms: false });
  const title = recordKind(record.kind)?.title ?? '';
  const told = {
    of: 'record' as const,
    refId: record._id,
    schoolId: record.schoolId,
    title,
    push: pushTitleOf({ title, corrects: false }, { recipients, childNames: [pupil.name] }),
    from: record.authorName,
    asks: 'read' as const,
    hasVoice: false,
    urgent: false,
    deadline: null,
    corrects: false,
    sentAt: record.at,
  };
  return recipients.map((recipient) => letterTo(told, recipient));
}
