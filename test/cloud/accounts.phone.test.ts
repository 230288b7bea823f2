import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../miniprogram/shared/limits';
import { type Backend, startBackend } from '../support/backend';
import { aClass, aMember, aSchool, aStudent, seedLittleSchool, withAccounts } from '../support/builders';

const ADMIN = 'o-t-admin';
const NEW = 'o-new-phone';
const DAY_MS = 86_400_000;
const GRANDPA = '17000000005';
const FATHER = '17000000001';
let backend: Backend;

beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());

const hashed = (digits: string) => ({
  phone: backend.deps.vault.seal(digits),
  phoneHash: backend.deps.vault.blind('phone', digits),
});
const byPhone = async (openid: string, digits: string, childName: string) => {
  backend.phones.set(openid, digits);
  const reply = await backend.reply(openid, 'accounts.bindByPhone', { phoneCode: `phone-of:${openid}`, childName });
  return reply.ok ? reply.data : reply.code;
};
const membershipsOf = async (openid: string) => (await backend.deps.store.get('accounts', openid))?.memberships ?? [];

/** The same grandfather looks after a girl at another school. */
async function atAnotherSchool(over: { name?: string; openid?: string | null } = {}): Promise<void> {
  const { store } = backend.deps;
  const girl = aStudent({ _id: 's-far', schoolId: 'sch2', classId: 'd11', name: '周小美' });
  await store.put('schools', aSchool({ _id: 'sch2', schoolId: 'sch2', name: '远山小学' }));
  await store.put('classes', aClass({ _id: 'd11', schoolId: 'sch2' }));
  await store.put('students', girl);
  const person = { _id: 'm-far', schoolId: 'sch2', role: 'guardian', name: '周有田', openid: null } as const;
  await withAccounts(store, [aMember({ ...person, ...hashed(GRANDPA), ...over }, [girl])]);
}

describe('accounts.bindByPhone', () => {
  it('binds whoever has the number and names a child, who then sees it', async () => {
    expect(await byPhone(NEW, GRANDPA, ' 周 小海')).toMatchObject({
      membership: { id: 'm-grandpa', role: 'guardian', name: '周有田' },
      children: [{ name: '周小海', relation: '祖父' }],
    });
    expect((await backend.call(NEW, 'home.open', {})).home).toMatchObject({ kind: 'family' });
    expect(await byPhone(NEW, GRANDPA, '周小海')).toMatchObject({ membership: { id: 'm-grandpa' } });
  });

  it('binds the same person at every school, and no other who has the number', async () => {
    await atAnotherSchool();
    expect(await byPhone(NEW, GRANDPA, '周小海')).toMatchObject({ membership: { schoolName: '演示小学' } });
    expect((await membershipsOf(NEW)).map(({ id }) => id)).toEqual(['m-grandpa', 'm-far']);
    await backend.call(NEW, 'accounts.leave', {}, 'm-far');
    await backend.call(NEW, 'accounts.leave', {}, 'm-grandpa');
    await atAnotherSchool({ name: '周有山' });
    expect(await byPhone(NEW, GRANDPA, '周小海')).toMatchObject({ membership: { id: 'm-grandpa' } });
    expect((await membershipsOf(NEW)).map(({ id }) => id)).toEqual(['m-grandpa']);
  });

  it('leaves a school where the same person is bound to another WeChat as it is', async () => {
    await atAnotherSchool({ openid: 'o-old-phone' });
    await byPhone(NEW, GRANDPA, '周小海');
    expect((await membershipsOf(NEW)).map(({ id }) => id)).toEqual(['m-grandpa']);
    expect((await membershipsOf('o-old-phone')).map(({ id }) => id)).toEqual(['m-far']);
  });

  it('gives one answer to whatever did not fit', async () => {
    expect(await byPhone(NEW, '17000000099', '周小海')).toBe('accounts.phone-unknown');
    expect(await byPhone(NEW, GRANDPA, '林小雨')).toBe('accounts.phone-unknown');
    // Somebody is bound there, but not the child that is named: that tells nothing either.
    expect(await byPhone(NEW, FATHER, '周小海')).toBe('accounts.phone-unknown');
    const stolen = { phoneCode: 'phone-of:o-m-father', childName: '林小雨' };
    expect(await backend.reply(NEW, 'accounts.bindByPhone', stolen)).toMatchObject({ code: 'accounts.phone-unknown' });
  });

  it('says that somebody is bound already only to whoever knows number and child', async () => {
    expect(await byPhone(NEW, FATHER, '林小雨')).toBe('accounts.already-bound');
    expect(await membershipsOf('o-m-father')).toHaveLength(1);
  });

  it('does not choose between two people who share a number and a child', async () => {
    const hai = aStudent({ _id: 's-hai', name: '周小海' });
    const granny = { _id: 'm-granny2', role: 'guardian', name: '吴菊香', openid: null } as const;
    await backend.deps.store.put('familyMembers', aMember({ ...granny, ...hashed(GRANDPA) }, [hai]));
    expect(await byPhone(NEW, GRANDPA, '周小海')).toBe('accounts.phone-unknown');
  });

  it('does not count a child whom the adult may not contact, or who left', async () => {
    await backend.deps.store.updateWhere('students', { _id: 's-hai' }, { set: { status: 'left' } });
    expect(await byPhone(NEW, GRANDPA, '周小海')).toBe('accounts.phone-unknown');
    await backend.deps.store.updateWhere('students', { _id: 's-hai' }, { set: { status: 'active' } });
    const grandpa = await backend.deps.store.get('familyMembers', 'm-grandpa');
    const children = grandpa?.children.map((link) => ({ ...link, mayContact: false }));
    await backend.deps.store.updateWhere('familyMembers', { _id: 'm-grandpa' }, { set: { children } });
    expect(await byPhone(NEW, GRANDPA, '周小海')).toBe('accounts.phone-unknown');
  });

  it('takes its tries from the same ten a day as codes', async () => {
    for (let i = 0; i < LIMITS.bindTriesPerDay; i++)
      expect(await byPhone(NEW, GRANDPA, `周小${i}`)).toBe('accounts.phone-unknown');
    expect(await byPhone(NEW, GRANDPA, '周小海')).toBe('accounts.too-many-tries');
    expect(await backend.reply(NEW, 'accounts.bind', { code: '123456789' })).toMatchObject({
      code: 'accounts.too-many-tries',
    });
    backend.clock.at += DAY_MS;
    expect(await byPhone(NEW, GRANDPA, '周小海')).toMatchObject({ membership: { id: 'm-grandpa' } });
  });

  it('gives a person to one of many phones that come at once, and ends its open code', async () => {
    const { code } = await backend.call(ADMIN, 'accounts.invite', { personId: 'm-grandpa' });
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => byPhone(`o-race-${i}`, GRANDPA, '周小海')));
    expect(answers.filter((answer) => typeof answer !== 'string')).toHaveLength(1);
    expect(await backend.reply(NEW, 'accounts.bind', { code })).toMatchObject({ code: 'accounts.code-wrong' });
  });

  it('does not let the WeChat of a phone that was lost come back by its number, but by a code', async () => {
    await backend.call(ADMIN, 'accounts.revoke', { personId: 'm-father', why: 'lost_phone' });
    expect(await byPhone('o-m-father', FATHER, '林小雨')).toBe('accounts.phone-unknown');
    const { code } = await backend.call(ADMIN, 'accounts.invite', { personId: 'm-father' });
    await backend.call(NEW, 'accounts.bind', { code });
    await backend.call(NEW, 'accounts.leave', {});
    expect(await byPhone(NEW, FATHER, '林小雨')).toMatchObject({ membership: { id: 'm-father' } });
  });
});
