import type { MediaState } from '../../../miniprogram/shared/domain/media';
import { isUnsent } from '../../../miniprogram/shared/domain/notices';
import type { MediaCheck, Notice } from '../data/documents';
import type { Store, Transaction } from '../data/store';
import type { Deps } from '../kernel/deps';
import { depart } from './finish';
import { standingOf } from './gates';

/**
 * Takes down what WeChat's check said of a notice's voice or picture. One that waited for it goes on, so its time, and the night's
 * rest, count from now.
 */
export async function judgeMedia(tx: Transaction, { refId, fileId }: MediaCheck, state: MediaState, at: number) {
  const notice = await tx.get('notices', refId);
  if (!notice) return;
  const judged = <T extends { readonly fileId: string }>(file: T): T =>
    file.fileId === fileId ? { ...file, state } : file;
  const voice = notice.voice && judged(notice.voice);
  const media = { voice, pictures: notice.pictures.map(judged) };
  const standing = isUnsent(notice.status) ? standingOf({ ...notice, ...media }, at) : {};
  await tx.update('notices', refId, { set: { ...media, ...standing } });
}

/** After a gate has opened: a notice that may leave now leaves; receipts that were there before learn of the voice. */
export async function goOn(
  deps: Pick<Deps, 'store' | 'now' | 'schoolOf' | 'wake'>,
  noticeId: string,
): Promise<Notice['status'] | undefined> {
  const notice = await deps.store.get('notices', noticeId);
  if (!notice || isUnsent(notice.status)) return notice?.status;
  const status = await depart(deps, notice);
  if (notice.voice) await showVoice(deps.store, notice);
  return status;
}

/** Tells the receipts of a notice that left whether there is a voice to hear. */
function showVoice(store: Store, { _id, schoolId, voice }: Notice) {
  const hasVoice = voice?.state === 'shown';
  return store.updateWhere('receipts', { schoolId, refId: _id, hasVoice: { ne: hasVoice } }, { set: { hasVoice } });
}
