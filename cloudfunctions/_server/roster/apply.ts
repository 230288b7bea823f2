/** Brings a roster in. Every step may be repeated: what is there already is found again and left as it is. */
import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { eachOf } from '../contacts/repository';
import type { Documents, RosterImport } from '../data/documents';
import { groupedBy, inParts } from '../data/parts';
import { type Change, Duplicate, type Store, type Where } from '../data/store';
import type { Deps } from '../kernel/deps';
import { staffOfSchool } from '../school/repository';
import { type Existing, type Plan, planRoster, type Writes } from './plan';
import { columnsOf, errorsOf, type ReadRoster, readRoster } from './read';

/** Documents in one write; a request stays far below the platform's sizes. */
const BATCH = 500;
/** Updates on their way at a time. */
const AT_ONCE = 12;
const CLASSES = 200;
/** `documents` is stopped after 60 s: an import older than this is nobody's any more. */
const ABANDONED_MS = 90_000;

type RosterDeps = Pick<Deps, 'store' | 'files' | 'vault' | 'now' | 'log'>;

/** What a roster would do to a school as it is now: eight reads for 1,500 pupils and their families. */
export async function planFor(
  { store, vault, now }: Pick<Deps, 'store' | 'vault' | 'now'>,
  { schoolId, importId }: { readonly schoolId: string; readonly importId: string },
  { understood }: ReadRoster,
): Promise<Plan> {
  const school = await store.get('schools', schoolId);
  if (!school) throw new AppError('common.not-found');
  const existing = await existingOf(store, schoolId);
  const roster = { pupils: understood.pupils, columns: columnsOf(understood) };
  return planRoster(roster, existing, { school, importId, today: dayOf(now()), vault });
}

async function existingOf(store: Store, schoolId: string): Promise<Existing> {
  const [classes, students, members, staff] = await Promise.all([
    store.list('classes', { where: { schoolId }, limit: CLASSES }),
    eachOf(store, 'students', schoolId),
    eachOf(store, 'familyMembers', schoolId),
    staffOfSchool(store, schoolId),
  ]);
  return { classes, students, members, staff };
}

/**
 * Applies a previewed import, from wherever it got to. Two at once write the same documents under the same ids.
 * @throws AppError `roster.changed` when the file is not the one previewed, `roster.has-errors`.
 */
export async function applyImport(deps: RosterDeps, imported: RosterImport): Promise<void> {
  const { store } = deps;
  const roster = await readRoster(deps, imported, dayOf(deps.now()));
  if (roster.digest !== imported.digest) throw new AppError('roster.changed');
  const count = errorsOf(roster.understood);
  if (count > 0) throw new AppError('roster.has-errors', { count });
  const { _id, schoolId } = imported;
  const began = deps.now();
  await setState(deps, _id, 'applying');
  const plan = await planFor(deps, { schoolId, importId: _id }, roster);
  await write(store, 'classes', plan.classes);
  await write(store, 'students', plan.students);
  await write(store, 'familyMembers', plan.members);
  // Rights and classes may have changed: the calls ahead are looked at again (booking/heal.ts).
  await store.updateWhere('schools', { _id: schoolId }, { set: { changedAt: deps.now() } });
  await setState(deps, _id, 'applied');
  // What it brought is sealed now; the sheet itself names every number in plain.
  await deps.files.remove(imported.fileId);
  // An older one that was cut off must not come back over what this one brought.
  const older = { schoolId, status: 'applying', at: { lt: began } } as const;
  await store.updateWhere('imports', older, { set: { status: 'previewed' } });
}

const setState = ({ store, now }: RosterDeps, _id: string, status: 'applying' | 'applied'): Promise<number> =>
  store.updateWhere('imports', { _id, status: { ne: 'applied' } }, { set: { status, at: now() } });

/** Finishes imports whose function died half-way; for the jobs. Answers how many are done now. One that fails waits for the next time. */
export async function resumeImports(deps: RosterDeps): Promise<number> {
  const waiting = await deps.store.list('imports', {
    where: { status: 'applying', at: { lte: deps.now() - ABANDONED_MS } },
    orderBy: [['at', 'asc']],
    limit: 10,
  });
  let finished = 0;
  for (const imported of waiting) {
    try {
      await applyImport(deps, imported);
      finished += 1;
    } catch (error) {
      deps.log({ job: 'imports', importId: imported._id, error: error instanceof Error ? error.message : 'unknown' });
    }
  }
  return finished;
}

const DAY_MS = 86_400_000;

/** Takes away sheets that were looked at and never confirmed; for the timer. Answers how many. */
export async function forgetRosters({ store, files, now }: RosterDeps): Promise<number> {
  const stale = await store.list('imports', {
    where: { status: 'previewed', at: { lte: now() - DAY_MS } },
    orderBy: [['at', 'asc']],
    limit: 10,
  });
  for (const { _id, fileId } of stale) {
    const forgotten = await store.updateWhere(
      'imports',
      { _id, status: 'previewed' },
      { set: { status: 'forgotten' } },
    );
    if (forgotten === 1) await files.remove(fileId);
  }
  return stale.length;
}

type Planned = 'classes' | 'students' | 'familyMembers';

async function write<C extends Planned>(store: Store, collection: C, writes: Writes<Documents[C]>): Promise<void> {
  for (const part of inParts(writes.fresh, BATCH)) await insertMissing(store, collection, part);
  const queue = alike(writes).values();
  const worker = async () => {
    for (const { ids, set } of queue)
      await store.updateWhere(collection, { _id: { in: ids } } as Where<Documents[C]>, { set } as Change<Documents[C]>);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Changes that are the same, e.g. of a class that got a new name, are one write. */
function alike<T>({
  changed,
}: Pick<Writes<T>, 'changed'>): { readonly ids: readonly string[]; readonly set: Partial<T> }[] {
  return [...groupedBy(changed, ({ set }) => JSON.stringify(set)).values()].flatMap((group) =>
    inParts(group, BATCH).map((part) => ({ ids: part.map(({ _id }) => _id), set: group[0].set })),
  );
}

/** One write; where another run was faster with some of them, the others are told apart and written. */
async function insertMissing<C extends Planned>(
  store: Store,
  collection: C,
  docs: readonly Documents[C][],
): Promise<void> {
  for (let missing = docs; missing.length > 0; ) {
    try {
      return await store.insert(collection, missing);
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
    const ids = missing.map(({ _id }) => _id);
    const there = await store.list(collection, { where: { _id: { in: ids } } as Where<Documents[C]>, limit: BATCH });
    const known = new Set(there.map(({ _id }) => _id));
    if (known.size === 0) throw new Duplicate();
    missing = missing.filter(({ _id }) => !known.has(_id));
  }
}
