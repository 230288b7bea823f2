import { recordKind } from '../../../miniprogram/shared/domain/record-kinds';
import type { CareRecord } from '../data/documents';

/** What a family may see of a record: the words written for it and the photos that passed the check. */
export interface SharedPart {
  readonly text: string;
  /** File ids. */
  readonly photos: readonly string[];
}

/** The shared part of a record; `undefined` where nothing of it is shared. */
export function sharedPart(record: CareRecord): SharedPart | undefined {
  const sees = recordKind(record.kind)?.familySees ?? [];
  if (!record.share || record.shareText === '') return undefined;
  const photos = record.photos.filter((photo) => photo.state === 'shown').map((photo) => photo.fileId);
  return {
    text: sees.includes('shareText') ? record.shareText : '',
    photos: sees.includes('photos') ? photos : [],
  };
}
