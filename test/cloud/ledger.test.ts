import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { key, opsOf } from '../support/booking';
import { aStudent, seedLittleSchool } from '../support/builders';
import { ledgerOf, MONDAY, TODAY } from '../support/ledger';

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());
const { record, contactOf } = ledgerOf(() => backend);

describe('ledger.class', () => {
  it("lists the left-behind children of the class, most urgent first, and how this week's contact was made", async () => {
    await backend.deps.store.insert('students', [
      aStudent({ _id: 's-long', name: '孙长久' }),
      aStudent({ _id: 's-home', name: '在家', leftBehind: false }),
      aStudent({ _id: 's-gone', name: '转走', status: 'left' }),
    ]);
    await record({ _id: 'old', studentId: 's-long', day: addDays(TODAY, -9) });
    await record({ _id: 'own', day: TODAY, way: 'own_call' });
    await record({ _id: 'here', day: TODAY, way: 'call_here' });
    await record({ _id: 'granny', day: TODAY, with: 'caregiver', way: 'own_call', studentId: 's-hai' });
    const view = await backend.call('o-t-head', 'ledger.class', {});
    expect(view).toMatchObject({ weekOf: MONDAY, classId: 'c32', rolledDay: null });
    expect(view.classes).toEqual([{ id: 'c32', name: '三(2)班' }]);
    expect(view.rows).toMatchObject([
      { id: 's-hai', childDay: null, caregiverDay: TODAY, days: null, tone: 'red', thisWeek: false, way: null },
      { id: 's-long', days: 9, tone: 'amber', thisWeek: false, way: null },
      { id: 's-yu', days: 0, tone: 'ok', thisWeek: true, way: 'call_here' },
    ]);
  });

  it("shows a mentor who has no class the mentor's own children", async () => {
    const view = await backend.call('o-t-mentor', 'ledger.class', {});
    expect(view).toMatchObject({ classes: [], classId: null, rows: [{ id: 's-hai' }] });
  });

  it('shows a class teacher the children of other classes with whom the teacher is paired, when asked', async () => {
    await backend.deps.store.updateWhere('staff', { _id: 't-head' }, { set: { menteeIds: ['s-other'] } });
    expect(await backend.call('o-t-head', 'ledger.class', {})).toMatchObject({ classId: 'c32', mentees: 1 });
    const view = await backend.call('o-t-head', 'ledger.class', { mentees: true });
    expect(view).toMatchObject({ classId: null, rolledDay: null });
    expect(view.rows.map(({ id }) => id)).toEqual(['s-other']);
    expect((await backend.call('o-t-admin', 'ledger.class', { mentees: true })).rows).toEqual([]);
  });

  it('shows the headteacher every class', async () => {
    const view = await backend.call('o-t-admin', 'ledger.class', { classId: 'c11' });
    expect(view.classes.map(({ id }) => id)).toEqual(['c11', 'c32']);
    expect(view.rows.map(({ id }) => id)).toEqual(['s-other']);
  });

  it('costs six database operations, who asks included', async () => {
    expect(await opsOf(backend, () => backend.call('o-t-head', 'ledger.class', {}))).toBe(6);
  });

  it("answers for another's class as for one that does not exist", async () => {
    for (const classId of ['c11', 'c99'])
      expect(await backend.reply('o-t-head', 'ledger.class', { classId })).toMatchObject({ code: 'common.not-found' });
    expect(await backend.reply('o-t-mentor', 'ledger.class', { classId: 'c32' })).toMatchObject({
      code: 'common.not-found',
    });
    expect(await backend.reply('o-m-father', 'ledger.class', {})).toMatchObject({ code: 'auth.forbidden' });
    expect(await backend.reply('o-t-booth', 'ledger.class', {})).toMatchObject({ code: 'auth.forbidden' });
    expect(await backend.reply('o-t-head', 'ledger.class', { classId: '' })).toMatchObject({ code: 'input.invalid' });
  });
});

describe('ledger.child', () => {
  const child = (openid: string, studentId = 's-yu') => backend.reply(openid, 'ledger.child', { studentId });

  it('tells the contacts of one child, newest first, to who may see its file', async () => {
    await record({ _id: 'a', day: addDays(TODAY, -3) });
    await record({ _id: 'b', day: TODAY, with: 'caregiver', way: 'own_call' });
    for (const openid of ['o-t-head', 'o-t-admin', 'o-m-father', 'o-m-granny'])
      expect(await backend.call(openid, 'ledger.child', { studentId: 's-yu' })).toEqual({
        child: { id: 's-yu', name: '林小雨', className: '三(2)班' },
        entries: [
          { day: TODAY, with: 'caregiver', way: 'own_call', saidBy: '孙老师' },
          { day: addDays(TODAY, -3), with: 'child', way: 'call_here', saidBy: '孙老师' },
        ],
        followUps: [],
        concerns: [],
      });
    expect(await child('o-m-father2')).toMatchObject({ code: 'common.not-found' });
    expect(await child('o-t-other')).toMatchObject({ code: 'common.not-found' });
    expect(await child('o-t-head', 's-none')).toMatchObject({ code: 'common.not-found' });
    expect(await child('o-t-bureau')).toMatchObject({ code: 'auth.forbidden' });
  });

  it('tells staff alone what was done and what worries', async () => {
    const about = { studentId: 's-yu' };
    await backend.call('o-t-head', 'ledger.follow', { requestKey: key(), ...about, kind: 'visited', note: '奶奶在家' });
    await backend.call('o-t-head', 'ledger.worry', {
      requestKey: key(),
      ...about,
      kind: 'quarrel',
      note: '挂了电话就哭',
    });
    expect(await backend.call('o-t-head', 'ledger.child', about)).toMatchObject({
      followUps: [{ day: TODAY, kind: 'visited', note: '奶奶在家', by: '李老师' }],
      concerns: [{ day: TODAY, kind: 'quarrel', note: '挂了电话就哭', by: '李老师', status: 'open', outcome: null }],
    });
    for (const openid of ['o-m-father', 'o-m-granny'])
      expect(await backend.call(openid, 'ledger.child', about)).toMatchObject({ followUps: [], concerns: [] });
  });

  it('is kept in the access log, and costs seven operations with it', async () => {
    expect(await opsOf(backend, () => child('o-t-head'))).toBe(7);
    const log = await backend.call('o-t-admin', 'audit.list', { studentId: 's-yu' });
    expect(log.entries).toMatchObject([{ method: 'ledger.child', byName: '李老师' }]);
  });
});

describe('recordContact', () => {
  it('counts a source once', async () => {
    await record({ _id: 'x', day: TODAY });
    await expect(record({ _id: 'x', day: addDays(TODAY, 1) })).rejects.toMatchObject({ name: 'Duplicate' });
    expect(await contactOf('s-yu')).toMatchObject({ childDay: TODAY });
  });
});
