import type { Input } from '../../miniprogram/shared/contract';
import type { Backend } from './backend';
import { aConsent, seedLittleSchool } from './builders';

/** The little school, where 林小雨's father agreed to photos. */
export async function schoolWithPhotos({ deps: { store, vault } }: Backend): Promise<void> {
  await seedLittleSchool(store, vault);
  await store.insert('consents', aConsent());
}

/** A visit at 林小雨's home, for the school only. */
export const visit = (over: Partial<Input<'records.write'>> = {}): Input<'records.write'> => ({
  requestKey: 'visit-0001',
  studentId: 's-yu',
  kind: 'home_visit',
  day: '2026-11-24',
  chips: ['情绪', '作业'],
  note: '奶奶腰不好，孩子自己做饭。',
  photos: [],
  photosConsented: false,
  share: false,
  shareText: '',
  ...over,
});

/** The same visit, with words for the family. */
export const shared = (over: Partial<Input<'records.write'>> = {}) =>
  visit({ share: true, shareText: '小雨作业写得很认真，请多打电话。', ...over });

/** Puts a photo where the head teacher's phone puts it; its bytes are its name. */
export const uploadPhoto = ({ cloud }: Backend, name: string): Promise<string> =>
  cloud.upload(`u/${name}.jpg`, Buffer.from(name), 'o-t-head');
