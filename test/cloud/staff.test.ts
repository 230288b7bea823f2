import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Input } from '../../miniprogram/shared/contract';
import { type Backend, startBackend } from '../support/backend';
import { aStaff, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

const ADMIN = 'o-t-admin';
const NEW = 'o-new-phone';
let backend: Backend;
const keys = new Set<string>();

beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());

type Entry = Partial<Input<'staff.save'>>;
const entryOf = (entry: Entry): Input<'staff.save'> => {
  const key = `tap-${String(keys.size).padStart(5, '0')}`;
  keys.add(key);
  return { key, name: '新老师', role: 'teacher', ...entry };
};
const save = async (entry: Entry, openid = ADMIN) => {
  const reply = await backend.reply(openid, 'staff.save', entryOf(entry));
  return reply.ok ? reply.data.id : reply.code;
};
const remove = async (id: string, openid = ADMIN) => {
  const reply = await backend.reply(openid, 'staff.remove', { id });
  return reply.ok ? 'done' : reply.code;
};
const list = () => backend.call(ADMIN, 'staff.list', {});
const staffNamed = async (name: string) => (await list()).staff.find((person) => person.name === name);
/** Ends somebody's part in the duty roster. */
const offDuty = () => backend.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { duty: [] } });

describe('staff.list', () => {
  it('shows who works here, with what is theirs, and not the bureau', async () => {
    const { staff, classes, points } = await list();
    expect(staff.map(({ id }) => id).sort()).toEqual(
      ['t-admin', 't-booth', 't-duty', 't-head', 't-mentor', 't-mind', 't-other', 't-volunteer'].sort(),
    );
    expect(staff.find(({ id }) => id === 't-mentor')?.mentees).toEqual([
      { id: 's-hai', name: '周小海', className: '三(2)班' },
    ]);
    expect(staff.filter(({ me }) => me).map(({ id }) => id)).toEqual(['t-admin']);
    expect(classes).toContainEqual({ id: 'c32', name: '三(2)班', headTeacherId: 't-head' });
    expect(points.map(({ id }) => id)).toEqual(['sch1.p1', 'sch1.p2']);
  });

  it('is for the office alone', async () => {
    expect(await backend.reply('o-t-head', 'staff.list', {})).toMatchObject({ code: 'auth.forbidden' });
    expect(await save({}, 'o-t-head')).toBe('auth.forbidden');
    expect(await remove('t-other', 'o-t-head')).toBe('auth.forbidden');
  });

  it('has no class of an earlier year', async () => {
    await backend.deps.store.updateWhere('classes', { _id: 'c11' }, { set: { past: true } });
    expect((await list()).classes.map(({ id }) => id)).toEqual(['c32']);
    expect((await backend.call(ADMIN, 'school.read', {})).classes.map(({ id }) => id)).toEqual(['c32']);
  });
});

describe('staff.save', () => {
  it('enrols a counsellor once, with a number of which only a part is shown, who binds with a code', async () => {
    const entry = entryOf({ name: '孟老师', role: 'counsellor', phone: '170 0000 1234', officer: true });
    const { id } = await backend.call(ADMIN, 'staff.save', entry);
    expect(await backend.call(ADMIN, 'staff.save', entry)).toEqual({ id });
    expect(await staffNamed('孟老师')).toMatchObject({ phoneMasked: '170****1234', officer: true, bound: false });
    expect(JSON.stringify(await backend.deps.store.get('staff', id))).not.toContain('17000001234');
    const { code } = await backend.call(ADMIN, 'accounts.invite', { personId: id });
    await backend.call(NEW, 'accounts.bind', { code });
    expect(await backend.reply(NEW, 'duty.read', {})).toMatchObject({ ok: true });
  });

  it('gives a class without a teacher, and a class that has one only by a handover', async () => {
    await backend.deps.store.updateWhere('classes', { _id: 'c11' }, { set: { headTeacherId: null } });
    await backend.deps.store.updateWhere('staff', { _id: 't-other' }, { set: { classIds: [] } });
    const id = await save({ name: '吴新', classIds: ['c11'] });
    expect((await list()).classes.find((c) => c.id === 'c11')?.headTeacherId).toBe(id);
    expect(await save({ name: '别的', classIds: ['c32'] })).toBe('staff.class-taken');
    expect(await save({ id: 't-head', name: '李老师', classIds: [] })).toBe('staff.class-taken');
    expect((await list()).classes.find((c) => c.id === 'c32')?.headTeacherId).toBe('t-head');
  });

  it('gives a class to one of two who are enrolled for it at the same moment', async () => {
    await backend.deps.store.updateWhere('classes', { _id: 'c11' }, { set: { headTeacherId: null } });
    await backend.deps.store.updateWhere('staff', { _id: 't-other' }, { set: { classIds: [] } });
    const answers = await Promise.all(['甲', '乙', '丙'].map((name) => save({ name, classIds: ['c11'] })));
    expect(answers.filter((answer) => answer === 'staff.class-taken')).toHaveLength(2);
    const { staff } = await list();
    expect(staff.filter(({ classIds }) => classIds.includes('c11'))).toHaveLength(1);
  });

  it('takes back what was given to somebody who never came in', async () => {
    await backend.deps.store.updateWhere('staff', { _id: 't-head' }, { set: { openid: null } });
    expect(await save({ id: 't-head', name: '李老师', classIds: [] })).toBe('t-head');
    expect((await list()).classes.find((c) => c.id === 'c32')?.headTeacherId).toBeNull();
  });

  it('keeps what pairing goes by, and changes only what is told', async () => {
    const id = await save({
      name: '石阿姨',
      role: 'volunteer',
      sex: 'female',
      village: '石板村',
      checkedUntil: '2026-12-01',
    });
    expect(await staffNamed('石阿姨')).toMatchObject({ sex: 'female', village: '石板村', check: 'soon' });
    await save({ id, name: '石阿姨', role: 'volunteer', checkedUntil: '2027-12-01' });
    expect(await staffNamed('石阿姨')).toMatchObject({ sex: 'female', village: '石板村', check: 'ok' });
    await save({ id, name: '石阿姨', role: 'volunteer', checkedUntil: null });
    expect(await staffNamed('石阿姨')).toMatchObject({ checkedUntil: null, check: 'missing' });
    expect(await staffNamed('李老师')).toMatchObject({ sex: null, check: 'none' });
  });

  it.each([
    ['a volunteer with a class', { role: 'volunteer', classIds: ['c11'] }],
    ['a counsellor with a check', { role: 'counsellor', checkedUntil: '2027-12-01' }],
    ['a tablet without a point', { role: 'booth' }],
    ['a tablet at no point of the school', { role: 'booth', pointId: 'sch2.p1' }],
    ['a tablet as privacy officer', { role: 'booth', pointId: 'sch1.p1', officer: true }],
    ['a number that is none', { phone: '12' }],
    ['another role for somebody who is there', { id: 't-head', role: 'counsellor' }],
  ] satisfies [string, Entry][])('refuses %s', async (_, entry) => {
    expect(await save(entry)).toBe('input.invalid');
  });

  it('does not find classes, children and people of others', async () => {
    await withAccounts(backend.deps.store, [aStaff({ _id: 't-far', schoolId: 'sch2' })]);
    expect(await save({ classIds: ['c-nobody'] })).toBe('common.not-found');
    expect(await save({ id: 't-far' })).toBe('common.not-found');
    expect(await save({ id: 't-bureau' })).toBe('common.not-found');
  });

  it('lets one WeChat have several roles, each an entry of its own', async () => {
    const id = await save({ name: '李老师', role: 'counsellor' });
    const { code } = await backend.call(ADMIN, 'accounts.invite', { personId: id });
    await backend.call('o-t-head', 'accounts.bind', { code });
    const account = await backend.deps.store.get('accounts', 'o-t-head');
    expect(account?.memberships.map(({ role }) => role)).toEqual(['teacher', 'counsellor']);
    await save({ id, name: '李心', role: 'counsellor' });
    const renamed = await backend.deps.store.get('accounts', 'o-t-head');
    expect(renamed?.memberships.map(({ name }) => name)).toEqual(['李老师', '李心']);
  });
});

describe('staff.remove', () => {
  it('ends the access at the next call and leaves the name in what was written', async () => {
    await offDuty();
    expect(await remove('t-duty')).toBe('done');
    expect(await remove('t-duty')).toBe('done');
    expect(await backend.reply('o-t-duty', 'duty.read', {})).toMatchObject({ code: 'auth.unbound' });
    expect(await backend.deps.store.get('staff', 't-duty')).toMatchObject({ name: '孙老师', gone: true, openid: null });
    expect(await staffNamed('孙老师')).toBeUndefined();
    const { staff } = await backend.call(ADMIN, 'school.read', {});
    expect(staff.map(({ id }) => id)).not.toContain('t-duty');
    expect((await backend.call(ADMIN, 'duty.read', {})).staff.map(({ id }) => id)).not.toContain('t-duty');
    expect(await save({ id: 't-duty', name: '孙老师' })).toBe('common.not-found');
  });

  it('is refused while a class or a duty is theirs, and says how many', async () => {
    const refused = (id: string) => backend.reply(ADMIN, 'staff.remove', { id });
    const code = 'staff.still-needed';
    expect(await refused('t-head')).toMatchObject({ code, details: { classes: 1, duty: 0 } });
    expect(await refused('t-duty')).toMatchObject({ code, details: { classes: 0, duty: 5 } });
  });

  it('ends the pairs with children, whose history stays', async () => {
    expect(await remove('t-mentor')).toBe('done');
    const { store } = backend.deps;
    expect(await store.get('staff', 't-mentor')).toMatchObject({ gone: true, menteeIds: [] });
    expect(await store.get('students', 's-hai')).toMatchObject({ mentors: 0 });
    const { rows } = await backend.call(ADMIN, 'pairing.history', { studentId: 's-hai' });
    expect(rows).toMatchObject([{ mentorName: '郑老师', to: '2026-11-24', endedWhy: 'mentor_left' }]);
  });

  it('never removes the last administrator, also where two remove each other at once', async () => {
    expect(await remove('t-admin')).toBe('staff.last-admin');
    const admins = ['t-admin', 't-a2', 't-a3'].map((_id) => aStaff({ _id, role: 'school_admin' }));
    for (let round = 0; round < 4; round++) {
      await withAccounts(
        backend.deps.store,
        admins.map((admin) => ({ ...admin, gone: false })),
      );
      await Promise.all([remove('t-a2', ADMIN), remove('t-a3', 'o-t-a2'), remove('t-admin', 'o-t-a3')]);
      const left = await Promise.all(admins.map(({ _id }) => backend.deps.store.get('staff', _id)));
      expect(left.filter((admin) => !admin?.gone && admin?.openid !== null).length).toBeGreaterThanOrEqual(1);
    }
  });

  it('does not find people of other schools and the bureau', async () => {
    await withAccounts(backend.deps.store, [aStaff({ _id: 't-far', schoolId: 'sch2' })]);
    for (const id of ['t-far', 't-bureau', 't-nobody']) expect(await remove(id)).toBe('common.not-found');
  });
});
