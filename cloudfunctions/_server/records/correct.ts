import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { tellsContact } from '../../../miniprogram/shared/domain/record-kinds-check';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { tallyDone, untallyDone } from '../cadence/tally';
import type { CareRecord } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import { movingContacts } from '../ledger/of-records';
import { askNow, checksOf } from '../media/checks';
import { filesOf, removeUnused } from './files';
import { mayCorrect, orderOf, recordIn } from './repository';
import { kindOf } from './shared';
import { type Form, requireSound } from './sound';
import { lettersAbout, receiptsOf, writeLetters } from './tell';
import { concernCame, endReceiptsOf } from './unshare';
import { bodyFrom, newFiles, toldContact } from './write';

/** What stood before, as often as a page shows it; the first text always stays. */
const KEPT = 50;

/**
 * Corrects a record, once for a request: what stood before is kept, a changed day is counted anew, letters are written where it is shared from now on,
 * and families lose what is shared no more. @returns the record as it is then.
 * @throws AppError `common.stale` where it is not the version that was seen any more; whatever `requireSound` does
 */
export async function correct(ctx: Ctx, input: ParsedInput<'records.correct'>): Promise<CareRecord> {
  const { recordId, seen, requestKey: _, ...rest } = input;
  const form: Form = { ...rest, photos: [...new Set(rest.photos)] };
  const key = requestId('v', ctx.caller.openid, input.requestKey);
  const { record: before, all } = await recordIn(ctx, recordId);
  if (isMade(before, key)) return settled(ctx, before);
  if (before.version !== seen || before.struck !== null) throw new AppError('common.stale');
  const kind = kindOf(before);
  if (!kind || !mayCorrect(ctx, before)) throw new AppError('common.not-found');
  const pupils = all.filter(({ status }) => status === 'active');
  await requireSound(ctx, kind, form, { pupils, before });
  const isNewlyShared = form.share && !before.share;
  const letters = isNewlyShared ? await lettersAbout(ctx, { ...before, share: true }, pupils) : [];
  const receipts = isNewlyShared ? await receiptsOf(ctx.store, before) : [];
  const added = newFiles(form, filesOf(before));
  const owner = {
    of: 'record' as const,
    refId: recordId,
    schoolId: before.schoolId,
    openid: ctx.caller.openid,
    at: ctx.now(),
  };
  const checks = checksOf(owner, added, `${recordId}:${seen}`);
  const told = tellsContact(kind, form.values) ? toldContact(ctx, form) : null;
  const after = await movingContacts(ctx.store, before, kind, (moveContacts) =>
    ctx.store.transact(async (tx) => {
      const now = await tx.get('records', recordId);
      if (now && isMade(now, key)) return now;
      if (!now || now.version !== seen || now.struck !== null) throw new AppError('common.stale');
      if (isNewlyShared && (await concernCame(ctx.store, tx, now)))
        throw new AppError('input.invalid', { field: 'share', rule: 'never' });
      const set = changeOf(ctx, now, form, key);
      await tx.update('records', recordId, { set });
      if (now.day !== form.day) await moveDay(tx, now, form.day);
      await moveContacts(tx, told);
      await writeLetters(tx, letters, receipts);
      if (checks.length > 0) await tx.insert('mediaChecks', checks);
      return { ...now, ...set };
    }),
  );
  await askNow(ctx, checks);
  return settled(ctx, after);
}

/** Whether a correction was made already: a phone that did not hear so asks again, perhaps days and other corrections later. */
const isMade = ({ lastKey, before }: CareRecord, key: string): boolean =>
  lastKey === key || before.some((stood) => stood.key === key);

function changeOf(ctx: Ctx, now: CareRecord, form: Form, lastKey: string) {
  const { day, share, goal } = form;
  const stood = {
    at: ctx.now(),
    byName: staffOf(ctx.caller).person.name,
    day: now.day,
    share: now.share,
    body: now.body,
    ...(now.lastKey === null ? {} : { key: now.lastKey }),
  };
  const all = [stood, ...now.before];
  return {
    day,
    order: orderOf({ ...now, day }),
    body: bodyFrom(ctx, form),
    photos: form.photos.map(
      (fileId) => now.photos.find((one) => one.fileId === fileId) ?? { fileId, state: 'checking' as const },
    ),
    voices: form.voices.map(
      (voice) => now.voices.find((one) => one.fileId === voice.fileId) ?? { ...voice, state: 'checking' as const },
    ),
    share,
    goal,
    dropped: [...(now.dropped ?? []), ...filesOf(now).filter((fileId) => !filesIn(form).includes(fileId))],
    version: now.version + 1,
    lastKey,
    before: all.length > KEPT ? [...all.slice(0, KEPT - 1), ...all.slice(-1)] : all,
  };
}

const filesIn = ({ photos, voices }: Form): string[] => [...photos, ...voices.map(({ fileId }) => fileId)];

async function moveDay(tx: Transaction, { studentIds, kind, day }: CareRecord, to: string): Promise<void> {
  for (const studentId of studentIds) {
    await untallyDone(tx, studentId, kind, day);
    await tallyDone(tx, studentId, kind, to);
  }
}

/** After the same tap again, too: the first may have been cut off here. */
async function settled(ctx: Ctx, record: CareRecord): Promise<CareRecord> {
  if (!record.share) await endReceiptsOf(ctx.store, record);
  const { _id, version, dropped = [] } = record;
  if (dropped.length > 0) {
    await removeUnused(ctx, dropped, 0);
    await ctx.store.updateWhere('records', { _id, version }, { set: { dropped: [] } });
  }
  return record;
}

/** Strikes a record out: it counts nowhere any more, families do not see it, staff see that it was struck. May be repeated. */
export async function strike(ctx: Ctx, recordId: string, why: string): Promise<void> {
  const { record } = await recordIn(ctx, recordId);
  if (record.struck === null && !mayCorrect(ctx, record)) throw new AppError('common.not-found');
  const byName = staffOf(ctx.caller).person.name;
  await movingContacts(ctx.store, record, kindOf(record), (moveContacts) =>
    ctx.store.transact(async (tx) => {
      const now = await tx.get('records', recordId);
      if (!now || now.struck !== null) return;
      const set = { struck: { at: ctx.now(), byName, why }, share: false, version: now.version + 1 };
      await tx.update('records', recordId, { set });
      for (const studentId of now.studentIds) await untallyDone(tx, studentId, now.kind, now.day);
      await moveContacts(tx, null);
    }),
  );
  await endReceiptsOf(ctx.store, record);
}
