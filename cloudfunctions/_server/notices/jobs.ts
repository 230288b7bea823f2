import { isOver } from '../../../miniprogram/shared/domain/notices';
import type { Notice } from '../data/documents';
import type { Deps } from '../kernel/deps';
import { oneByOne } from '../kernel/run-jobs';
import { finishNotice } from './finish';
import { BUSY_MS, standingOf } from './gates';
import { closeReceipts } from './withdraw';

type Needs = Pick<Deps, 'store' | 'now' | 'log' | 'schoolOf' | 'wake'>;

const AT_ONCE = 20;

/**
 * Looks after the notices whose time has come: scheduled ones leave; what a request or an earlier run left undone, letters or
 * receipts of one that is over, is done. Answers how many were seen to.
 */
export async function tendNotices(deps: Needs, until: number): Promise<number> {
  const due = await deps.store.list('notices', {
    where: { dueAt: { lte: deps.now() } },
    orderBy: [['dueAt', 'asc']],
    limit: AT_ONCE,
  });
  await oneByOne(deps, due, until, async (notice) => {
    const mine = await claim(deps, notice);
    if (mine) await tend(deps, mine, until);
  });
  return due.length;
}

/** Writes the letters of one big notice, as its sender's request asked for. */
export async function tendNotice(deps: Needs, id: string, until: number): Promise<void> {
  const notice = await deps.store.get('notices', id);
  if (notice) await tend(deps, notice, until);
}

/** Of two runs at once only one goes on; a scheduled notice leaves with it. */
async function claim({ store, now }: Needs, notice: Notice): Promise<Notice | undefined> {
  const { _id, status, dueAt } = notice;
  const set = status === 'scheduled' ? standingOf(notice, now()) : { dueAt: now() + BUSY_MS };
  return (await store.updateWhere('notices', { _id, status, dueAt }, { set })) === 1
    ? { ...notice, ...set }
    : undefined;
}

const tend = (deps: Needs, notice: Notice, until: number): Promise<unknown> =>
  isOver(notice.status) ? closeReceipts(deps.store, notice) : finishNotice(deps, notice, until);
