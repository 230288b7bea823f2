/**
 * Brings a roster in: the decision first, then what it changes as versions of the files, then the files. Every step may be repeated, and whoever
 * goes on after one was cut off goes by the versions.
 */
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { RosterImport } from '../data/documents';
import { followClasses, followLeaving } from './aftermath';
import { carryOut, type Files, insertAll } from './carry-out';
import { kept, versionsOf } from './log';
import { remember } from './meanings';
import { pagesGone } from './pages';
import type { Plan } from './plan';
import { type Prepared, prepare, type RosterDeps } from './prepare';
import { progressOf } from './progress';
import { errorsOf } from './read';
import type { Version } from './versions';

/**
 * Applies an import that is decided on, from wherever it got to. Two at once write the same documents under the same ids.
 * @param prepared what the decision was made on, where it was made just now.
 * @throws AppError `roster.changed` when the file is not the one previewed, `roster.has-errors`.
 */
export async function applyImport(deps: RosterDeps, imported: RosterImport, prepared?: Prepared): Promise<void> {
  const { store, vault } = deps;
  const { _id, schoolId } = imported;
  const { versions, files } = imported.logged
    ? { versions: await versionsOf(store, vault, imported), files: undefined }
    : await logged(deps, imported, prepared);
  const school = prepared?.school ?? (await store.get('schools', schoolId));
  if (!school) throw new AppError('common.not-found');
  const of = 2 * versions.length;
  const onDone = progressOf(deps, { _id, of });
  await onDone(versions.length);
  const after = await carryOut(deps, { imported, school, versions, to: 'after', files, onDone });
  await finish(deps, imported, versions, after);
}

/** Writes down everything that is to change. Nothing else has been touched before that is done. */
async function logged(
  deps: RosterDeps,
  imported: RosterImport,
  before?: Prepared,
): Promise<{ readonly versions: readonly Version[]; readonly files: Files }> {
  const prepared = before ?? (await prepare(deps, imported));
  const { roster, files } = prepared;
  refuseOther(imported, prepared);
  const plan = prepared.plan(imported);
  const { _id, schoolId, byId, byName } = imported;
  const act = { ref: _id, schoolId, byId, byName, at: deps.now(), via: 'roster', why: imported.fileName } as const;
  const onDone = progressOf(deps, { _id, of: 2 * plan.versions.length });
  await insertAll(deps.store, 'classes', plan.classes);
  await logAll(deps, plan, act, onDone);
  await remember(deps.store, schoolId, saidOf(imported, roster.understood.sheets));
  await deps.store.updateWhere('imports', { _id }, { set: { logged: true, at: deps.now() } });
  return { versions: plan.versions, files };
}

/** A part at a time, so that they are not all sealed in memory at once. */
async function logAll(
  { store, vault }: RosterDeps,
  { versions }: Plan,
  act: Parameters<typeof kept>[2],
  onDone: Parameters<typeof insertAll>[3],
): Promise<void> {
  const PART = 500;
  for (let i = 0; i < versions.length; i += PART)
    await insertAll(store, 'fileChanges', kept(vault, versions.slice(i, i + PART), act), onDone);
}

/** @throws AppError where it is another file than the one that was looked at, or one with errors. */
export function refuseOther({ digest }: Pick<RosterImport, 'digest'>, { roster }: Pick<Prepared, 'roster'>): void {
  if (roster.digest !== digest) throw new AppError('roster.changed');
  const count = errorsOf(roster.understood);
  if (count > 0) throw new AppError('roster.has-errors', { count });
}

/** What a person said of columns, by their titles. */
const saidOf = ({ columns }: RosterImport, sheets: Prepared['roster']['understood']['sheets']) =>
  columns.flatMap(({ sheet, index, key }) => {
    const found = sheets.find((one) => one.sheet === sheet);
    const header = found?.titles.get(index);
    return header ? [{ header, key }] : [];
  });

async function finish(
  deps: RosterDeps,
  imported: RosterImport,
  versions: readonly Version[],
  after: Files,
): Promise<void> {
  const { store } = deps;
  const { _id, schoolId, fileId } = imported;
  await followClasses(deps, schoolId, versions, after);
  await followLeaving(deps, imported, versions, 'after');
  // Rights and classes may have changed: the calls ahead are looked at again (booking/heal.ts).
  await store.updateWhere('schools', { _id: schoolId }, { set: { changedAt: deps.now() } });
  const at = deps.now();
  const of = 2 * versions.length;
  const applied = { status: 'applied', at, appliedAt: at, done: of, of } as const;
  await store.updateWhere('imports', { _id, status: 'applying' }, { set: applied });
  // What it brought is sealed now; the sheet itself names every number in plain.
  await deps.files.remove(fileId);
  await pagesGone(store, _id);
}
