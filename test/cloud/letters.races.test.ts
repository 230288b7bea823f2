import { describe, expect, it } from 'vitest';
import { work } from '../../cloudfunctions/_server/kernel/jobs';
import { tendVoice } from '../../cloudfunctions/_server/letters/voices';
import { BOOTH, FATHER, letterBackend, SECRET, YU } from '../support/letters';
import { code } from '../support/shared-backend';

const MIND = 'o-t-mind';
const ADMIN = 'o-t-admin';
const { b, write, spoken, openAtBooth, letter, isThere } = await letterBackend();

/** A letter that the child opened and reported, without handing it over. */
async function reported() {
  const { letterId } = await write();
  await openAtBooth(letterId);
  const told = { studentId: YU, secret: SECRET, letterId, why: 'scared', words: '' } as const;
  const report = (show: boolean) => b.call(BOOTH, 'letters.boothReport', { ...told, show });
  await report(false);
  const row = async () => (await b.call(MIND, 'letters.reported', {})).reports.find((one) => one.letterId === letterId);
  return { letterId, report, row };
}

describe('a report', () => {
  it('is open again for its reader when the letter is handed over after the answer', async () => {
    const { letterId, report, row } = await reported();
    await b.call(MIND, 'letters.answerReport', { letterId, answer: '谈过了' });
    expect(await row()).toMatchObject({ handed: null, answered: '谈过了' });
    await report(true);
    expect(await row()).toMatchObject({ handed: '好好吃饭', answered: null });
    await b.call(MIND, 'letters.answerReport', { letterId, answer: '看了信，又谈了' });
    expect(await row()).toMatchObject({ answered: '看了信，又谈了' });
  });

  it('keeps the first of two answers; the same again changes nothing', async () => {
    const { letterId, row } = await reported();
    await b.call(MIND, 'letters.answerReport', { letterId, answer: '谈过了' });
    await b.call(MIND, 'letters.answerReport', { letterId, answer: '谈过了' });
    expect(await code(b.call(ADMIN, 'letters.answerReport', { letterId, answer: '没事' }))).toBe('common.stale');
    expect(await row()).toMatchObject({ answered: '谈过了' });
  });
});

describe('five letters a day', () => {
  it('are five, however many arrive at once and whether or not the child chose its pictures', async () => {
    for (const hasSecret of [true, false]) {
      await b.renew();
      if (!hasSecret) await b.deps.store.removeWhere('letterSecrets', { _id: YU });
      const codes: unknown[] = [];
      for (let round = 0; round < 4; round++)
        codes.push(...(await Promise.all(Array.from({ length: 3 }, () => code(write())))));
      expect(
        codes.filter((one) => !['done', 'letters.too-many', 'system.busy'].some((known) => known === one)),
      ).toEqual([]);
      for (let i = 0; i < 5; i++) codes.push(await code(write()));
      const letters = await b.deps.store.count('letters', { schoolId: 'sch1', studentId: YU });
      expect([letters, codes.filter((one) => one === 'done').length, codes.at(-1)]).toEqual([5, 5, 'letters.too-many']);
      expect(await code(write({}, 'o-m-mother'))).toBe('done');
    }
  });

  it('count once for a request that comes twice, and choosing the pictures keeps the count', async () => {
    await b.deps.store.removeWhere('letterSecrets', { _id: YU });
    for (let i = 0; i < 5; i++)
      await Promise.all([write({ requestKey: `twice-00${i}` }), write({ requestKey: `twice-00${i}` })]);
    await b.call('o-t-head', 'letters.sendTo', { studentId: YU, pointId: 'sch1.p2' });
    await b.call(BOOTH, 'letters.chooseSecret', { studentId: YU, secret: SECRET });
    expect(await code(write())).toBe('letters.too-many');
    expect(
      await code(
        openAtBooth(
          (await b.deps.store.list('letters', { where: { schoolId: 'sch1', studentId: YU }, limit: 9 }))[0]?._id ?? '',
        ),
      ),
    ).toBe('done');
  });
});

describe('a voice', () => {
  it('leaves no file when it is taken back while its upload goes, and that is cut off', async () => {
    const { letterId } = await write({ voice: await spoken() });
    await b.deps.store.updateWhere('letters', { _id: letterId }, { set: { todo: 'seal' } });
    const { files } = b.deps;
    const cutOff = { ...files, remove: () => Promise.reject(new Error('stopped')) };
    const remove = async (fileId: string) => {
      await files.remove(fileId);
      Object.assign(b.deps, { files: cutOff });
      await b.call(FATHER, 'letters.takeBack', { letterId }).catch(() => undefined);
      Object.assign(b.deps, { files });
    };
    await tendVoice({ ...b.deps, files: { ...files, remove } }, letterId);
    const { state, voice } = await letter(letterId);
    expect(state).toBe('taken_back');
    const sealed = voice?.fileId ?? '';
    expect(await isThere(sealed)).toBe(true);
    await work(b.deps, {});
    expect(await isThere(sealed)).toBe(false);
    expect(await letter(letterId)).toMatchObject({ state: 'taken_back', voice: null, todo: null });
  });
});
