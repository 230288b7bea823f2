import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contactsHandlers } from '../../cloudfunctions/_server/contacts/handlers';
import { openChanges } from '../../cloudfunctions/_server/contacts/versions';
import type { Input } from '../../miniprogram/shared/contract';
import { type Backend, NOON, startBackend } from '../support/backend';
import { aBooking } from '../support/booking';
import { SCHOOL, seedLittleSchool } from '../support/builders';

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend(contactsHandlers);
});
afterAll(() => backend.close());
beforeEach(async () => {
  backend.cloud.database.wipe();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});

const HEAD = 'o-t-head';
const AUNT: Input<'contacts.addMember'> = {
  ...{
    key: 'add-key-1',
    studentId: 's-yu',
    role: 'guardian',
    name: '陈秀英',
    relation: '姑姑',
    phone: '138 0000 7777',
  },
  ...{ legalGuardian: false, canRead: true, hasSmartphone: false },
};
const add = (openid: string, more: Partial<Input<'contacts.addMember'>> = {}) =>
  backend.reply(openid, 'contacts.addMember', { ...AUNT, ...more });
const remove = (openid: string, personId: string, more: Partial<Input<'contacts.removeMember'>> = {}) =>
  backend.reply(openid, 'contacts.removeMember', {
    ...{ key: `remove-${personId}`, studentId: 's-yu', personId, why: '搬走了' },
    ...more,
  });
const membersOf = async (studentId: string) =>
  (await backend.call('o-t-admin', 'contacts.file', { studentId })).members.map(({ name }) => name);
const finds = async (q: string) =>
  (await backend.call('o-t-admin', 'contacts.list', { q })).children.map(({ id }) => id);
const versions = async (studentId: string) => {
  const where = { schoolId: SCHOOL, studentIds: studentId };
  const found = await backend.deps.store.list('fileChanges', { where, orderBy: [['at', 'desc']], limit: 100 });
  return found.map((one) => ({ ...one, changes: openChanges(backend.deps.vault, one) }));
};
const people = () => backend.cloud.database.counts().familyMembers;

describe('contacts.addMember', () => {
  it('puts a new adult on the file, to be found by the number, with a version', async () => {
    const reply = await add(HEAD);
    expect(reply).toMatchObject({ ok: true });
    expect(await membersOf('s-yu')).toContain('陈秀英');
    expect(await finds('7777')).toEqual(['s-yu']);
    expect(await versions('s-yu')).toMatchObject([
      {
        ...{ subject: 'member', made: true, via: 'edit', byName: '李老师' },
        changes: {
          'member.name': [null, '陈秀英'],
          'member.phone': [null, '13800007777'],
          'link.relation@s-yu': [null, '姑姑'],
          'link.mayContact@s-yu': [null, 'yes'],
        },
      },
    ]);
  });

  it('sent twice, or at once, is one adult', async () => {
    const before = people();
    const replies = await Promise.all([add(HEAD), add(HEAD), add(HEAD)]);
    replies.push(await add(HEAD));
    expect(new Set(replies.map((reply) => reply.ok && reply.data.personId)).size).toBe(1);
    expect(people()).toBe((before ?? 0) + 1);
    expect(await versions('s-yu')).toHaveLength(1);
  });

  it('knows the adult of a brother or sister again, by choice and by name and number', async () => {
    const before = people();
    expect(await add('o-t-admin', { personId: 'm-father2' })).toMatchObject({ data: { personId: 'm-father2' } });
    const known = { key: 'add-key-2', name: '何志强', phone: '17000000006' };
    expect(await add(HEAD, known)).toMatchObject({ data: { personId: 'm-other' } });
    expect(await add(HEAD, { ...known, key: 'add-key-3' })).toMatchObject({ code: 'contacts.member-known' });
    expect(people()).toBe(before);
    expect(await membersOf('s-yu')).toEqual(expect.arrayContaining(['周建国', '何志强']));
    expect(await membersOf('s-hai')).toContain('周建国');
    expect(await finds('0004')).toEqual(['s-yu']);
    // Another person with the number of somebody whom the school knows is another person.
    await add(HEAD, { key: 'add-key-4', name: '何大爷', phone: '17000000006' });
    expect(people()).toBe((before ?? 0) + 1);
  });

  it('leaves rights to the office, and finds no adult and no child out of reach', async () => {
    expect(await add(HEAD, { legalGuardian: true })).toMatchObject({ code: 'auth.forbidden' });
    expect(await add('o-t-admin', { legalGuardian: true })).toMatchObject({ ok: true });
    expect(await add(HEAD, { personId: 'm-other' })).toMatchObject({ code: 'common.not-found' });
    expect(await add('o-t-other')).toMatchObject({ code: 'common.not-found' });
    expect(await add('o-t-mentor', { studentId: 's-hai' })).toMatchObject({ code: 'common.not-found' });
    expect(await add('o-m-father')).toMatchObject({ code: 'auth.forbidden' });
    expect(await add(HEAD, { phone: '1234' })).toMatchObject({
      code: 'contacts.unreadable',
      details: { field: 'member.phone', rule: 'phone' },
    });
  });
});

describe('contacts.removeMember', () => {
  it('takes an adult off the file; who has no child left at the school is let go, and the codes with it', async () => {
    const { store, vault } = backend.deps;
    await store.insert('invites', {
      ...{ _id: 'inv', schoolId: SCHOOL, personId: 'm-granny', personKind: 'family', code: vault.seal('482177305') },
      ...{ expiresAt: NOON + 1000, status: 'open', usedAt: null },
    });
    expect(await remove(HEAD, 'm-granny')).toMatchObject({ ok: true });
    expect(await membersOf('s-yu')).toEqual(['林大山', '陈秀兰']);
    expect(await finds('0003')).toEqual([]);
    expect(await store.get('familyMembers', 'm-granny')).toMatchObject({ openid: null, children: [], studentIds: [] });
    expect((await store.get('accounts', 'o-m-granny'))?.memberships).toEqual([]);
    expect(await store.get('invites', 'inv')).toMatchObject({ status: 'revoked' });
    expect(await backend.reply('o-m-granny', 'contacts.file', { studentId: 's-yu' })).toMatchObject({
      code: 'auth.unbound',
    });
    expect((await versions('s-yu'))[0]).toMatchObject({
      ...{ subjectId: 'm-granny', why: '搬走了', made: false },
      changes: { 'link.relation@s-yu': ['祖母', null] },
    });
  });

  it('keeps who has another child, and calls off the calls with this one', async () => {
    const { store } = backend.deps;
    await add('o-t-admin', { personId: 'm-father2', key: 'add-key-2' });
    await store.insert('bookings', [
      aBooking({ _id: 'b1', day: '2026-11-26', adultId: 'm-father2', studentIds: ['s-yu'] }),
      aBooking({ _id: 'b2', day: '2026-11-27', from: 960, adultId: 'm-father2', studentIds: ['s-hai'] }),
    ]);
    expect(await remove(HEAD, 'm-father2')).toMatchObject({ ok: true });
    expect(await store.get('familyMembers', 'm-father2')).toMatchObject({
      openid: 'o-m-father2',
      studentIds: ['s-hai'],
    });
    expect(await store.get('bookings', 'b1')).toMatchObject({ status: 'cancelled_school', why: 'no_right' });
    expect(await store.get('bookings', 'b2')).toMatchObject({ status: 'booked' });
  });

  it('sent twice is done once; asked anew it is not there', async () => {
    expect(await remove(HEAD, 'm-granny')).toMatchObject({ ok: true });
    expect(await remove(HEAD, 'm-granny')).toMatchObject({ ok: true });
    expect(await versions('s-yu')).toHaveLength(1);
    expect(await remove(HEAD, 'm-granny', { key: 'remove-anew' })).toMatchObject({ code: 'common.not-found' });
  });

  it('leaves a child somebody who answers for it', async () => {
    const only = { studentId: 's-other' };
    expect(await remove('o-t-admin', 'm-other', only)).toMatchObject({ code: 'contacts.last-guardian' });
    await remove('o-t-admin', 'm-granny');
    const replies = await Promise.all(['m-father', 'm-mother'].map((id) => remove('o-t-admin', id)));
    expect(replies.map((reply) => (reply.ok ? 'ok' : reply.code)).sort()).toEqual(['contacts.last-guardian', 'ok']);
  });

  it('ends the care that was given to the adult', async () => {
    await delegate(HEAD);
    await remove(HEAD, 'm-granny');
    const [delegation] = await delegations();
    expect(delegation).toMatchObject({ current: false, endedDay: '2026-11-24', endedWhy: '搬走了' });
  });

  it('is answered alike for every child and adult out of reach', async () => {
    for (const [openid, personId, studentId] of [
      ['o-t-other', 'm-granny', 's-yu'],
      [HEAD, 'm-other', 's-yu'],
      [HEAD, 'm-other', 's-other'],
      ['o-t-mentor', 'm-father2', 's-hai'],
    ] as const)
      expect(await remove(openid, personId, { studentId }), openid).toMatchObject({ code: 'common.not-found' });
    expect(await remove('o-m-father', 'm-granny')).toMatchObject({ code: 'auth.forbidden' });
  });
});

let care = 0;
const delegate = (openid: string, more: Partial<Input<'contacts.delegate'>> = {}) =>
  backend.reply(openid, 'contacts.delegate', {
    ...{ key: `care-key-${care++}`, studentId: 's-yu', memberId: 'm-granny', byId: 'm-father', since: '2026-09-01' },
    ...{ until: null, disqualifiers: [], childView: null, childWords: '', villageToldDay: null, villageWhom: '' },
    ...more,
  });
const delegations = () =>
  backend.deps.store.list('delegations', { where: { schoolId: SCHOOL, studentId: 's-yu' }, limit: 20 });

describe('a delegation', () => {
  it('is written down, carried on, and ended, each a version', async () => {
    expect(await delegate(HEAD)).toMatchObject({ ok: true });
    expect(await delegations()).toMatchObject([{ current: true, open: true, memberId: 'm-granny' }]);
    backend.clock.at += 1000;
    const carriedOn = {
      childView: 'agrees',
      childWords: '奶奶好',
      villageToldDay: '2026-11-20',
      villageWhom: '村主任',
    } as const;
    await delegate(HEAD, carriedOn);
    const [one, ...others] = await delegations();
    expect(others).toEqual([]);
    expect(one).toMatchObject({ current: true, open: false });
    expect(JSON.stringify(one)).not.toContain('奶奶好');
    const file = async (openid: string) =>
      (await backend.call(openid, 'contacts.file', { studentId: 's-yu' })).delegation;
    expect(await file(HEAD)).toMatchObject({
      ...{ memberName: '刘桂花', relation: '祖母', byName: '林大山', since: '2026-09-01', ...carriedOn },
    });
    // What the child said is for the school alone.
    expect(await file('o-m-granny')).toMatchObject({ memberName: '刘桂花', childView: null, childWords: null });
    backend.clock.at += 1000;
    const end = () => backend.reply(HEAD, 'contacts.endDelegation', { id: one?._id ?? '', why: '妈妈回来了' });
    expect(await end()).toMatchObject({ ok: true });
    expect(await end()).toMatchObject({ ok: true });
    expect(await file(HEAD)).toBeNull();
    const kept = await versions('s-yu');
    expect(kept.map(({ via, changes }) => [via, changes['pupil.delegation']])).toEqual([
      ['delegation', ['刘桂花，2026-09-01 起；孩子：愿意；2026-11-20 告诉了村里', null]],
      ['delegation', ['刘桂花，2026-09-01 起', '刘桂花，2026-09-01 起；孩子：愿意；2026-11-20 告诉了村里']],
      ['delegation', [null, '刘桂花，2026-09-01 起']],
    ]);
    backend.clock.at = NOON;
  });

  it('takes the place of the one before, once for a request', async () => {
    await add(HEAD);
    const aunt = (await backend.call(HEAD, 'contacts.file', { studentId: 's-yu' })).members.find(
      (m) => m.name === '陈秀英',
    );
    await delegate(HEAD);
    backend.clock.at += 1000;
    const next = { key: 'care-next', memberId: aunt?.personId ?? '' };
    expect(await delegate(HEAD, next)).toEqual(await delegate(HEAD, next));
    backend.clock.at = NOON;
    const all = await delegations();
    expect(all.filter(({ current }) => current)).toMatchObject([{ memberId: aunt?.personId }]);
    expect(all.filter(({ current }) => !current)).toMatchObject([{ memberId: 'm-granny', endedDay: '2026-11-24' }]);
  });

  it('is not for whom the law does not let have it, nor from who is no legal guardian', async () => {
    expect(await delegate(HEAD, { disqualifiers: ['harm'] })).toMatchObject({ code: 'contacts.disqualified' });
    for (const bad of [
      { byId: 'm-granny', memberId: 'm-mother' },
      { byId: 'm-father', memberId: 'm-father' },
      { since: '2026-11-25' },
      { until: '2026-08-31' },
      { villageToldDay: '2026-11-25' },
    ])
      expect(await delegate(HEAD, bad), JSON.stringify(bad)).toMatchObject({ code: 'input.invalid' });
    expect(await delegations()).toEqual([]);
  });

  it('is answered alike for every child and adult out of reach', async () => {
    await delegate(HEAD);
    const [one] = await delegations();
    for (const [openid, more] of [
      ['o-t-other', {}],
      [HEAD, { memberId: 'm-other' }],
      [HEAD, { studentId: 's-none' }],
      ['o-t-mentor', { studentId: 's-hai', memberId: 'm-grandpa', byId: 'm-father2' }],
    ] as const)
      expect(await delegate(openid, more), openid).toMatchObject({ code: 'common.not-found' });
    for (const id of [one?._id ?? '', 'g-none'])
      expect(await backend.reply('o-t-other', 'contacts.endDelegation', { id, why: '不要了' })).toMatchObject({
        code: 'common.not-found',
      });
    expect(await delegate('o-m-father')).toMatchObject({ code: 'auth.forbidden' });
  });
});
