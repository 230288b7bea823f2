import type { NoticeStatus } from '../../../miniprogram/shared/domain/notices';
import type { Notice } from '../data/documents';
import type { Store } from '../data/store';
import type { Deps } from '../kernel/deps';
import { oneByOne } from '../kernel/run-jobs';
import { lettersOf, postLetters } from './letters';
import { type Addressees, loadAddressees } from './recipients';
import { showVoice } from './repository';

/** Brings a notice that may leave to all its recipients as far as it is not there yet, and marks it as sent. Answers its status. */
export async function finishNotice(store: Store, notice: Notice, addressees: Addressees): Promise<NoticeStatus> {
  if (notice.status !== 'sending') return notice.status;
  const told = {
    of: 'notice' as const,
    refId: notice._id,
    schoolId: notice.schoolId,
    title: notice.title,
    from: notice.senderName,
    asks: notice.asks,
    hasVoice: notice.voice?.state === 'shown',
    urgent: notice.urgent,
    sentAt: notice.sentAt,
  };
  await postLetters(store, lettersOf(told, addressees));
  await store.updateWhere('notices', { _id: notice._id, status: 'sending' }, { set: { status: 'sent' } });
  // A verdict that came meanwhile found only some of the receipts.
  const now = notice.voice?.state === 'checking' ? await store.get('notices', notice._id) : undefined;
  if (now) await showVoice(store, now);
  return 'sent';
}

/** A request may still be busy with a notice that is younger than this. */
const BUSY_MS = 30_000;
const AT_ONCE = 10;

/** Goes on with notices whose sender's request was cut short. Answers how many were finished. */
export async function finishNotices(deps: Pick<Deps, 'store' | 'now' | 'log'>): Promise<number> {
  const { store, now } = deps;
  const cutShort = await store.list('notices', {
    where: { status: 'sending', sentAt: { lte: now() - BUSY_MS } },
    orderBy: [['sentAt', 'asc']],
    limit: AT_ONCE,
  });
  await oneByOne(deps, cutShort, Number.POSITIVE_INFINITY, async (notice) =>
    finishNotice(store, notice, await loadAddressees(store, notice.schoolId, notice.audience)),
  );
  return cutShort.length;
}
