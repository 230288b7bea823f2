import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { seedLittleSchool } from '../support/builders';
import { ledgerOf, MONDAY, TODAY } from '../support/ledger';

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());
const { record, contactOf, entriesOf, roll } = ledgerOf(() => backend);

describe('ledger.roll', () => {
  it('notes a contact this week for all who were not named, and the roll itself', async () => {
    expect(await roll(['s-hai'])).toMatchObject({ data: { contacted: 1, notYet: 1 } });
    expect(await contactOf('s-yu')).toMatchObject({ childDay: TODAY });
    expect(await contactOf('s-hai')).toMatchObject({ childDay: null });
    const [only] = await entriesOf('s-yu');
    expect(only).toMatchObject({ _id: `roll:s-yu:${MONDAY}`, way: 'own_call', saidBy: { personId: 't-head' } });
    expect(await backend.call('o-t-head', 'ledger.class', {})).toMatchObject({
      rolledDay: TODAY,
      rows: [
        { id: 's-hai', way: null },
        { id: 's-yu', way: 'own_call', thisWeek: true },
      ],
    });
    expect((await backend.deps.store.get('staff', 't-head'))?.rolled).toEqual({ c32: MONDAY });
  });

  it('says the same when it is called again', async () => {
    await roll(['s-hai']);
    const before = [await entriesOf('s-yu'), await contactOf('s-yu')];
    backend.clock.at += 86_400_000;
    expect(await roll(['s-hai'])).toMatchObject({ data: { contacted: 1, notYet: 1 } });
    expect([await entriesOf('s-yu'), await contactOf('s-yu')]).toEqual(before);
  });

  it('may be corrected: what it said is taken back, what others said stays', async () => {
    await record({ _id: 'before', day: addDays(TODAY, -10) });
    await record({ _id: 'call', day: MONDAY, studentId: 's-hai' });
    await roll([]);
    expect(await contactOf('s-yu')).toMatchObject({ childDay: TODAY });
    await roll(['s-yu', 's-hai']);
    expect(await contactOf('s-yu')).toMatchObject({ childDay: addDays(TODAY, -10) });
    expect(await contactOf('s-hai')).toMatchObject({ childDay: MONDAY });
    expect((await entriesOf('s-yu')).map(({ _id }) => _id)).toEqual(['before']);
    await roll(['s-yu']);
    expect(await contactOf('s-hai')).toMatchObject({ childDay: TODAY });
  });

  it('takes back to never where there was nothing else, and leaves a later contact alone', async () => {
    await roll([]);
    await record({ _id: 'later', day: addDays(TODAY, 1), studentId: 's-hai' });
    await roll(['s-yu', 's-hai']);
    expect(await contactOf('s-yu')).toMatchObject({ childDay: null });
    expect(await contactOf('s-hai')).toMatchObject({ childDay: addDays(TODAY, 1) });
  });

  it('mends itself when it is sent again after it broke off at any step', async () => {
    for (const action of ['database.modifyDocument', 'database.removeDocument', 'database.aggregateDocuments']) {
      await roll([]);
      let broken = false;
      const mend = backend.cloud.fault((operation) => {
        if (operation.action !== action || broken) return undefined;
        broken = true;
        return { error: { code: 'INTERNAL', message: 'gone' } };
      });
      expect(await roll(['s-yu'])).toMatchObject({ ok: false });
      mend();
      expect(await roll(['s-yu'])).toMatchObject({ data: { contacted: 1, notYet: 1 } });
      expect([await contactOf('s-yu'), (await entriesOf('s-yu')).length]).toMatchObject([{ childDay: null }, 0]);
      expect(await contactOf('s-hai')).toMatchObject({ childDay: TODAY });
    }
  });

  it('of last week stands for its Sunday and does not mark this week', async () => {
    await roll(['s-hai'], { weekOf: addDays(MONDAY, -7) });
    expect(await contactOf('s-yu')).toMatchObject({ childDay: '2026-11-22' });
    expect((await backend.deps.store.get('staff', 't-head'))?.rolled).toBeUndefined();
  });

  it('is for the week that runs and the one before, named by their Mondays', async () => {
    for (const week of [addDays(MONDAY, -14), addDays(MONDAY, 7), TODAY])
      expect(await roll([], { weekOf: week })).toMatchObject({ code: 'input.invalid', details: { field: 'weekOf' } });
  });

  it('counts each child once when two teachers call it at the same moment', async () => {
    const replies = await Promise.all([roll([]), roll([], { by: 'o-t-admin' }), roll([])]);
    expect(replies.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect([(await entriesOf('s-yu')).length, (await entriesOf('s-hai')).length]).toEqual([1, 1]);
  });

  it('is for the class teacher and the headteacher', async () => {
    expect(await roll([], { classId: 'c11' })).toMatchObject({ code: 'common.not-found' });
    expect(await roll([], { classId: 'c99' })).toMatchObject({ code: 'common.not-found' });
    expect(await roll(['s-other'])).toMatchObject({ code: 'common.not-found' });
    expect(await roll([], { by: 'o-t-mentor' })).toMatchObject({ code: 'common.not-found' });
    expect(await roll([], { by: 'o-m-father' })).toMatchObject({ code: 'auth.forbidden' });
    expect(await contactOf('s-yu')).toMatchObject({ childDay: null });
  });
});
