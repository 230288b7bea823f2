/** What a reader who had not written the files' backend looked for: who gets round a right, and what is left lying when people leave. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Proposal } from '../../cloudfunctions/_server/data/documents';
import { type Backend, startBackend } from '../support/backend';
import { aConsent, aMember, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

const [ADMIN, HEAD, FATHER, MOTHER, GRANNY] = ['o-t-admin', 'o-t-head', 'o-m-father', 'o-m-mother', 'o-m-granny'];
let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());
beforeEach(async () => {
  backend.cloud.database.wipe();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});

const barFather = () =>
  backend.deps.store.updateWhere(
    'familyMembers',
    { _id: 'm-father' },
    { set: { 'children.0.mayContact': false, 'children.0.legalGuardian': false } },
  );
const remove = (openid: string, personId: string) =>
  backend.reply(openid, 'contacts.removeMember', { key: `go-${openid}`, studentId: 's-yu', personId, why: '写错了' });

describe('who may not change rights', () => {
  it('does not lift the end of a contact right by taking the adult off the file and putting it on again', async () => {
    await barFather();
    expect(await remove(HEAD, 'm-father')).toMatchObject({ code: 'auth.forbidden' });
    expect(await backend.deps.store.get('familyMembers', 'm-father')).toMatchObject({ studentIds: ['s-yu'] });
    expect(await remove(ADMIN, 'm-father')).toMatchObject({ code: 'contacts.barred-stays' });
  });

  it('does not end a legal guardianship by taking the guardian off the file', async () => {
    expect(await remove(HEAD, 'm-father')).toMatchObject({ code: 'auth.forbidden' });
    expect(await remove(HEAD, 'm-granny')).toMatchObject({ ok: true });
  });

  it('gives the care of a child to nobody who may not be in contact with it', async () => {
    await barFather();
    const care = {
      ...{ key: 'care-key-1', studentId: 's-yu', memberId: 'm-father', byId: 'm-mother', since: '2026-09-01' },
      ...{ until: null, disqualifiers: [], childView: null, childWords: '', villageToldDay: null, villageWhom: '' },
    };
    expect(await backend.reply(ADMIN, 'contacts.delegate', care)).toMatchObject({ code: 'contacts.disqualified' });
  });
});

describe('a family', () => {
  it('cannot tell from its child’s file whether the child is marked', async () => {
    const toneFor = async (leftBehind: boolean) => {
      const contact = { childDay: '2026-09-01', caregiverDay: null, remindedDay: null, since: '2026-09-01' };
      await backend.deps.store.updateWhere('students', { _id: 's-yu' }, { set: { leftBehind, contact } });
      return (await backend.call(FATHER, 'contacts.file', { studentId: 's-yu' })).tone;
    };
    expect(await toneFor(true)).toBe(await toneFor(false));
  });

  it('hears what the guardians agreed to only where it is at home with the child', async () => {
    const { store } = backend.deps;
    await store.insert('consents', aConsent({ memberId: 'm-mother', answer: 'refused' }));
    await store.updateWhere('familyMembers', { _id: 'm-father' }, { set: { 'children.0.legalGuardian': false } });
    const answers = async (openid: string) =>
      (await backend.call(openid, 'privacy.consents', { studentId: 's-yu' })).purposes.flatMap((one) => one.answers);
    expect(await answers(FATHER)).toEqual([]);
    for (const openid of [MOTHER, GRANNY, HEAD]) expect(await answers(openid), openid).toHaveLength(1);
  });
});

const aProposal = (vault: Backend['deps']['vault']): Proposal => ({
  ...{ _id: 'p1', schoolId: SCHOOL, studentId: 's-yu', classId: 'c32', byId: 'm-father', byName: '林大山' },
  ...{ relation: '父亲', at: 1, status: 'open', note: null, answer: null, answeredBy: null, answeredAt: null },
  items: vault.seal('[]'),
});

describe('a child that left', () => {
  it('leaves nothing that waits for an answer which nobody can give', async () => {
    await backend.deps.store.insert('proposals', aProposal(backend.deps.vault));
    const waiting = async () => (await backend.call(HEAD, 'home.open', {})).home;
    expect(await waiting()).toMatchObject({ proposals: 1 });
    const gone = { key: 'leave-0001', studentId: 's-yu', day: '2026-11-24', whereTo: '外地', withFile: false };
    expect(await backend.reply(ADMIN, 'transfer.leave', { ...gone, how: 'moved' })).toMatchObject({ ok: true });
    expect(await waiting()).toMatchObject({ proposals: 0 });
  });
});

it('the only administrator does not leave a school that nobody could run then', async () => {
  expect(await backend.reply(ADMIN, 'accounts.leave', {})).toMatchObject({ code: 'staff.last-admin' });
  expect((await backend.call(ADMIN, 'home.open', {})).home).toMatchObject({ kind: 'school' });
});

it('an adult whose one child here left is not found by the number of somebody else with the same name', async () => {
  // Same name, same number, another family: a recycled number must not open what was never the caller's.
  const { store, vault } = backend.deps;
  const gone = aStudent({ _id: 's-gone', name: '林走了', status: 'left' });
  const phone = { phone: vault.seal('17000000001'), phoneHash: vault.blind('phone', '17000000001') };
  await store.insert('students', gone);
  await withAccounts(store, [aMember({ _id: 'm-old', openid: null, ...phone }, [gone])]);
  backend.phones.set('o-new', '17000000001');
  expect(
    await backend.reply('o-new', 'accounts.bindByPhone', { phoneCode: 'my-phone', childName: '林走了' }),
  ).toMatchObject({ code: 'accounts.phone-unknown' });
});
