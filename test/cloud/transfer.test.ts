import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Consent } from '../../cloudfunctions/_server/data/documents';
import type { Input } from '../../miniprogram/shared/contract';
import { type Backend, startBackend } from '../support/backend';
import {
  aClass,
  aMember,
  aSchool,
  aStaff,
  aStudent,
  SCHOOL,
  seedLittleSchool,
  withAccounts,
} from '../support/builders';

/** 林小雨 goes from 演示小学 to 河东小学 of the same county. */
const OFFICE = 'o-t-admin';
const THERE = 'o-t-admin2';
const FATHER = 'o-m-father';
const GRANNY = 'o-m-granny';
let backend: Backend;

beforeEach(async () => {
  backend = await startBackend();
  const { store, vault } = backend.deps;
  await seedLittleSchool(store, vault);
  await store.put('schools', aSchool({ _id: 'sch2', schoolId: 'sch2', name: '河东小学' }));
  await store.insert(
    'classes',
    aClass({ _id: 'd41', schoolId: 'sch2', grade: 4, number: 1, name: '四(1)班', headTeacherId: null }),
  );
  await withAccounts(store, [
    aStaff({ _id: 't-admin2', schoolId: 'sch2', role: 'school_admin', name: '河东校长', openid: THERE }),
  ]);
});
afterEach(() => backend.close());

const leaves = (over: Partial<Input<'transfer.leave'>> = {}) =>
  backend.reply(OFFICE, 'transfer.leave', {
    key: 'leave-0001',
    studentId: 's-yu',
    how: 'transferred',
    day: '2026-11-24',
    whereTo: '河东小学',
    withFile: true,
    ...over,
  });

/** The legal guardians' yes to taking the file along. */
async function agrees(): Promise<void> {
  const { store } = backend.deps;
  const family = await store.list('familyMembers', { where: { schoolId: SCHOOL, studentIds: 's-yu' }, limit: 12 });
  const [guardian] = family.filter(({ children }) =>
    children.some(({ studentId, legalGuardian }) => studentId === 's-yu' && legalGuardian),
  );
  const consent: Consent = {
    _id: `s-yu:transfer:${guardian?._id}`,
    schoolId: SCHOOL,
    studentId: 's-yu',
    classId: 'c32',
    memberId: guardian?._id ?? '',
    purpose: 'transfer',
    answer: 'given',
    way: 'app',
    at: backend.deps.now(),
    enteredBy: null,
    signedDay: null,
    before: [],
  };
  await store.put('consents', consent);
}

async function codeOfLeaving(): Promise<string> {
  await agrees();
  const reply = await leaves();
  if (!reply.ok || reply.data.code === null) throw new Error('no code');
  return reply.data.code;
}

describe('transfer.leave', () => {
  it('takes the file along only with the yes of a legal guardian', async () => {
    expect(await leaves()).toMatchObject({ ok: false, code: 'privacy.not-agreed', details: { purpose: 'transfer' } });
    expect((await backend.deps.store.get('students', 's-yu'))?.status).toBe('active');
    await agrees();
    expect(await leaves()).toMatchObject({ ok: true, data: { code: expect.stringMatching(/^[2-9A-Z]{16}$/) } });
    expect(await leaves({ withFile: false })).toMatchObject({ ok: true });
  });

  it('answers the same when it is sent again, and makes one version', async () => {
    await agrees();
    const [first, second] = [await leaves(), await leaves()];
    expect(second).toEqual(first);
    const versions = await backend.deps.store.list('fileChanges', {
      where: { schoolId: SCHOOL, studentIds: 's-yu' },
      limit: 10,
    });
    expect(versions).toHaveLength(1);
    expect(await leaves({ key: 'leave-0002' })).toMatchObject({ ok: false, code: 'common.not-found' });
  });

  it('ends the access of adults who have no child left, and leaves it to those who have', async () => {
    const { store } = backend.deps;
    await withAccounts(store, [aMember({ _id: 'm-both', openid: 'o-both' }, [aStudent(), aStudent({ _id: 's-hai' })])]);
    await leaves({ withFile: false });
    expect((await backend.call(GRANNY, 'home.open', {})).home).toEqual({ kind: 'stranger' });
    expect((await backend.call('o-both', 'home.open', {})).home).toMatchObject({ children: [{ id: 's-hai' }] });
    expect(await backend.reply('o-both', 'contacts.file', { studentId: 's-yu' })).toMatchObject({
      code: 'common.not-found',
    });
  });

  it('calls off the call ahead, and owes none', async () => {
    const { store } = backend.deps;
    const { best } = await backend.call(FATHER, 'booking.slots', { studentId: 's-yu' });
    const slotId = best[0]?.slotId ?? '';
    const { bookingId } = await backend.call(FATHER, 'booking.claim', {
      requestKey: 'claim-0001',
      slotId,
      studentIds: ['s-yu'],
    });
    await leaves({ withFile: false });
    expect(await store.get('bookings', bookingId)).toMatchObject({ status: 'cancelled_school', why: 'no_right' });
    expect(await store.count('locks', { schoolId: SCHOOL, bookingId })).toBe(0);
    expect(await store.count('makeups', { schoolId: SCHOOL, _id: 's-yu' })).toBe(0);
  });

  it('has not happened tomorrow', async () => {
    expect(await leaves({ day: '2026-11-25' })).toMatchObject({ code: 'input.invalid', details: { field: 'day' } });
  });
});

describe('transfer.accept', () => {
  it('brings the child with its adults, and their WeChats open the new school', async () => {
    const code = await codeOfLeaving();
    expect(await backend.call(THERE, 'transfer.look', { code })).toMatchObject({
      name: '林小雨',
      fromSchool: '演示小学',
      className: '三(2)班',
      members: 3,
    });
    const { studentId } = await backend.call(THERE, 'transfer.accept', { code, classId: 'd41' });
    const file = await backend.call(THERE, 'contacts.file', { studentId });
    expect(file).toMatchObject({ name: '林小雨', className: '四(1)班' });
    expect(file.members.map(({ relation }) => relation).sort()).toEqual(['母亲', '父亲', '祖母']);
    expect((await backend.call(FATHER, 'home.open', {})).home).toMatchObject({
      kind: 'family',
      children: [{ id: studentId }],
    });
    expect((await backend.deps.store.get('accounts', GRANNY))?.memberships).toMatchObject([{ schoolId: 'sch2' }]);
  });

  it('takes a file once, whoever asks and however often at the same time', async () => {
    const code = await codeOfLeaving();
    const { store } = backend.deps;
    await store.put('schools', aSchool({ _id: 'sch3', schoolId: 'sch3', name: '河西小学' }));
    await store.insert('classes', aClass({ _id: 'e41', schoolId: 'sch3', name: '四(1)班' }));
    await withAccounts(store, [
      aStaff({ _id: 't-admin3', schoolId: 'sch3', role: 'school_admin', openid: 'o-t-admin3' }),
    ]);
    const asked = await Promise.all(
      [THERE, 'o-t-admin3', THERE, 'o-t-admin3'].map((who) =>
        backend.reply(who, 'transfer.accept', { code, classId: who === THERE ? 'd41' : 'e41' }),
      ),
    );
    const won = asked.flatMap((reply) => (reply.ok ? [reply.data.studentId] : []));
    expect(new Set(won).size).toBe(1);
    expect(asked.filter((reply) => !reply.ok).map((reply) => !reply.ok && reply.code)).toEqual([
      'transfer.code-wrong',
      'transfer.code-wrong',
    ]);
    const [two, three] = await Promise.all(
      ['sch2', 'sch3'].map((schoolId) => store.count('students', { schoolId, status: 'active' })),
    );
    expect((two ?? 0) + (three ?? 0)).toBe(1);
    expect(
      (await store.count('familyMembers', { schoolId: 'sch2', studentIds: won[0] ?? '' })) +
        (await store.count('familyMembers', { schoolId: 'sch3', studentIds: won[0] ?? '' })),
    ).toBe(3);
  });

  it('can be finished after it was cut off', async () => {
    const code = await codeOfLeaving();
    const { studentId } = await backend.call(THERE, 'transfer.accept', { code, classId: 'd41' });
    const { store } = backend.deps;
    await store.updateWhere('transfers', { schoolId: SCHOOL, studentId: 's-yu' }, { set: { finished: false } });
    await store.removeWhere('students', { _id: studentId });
    await store.removeWhere('consents', { schoolId: 'sch2', studentId });
    expect(await backend.call(THERE, 'transfer.accept', { code, classId: 'd41' })).toEqual({ studentId });
    expect(await store.count('students', { schoolId: 'sch2', status: 'active' })).toBe(1);
    expect(await store.count('consents', { schoolId: 'sch2', studentId })).toBe(1);
    expect(await store.count('familyMembers', { schoolId: 'sch2', studentIds: studentId })).toBe(3);
  });

  it('stays in one class when it is finished for another one', async () => {
    const { store } = backend.deps;
    await store.insert('classes', aClass({ _id: 'd42', schoolId: 'sch2', grade: 4, number: 2, name: '四(2)班' }));
    const code = await codeOfLeaving();
    const { studentId } = await backend.call(THERE, 'transfer.accept', { code, classId: 'd41' });
    await store.updateWhere('transfers', { schoolId: SCHOOL, studentId: 's-yu' }, { set: { finished: false } });
    await store.removeWhere('familyMembers', { schoolId: 'sch2', studentIds: studentId });
    await backend.call(THERE, 'transfer.accept', { code, classId: 'd42' });
    const family = await store.list('familyMembers', { where: { schoolId: 'sch2', studentIds: studentId }, limit: 12 });
    expect(family.flatMap(({ classIds }) => classIds)).toEqual(['d41', 'd41', 'd41']);
  });

  it('brings nothing back that the new school has changed since, when the code is entered once more', async () => {
    const code = await codeOfLeaving();
    const { studentId } = await backend.call(THERE, 'transfer.accept', { code, classId: 'd41' });
    const { members } = await backend.call(THERE, 'contacts.file', { studentId });
    const granny = members.find(({ relation }) => relation === '祖母')?.personId ?? '';
    await backend.call(THERE, 'contacts.removeMember', {
      key: 'gone-0001',
      studentId,
      personId: granny,
      why: '不带了',
    });
    expect(await backend.call(THERE, 'transfer.accept', { code, classId: 'd41' })).toEqual({ studentId });
    const relations = (await backend.call(THERE, 'contacts.file', { studentId })).members.map((one) => one.relation);
    expect(relations.sort()).toEqual(['母亲', '父亲']);
    expect((await backend.deps.store.get('accounts', GRANNY))?.memberships).toEqual([]);
  });

  it('meets an adult whom the new school knows by name and number', async () => {
    const { store, vault } = backend.deps;
    const father = await store.get('familyMembers', 'm-father');
    const sibling = aStudent({
      _id: 's-there',
      schoolId: 'sch2',
      classId: 'd41',
      className: '四(1)班',
      name: '林小山',
    });
    await store.insert('students', sibling);
    const phone = father?.phone ? vault.open(father.phone) : '';
    await store.put(
      'familyMembers',
      aMember(
        {
          _id: 'm-there',
          schoolId: 'sch2',
          name: father?.name ?? '',
          phone: vault.seal(phone),
          phoneHash: vault.blind('phone', phone),
          openid: null,
        },
        [sibling],
      ),
    );
    const { studentId } = await backend.call(THERE, 'transfer.accept', { code: await codeOfLeaving(), classId: 'd41' });
    expect((await store.get('familyMembers', 'm-there'))?.studentIds).toEqual(['s-there', studentId]);
    expect((await backend.call(FATHER, 'home.open', {})).home).toMatchObject({
      children: expect.arrayContaining([expect.objectContaining({ id: 's-there' })]),
    });
  });

  it('answers one refusal to whoever guesses, has it from another county, or is too late', async () => {
    const code = await codeOfLeaving();
    const refused = { ok: false, code: 'transfer.code-wrong' };
    expect(await backend.reply(THERE, 'transfer.look', { code: 'H7KM2PQX9TRWY4ZC' })).toMatchObject(refused);
    expect(await backend.reply(OFFICE, 'transfer.look', { code })).toMatchObject(refused);
    await backend.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { county: '邻县' } });
    expect(await backend.reply(THERE, 'transfer.look', { code })).toMatchObject(refused);
    await backend.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { county: '示范县' } });
    expect(await backend.reply(THERE, 'transfer.look', { code })).toMatchObject({ ok: true });
    backend.clock.at += 31 * 86_400_000;
    expect(await backend.reply(THERE, 'transfer.look', { code })).toMatchObject(refused);
  });

  it('can be tried ten times a day', async () => {
    const tries = [];
    for (let n = 0; n < 12; n++) tries.push(await backend.reply(THERE, 'transfer.look', { code: 'H7KM2PQX9TRWY4ZC' }));
    expect(tries.at(9)).toMatchObject({ code: 'transfer.code-wrong' });
    expect(tries.at(10)).toMatchObject({ code: 'accounts.too-many-tries' });
  });
});

describe('transfer.rejoin', () => {
  it('puts the child into a class, binds its family again and calls its file back', async () => {
    const code = await codeOfLeaving();
    expect((await backend.call(OFFICE, 'transfer.left', {})).children).toMatchObject([
      { id: 's-yu', how: 'transferred' },
    ]);
    const input = { key: 'rejoin-001', studentId: 's-yu', classId: 'c11' };
    await backend.call(OFFICE, 'transfer.rejoin', input);
    await backend.call(OFFICE, 'transfer.rejoin', input);
    expect(await backend.deps.store.get('students', 's-yu')).toMatchObject({
      status: 'active',
      left: null,
      className: '一(1)班',
    });
    expect((await backend.call(GRANNY, 'home.open', {})).home).toMatchObject({
      kind: 'family',
      children: [{ id: 's-yu' }],
    });
    expect(await backend.reply(THERE, 'transfer.look', { code })).toMatchObject({ code: 'transfer.code-wrong' });
    expect((await backend.call(OFFICE, 'transfer.left', {})).children).toEqual([]);
    expect(await backend.reply(OFFICE, 'transfer.rejoin', { ...input, key: 'rejoin-002' })).toMatchObject({
      code: 'transfer.still-here',
    });
  });

  it('is over when another school took the file, also where both ask at once', async () => {
    const code = await codeOfLeaving();
    const [back, taken] = await Promise.all([
      backend.reply(OFFICE, 'transfer.rejoin', { key: 'rejoin-003', studentId: 's-yu', classId: 'c11' }),
      backend.reply(THERE, 'transfer.accept', { code, classId: 'd41' }),
    ]);
    expect([back.ok, taken.ok].filter(Boolean)).toHaveLength(1);
    if (!back.ok) expect(back.code).toBe('transfer.taken');
    const { store } = backend.deps;
    const here = (await store.get('students', 's-yu'))?.status === 'active' ? 1 : 0;
    expect(here + (await store.count('students', { schoolId: 'sch2', status: 'active' }))).toBe(1);
  });
});

it('is the office of the own school alone', async () => {
  const input = {
    key: 'leave-0009',
    studentId: 's-yu',
    how: 'moved',
    day: '2026-11-24',
    whereTo: '',
    withFile: false,
  } as const;
  expect(await backend.reply('o-t-head', 'transfer.leave', input)).toMatchObject({ code: 'auth.forbidden' });
  expect(await backend.reply(THERE, 'transfer.leave', input)).toMatchObject({ code: 'common.not-found' });
  expect(
    await backend.reply(THERE, 'transfer.rejoin', { key: 'rejoin-009', studentId: 's-yu', classId: 'd41' }),
  ).toMatchObject({ code: 'common.not-found' });
});
