import { type MediaState, stricter } from '../../../miniprogram/shared/domain/media';
import type { MediaCheck } from '../data/documents';
import type { Deps } from '../kernel/deps';
import { OWNERS } from './owners';

/**
 * WeChat's check of what people upload for others (law.md): a file is `checking`, unseen, until the verdict comes as an
 * event. The checks are written in the same transaction as what the files are part of, so that none is forgotten: `askNow`
 * asks WeChat right away, `recheck` asks where that was cut short or no verdict came.
 */
type Asks = Pick<Deps, 'store' | 'wechat' | 'files' | 'now' | 'log'>;
type Settles = Pick<Deps, 'store' | 'now' | 'schoolOf' | 'wake'>;

/** A request that is still busy asks by itself. */
const BUSY_MS = 60_000;
/** WeChat answers within half an hour (D); a verdict that is later than this was lost on the way. */
const LOST_MS = 40 * 60_000;
/** Where WeChat did not take the question. */
const REFUSED_MS = 10 * 60_000;
const AT_ONCE = 50;

/** The checks of some files of one record, notice or answer, to be written with it; `name` is their own where files are added later. */
export const checksOf = (
  owner: Pick<MediaCheck, 'of' | 'refId' | 'schoolId' | 'openid' | 'at'>,
  files: readonly Pick<MediaCheck, 'fileId' | 'kind'>[],
  name: string = owner.refId,
): MediaCheck[] =>
  files.map(({ fileId, kind }, i) => ({
    ...owner,
    _id: `${name}:${i}`,
    fileId,
    kind,
    state: 'checking',
    traces: [],
    dueAt: owner.at + BUSY_MS,
  }));

/** Asks WeChat about files. Never fails: what it does not take is asked again by `recheck`. */
export async function askNow(deps: Asks, checks: readonly MediaCheck[]): Promise<void> {
  const links = await deps.files.links(checks.map(({ fileId }) => fileId)).catch(() => []);
  await Promise.all(checks.map((check, i) => ask(deps, check, links[i] ?? null)));
}

async function ask(deps: Asks, { _id, of, kind, openid, traces }: MediaCheck, url: string | null): Promise<void> {
  try {
    if (url === null) throw new Error('the file has no link');
    const trace = await deps.wechat.checkMedia(openid, url, kind);
    const set = { traces: [...traces, trace], dueAt: deps.now() + LOST_MS };
    await deps.store.updateWhere('mediaChecks', { _id }, { set });
  } catch (error) {
    deps.log({ event: 'media.check-refused', of, checkId: _id, error: String(error) });
  }
}

/** Takes a verdict in. Answers false where no file waits for it (yet), so that WeChat brings the event again. */
export async function settleTrace(deps: Settles, trace: string, passed: boolean): Promise<boolean> {
  const [check] = await deps.store.list('mediaChecks', { where: { traces: trace }, limit: 1 });
  if (check) await settle(deps, check, passed ? 'shown' : 'held');
  return check !== undefined;
}

async function settle(deps: Settles, { _id, of, refId }: MediaCheck, verdict: MediaState): Promise<void> {
  const at = deps.now();
  await deps.store.transact(async (tx) => {
    const check = await tx.get('mediaChecks', _id);
    if (!check) return;
    const state = stricter(check.state, verdict);
    await tx.update('mediaChecks', _id, { set: { state } });
    await OWNERS[of].judge(tx, check, state, at);
  });
  await OWNERS[of].after?.(deps, refId);
}

/** Asks again about files whose verdict did not come, and holds those for which patience ran out. Answers how many it saw to. */
export async function recheck(deps: Asks & Settles): Promise<number> {
  const now = deps.now();
  const due = await deps.store.list('mediaChecks', {
    where: { state: 'checking', dueAt: { lte: now } },
    orderBy: [['dueAt', 'asc']],
    limit: AT_ONCE,
  });
  const again: MediaCheck[] = [];
  for (const check of due) {
    if (check.at + OWNERS[check.of].patience <= now) await giveUp(deps, check);
    else if (await claim(deps, check)) again.push(check);
  }
  await askNow(deps, again);
  return due.length;
}

async function giveUp(deps: Asks & Settles, check: MediaCheck): Promise<void> {
  deps.log({ event: 'media.no-verdict', of: check.of, checkId: check._id, asked: check.traces.length });
  await settle(deps, check, 'held');
}

/** Of two runs at once only one asks. */
const claim = async ({ store, now }: Asks, { _id, dueAt }: MediaCheck): Promise<boolean> =>
  (await store.updateWhere('mediaChecks', { _id, dueAt }, { set: { dueAt: now() + REFUSED_MS } })) === 1;
