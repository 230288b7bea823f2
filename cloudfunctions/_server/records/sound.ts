import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { valuesFault } from '../../../miniprogram/shared/domain/record-kinds-check';
import { familyFacts } from '../../../miniprogram/shared/domain/record-kinds-facts';
import type { RecordKind } from '../../../miniprogram/shared/domain/record-kinds-parts';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { CareRecord, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { withoutConsent } from '../privacy/consents';
import { requirePublishable } from '../wechat/publish';
import { isUpload } from '../wechat/uploads';
import { filesOf } from './files';

/** What of a record its writer fills in, the first time or later. */
export type Form = Omit<ParsedInput<'records.correct'>, 'requestKey' | 'recordId' | 'seen'>;

const invalid = (field: string, rule: string) => new AppError('input.invalid', { field, rule });

/**
 * Refuses what a kind does not take, photos that somebody's guardians did not agree to, and words for families that WeChat refuses. What stays within
 * the school is told to nobody else: no verdict may keep a teacher from writing down harm.
 * @param before the record that is corrected: what it had already is not asked again.
 */
export async function requireSound(
  ctx: Ctx,
  kind: RecordKind,
  form: Form,
  { pupils, before }: { readonly pupils: readonly Student[]; readonly before?: CareRecord },
): Promise<void> {
  if (form.day > ctx.today) throw new AppError('records.day-in-future');
  const fault = valuesFault(kind, form.values);
  if (fault) throw invalid(`values.${fault.field}`, fault.rule);
  const known = before ? filesOf(before) : [];
  requireFiles(kind, form, known);
  requireShareable(kind, form, before);
  await requireGoal(ctx, form, pupils, before);
  if (form.photos.some((fileId) => !known.includes(fileId))) await requireConsent(ctx, pupils);
  if (form.share)
    await requirePublishable(ctx, [form.shareText, ...familyFacts(kind, form.values).map(({ text }) => text)]);
}

function requireFiles(kind: RecordKind, { photos, voices }: Form, known: readonly string[]): void {
  const isThere = (fileId: string) => known.includes(fileId) || isUpload(fileId);
  if (photos.length > kind.photos) throw invalid('photos', 'max_length');
  if (voices.length > kind.voices) throw invalid('voices', 'max_length');
  if (!photos.every(isThere)) throw invalid('photos', 'upload');
  if (!voices.every(({ fileId }) => isThere(fileId))) throw invalid('voices', 'upload');
}

/** Something must be there for a family to see, and it must be for families at all. */
function requireShareable(kind: RecordKind, form: Form, before: CareRecord | undefined): void {
  const { families } = kind;
  if (!form.share) return;
  if (!families || before?.neverShare === true) throw invalid('share', 'never');
  const shows = [
    form.shareText !== '',
    familyFacts(kind, form.values).length > 0,
    families.photos && form.photos.length > 0,
    families.voices && form.voices.length > 0,
  ];
  if (!shows.includes(true)) throw invalid('shareText', 'min_length');
  if (families.photos && form.photos.length > 0 && !form.photosConsented) throw invalid('photosConsented', 'consent');
}

/** The goal is of an open plan of one of the children; what was tied before stays tied when the plan is closed. */
async function requireGoal(
  { store }: Ctx,
  { goal }: Form,
  pupils: readonly Student[],
  before: CareRecord | undefined,
): Promise<void> {
  if (!goal || (before?.goal?.planId === goal.planId && before.goal.goalId === goal.goalId)) return;
  const plan = await store.get('plans', goal.planId);
  const child = pupils.find(({ _id }) => _id === plan?.studentId);
  const isThere = plan?.status === 'open' && plan.schoolId === child?.schoolId;
  if (!isThere || !plan.goals.some(({ id }) => id === goal.goalId)) throw invalid('goal', 'unknown');
}

async function requireConsent({ store, reach }: Ctx, pupils: readonly Student[]): Promise<void> {
  const studentIds = pupils.map(({ _id }) => _id);
  const without = await withoutConsent(store, { schoolId: reach.schoolId, studentIds }, 'photos');
  if (without.length === 0) return;
  const names = pupils.filter(({ _id }) => without.includes(_id)).map(({ name }) => name);
  throw new AppError('privacy.not-agreed', { purpose: 'photos', names });
}
