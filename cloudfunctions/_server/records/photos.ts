import type { MediaState } from '../../../miniprogram/shared/domain/media';
import type { MediaCheck } from '../data/documents';
import type { Transaction } from '../data/store';

/** Takes down what WeChat's check said of one photo of a record. */
export async function judgePhoto(tx: Transaction, { refId, fileId }: MediaCheck, state: MediaState): Promise<void> {
  const record = await tx.get('records', refId);
  if (!record) return;
  const photos = record.photos.map((photo) => (photo.fileId === fileId ? { ...photo, state } : photo));
  await tx.update('records', refId, { set: { photos } });
}
