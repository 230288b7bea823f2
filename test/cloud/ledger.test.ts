import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContactEntry } from '../../cloudfunctions/_server/data/documents';
import { recordContact } from '../../cloudfunctions/_server/ledger/contacts';
import { remindAmber } from '../../cloudfunctions/_server/ledger/jobs';
import { addDays, instantOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { opsOf } from '../support/booking';
import { aMember, aStaff, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

const TODAY = '2026-11-24';
const MONDAY = '2026-11-23';

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());

const entry = (over: Partial<ContactEntry> & Pick<ContactEntry, '_id' | 'day'>): ContactEntry => ({
  schoolId: SCHOOL,
  studentId: 's-yu',
  classId: 'c32',
  weekOf: weekOf(over.day),
  with: 'child',
  way: 'call_here',
  saidBy: { role: 'teacher', personId: 't-duty', name: '孙老师' },
  at: 0,
  ...over,
});
const record = (over: Parameters<typeof entry>[0]) =>
  backend.deps.store.transact((tx) => recordContact(tx, entry(over)));
const contactOf = async (id: string) => (await backend.deps.store.get('students', id))?.contact;
const entriesOf = (studentId: string) =>
  backend.deps.store.list('contactEntries', { where: { schoolId: SCHOOL, studentId }, limit: 50 });
const roll = (notYet: string[], over: { classId?: string; weekOf?: string; by?: string } = {}) =>
  backend.reply(over.by ?? 'o-t-head', 'ledger.roll', {
    classId: over.classId ?? 'c32',
    weekOf: over.weekOf ?? MONDAY,
    notYet,
  });

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

const messages = (studentId: string) =>
  backend.deps.store.list('outbox', { where: { schoolId: SCHOOL, refId: studentId }, limit: 50 });

describe('ledger.remind', () => {
  const remind = (openid: string, studentId: string) => backend.reply(openid, 'ledger.remind', { studentId });

  it('asks the bound parents once a day, kindly and without a name', async () => {
    await withAccounts(backend.deps.store, [aMember({ _id: 'm-unbound', openid: null }, [aStudent()])]);
    await withAccounts(backend.deps.store, [aMember({ _id: 'm-barred' }, [aStudent()], { mayContact: false })]);
    expect(await remind('o-t-head', 's-yu')).toMatchObject({ data: { people: 2 } });
    const sent = await messages('s-yu');
    expect(sent.map(({ openid }) => openid).sort()).toEqual(['o-m-father', 'o-m-mother']);
    expect(JSON.stringify(sent.map(({ data }) => data))).not.toMatch(/小雨|林|留守|未联系/);
    expect(sent[0]).toMatchObject({ kind: 'contact', dueAt: backend.clock.at, data: { thing2: '李老师' } });
    expect(await contactOf('s-yu')).toMatchObject({ remindedDay: TODAY });
    expect(await remind('o-t-head', 's-yu')).toMatchObject({ code: 'ledger.reminded-today' });
    backend.clock.at += 86_400_000;
    expect(await remind('o-t-head', 's-yu')).toMatchObject({ data: { people: 2 } });
  });

  it('lets one of two teachers through who tap at the same moment', async () => {
    const replies = await Promise.all([remind('o-t-head', 's-yu'), remind('o-t-admin', 's-yu')]);
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    expect(replies.find(({ ok }) => !ok)).toMatchObject({ code: 'ledger.reminded-today' });
    expect(await messages('s-yu')).toHaveLength(2);
  });

  it('waits for the morning at night', async () => {
    backend.clock.at = instantOf(TODAY, 22 * 60);
    await remind('o-t-head', 's-yu');
    expect((await messages('s-yu'))[0]).toMatchObject({ dueAt: instantOf(addDays(TODAY, 1), 7 * 60) });
  });

  it('tells the teacher that nobody is bound, and leaves the day open', async () => {
    await withAccounts(backend.deps.store, [aStaff({ _id: 't-other', classIds: ['c11'] })]);
    await backend.deps.store.updateWhere('familyMembers', { _id: 'm-other' }, { set: { openid: null } });
    expect(await remind('o-t-other', 's-other')).toMatchObject({ data: { people: 0 } });
    expect(await contactOf('s-other')).toMatchObject({ remindedDay: null });
  });

  it('is for those who look after the child', async () => {
    expect(await remind('o-t-head', 's-other')).toMatchObject({ code: 'common.not-found' });
    expect(await remind('o-t-head', 's-none')).toMatchObject({ code: 'common.not-found' });
    expect(await remind('o-t-mentor', 's-hai')).toMatchObject({ data: { people: 1 } });
    expect(await remind('o-m-father', 's-yu')).toMatchObject({ code: 'auth.forbidden' });
    expect(await remind('o-t-head', '')).toMatchObject({ code: 'input.invalid' });
  });
});

describe('ledger.child', () => {
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
      });
    for (const [openid, studentId] of [
      ['o-m-father2', 's-yu'],
      ['o-t-other', 's-yu'],
      ['o-t-head', 's-none'],
    ] as const)
      expect(await backend.reply(openid, 'ledger.child', { studentId })).toMatchObject({ code: 'common.not-found' });
    expect(await backend.reply('o-t-bureau', 'ledger.child', { studentId: 's-yu' })).toMatchObject({
      code: 'auth.forbidden',
    });
  });
});

describe('recordContact', () => {
  it('counts a source once', async () => {
    await record({ _id: 'x', day: TODAY });
    await expect(record({ _id: 'x', day: addDays(TODAY, 1) })).rejects.toMatchObject({ name: 'Duplicate' });
    expect(await contactOf('s-yu')).toMatchObject({ childDay: TODAY });
  });
});

describe('remindAmber', () => {
  const childWith = (_id: string, childDay: string | null, over = {}) =>
    aStudent({ _id, contact: { childDay, caregiverDay: null, remindedDay: null, since: '2026-09-01', ...over } });

  it('asks the parents of those who turn amber or red, once, however often it runs', async () => {
    const days = [6, 7, 8, 9, 13, 14, 15, 16];
    const children = days.map((n) => childWith(`d${n}`, addDays(TODAY, -n)));
    children.push(childWith('new', null, { since: addDays(TODAY, -7) }));
    children.push(childWith('told', addDays(TODAY, -8), { remindedDay: addDays(TODAY, -1) }));
    children.push(childWith('told-amber', addDays(TODAY, -14), { remindedDay: addDays(TODAY, -7) }));
    await backend.deps.store.insert('students', children);
    await withAccounts(
      backend.deps.store,
      children.map((child) => aMember({ _id: `m-${child._id}` }, [child])),
    );
    const runs = await Promise.all([remindAmber(backend.deps, SCHOOL), remindAmber(backend.deps, SCHOOL)]);
    runs.push(await remindAmber(backend.deps, SCHOOL));
    const told = ['d7', 'd8', 'd14', 'd15', 'new', 'told-amber'];
    expect(runs.reduce((sum, run) => sum + run.messages, 0)).toBe(told.length);
    for (const child of children) {
      expect([child._id, (await messages(child._id)).length]).toEqual([child._id, told.includes(child._id) ? 1 : 0]);
      if (told.includes(child._id)) expect(await contactOf(child._id)).toMatchObject({ remindedDay: TODAY });
    }
    backend.clock.at += 86_400_000;
    expect(await remindAmber(backend.deps, SCHOOL)).toEqual({ messages: 2 });
    expect([(await messages('d6')).length, (await messages('d13')).length]).toEqual([1, 1]);
  });

  it('does not ask a second time on the day on which the teacher has asked', async () => {
    await backend.deps.store.updateWhere(
      'students',
      { _id: 's-yu' },
      { set: { 'contact.childDay': addDays(TODAY, -7) } },
    );
    await backend.call('o-t-head', 'ledger.remind', { studentId: 's-yu' });
    expect(await remindAmber(backend.deps, SCHOOL)).toEqual({ messages: 0 });
    expect(await messages('s-yu')).toHaveLength(2);
  });
});
