import { describe, expect, it } from 'vitest';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { work } from '../../cloudfunctions/_server/kernel/jobs';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { tendVoice } from '../../cloudfunctions/_server/letters/voices';
import { erase } from '../../cloudfunctions/_server/privacy/erase';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { BOOTH, FATHER, letterBackend, SECRET, YU } from '../support/letters';
import { meanwhile } from '../support/mortal';

const { b, write, spoken, openAtBooth, letter, isThere } = await letterBackend();
const { store } = b.deps;

async function yu() {
  const student = await store.get('students', YU);
  if (!student) throw new Error('nobody');
  return student;
}

describe('an erasure', () => {
  it('leaves no file of a voice that is sealed at this moment', async () => {
    const { letterId } = await write({ voice: await spoken() });
    await store.updateWhere('letters', { _id: letterId }, { set: { todo: 'seal' } });
    const written: string[] = [];
    const { files } = b.deps;
    const watched = {
      ...files,
      write: async (...args: Parameters<typeof files.write>) => {
        const fileId = await files.write(...args);
        written.push(fileId);
        return fileId;
      },
    };
    // Between the look at the letter and the first of its files.
    let sealed = false;
    const remove = async (fileId: string) => {
      if (!sealed) {
        sealed = true;
        await tendVoice({ ...b.deps, files: watched }, letterId);
      }
      await files.remove(fileId);
    };
    await erase({ ...b.deps, files: { ...files, remove } }, await yu(), 'm-father');
    expect(sealed).toBe(true);
    expect(await letter(letterId)).toBeUndefined();
    for (const fileId of written) expect(await isThere(fileId)).toBe(false);
  });

  it('leaves no file either when the sealing is in the middle', async () => {
    const { letterId } = await write({ voice: await spoken() });
    await store.updateWhere('letters', { _id: letterId }, { set: { todo: 'seal' } });
    let fileId = '';
    const { files } = b.deps;
    const watched = {
      ...files,
      write: async (...args: Parameters<typeof files.write>) => {
        fileId = await files.write(...args);
        await erase(b.deps, await yu(), 'm-father');
        return fileId;
      },
    };
    await tendVoice({ ...b.deps, files: watched }, letterId);
    expect(fileId).not.toBe('');
    expect([await letter(letterId), await isThere(fileId)]).toEqual([undefined, false]);
  });

  it('leaves a letter whole that is reported at this moment', async () => {
    const { letterId } = await write({ text: '给我钱' });
    await openAtBooth(letterId);
    const told = { studentId: YU, secret: SECRET, letterId, why: 'money', words: '', show: true } as const;
    const deps = meanwhile(
      b.deps,
      (step, collection) => collection === 'letters' && step !== 'list' && step !== 'count',
      () => b.call(BOOTH, 'letters.boothReport', told),
    );
    await erase(deps, await yu(), 'm-father');
    expect(await b.call(FATHER, 'letters.open', { letterId })).toMatchObject({ text: '给我钱' });
    expect((await b.call('o-t-mind', 'letters.reported', {})).reports).toMatchObject([{ letterId, handed: '给我钱' }]);
  });

  it('of a child that left leaves no letter that was just being written', async () => {
    const deps = meanwhile(
      b.deps,
      (step) => step === 'transact',
      async () => {
        await store.updateWhere('students', { _id: YU }, { set: { status: 'left' } });
        await erase(b.deps, await yu(), null);
      },
    );
    const input = { requestKey: 'letter-late', studentId: YU, text: '想你' };
    const reply = await serve(apiHandlers, deps)({ method: 'letters.write', input }, FATHER);
    expect(reply).toMatchObject({ ok: false, code: 'common.not-found' });
    expect(await store.count('letters', { schoolId: 'sch1', studentId: YU })).toBe(0);
    expect(await store.get('letterSecrets', YU)).toBeUndefined();
  });
});

it('an empty envelope stays until its sounds are gone', async () => {
  const { letterId } = await write({ voice: await spoken() });
  const upload = (await letter(letterId)).voice?.upload ?? '';
  const { files } = b.deps;
  const broken = { ...files, remove: () => Promise.reject(new Error('storage')) };
  Object.assign(b.deps, { files: broken });
  await b.call(FATHER, 'letters.takeBack', { letterId }).catch(() => undefined);
  b.clock.at = instantOf('2027-02-01', 3 * 60);
  await work(b.deps, {});
  Object.assign(b.deps, { files });
  expect(await letter(letterId)).toMatchObject({ state: 'taken_back', todo: 'clean' });
  expect(await isThere(upload)).toBe(true);
  await work(b.deps, {});
  b.clock.at += 86_400_000;
  await work(b.deps, {});
  expect([await letter(letterId), await isThere(upload)]).toEqual([undefined, false]);
});
