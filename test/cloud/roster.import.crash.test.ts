import { describe, expect, it } from 'vitest';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { resumeImports } from '../../cloudfunctions/_server/roster/upkeep';
import { ADMIN, rosterBackend } from '../support/roster-import';
import { FAMILIES } from '../support/rosters';

const { backend, preview, bringIn, all } = await rosterBackend();

/** A store that dies at its nth write, as a function that is stopped would. */
function dyingAt(store: Store, n: number): Store {
  let left = n;
  const dies = <F extends (...args: never[]) => Promise<unknown>>(write: F): F =>
    ((...args: Parameters<F>) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('stopped')) : write(...args);
    }) as F;
  return { ...store, insert: dies(store.insert), updateWhere: dies(store.updateWhere), put: dies(store.put) };
}

describe('an import that is cut off', () => {
  const ABANDONED_MS = 120_000;
  const confirmWith = (deps: Deps, importId: string) =>
    serve(documentHandlers, deps)({ method: 'roster.confirm', input: { importId } }, ADMIN);

  it.each([1, 2, 3, 4])('at write %i is finished by the jobs, complete and once', async (n) => {
    const { importId } = await preview(FAMILIES);
    const cut = await confirmWith({ ...backend.deps, store: dyingAt(backend.deps.store, n) }, importId);
    expect(cut).toMatchObject({ ok: false, code: 'system.internal' });
    expect(await resumeImports(backend.deps)).toBe(0);
    backend.clock.at += ABANDONED_MS;
    expect(await resumeImports(backend.deps)).toBe(1);
    const { classes, students, familyMembers } = await all();
    expect([classes.length, students.length, familyMembers.length]).toEqual([2, 3, 6]);
    expect((await backend.deps.store.get('imports', importId))?.status).toBe('applied');
    expect(await resumeImports(backend.deps)).toBe(0);
    expect(await preview(FAMILIES)).toMatchObject({ same: 3 });
  });

  it('in the middle of a batch is finished by confirming again', async () => {
    const { importId } = await preview(FAMILIES);
    const { store } = backend.deps;
    // Half of an array got in before the function was stopped.
    const half: Store = {
      ...store,
      insert: async (collection, docs) => {
        const list = Array.isArray(docs) ? docs : [docs];
        await store.insert(collection, list.slice(0, 1));
        if (collection === 'familyMembers') throw new Error('stopped');
        await store.insert(collection, list.slice(1));
      },
    };
    expect(await confirmWith({ ...backend.deps, store: half }, importId)).toMatchObject({ code: 'system.internal' });
    expect((await all()).familyMembers).toHaveLength(1);
    await backend.call(ADMIN, 'roster.confirm', { importId });
    expect((await all()).familyMembers).toHaveLength(6);
  });

  it('does not come back over a newer one', async () => {
    const old = await preview(FAMILIES);
    const cut = { ...backend.deps, store: dyingAt(backend.deps.store, 3) };
    expect(await confirmWith(cut, old.importId)).toMatchObject({ code: 'system.internal' });
    backend.clock.at += 1000;
    await bringIn(FAMILIES.map((line) => ({ ...line, 班级: '四(1)班' })));
    backend.clock.at += ABANDONED_MS;
    expect(await resumeImports(backend.deps)).toBe(0);
    expect(new Set((await all()).students.map(({ className }) => className))).toEqual(new Set(['四(1)班']));
  });

  it('half-way through changes is finished by confirming again', async () => {
    await bringIn(FAMILIES);
    const moved = FAMILIES.map((line) => ({ ...line, 班级: '四(1)班' }));
    const { importId } = await preview(moved);
    expect(await confirmWith({ ...backend.deps, store: dyingAt(backend.deps.store, 4) }, importId)).toMatchObject({
      code: 'system.internal',
    });
    await backend.call(ADMIN, 'roster.confirm', { importId });
    const { students, familyMembers } = await all();
    expect(new Set(students.map(({ className }) => className))).toEqual(new Set(['四(1)班']));
    expect(new Set(familyMembers.flatMap(({ classIds }) => classIds))).toEqual(new Set([students[0]?.classId]));
  });
});
