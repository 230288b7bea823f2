import { isOver, isUnsent } from '../../../miniprogram/shared/domain/notices';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Notice } from '../data/documents';
import { Conflict, type Store } from '../data/store';
import type { Deps } from '../kernel/deps';
import { BUSY_MS } from './gates';

type Needs = Pick<Deps, 'store' | 'now'>;

/**
 * Tells all receipts of a notice that it is over: nobody need see to them any more, and what waits to leave for them does
 * not. Its status stands before, so no receipt is written after; where this is cut short `jobs` repeats it.
 */
export async function closeReceipts(store: Store, { _id, schoolId, status }: Notice): Promise<void> {
  if (!isOver(status)) return;
  const set = { over: status, open: false, climbAt: null };
  await store.updateWhere('receipts', { schoolId, refId: _id, over: null }, { set, inc: { version: 1 } });
  await store.updateWhere('notices', { _id, status }, { set: { dueAt: null } });
}

const TRIES = 8;

/** Changes the status of a notice that nobody else changed meanwhile. Answers the notice after it; `undefined`: look again. */
async function change(store: Store, notice: Notice, set: Partial<Notice>): Promise<Notice | undefined> {
  const where = { _id: notice._id, status: notice.status };
  return (await store.updateWhere('notices', where, { set })) === 1 ? { ...notice, ...set } : undefined;
}

/**
 * Takes a notice back. One that nobody has yet is then for nobody. Taking it back again changes nothing.
 * @throws AppError `notices.over` where it was corrected: then the correction is what can be taken back.
 */
export async function takeBack({ store, now }: Needs, read: Notice, reason: string, by: string): Promise<void> {
  for (let notice = read, tries = 0; tries < TRIES; tries++) {
    if (notice.status === 'corrected') throw new AppError('notices.over');
    const recall = { reason, by, at: now() };
    const over: Notice | undefined =
      notice.status === 'recalled'
        ? notice
        : await change(store, notice, {
            status: 'recalled',
            recall,
            ...(isUnsent(notice.status) ? { people: 0, dueAt: null } : { dueAt: now() + BUSY_MS }),
          });
    if (over) return closeReceipts(store, over);
    notice = await newest(store, notice);
  }
  throw new Conflict();
}

/**
 * The notice that another corrects is over as soon as the other leaves. Where somebody else has corrected it meanwhile, it is
 * the newest version that is corrected; one that was taken back stays so.
 */
export async function supersede({ store, now }: Needs, { _id, corrects }: Notice): Promise<void> {
  let id = corrects;
  for (let tries = 0; id !== null && id !== _id && tries < TRIES; tries++) {
    const notice = await store.get('notices', id);
    if (!notice) return;
    if (notice.status === 'corrected' && notice.correctedBy !== _id) id = notice.correctedBy;
    else if (notice.status === 'corrected') return closeReceipts(store, notice);
    else if (notice.status !== 'sent' && notice.status !== 'sending') return;
    else {
      const set = { status: 'corrected' as const, correctedBy: _id, dueAt: now() + BUSY_MS };
      const over = await change(store, notice, set);
      if (over) return closeReceipts(store, over);
    }
  }
}

async function newest(store: Store, { _id }: Notice): Promise<Notice> {
  const notice = await store.get('notices', _id);
  if (!notice) throw new AppError('common.not-found');
  return notice;
}
