/**
 * Takes an import back: what it changed is as before, what it brought is gone, and what somebody did since stays. The decision is written down
 * first; every step after it may be repeated, by the timer too.
 */
import { UNDO_DAYS } from '../../../miniprogram/shared/domain/handover';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { FieldChanges } from '../contacts/versions';
import type { CollectionName, Documents, RosterImport } from '../data/documents';
import { inParts } from '../data/parts';
import type { Store, Where } from '../data/store';
import { followClasses, followLeaving } from './aftermath';
import { carryOut, type Files, filesOf, insertAll } from './carry-out';
import { linkedIn, linkValueIn } from './links';
import { kept as keptVersions, versionsOf } from './log';
import { carriedOut, lastApplied, untilOf } from './past';
import type { RosterDeps } from './prepare';
import { progressOf } from './progress';
import { stayOf } from './stay';
import { entriesOf, turnMember, turnStudent, type Version, valueIn } from './versions';

type Result = NonNullable<RosterImport['takenBack']>;
/** Ids in one question. */
const PART = 500;

/** @throws AppError `roster.too-late` where it is not the school's last import, or older than a week. */
export async function takeBack(deps: RosterDeps, imported: RosterImport): Promise<Result> {
  const { store, now } = deps;
  const { _id, schoolId, status, takenBack } = imported;
  if (status === 'taken_back' && takenBack) return takenBack;
  if (status === 'taking_back') return goOnTakingBack(deps, imported);
  const last = lastApplied(await carriedOut(store, schoolId));
  if (status !== 'applied' || last?._id !== _id || now() >= untilOf(imported))
    throw new AppError('roster.too-late', { days: UNDO_DAYS });
  await store.updateWhere(
    'imports',
    { _id, status: 'applied' },
    { set: { status: 'taking_back', done: 0, of: 1, at: now() } },
  );
  const begun = await store.get('imports', _id);
  if (!begun) throw new AppError('common.not-found');
  return begun.status === 'taken_back' && begun.takenBack ? begun.takenBack : goOnTakingBack(deps, begun);
}

/** Goes on from wherever it got to. */
export async function goOnTakingBack(deps: RosterDeps, imported: RosterImport): Promise<Result> {
  const { store, vault } = deps;
  const { _id, schoolId } = imported;
  const [versions, files, school] = await Promise.all([
    versionsOf(store, vault, imported),
    filesOf(store, schoolId),
    store.get('schools', schoolId),
  ]);
  if (!school) throw new AppError('common.not-found');
  const onDone = progressOf(deps, { _id, of: 2 * versions.length });
  const stay = await stayOf(deps, imported, versions, files);
  const gone = versions.filter(({ id, made }) => made && !stay.has(id));
  const back = versions.filter(({ made }) => !made).map((version) => withoutLinksTo(stay, version));
  const result = imported.takenBack ?? resultOf(deps, { versions, back, gone, files });
  await store.updateWhere('imports', { _id, takenBack: null }, { set: { takenBack: result } });

  await noteBack(deps, imported, back, files);
  await onDone(versions.length);
  await remove(deps, schoolId, gone, files);
  const besides = gone.flatMap(({ studentIds }) => studentIds);
  const after = await carryOut(deps, { imported, school, versions: back, besides, to: 'before', files, onDone });
  await followClasses(deps, schoolId, back, after);
  await followLeaving(deps, imported, back, 'before');
  await classesGone(store, imported, after);
  await store.updateWhere('schools', { _id: schoolId }, { set: { changedAt: deps.now() } });
  for (const part of inParts(gone, PART))
    await store.removeWhere('fileChanges', { _id: { in: part.map(({ id }) => `${_id}:${id}`) } });
  const of = 2 * versions.length;
  await store.updateWhere(
    'imports',
    { _id, status: 'taking_back' },
    { set: { status: 'taken_back', done: of, of, at: deps.now() } },
  );
  return (await store.get('imports', _id))?.takenBack ?? result;
}

/** A version without the links to children of the import who stay: those keep their adults. */
function withoutLinksTo(stay: ReadonlySet<string>, version: Version): Version {
  const links = linkedIn(version.changes).filter(
    (id) => stay.has(id) && version.changes[`link.relation@${id}`]?.[0] === null,
  );
  if (links.length === 0) return version;
  const changes = entriesOf(version.changes).filter(([key]) => !links.some((id) => key.endsWith(`@${id}`)));
  return { ...version, changes: Object.fromEntries(changes) };
}

interface Decision {
  readonly versions: readonly Version[];
  readonly back: readonly Version[];
  readonly gone: readonly Version[];
  readonly files: Files;
}

function resultOf({ vault }: RosterDeps, { versions, back, gone, files }: Decision): Result {
  const turning = { vault, to: 'before', rule: NO_RULE, today: '', classOf: () => '' } as const;
  const isWhole = ({ subject, id, changes }: Version): boolean => {
    const [student, member] = [files.students.get(id), files.members.get(id)];
    if (subject === 'pupil') return !student || turnStudent(student, changes, turning).kept === 0;
    return !member || turnMember(member, changes, turning).kept === 0;
  };
  const stays = back.filter((version) => !isWhole(version)).length;
  const made = versions.length - back.length;
  return { restored: back.length - stays, removed: gone.length, kept: stays + made - gone.length };
}

const NO_RULE = { since: '', underAge: 0, oneAway: false, basis: '' };

/** The taking back is a version of each file too, of what still stands as the import left it. */
async function noteBack(
  { store, vault, now }: RosterDeps,
  { _id, schoolId, byId, byName, fileName }: RosterImport,
  back: readonly Version[],
  { students, members }: Files,
): Promise<void> {
  const notes = back.flatMap((version): Version[] => {
    const doc = students.get(version.id) ?? members.get(version.id);
    if (!doc) return [];
    const still = entriesOf(version.changes).filter(([key, [, after]]) => {
      const value = key.includes('@')
        ? linkValueIn(key, 'children' in doc ? doc.children : [])
        : valueIn(vault, key, doc);
      return value === after;
    });
    if (still.length === 0) return [];
    const changes: FieldChanges = Object.fromEntries(still.map(([key, [before, after]]) => [key, [after, before]]));
    return [{ ...version, changes }];
  });
  const act = { ref: `${_id}:back`, schoolId, byId, byName, at: now(), via: 'take_back', why: fileName } as const;
  for (const part of inParts(notes, PART)) await insertAll(store, 'fileChanges', keptVersions(vault, part, act));
}

/** Children first: with one who is gone nothing can be done any more. */
async function remove({ store }: RosterDeps, schoolId: string, gone: readonly Version[], files: Files): Promise<void> {
  const idsOf = (subject: Version['subject']) => gone.filter((one) => one.subject === subject).map(({ id }) => id);
  const [pupils, adults] = [idsOf('pupil'), idsOf('member')];
  await removeIds(store, 'students', pupils);
  await removeIds(store, 'familyMembers', adults);
  for (const part of inParts(adults, PART)) {
    await store.removeWhere('invites', { schoolId, personId: { in: part } });
    await store.removeWhere('receipts', { schoolId, personId: { in: part } });
  }
  for (const id of pupils) files.students.delete(id);
  for (const id of adults) files.members.delete(id);
}

async function removeIds<C extends CollectionName>(store: Store, collection: C, ids: readonly string[]): Promise<void> {
  for (const part of inParts(ids, PART))
    await store.removeWhere(collection, { _id: { in: part } } as Where<Documents[C]>);
}

/** Classes that the import brought and nobody is in, or heads, now. */
async function classesGone(store: Store, { _id, schoolId }: RosterImport, { students }: Files): Promise<void> {
  const used = new Set([...students.values()].map(({ classId }) => classId));
  const classes = await store.list('classes', { where: { schoolId }, limit: 1000 });
  const gone = classes.filter((one) => one.importId === _id && one.headTeacherId === null && !used.has(one._id));
  await removeIds(
    store,
    'classes',
    gone.map((one) => one._id),
  );
}
