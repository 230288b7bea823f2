import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newInvite } from '../../cloudfunctions/_server/accounts/invites';
import { type Backend, startBackend } from '../support/backend';
import { aStaff, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

const ADMIN = 'o-t-admin';
const NEW = 'o-new-phone';
let backend: Backend;

beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());

const revoke = async (openid: string, personId: string) => {
  const reply = await backend.reply(openid, 'accounts.revoke', { personId, why: 'lost_phone' });
  return reply.ok ? 'done' : reply.code;
};
const audited = () =>
  backend.deps.store.list('audit', { where: { schoolId: SCHOOL }, orderBy: [['at', 'desc']], limit: 10 });

describe('accounts.revoke', () => {
  it('ends the access at the next call, also of a second membership of the person alone', async () => {
    const { code } = await backend.call(ADMIN, 'accounts.invite', { personId: 'm-grandpa' });
    await backend.call('o-t-duty', 'accounts.bind', { code });
    expect(await revoke('o-t-head', 'm-grandpa')).toBe('done');
    expect(await backend.reply('o-t-duty', 'contacts.list', {}, 'm-grandpa')).toMatchObject({ code: 'auth.unbound' });
    expect((await backend.call('o-t-duty', 'home.open', {}, 't-duty')).home).toMatchObject({ kind: 'teacher' });
    expect(await revoke('o-t-head', 'm-grandpa')).toBe('done');
  });

  it('ends codes that were given out', async () => {
    const { code } = await backend.call(ADMIN, 'accounts.invite', { personId: 'm-grandpa' });
    await revoke(ADMIN, 'm-grandpa');
    expect(await backend.reply(NEW, 'accounts.bind', { code })).toMatchObject({ code: 'accounts.code-wrong' });
  });

  it('leaves nobody bound, whenever a code is used at that very moment', async () => {
    for (let round = 0; round < 6; round++) {
      const { code } = await backend.call(ADMIN, 'accounts.invite', { personId: 'm-grandpa' });
      await Promise.all([backend.reply(`o-quick-${round}`, 'accounts.bind', { code }), revoke(ADMIN, 'm-grandpa')]);
      const person = await backend.deps.store.get('familyMembers', 'm-grandpa');
      expect(person?.openid).toBeNull();
      expect(await backend.reply(`o-late-${round}`, 'accounts.bind', { code })).toMatchObject({ ok: false });
    }
  });

  it('is for families of the class, and of staff for the office alone; all others are not found', async () => {
    expect(await revoke('o-t-other', 'm-father')).toBe('common.not-found');
    expect(await revoke('o-t-other', 'm-nobody')).toBe('common.not-found');
    expect(await revoke('o-t-head', 't-other')).toBe('common.not-found');
    expect(await revoke(ADMIN, 't-bureau')).toBe('common.not-found');
    expect(await revoke('o-m-father', 'm-mother')).toBe('auth.forbidden');
    expect(await revoke(ADMIN, 't-head')).toBe('done');
    expect(await backend.reply('o-t-head', 'contacts.list', {})).toMatchObject({ code: 'auth.unbound' });
  });

  it('is written down with its reason, also where no child is concerned', async () => {
    await revoke(ADMIN, 'm-father');
    await revoke(ADMIN, 't-head');
    const entries = await audited();
    expect(entries.map(({ method, reason, studentIds }) => [method, reason, studentIds])).toEqual(
      expect.arrayContaining([
        ['accounts.revoke', 'lost_phone', ['s-yu']],
        ['accounts.revoke', 'lost_phone', []],
      ]),
    );
  });

  it('never takes the last administrator, also where two take each other at once', async () => {
    expect(await revoke(ADMIN, 't-admin')).toBe('staff.last-admin');
    const second = aStaff({ _id: 't-admin3', name: '副校长', role: 'school_admin' });
    for (let round = 0; round < 5; round++) {
      await withAccounts(backend.deps.store, [
        second,
        aStaff({ _id: 't-admin', name: '赵校长', role: 'school_admin' }),
      ]);
      const answers = await Promise.all([revoke(ADMIN, 't-admin3'), revoke('o-t-admin3', 't-admin')]);
      expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
      const admins = await Promise.all(['t-admin', 't-admin3'].map((id) => backend.deps.store.get('staff', id)));
      expect(admins.filter((admin) => admin?.openid !== null)).toHaveLength(1);
    }
  });
});

describe('accounts.invite', () => {
  it('lets the office invite its staff and tablets, with a picture to scan', async () => {
    const invited = await backend.call(ADMIN, 'accounts.invite', { personId: 't-booth' });
    expect(invited.picture).toMatch(/^data:image\/png;base64,/);
    expect(await backend.call(NEW, 'accounts.bind', { code: invited.code })).toMatchObject({
      membership: { id: 't-booth', role: 'booth' },
    });
    expect(await backend.reply('o-t-booth', 'calls.board', {})).toMatchObject({ code: 'auth.unbound' });
  });

  it('gives the digits also where WeChat draws nothing', async () => {
    Object.assign(backend.deps.wechat, { pageCode: () => Promise.reject(new Error('45009')) });
    expect(await backend.call(ADMIN, 'accounts.invite', { personId: 'm-grandpa' })).toMatchObject({ picture: null });
  });

  it('lets a teacher invite no staff, and nobody somebody of the bureau, of another school or who is gone', async () => {
    const gone = aStaff({ _id: 't-gone', name: '老张', openid: null, gone: true });
    const far = aStaff({ _id: 't-far', schoolId: 'sch2', openid: null });
    await withAccounts(backend.deps.store, [gone, far]);
    const asked = [
      ['o-t-head', 't-other'],
      [ADMIN, 't-bureau'],
      [ADMIN, 't-gone'],
      [ADMIN, 't-far'],
    ] as const;
    for (const [openid, personId] of asked)
      expect(await backend.reply(openid, 'accounts.invite', { personId })).toMatchObject({ code: 'common.not-found' });
  });

  it('binds nobody to a person who is gone, whatever code is around', async () => {
    const gone = aStaff({ _id: 't-gone', name: '老张', openid: null, gone: true });
    await withAccounts(backend.deps.store, [gone]);
    const { code, invite } = newInvite(backend.deps, gone, 'staff');
    await backend.deps.store.insert('invites', invite);
    expect(await backend.reply(NEW, 'accounts.bind', { code })).toMatchObject({ code: 'accounts.code-wrong' });
  });
});
