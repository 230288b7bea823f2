import type { Letter } from '../../cloudfunctions/_server/data/documents';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import type { Input } from '../../miniprogram/shared/contract';
import { aBooking } from './booking';
import { bringVerdict } from './notices';
import { littleSchool, sharedBackend } from './shared-backend';

export const FATHER = 'o-m-father';
export const BOOTH = 'o-t-booth';
export const YU = 's-yu';
/** 林小雨's pictures. */
export const SECRET = [3, 1, 7];
export const VOICE = new Uint8Array(Array.from({ length: 2000 }, (_, i) => (i * 7) % 251));

/** The backend of a file about letters: 林小雨 has a call at the tablet today, and chose her pictures. */
export async function letterBackend() {
  let n = 0;
  const b = await sharedBackend(
    async (fresh) => {
      await littleSchool(fresh);
      await fresh.deps.store.insert('bookings', aBooking({ _id: 'b1', day: '2026-11-24' }));
      await fresh.call('o-t-head', 'letters.sendTo', { studentId: YU, pointId: 'sch1.p2' });
      await fresh.call(BOOTH, 'letters.chooseSecret', { studentId: YU, secret: SECRET });
      await fresh.deps.store.removeWhere('letterVisits', { schoolId: 'sch1', studentId: YU });
    },
    { ...apiHandlers, ...documentHandlers },
  );
  const write = (over: Partial<Input<'letters.write'>> = {}, from = FATHER) =>
    b.call(from, 'letters.write', { requestKey: `letter-${++n}`, studentId: YU, text: '好好吃饭', ...over });
  const reply = (over: Partial<Input<'letters.boothWrite'>> = {}) =>
    b.call(BOOTH, 'letters.boothWrite', {
      ...{ requestKey: `letter-${++n}`, studentId: YU, secret: SECRET, adultId: 'm-father', text: '我想你' },
      ...over,
    });
  const spoken = async (bytes: Uint8Array = VOICE) => ({
    fileId: await b.cloud.upload(`u/voice-${++n}.mp3`, bytes, FATHER),
    seconds: 12,
  });
  return {
    b,
    write,
    reply,
    spoken,
    box: (secret: readonly number[] = SECRET) =>
      b.call(BOOTH, 'letters.boothBox', { studentId: YU, secret: [...secret] }),
    openAtBooth: (letterId: string) => b.call(BOOTH, 'letters.boothOpen', { studentId: YU, secret: SECRET, letterId }),
    letter: (id: string) => b.deps.store.get('letters', id) as Promise<Letter>,
    verdict: async (id: string, suggest: string) => {
      const check = await b.deps.store.get('mediaChecks', `${id}:0`);
      await bringVerdict(b.deps, check?.traces.at(-1), suggest);
    },
    isThere: async (fileId: string) => (await b.deps.files.links([fileId]))[0] !== null,
  };
}
