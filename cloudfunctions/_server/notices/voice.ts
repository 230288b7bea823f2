import type { MediaState } from '../../../miniprogram/shared/domain/media';
import { isUnsent, statusAfterCheck } from '../../../miniprogram/shared/domain/notices';
import type { MediaCheck } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Deps } from '../kernel/deps';
import { finishNotice } from './finish';
import { loadAddressees } from './recipients';
import { showVoice } from './repository';

/** Takes down what WeChat's check said of a notice's voice. One that waited for it leaves now, so its time, and the night's rest, count from now. */
export async function judgeVoice(tx: Transaction, { refId }: MediaCheck, state: MediaState, at: number): Promise<void> {
  const notice = await tx.get('notices', refId);
  if (!notice?.voice) return;
  const status = statusAfterCheck(notice.status, notice.asks, state);
  const sentAt = status === notice.status ? notice.sentAt : at;
  await tx.update('notices', refId, { set: { 'voice.state': state, status, sentAt } });
}

/** After a verdict: the letters of a notice that may leave now go; receipts that were there before learn of the voice. */
export async function goOn({ store, wake }: Pick<Deps, 'store' | 'wake'>, noticeId: string): Promise<void> {
  const notice = await store.get('notices', noticeId);
  if (!notice || isUnsent(notice.status)) return;
  if (notice.status === 'sending') {
    await finishNotice(store, notice, await loadAddressees(store, notice.schoolId, notice.audience));
    await wake();
  }
  await showVoice(store, notice);
}
