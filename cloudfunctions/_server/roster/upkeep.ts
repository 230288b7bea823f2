/** What the timer sees to: imports that were cut off, and sheets that are not to stay. */
import type { RosterImport } from '../data/documents';
import { applyImport } from './apply';
import { pagesGone } from './pages';
import type { RosterDeps } from './prepare';
import { goOnTakingBack } from './take-back';

/** `documents` is stopped after 60 s: an import older than this is nobody's any more. */
const ABANDONED_MS = 90_000;
const AT_ONCE = 10;

/** Finishes what died half-way; for the timer. Answers how many are done now. One that fails waits for the next time. */
export async function resumeImports(deps: RosterDeps): Promise<number> {
  const waiting = await Promise.all(
    (['applying', 'taking_back'] as const).map((status) =>
      deps.store.list('imports', {
        where: { status, at: { lte: deps.now() - ABANDONED_MS } },
        orderBy: [['at', 'asc']],
        limit: AT_ONCE,
      }),
    ),
  );
  let finished = 0;
  for (const imported of waiting.flat()) {
    try {
      if (await resume(deps, imported)) finished += 1;
    } catch (error) {
      deps.log({ job: 'imports', importId: imported._id, error: error instanceof Error ? error.message : 'unknown' });
    }
  }
  return finished;
}

/** Whether it is done now. One that had only begun to write down its versions must not come back over what a newer one brought. */
async function resume(deps: RosterDeps, imported: RosterImport): Promise<boolean> {
  const { _id, schoolId, status, logged, at } = imported;
  if (status === 'taking_back') await goOnTakingBack(deps, imported);
  else if (logged || !(await isOvertaken(deps, schoolId, at))) await applyImport(deps, imported);
  else {
    await deps.store.removeWhere('fileChanges', { ref: _id });
    await deps.store.updateWhere('imports', { _id, logged: false }, { set: { status: 'previewed', at: deps.now() } });
    return false;
  }
  return true;
}

async function isOvertaken({ store }: RosterDeps, schoolId: string, since: number): Promise<boolean> {
  const newer = { schoolId, status: 'applied', at: { gt: since } } as const;
  return (await store.count('imports', newer)) > 0;
}

const DAY_MS = 86_400_000;

/** Takes away sheets that were looked at and never confirmed, with what was found in them; for the timer. Answers how many. */
export async function forgetRosters({ store, files, now }: RosterDeps): Promise<number> {
  const stale = await Promise.all(
    (['previewed', 'reading'] as const).map((status) =>
      store.list('imports', {
        where: { status, at: { lte: now() - DAY_MS } },
        orderBy: [['at', 'asc']],
        limit: AT_ONCE,
      }),
    ),
  );
  for (const { _id, status, fileId } of stale.flat()) {
    const forgotten = await store.updateWhere('imports', { _id, status }, { set: { status: 'forgotten' } });
    if (forgotten === 1) await files.remove(fileId);
    await pagesGone(store, _id);
  }
  return stale.flat().length;
}
