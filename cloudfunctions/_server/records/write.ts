import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { tellsContact } from '../../../miniprogram/shared/domain/record-kinds-check';
import type { RecordKind } from '../../../miniprogram/shared/domain/record-kinds-parts';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { LIMITS } from '../../../miniprogram/shared/limits';
import { tallyDone } from '../cadence/tally';
import { classIn, peopleOfClass, studentIn } from '../contacts/repository';
import type { CareRecord, Student } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { noteContacts } from '../ledger/of-records';
import { askNow, checksOf } from '../media/checks';
import { kindToWrite, type ToWrite } from './kinds';
import { orderOf, pupilsIn } from './repository';
import { sealBody } from './shared';
import { type Form, requireSound } from './sound';
import { lettersAbout, writeLetters } from './tell';
import { ConcernCame, concernCame, hasConcern } from './unshare';

type Written = ParsedInput<'records.write'>;

/** The files of a form that are not on the record yet, as they are asked about. */
export const newFiles = (form: Pick<Form, 'photos' | 'voices'>, known: readonly string[] = []) =>
  [
    ...form.photos.map((fileId) => ({ fileId, kind: 'picture' as const })),
    ...form.voices.map(({ fileId }) => ({ fileId, kind: 'voice' as const })),
  ].filter(({ fileId }) => !known.includes(fileId));

/**
 * Writes the record, counts it for each of its children, and writes the receipts of those with whom it is shared and their messages: all or nothing,
 * and once, as the record's id is the request's.
 * @throws Duplicate where it is written already, and whatever `requireSound` does
 */
export async function writeRecord(ctx: Ctx, recordId: string, input: Written): Promise<CareRecord> {
  const toWrite = await kindToWrite(ctx, input.kind);
  const pupils = await childrenOf(ctx, toWrite.kind, input);
  const isWorry = input.share && (await hasConcern(ctx.store, { _id: recordId, schoolId: ctx.reach.schoolId }));
  const form = { ...input, share: input.share && !isWorry, photos: [...new Set(input.photos)] };
  await requireSound(ctx, toWrite.kind, form, { pupils });
  const plain = recordFrom(ctx, recordId, { ...toWrite, pupils, form });
  const record: CareRecord = isWorry ? { ...plain, neverShare: true } : plain;
  const letters = await lettersAbout(ctx, record, pupils);
  const { schoolId, at, share } = record;
  const owner = { of: 'record' as const, refId: recordId, schoolId, openid: ctx.caller.openid, at };
  const checks = checksOf(owner, newFiles(form));
  const write = async (tx: Transaction) => {
    if (share && (await concernCame(ctx.store, tx, record))) throw new ConcernCame();
    await tx.insert('records', record);
    for (const studentId of record.studentIds) await tallyDone(tx, studentId, record.kind, record.day);
    if (tellsContact(toWrite.kind, form.values)) await noteContacts(tx, record, toldContact(ctx, record));
    await writeLetters(tx, letters);
    if (checks.length > 0) await tx.insert('mediaChecks', checks);
  };
  try {
    await ctx.store.transact(write);
  } catch (error) {
    if (error instanceof ConcernCame) return writeRecord(ctx, recordId, input);
    throw error;
  }
  await askNow(ctx, checks);
  return record;
}

/** Whom it is about, as the kind says: one child, several, or a class or some of its children. One read for one child. */
async function childrenOf(
  ctx: Ctx,
  { about }: RecordKind,
  { studentIds, classId }: Written,
): Promise<readonly Student[]> {
  const { store, reach } = ctx;
  const isForOne = about === 'child' || about === 'caregiver';
  if (classId !== null) {
    if (about !== 'class' || studentIds.length > 0) throw new AppError('records.wrong-kind');
    const { students } = await peopleOfClass(store, await classIn(store, reach, classId));
    const { length: count } = students;
    if (count === 0) throw new AppError('records.wrong-kind');
    if (count > LIMITS.recordChildren) throw new AppError('records.too-many', { count, most: LIMITS.recordChildren });
    return students;
  }
  const [first] = studentIds;
  if (first === undefined || (isForOne && studentIds.length > 1)) throw new AppError('records.wrong-kind');
  return studentIds.length === 1 ? [await studentIn(store, reach, first)] : pupilsIn(store, reach, studentIds);
}

function recordFrom(
  ctx: Ctx,
  _id: string,
  { kind, own, pupils, form }: ToWrite & { readonly pupils: readonly Student[]; readonly form: Form },
): CareRecord {
  const { person } = staffOf(ctx.caller);
  const at = ctx.now();
  const { day, share, goal } = form;
  return {
    _id,
    schoolId: person.schoolId,
    studentIds: pupils.map((pupil) => pupil._id),
    classIds: pupils.map((pupil) => pupil.classId),
    kind: kind.id,
    ...(own ? { own } : {}),
    book: kind.book,
    day,
    order: orderOf({ day, at, _id }),
    body: bodyFrom(ctx, form),
    photos: form.photos.map((fileId) => ({ fileId, state: 'checking' })),
    voices: form.voices.map((voice) => ({ ...voice, state: 'checking' })),
    share,
    goal,
    authorId: person._id,
    authorName: person.name,
    at,
    version: 1,
    lastKey: null,
    before: [],
    struck: null,
  };
}

/** A contact of the parents of which the caller tells. */
export function toldContact(ctx: Ctx, { day }: Pick<Form, 'day'>) {
  const { role, person } = staffOf(ctx.caller);
  return { day, saidBy: { role, personId: person._id, name: person.name }, at: ctx.now() };
}

/** What was filled in, sealed. Words for a family that are not shared with it are not kept. */
export const bodyFrom = ({ vault }: Ctx, { values, place, share, shareText }: Form): CareRecord['body'] =>
  sealBody(vault, { values, place, shareText: share ? shareText : '' });
