import { expect, it } from 'vitest';
import { sweepTemporary, writeTemporary } from '../../cloudfunctions/_server/documents/temporary';
import { SCHOOL } from '../support/builders';
import { sharedBackend } from '../support/shared-backend';

const b = await sharedBackend();
const { store, files } = b.deps;
const DAY = 86_400_000;
const path = (name: string) => `out/cards/${name}.docx`;
const isThere = async (name: string) => (await files.links([await files.idOf(path(name))]))[0] !== null;

/** A function that is stopped at its n-th step, which may still happen. */
function mortal(steps: number, happens: boolean) {
  let left = steps;
  const step = async <R>(work: () => Promise<R>): Promise<R> => {
    left -= 1;
    if (left === 0 && happens) await work();
    if (left <= 0) throw new Error('stopped');
    return work();
  };
  const insert: typeof store.insert = (collection, docs) => step(() => store.insert(collection, docs));
  return {
    ...b.deps,
    store: { ...store, insert },
    files: {
      ...files,
      idOf: (at: string) => step(() => files.idOf(at)),
      write: (at: string, bytes: Uint8Array) => step(() => files.write(at, bytes)),
    },
  };
}
const write = (deps: ReturnType<typeof mortal>, id: string) =>
  writeTemporary(deps, { id, schoolId: SCHOOL, path: path(id), bytes: new Uint8Array([1, 2, 3]) });

it('the id of a file is known before the file is there', async () => {
  const known = await files.idOf(path('before'));
  expect(await files.links([known])).toEqual([null]);
  expect(await files.write(path('before'), new Uint8Array([1]))).toBe(known);
});

it.each([true, false])(
  'wherever the writing is stopped, a day later there is no file (the last step happens: %s)',
  async (happens) => {
    const STEPS = 3;
    for (let steps = 1; steps <= STEPS + 1; steps++) {
      const id = `${happens}-${steps}`;
      const isThrough = await write(mortal(steps, happens), id).then(
        () => true,
        () => false,
      );
      expect([isThrough, await isThere(id)], id).toEqual([
        steps > STEPS,
        steps > STEPS || (happens && steps === STEPS),
      ]);
      b.clock.at += DAY;
      while ((await sweepTemporary(b.deps)) > 0);
      expect(await isThere(id), id).toBe(false);
    }
    expect(await store.count('temporaryFiles', { dueAt: { gt: 0 } })).toBe(0);
  },
);
