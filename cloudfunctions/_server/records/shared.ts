import { recordKind } from '../../../miniprogram/shared/domain/record-kinds';
import { type Fact, familyFacts } from '../../../miniprogram/shared/domain/record-kinds-facts';
import type { RecordKind } from '../../../miniprogram/shared/domain/record-kinds-parts';
import type { Vault } from '../data/crypto';
import type { CareRecord, RecordBody } from '../data/documents';

/** The row of a record's kind; of a school's own as it was when the record was written. */
export const kindOf = ({ kind, own }: Pick<CareRecord, 'kind' | 'own'>): RecordKind | undefined =>
  recordKind(kind, own ? [own] : []);

export const bodyOf = (vault: Pick<Vault, 'open'>, { body }: Pick<CareRecord, 'body'>): RecordBody =>
  JSON.parse(vault.open(body)) as RecordBody;

export const sealBody = (vault: Pick<Vault, 'seal'>, body: RecordBody): CareRecord['body'] =>
  vault.seal(JSON.stringify(body));

/** What a family may see of a record: the answers its kind shares, the words written for it, photos and voices that passed the check. */
export interface SharedPart {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly words: string;
  /** File ids. */
  readonly photos: readonly string[];
  readonly voices: readonly { readonly fileId: string; readonly seconds: number }[];
}

/** The shared part of a record; `undefined` where nothing of it is shared. */
export function sharedPart(vault: Pick<Vault, 'open'>, record: CareRecord): SharedPart | undefined {
  const kind = kindOf(record);
  if (!kind?.families || !record.share || record.neverShare === true || record.struck !== null) return undefined;
  const { title, photos, voices } = kind.families;
  const { values, shareText } = bodyOf(vault, record);
  const passed = <F extends { readonly state: string }>(files: readonly F[], isShared: boolean) =>
    isShared ? files.filter(({ state }) => state === 'shown') : [];
  return {
    title,
    facts: familyFacts(kind, values),
    words: shareText,
    photos: passed(record.photos, photos).map(({ fileId }) => fileId),
    voices: passed(record.voices, voices).map(({ fileId, seconds }) => ({ fileId, seconds })),
  };
}
