import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newInvite } from '../../cloudfunctions/_server/accounts/invites';
import { LIMITS } from '../../miniprogram/shared/limits';
import { type Backend, startBackend } from '../support/backend';
import { aMember, aStaff, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

const ADMIN = 'o-t-admin';
const NEW = 'o-new-phone';
const DAY_MS = 86_400_000;
let backend: Backend;

beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
  await withAccounts(backend.deps.store, [aMember({ _id: 'm-aunt', role: 'guardian', name: '林小姑', openid: null })]);
});
afterEach(() => backend.close());

const codeFor = async (personId: string) => (await backend.call(ADMIN, 'accounts.invite', { personId })).code;
const codeOf = async (openid: string, code: string) => {
  const reply = await backend.reply(openid, 'accounts.bind', { code });
  return reply.ok ? 'bound' : reply.code;
};

describe('accounts.bind', () => {
  it('makes a stranger the person of the code, who then sees the child', async () => {
    expect((await backend.call(NEW, 'home.open', {})).home).toEqual({ kind: 'stranger' });
    const bound = await backend.call(NEW, 'accounts.bind', { code: await codeFor('m-aunt') });
    expect(bound.membership).toMatchObject({ id: 'm-aunt', role: 'guardian', name: '林小姑' });
    expect(bound.children).toMatchObject([{ name: '林小雨', className: '三(2)班' }]);
    expect((await backend.call(NEW, 'home.open', {})).home).toMatchObject({
      kind: 'family',
      children: [{ id: 's-yu' }],
    });
  });

  it('reads a code as people type it', async () => {
    const code = await codeFor('m-aunt');
    const typed = ` ${code.slice(0, 3)} ${code.slice(3, 6)}-${[...code.slice(6)].map((d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)).join('')}`;
    expect(await codeOf(NEW, typed)).toBe('bound');
  });

  it('answers the same to the same phone again, and refuses another', async () => {
    const code = await codeFor('m-aunt');
    expect(await codeOf(NEW, code)).toBe('bound');
    expect(await codeOf(NEW, code)).toBe('bound');
    expect(await codeOf('o-other-phone', code)).toBe('accounts.code-used');
  });

  it('gives a code to one of many phones that send it at once', async () => {
    const code = await codeFor('m-aunt');
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => codeOf(`o-race-${i}`, code)));
    expect(answers.filter((answer) => answer === 'bound')).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(['bound', 'accounts.code-used']));
    const accounts = await Promise.all(answers.map((_, i) => backend.deps.store.get('accounts', `o-race-${i}`)));
    expect(accounts.filter(Boolean)).toHaveLength(1);
  });

  it('refuses an expired code and one that a newer code replaced', async () => {
    const [old, fresh] = [await codeFor('m-aunt'), await codeFor('m-aunt')];
    expect(await codeOf(NEW, old)).toBe('accounts.code-wrong');
    backend.clock.at += 61 * DAY_MS;
    expect(await codeOf(NEW, fresh)).toBe('accounts.code-expired');
  });

  it('lets nobody guess on: after ten wrong codes even the right one waits until tomorrow', async () => {
    const code = await codeFor('m-aunt');
    const wrong = code === '000000000' ? '111111111' : '000000000';
    for (let i = 1; i <= LIMITS.bindTriesPerDay; i++)
      expect(await backend.reply(NEW, 'accounts.bind', { code: i % 2 ? wrong : 'abc' })).toMatchObject({
        code: 'accounts.code-wrong',
        details: { left: LIMITS.bindTriesPerDay - i },
      });
    expect(await codeOf(NEW, code)).toBe('accounts.too-many-tries');
    backend.clock.at += DAY_MS;
    expect(await codeOf(NEW, code)).toBe('bound');
  });

  it('does not bind a person who is bound to another phone', async () => {
    const { code, invite } = newInvite(backend.deps, { _id: 'm-father', schoolId: SCHOOL }, 'family');
    await backend.deps.store.insert('invites', invite);
    expect(await codeOf(NEW, code)).toBe('accounts.already-bound');
    expect((await backend.call('o-m-father', 'home.open', {})).home).toMatchObject({ kind: 'family' });
  });

  it('counts tries that come all at once, too', async () => {
    const wrong = (await codeFor('m-aunt')) === '000000000' ? '111111111' : '000000000';
    const answers = await Promise.all(Array.from({ length: 30 }, () => codeOf(NEW, wrong)));
    expect(answers.filter((answer) => answer === 'accounts.code-wrong').length).toBeLessThanOrEqual(
      LIMITS.bindTriesPerDay,
    );
    expect(await codeOf(NEW, wrong)).toBe('accounts.too-many-tries');
  });

  it('binds a new phone that sends its code several times at once', async () => {
    const code = await codeFor('m-aunt');
    const answers = await Promise.all(Array.from({ length: 4 }, () => codeOf(NEW, code)));
    expect(new Set(answers)).toEqual(new Set(['bound']));
    expect((await backend.deps.store.get('accounts', NEW))?.memberships).toMatchObject([{ id: 'm-aunt' }]);
  });

  it('binds two people to one new phone at once', async () => {
    const codes = [await codeFor('m-aunt'), await codeFor('m-grandpa')];
    expect(await Promise.all(codes.map((code) => codeOf(NEW, code)))).toEqual(['bound', 'bound']);
    const account = await backend.deps.store.get('accounts', NEW);
    expect(account?.memberships.map(({ id }) => id).sort()).toEqual(['m-aunt', 'm-grandpa']);
  });

  it('tells nothing of a child whom the adult may not contact', async () => {
    const barred = aStudent({ _id: 's-barred', name: '陈小军', classId: 'c11', className: '一(1)班' });
    const yu = aStudent();
    await backend.deps.store.insert('students', barred);
    const aunt = aMember({ _id: 'm-aunt', role: 'guardian', name: '林小姑', openid: null }, [yu, barred]);
    const children = aunt.children.map((link) => ({ ...link, mayContact: link.studentId !== barred._id }));
    await backend.deps.store.put('familyMembers', { ...aunt, children });
    const bound = await backend.call(NEW, 'accounts.bind', { code: await codeFor('m-aunt') });
    expect(bound.children).toMatchObject([{ name: '林小雨' }]);
  });

  it('adds a second membership to the same WeChat, and `as` chooses between them', async () => {
    expect(await codeOf('o-t-head', await codeFor('m-aunt'))).toBe('bound');
    const { memberships } = await backend.call('o-t-head', 'home.open', {});
    expect(memberships.map(({ id }) => id)).toEqual(['t-head', 'm-aunt']);
    expect((await backend.call('o-t-head', 'home.open', {}, 'm-aunt')).home).toMatchObject({ kind: 'family' });
    expect((await backend.call('o-t-head', 'home.open', {}, 't-head')).home).toMatchObject({ kind: 'teacher' });
  });
});

describe('accounts.invite', () => {
  it('is for the teacher of the class, and answers a stranger to the class as if nobody were there', async () => {
    expect(await backend.reply('o-t-head', 'accounts.invite', { personId: 'm-aunt' })).toMatchObject({ ok: true });
    const notMine = await backend.reply('o-t-other', 'accounts.invite', { personId: 'm-aunt' });
    const notThere = await backend.reply('o-t-other', 'accounts.invite', { personId: 'm-nobody' });
    expect(notMine).toMatchObject({ code: 'common.not-found', details: {} });
    expect(notThere).toMatchObject({ code: 'common.not-found', details: {} });
  });

  it('keeps the code sealed in the database and writes one audit entry', async () => {
    const code = await codeFor('m-aunt');
    const invites = await backend.deps.store.list('invites', {
      where: { schoolId: SCHOOL, personId: 'm-aunt', status: 'open' },
      limit: 5,
    });
    expect(JSON.stringify(invites)).not.toContain(code);
    const audit = await backend.deps.store.list('audit', {
      where: { schoolId: SCHOOL },
      orderBy: [['at', 'desc']],
      limit: 5,
    });
    expect(audit).toMatchObject([{ method: 'accounts.invite', studentIds: ['s-yu'], byId: 't-admin' }]);
  });
});

describe('a code for somebody who is bound, whose phone was lost or whose code fell into other hands', () => {
  it('lets go of the WeChat that is bound, from this moment on, and of no other of its memberships', async () => {
    await codeOf('o-t-head', await codeFor('m-aunt'));
    const code = await codeFor('m-aunt');
    const { memberships } = await backend.call('o-t-head', 'home.open', {});
    expect(memberships.map(({ id }) => id)).toEqual(['t-head']);
    expect(await backend.reply('o-t-head', 'records.list', { studentId: 's-yu' }, 'm-aunt')).toMatchObject({
      code: 'auth.unbound',
    });
    expect(await codeOf(NEW, code)).toBe('bound');
    const [entry] = await backend.deps.store.list('audit', {
      where: { schoolId: SCHOOL, studentIds: 's-yu' },
      orderBy: [['at', 'desc']],
      limit: 5,
    });
    expect(entry).toMatchObject({ method: 'accounts.invite' });
  });

  it('lets nobody go whom the teacher may not invite', async () => {
    expect(await backend.reply('o-t-other', 'accounts.invite', { personId: 'm-father' })).toMatchObject({
      code: 'common.not-found',
    });
    expect((await backend.call('o-m-father', 'home.open', {})).home).toMatchObject({ kind: 'family' });
  });
});

describe('accounts.leave', () => {
  it('ends the access at the next call and frees the person for another phone', async () => {
    expect(await backend.call('o-m-father', 'accounts.leave', {})).toEqual({ left: 'm-father' });
    expect((await backend.call('o-m-father', 'home.open', {})).home).toEqual({ kind: 'stranger' });
    expect(await codeOf(NEW, await codeFor('m-father'))).toBe('bound');
  });

  it('is refused to the last one who runs the school', async () => {
    expect(await backend.reply(ADMIN, 'accounts.leave', {})).toMatchObject({ ok: false, code: 'staff.last-admin' });
    await withAccounts(backend.deps.store, [aStaff({ _id: 't-second', role: 'school_admin' })]);
    expect(await backend.call(ADMIN, 'accounts.leave', {})).toEqual({ left: 't-admin' });
    expect(await backend.reply('o-t-second', 'accounts.leave', {})).toMatchObject({ code: 'staff.last-admin' });
  });

  it('leaves once, however often it is asked: a lost reply costs no other membership', async () => {
    await codeOf('o-t-head', await codeFor('m-aunt'));
    expect(await backend.call('o-t-head', 'accounts.leave', {}, 'm-aunt')).toEqual({ left: 'm-aunt' });
    expect(await backend.call('o-t-head', 'accounts.leave', {}, 'm-aunt')).toEqual({ left: null });
    expect((await backend.call('o-t-head', 'home.open', {}, 'm-aunt')).current).toBe('t-head');
  });

  it('answers the same where it was the only membership', async () => {
    await backend.call('o-m-father', 'accounts.leave', {}, 'm-father');
    expect(await backend.call('o-m-father', 'accounts.leave', {}, 'm-father')).toEqual({ left: null });
  });
});

describe('a membership that is gone', () => {
  it('acts as nobody, never as another one of the same person', async () => {
    await codeOf('o-t-head', await codeFor('m-aunt'));
    await backend.call('o-t-head', 'accounts.leave', {}, 'm-aunt');
    expect(await backend.reply('o-t-head', 'contacts.list', {}, 'm-aunt')).toMatchObject({ code: 'auth.unbound' });
    expect(await backend.reply('o-t-head', 'contacts.list', {})).toMatchObject({ ok: true });
  });
});
