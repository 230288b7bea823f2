import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earn, forgo, openCredits, openOf, spend } from '../../cloudfunctions/_server/calls/makeups';
import { SCHOOL } from '../support/builders';
import { sharedBackend } from '../support/shared-backend';

const backend = await sharedBackend();
const { store } = backend.deps;
const call = (_id: string, studentIds: readonly string[] = ['s1']) => ({ _id, schoolId: SCHOOL, studentIds });
const earned = (id: string, studentIds?: readonly string[]) => store.transact((tx) => earn(tx, call(id, studentIds)));
const spent = (id: string, studentIds?: readonly string[]) => store.transact((tx) => spend(tx, call(id, studentIds)));
const forgone = (id: string) => store.transact((tx) => forgo(tx, call(id)));
const credits = async () => Object.fromEntries(await openCredits(store, SCHOOL));

describe('make-up credits', () => {
  it('are earned once a failed call and child, and spent by calls that took place', async () => {
    await earned('b1', ['s1', 's2']);
    await earned('b1', ['s1', 's2']);
    await earned('b2');
    expect(await credits()).toEqual({ s1: 2, s2: 1 });
    await spent('b3', ['s1', 's2']);
    await spent('b3', ['s1', 's2']);
    expect(await credits()).toEqual({ s1: 1 });
  });

  it('are not saved up by calls that took place before', async () => {
    await spent('b1');
    await earned('b2');
    expect(await credits()).toEqual({ s1: 1 });
  });

  it('are taken back where the call took place after all', async () => {
    await earned('b1');
    await forgone('b1');
    await forgone('b1');
    await forgone('b-other');
    expect(await credits()).toEqual({});
  });

  it('taken back after they were spent take nothing from the next call that fails', async () => {
    await earned('b1');
    await spent('b2');
    await forgone('b1');
    expect(await credits()).toEqual({});
    await earned('b3');
    expect(await credits()).toEqual({ s1: 1 });
  });

  it('lose none when calls of one child fail at the same time', async () => {
    for (let round = 0; round < 5; round++) {
      await backend.renew();
      await Promise.all(['b1', 'b2', 'b3', 'b3', 'b4'].map((id) => earned(id)));
      expect(await credits()).toEqual({ s1: 4 });
      await Promise.all(['d1', 'd2', 'd2', 'd3'].map((id) => spent(id)));
      expect(await credits()).toEqual({ s1: 1 });
    }
  });

  it('are counted for all children of a school, page by page, and of no other', async () => {
    const docs = Array.from({ length: 1203 }, (_, i) => ({
      _id: `s${i}`,
      schoolId: i % 3 === 0 ? 'elsewhere' : SCHOOL,
      earned: i % 2 === 0 ? ['b1'] : [],
      spent: [],
    }));
    for (const part of [docs.slice(0, 700), docs.slice(700)]) await store.insert('makeups', part);
    expect((await openCredits(store, SCHOOL)).size).toBe(401);
  });

  it('are never fewer than none', () => {
    const ids = fc.array(fc.string());
    fc.assert(fc.property(ids, ids, (e, s) => openOf({ earned: e, spent: s }) === Math.max(0, e.length - s.length)));
  });
});
