import type { Deps } from '../kernel/deps';

/** For how long something to print may be fetched: it names people and their codes, so it does not stay. */
const KEPT_MS = 86_400_000;
const AT_ONCE = 50;

type Needs = Pick<Deps, 'store' | 'files' | 'now'>;

/**
 * Writes a file that `sweepTemporary` takes away a day later, or when told. That it is to be taken away stands before the file does: wherever the
 * function is stopped, no file is left that nobody knows. Answers its id.
 */
export async function writeTemporary(
  { store, files, now }: Needs,
  file: {
    readonly id: string;
    readonly schoolId: string;
    readonly path: string;
    readonly bytes: Uint8Array;
    readonly keptMs?: number | undefined;
  },
): Promise<string> {
  const fileId = await files.idOf(file.path);
  await store.insert('temporaryFiles', {
    _id: file.id,
    schoolId: file.schoolId,
    fileId,
    dueAt: now() + (file.keptMs ?? KEPT_MS),
  });
  return files.write(file.path, file.bytes);
}

/** Takes away what is due; for the timer. Answers how many. */
export async function sweepTemporary({ store, files, now }: Needs): Promise<number> {
  const due = await store.list('temporaryFiles', {
    where: { dueAt: { lte: now() } },
    orderBy: [['dueAt', 'asc']],
    limit: AT_ONCE,
  });
  for (const { _id, fileId } of due) {
    await files.remove(fileId);
    await store.removeWhere('temporaryFiles', { _id });
  }
  return due.length;
}
