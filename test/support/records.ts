import type { Vault } from '../../cloudfunctions/_server/data/crypto';
import type { CareRecord, RecordBody } from '../../cloudfunctions/_server/data/documents';
import { orderOf } from '../../cloudfunctions/_server/records/repository';
import { sealBody } from '../../cloudfunctions/_server/records/shared';
import type { Input } from '../../miniprogram/shared/contract';
import type { Backend } from './backend';
import { NOON } from './backend';
import { aConsent, SCHOOL, seedLittleSchool } from './builders';

/** The little school, where 林小雨's father agreed to photos. */
export async function schoolWithPhotos({ deps: { store, vault } }: Backend): Promise<void> {
  await seedLittleSchool(store, vault);
  await store.insert('consents', aConsent());
}

export const NOTE = '奶奶腰不好，孩子自己做饭。';
export const WORDS = '小雨作业写得很认真，请多打电话。';

/** A visit at 林小雨's home, for the school only. */
export const visit = (over: Partial<Input<'records.write'>> = {}): Input<'records.write'> => ({
  requestKey: 'visit-0001',
  studentIds: ['s-yu'],
  kind: 'home_visit',
  day: '2026-11-24',
  values: { seen: ['情绪', '作业'], note: NOTE },
  photos: [],
  photosConsented: false,
  share: false,
  shareText: '',
  ...over,
});

/** The same visit, with words for the family. */
export const shared = (over: Partial<Input<'records.write'>> = {}) => visit({ share: true, shareText: WORDS, ...over });

/** A visit as it is stored: 林小雨's, by the head teacher, unless told otherwise. */
export function aRecord(
  vault: Vault,
  { said = {}, ...over }: Partial<CareRecord> & { readonly said?: Partial<RecordBody> } = {},
): CareRecord {
  const { _id = 'r1', day = '2026-11-20', at = NOON } = over;
  return {
    _id,
    schoolId: SCHOOL,
    studentIds: ['s-yu'],
    classIds: ['c32'],
    kind: 'home_visit',
    book: 'visit',
    day,
    order: orderOf({ _id, day, at }),
    body: sealBody(vault, { values: {}, place: '', shareText: '', ...said }),
    photos: [],
    voices: [],
    share: false,
    goal: null,
    authorId: 't-head',
    authorName: '李老师',
    at,
    version: 1,
    lastKey: null,
    before: [],
    struck: null,
    ...over,
  };
}

/** Puts a photo where the head teacher's phone puts it; its bytes are its name. */
export const uploadPhoto = ({ cloud }: Backend, name: string): Promise<string> =>
  cloud.upload(`u/${name}.jpg`, Buffer.from(name), 'o-t-head');
