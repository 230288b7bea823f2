import type { CareRecord, MediaCheck } from '../data/documents';
import type { Deps } from '../kernel/deps';

type Photo = CareRecord['photos'][number];
type Needs = Pick<Deps, 'store' | 'wechat' | 'files' | 'now' | 'log'>;

/**
 * Asks WeChat to check the photos of a record that are not under way yet; the verdicts come as events (`settlePhoto`).
 * Where WeChat does not take one, it stays in 'checking', unseen, and `recheckPhotos` asks again.
 * @param openid the author, who must have had the Mini Program open within two hours (D).
 */
export async function startChecks(deps: Needs, record: CareRecord, openid: string): Promise<void> {
  const waiting = record.photos.filter(({ state, traceId }) => state === 'checking' && traceId === null);
  if (waiting.length === 0) return;
  const links = await deps.files.links(waiting.map(({ fileId }) => fileId));
  const checks = await Promise.all(
    waiting.map(async ({ fileId }, i): Promise<MediaCheck[]> => {
      const url = links[i];
      if (!url) return [];
      try {
        const traceId = await deps.wechat.checkMedia(openid, url, 'picture');
        return [{ _id: traceId, schoolId: record.schoolId, recordId: record._id, fileId, at: deps.now() }];
      } catch (error) {
        deps.log({ event: 'photos.check-refused', recordId: record._id, error: String(error) });
        return [];
      }
    }),
  );
  await noteChecks(deps, record._id, checks.flat());
}

/** The photos and their checks are noted together, so that an event that finds its check finds its photo too. */
async function noteChecks({ store }: Needs, recordId: string, checks: readonly MediaCheck[]): Promise<void> {
  if (checks.length === 0) return;
  const traces = new Map(checks.map(({ fileId, _id }) => [fileId, _id]));
  await store.transact(async (tx) => {
    const record = await tx.get('records', recordId);
    if (!record) return;
    const photos = record.photos.map((photo) => ({ ...photo, traceId: traces.get(photo.fileId) ?? photo.traceId }));
    await tx.update('records', recordId, { set: { photos } });
    await tx.insert('mediaChecks', checks);
  });
}

/** What became of one check. Answers false where no photo waits for it (yet), so that WeChat brings the event again. */
export async function settlePhoto({ store }: Pick<Deps, 'store'>, traceId: string, passed: boolean): Promise<boolean> {
  const check = await store.get('mediaChecks', traceId);
  if (!check) return false;
  await store.transact(async (tx) => {
    const record = await tx.get('records', check.recordId);
    if (!record) return;
    const photos = record.photos.map((photo) => (photo.fileId === check.fileId ? judged(photo, passed) : photo));
    await tx.update('records', record._id, { set: { photos } });
  });
  return true;
}

/** Of two checks of one photo the stricter counts, whichever came first. */
const judged = (photo: Photo, passed: boolean): Photo => ({
  ...photo,
  state: passed && photo.state !== 'held' ? 'shown' : 'held',
});

/** WeChat answers within half an hour (D); a verdict that is later than this was lost on the way. */
const LOST_MS = 40 * 60_000;
const GIVE_UP_MS = 3 * 86_400_000;
const AT_ONCE = 50;

/** Asks again about photos whose verdict never came; after three days they are held for good. Answers how many records it saw to. */
export async function recheckPhotos(deps: Needs): Promise<number> {
  const { store } = deps;
  const lostBefore = deps.now() - LOST_MS;
  const records = await store.list('records', {
    where: { 'photos.state': 'checking', at: { lte: lostBefore } },
    limit: AT_ONCE,
  });
  const traces = records.flatMap(({ photos }) => photos.flatMap(({ traceId }) => traceId ?? []));
  const checks = traces.length
    ? await store.list('mediaChecks', { where: { _id: { in: traces } }, limit: traces.length })
    : [];
  const underWay = new Set(checks.filter(({ at }) => at > lostBefore).map(({ _id }) => _id));
  for (const record of records) await recheck(deps, record, underWay);
  return records.length;
}

async function recheck(deps: Needs, record: CareRecord, underWay: ReadonlySet<string>): Promise<void> {
  const isLost = ({ state, traceId }: Photo) => state === 'checking' && (traceId === null || !underWay.has(traceId));
  if (record.at <= deps.now() - GIVE_UP_MS) {
    const photos = record.photos.map((photo) => (isLost(photo) ? judged(photo, false) : photo));
    await deps.store.updateWhere('records', { _id: record._id }, { set: { photos } });
    return;
  }
  const author = await deps.store.get('staff', record.authorId);
  if (!author?.openid) return;
  const photos = record.photos.map((photo) => (isLost(photo) ? { ...photo, traceId: null } : photo));
  await startChecks(deps, { ...record, photos }, author.openid);
}
