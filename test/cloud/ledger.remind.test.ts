import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { remindAmber } from '../../cloudfunctions/_server/ledger/jobs';
import { addDays, instantOf } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { aMember, aStaff, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';
import { ledgerOf, TODAY } from '../support/ledger';

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());
const { contactOf, messages } = ledgerOf(() => backend);

describe('ledger.remind', () => {
  const remind = (openid: string, studentId: string) => backend.reply(openid, 'ledger.remind', { studentId });

  it('asks the bound parents once a day, kindly and without a name', async () => {
    await withAccounts(backend.deps.store, [aMember({ _id: 'm-unbound', openid: null }, [aStudent()])]);
    await withAccounts(backend.deps.store, [aMember({ _id: 'm-barred' }, [aStudent()], { mayContact: false })]);
    expect(await remind('o-t-head', 's-yu')).toMatchObject({ data: { people: 2 } });
    const sent = await messages('s-yu');
    expect(sent.map(({ to }) => to).sort()).toEqual(['o-m-father', 'o-m-mother']);
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
