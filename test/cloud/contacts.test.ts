import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contactsHandlers } from '../../cloudfunctions/_server/contacts/handlers';
import type { FieldKey } from '../../miniprogram/shared/domain/child-file';
import { type Backend, startBackend } from '../support/backend';
import { aMember, aSchool, aStaff, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend(contactsHandlers);
  const { store, vault } = backend.deps;
  await seedLittleSchool(store, vault);
  await store.updateWhere(
    'students',
    { _id: 's-yu' },
    { set: { address: vault.seal('松树村 3 组'), health: vault.seal('健康') } },
  );
  await store.updateWhere('familyMembers', { _id: 'm-father' }, { set: { workplace: vault.seal('东莞') } });
  await store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { workplace: vault.seal('宁波') } });
  // A father who lost custody but may call, and one whom a court forbade any contact.
  await withAccounts(store, [
    aMember({ _id: 'm-away', name: '周远' }, [aStudent({ _id: 's-hai' })], { legalGuardian: false }),
    aMember({ _id: 'm-barred', name: '周禁' }, [aStudent({ _id: 's-hai' })], { mayContact: false }),
  ]);
  // Another school, whose headteacher must find nothing here.
  await store.put('schools', aSchool({ _id: 'sch2', schoolId: 'sch2' }));
  await withAccounts(store, [aStaff({ _id: 't-admin2', role: 'school_admin', schoolId: 'sch2' })]);
});
afterAll(() => backend.close());

const entries = async () =>
  backend.deps.store.list('audit', { where: { schoolId: SCHOOL }, orderBy: [['at', 'desc']], limit: 100 });
/** The entries that a request writes. */
async function audited(request: () => Promise<unknown>) {
  const before = new Set((await entries()).map(({ _id }) => _id));
  await request();
  return (await entries()).filter(({ _id }) => !before.has(_id));
}
const names = ({ children }: { children: readonly { name: string }[] }) => children.map(({ name }) => name);

describe('contacts.list', () => {
  it('shows each caller the children in reach, in the order of classes and names', async () => {
    const list = async (openid: string) => names(await backend.call(openid, 'contacts.list', {}));
    expect(await list('o-t-admin')).toEqual(['何小花', '林小雨', '周小海']);
    expect(await list('o-t-mind')).toEqual(['何小花', '林小雨', '周小海']);
    expect(await list('o-t-head')).toEqual(['林小雨', '周小海']);
    expect(await list('o-t-mentor')).toEqual(['周小海']);
    expect(await list('o-t-duty')).toEqual([]);
    expect(await list('o-t-admin2')).toEqual([]);
  });

  it('looks for a part of a name and for a class, never beyond the reach', async () => {
    const list = async (openid: string, input: object) => names(await backend.call(openid, 'contacts.list', input));
    expect(await list('o-t-admin', { q: '小海' })).toEqual(['周小海']);
    expect(await list('o-t-admin', { classId: 'c11' })).toEqual(['何小花']);
    expect(await list('o-t-head', { q: '小花' })).toEqual([]);
    expect(await list('o-t-head', { classId: 'c11' })).toEqual([]);
    expect(await list('o-t-mentor', { classId: 'c32' })).toEqual(['周小海']);
  });

  it('turns pages', async () => {
    const { store } = backend.deps;
    const many = Array.from({ length: 120 }, (_, i) =>
      aStudent({ _id: `s-many${i}`, name: `学生${i}`, classId: 'c51', className: '五(1)班', schoolId: 'sch2' }),
    );
    await store.insert('students', many);
    const first = await backend.call('o-t-admin2', 'contacts.list', {});
    expect(first.children).toHaveLength(100);
    const second = await backend.call('o-t-admin2', 'contacts.list', { after: first.next as string });
    expect(second).toMatchObject({ next: null });
    expect(new Set([...names(first), ...names(second)]).size).toBe(120);
  });

  it('is not for families, the booth and the bureau', async () => {
    for (const openid of ['o-m-father', 'o-m-granny', 'o-t-booth', 'o-t-bureau', 'o-t-volunteer'])
      expect(await backend.reply(openid, 'contacts.list', {})).toMatchObject({ code: 'auth.forbidden' });
  });

  it('writes no audit entry: no contact data is in it', async () => {
    expect(await audited(() => backend.call('o-t-admin', 'contacts.list', {}))).toEqual([]);
  });
});

describe('contacts.file', () => {
  const file = (openid: string, studentId = 's-yu') => backend.call(openid, 'contacts.file', { studentId });
  const member = (answer: Awaited<ReturnType<typeof file>>, personId: string) =>
    answer.members.find((one) => one.personId === personId);
  const fact = (answer: Awaited<ReturnType<typeof file>>, key: FieldKey) =>
    answer.fields.find(({ field }) => field === key);

  it('shows staff everything with masked numbers', async () => {
    const answer = await file('o-t-head');
    expect(answer).toMatchObject({ name: '林小雨', classId: 'c32', leftBehind: true });
    expect(fact(answer, 'pupil.address')).toMatchObject({ value: '松树村 3 组', may: 'edit' });
    expect(fact(answer, 'pupil.health')).toMatchObject({ value: '健康', may: 'edit' });
    expect(fact(answer, 'pupil.careStatus')).toMatchObject({ value: 'both_away', may: 'edit' });
    expect(fact(answer, 'pupil.aid')).toMatchObject({ value: null, may: 'edit' });
    expect(answer.members).toHaveLength(3);
    expect(member(answer, 'm-father')).toMatchObject({
      relation: '父亲',
      phoneMasked: '170****0001',
      workplace: '东莞',
      shift: 'night',
      legalGuardian: true,
      bound: true,
    });
    expect(JSON.stringify(answer)).not.toContain('17000000');
  });

  it('shows a parent itself and the caregiver, and of the other parent no more than who that is', async () => {
    const answer = await file('o-m-father');
    expect(member(answer, 'm-father')).toMatchObject({ phoneMasked: '170****0001', workplace: '东莞' });
    expect(member(answer, 'm-granny')).toMatchObject({ phoneMasked: '170****0003', canRead: false });
    expect(member(answer, 'm-mother')).toEqual({
      personId: 'm-mother',
      role: 'parent',
      name: '陈秀兰',
      relation: '母亲',
      phoneMasked: null,
      workplace: null,
      shift: null,
      legalGuardian: false,
      mayContact: true,
      hasSmartphone: true,
      canRead: true,
      bound: false,
      limit: null,
      silentSince: null,
      fields: [
        { field: 'member.name', value: '陈秀兰', masked: false, mark: expect.any(String), may: 'see' },
        { field: 'link.relation', value: '母亲', masked: false, mark: expect.any(String), may: 'see' },
      ],
    });
    expect(member(await file('o-m-mother'), 'm-father')).toMatchObject({ phoneMasked: null, workplace: null });
  });

  it('shows no family that a child counts as left behind', async () => {
    for (const openid of ['o-m-father', 'o-m-granny']) {
      const answer = await file(openid);
      expect(answer.leftBehind).toBeNull();
      expect(fact(answer, 'pupil.careStatus')).toBeUndefined();
      expect(fact(answer, 'pupil.guardianship')).toBeUndefined();
    }
  });

  it('tells where the child lives to legal guardians and the caregiver only', async () => {
    expect(fact(await file('o-m-father'), 'pupil.address')).toMatchObject({ value: '松树村 3 组', may: 'propose' });
    expect(fact(await file('o-m-granny'), 'pupil.address')).toMatchObject({ value: '松树村 3 组' });
    const { store, vault } = backend.deps;
    await store.updateWhere(
      'students',
      { _id: 's-hai' },
      { set: { address: vault.seal('柏树村'), health: vault.seal('健康') } },
    );
    const answer = await file('o-m-away', 's-hai');
    for (const key of ['pupil.address', 'pupil.health', 'pupil.living', 'pupil.idNumber'] as const)
      expect(fact(answer, key), key).toBeUndefined();
  });

  it('answers the same for a child of others, of another school, and none', async () => {
    const refused = async (openid: string, studentId: string) => {
      const { code, details } = (await backend.reply(openid, 'contacts.file', { studentId })) as never as {
        code: string;
        details: object;
      };
      return { code, details };
    };
    const none = await refused('o-m-father', 's-none');
    expect(none.code).toBe('common.not-found');
    for (const [openid, studentId] of [
      ['o-m-father', 's-hai'],
      ['o-m-granny', 's-other'],
      ['o-t-other', 's-yu'],
      ['o-t-mentor', 's-yu'],
      ['o-t-duty', 's-yu'],
      ['o-t-admin2', 's-yu'],
      ['o-m-barred', 's-hai'],
    ] as const)
      expect(await refused(openid, studentId), openid).toEqual(none);
  });

  it('is not for the counsellor, the booth and the bureau', async () => {
    for (const openid of ['o-t-mind', 'o-t-booth', 'o-t-bureau', 'o-t-volunteer'])
      expect(await backend.reply(openid, 'contacts.file', { studentId: 's-yu' })).toMatchObject({
        code: 'auth.forbidden',
      });
  });

  it('writes one audit entry, and none when it is refused', async () => {
    expect(await audited(() => file('o-t-head'))).toMatchObject([
      { byId: 't-head', byRole: 'teacher', method: 'contacts.file', studentIds: ['s-yu'], reason: null },
    ]);
    expect(await audited(() => backend.reply('o-t-other', 'contacts.file', { studentId: 's-yu' }))).toEqual([]);
  });

  it('costs eight operations, four of them at once', async () => {
    backend.cloud.operations.reset();
    await file('o-t-head');
    expect(backend.cloud.operations.total('database.')).toBe(8);
  });
});

describe('contacts.phone', () => {
  const phone = (openid: string, personId: string) =>
    backend.reply(openid, 'contacts.phone', { personId, why: 'notice' });

  it('opens one number and keeps the reason', async () => {
    const seen = await audited(async () =>
      expect(await phone('o-t-head', 'm-granny')).toMatchObject({ data: { phone: '17000000003', name: '刘桂花' } }),
    );
    expect(seen).toMatchObject([{ method: 'contacts.phone', studentIds: ['s-yu'], reason: 'notice' }]);
    expect(await phone('o-t-mentor', 'm-father2')).toMatchObject({ data: { phone: '17000000004' } });
  });

  it('finds nobody outside the reach, and no number where there is none', async () => {
    for (const [openid, personId] of [
      ['o-t-head', 'm-other'],
      ['o-t-mentor', 'm-father'],
      ['o-t-duty', 'm-father'],
      ['o-t-admin2', 'm-father'],
      ['o-t-head', 'm-none'],
      ['o-t-head', 't-admin'],
      ['o-t-head', 'm-away'],
    ] as const)
      expect(await phone(openid, personId), `${openid} ${personId}`).toMatchObject({ code: 'common.not-found' });
  });

  it('is not for families', async () => {
    for (const openid of ['o-m-father', 'o-m-granny', 'o-t-mind', 'o-t-bureau', 'o-t-booth'])
      expect(await phone(openid, 'm-father')).toMatchObject({ code: 'auth.forbidden' });
  });

  it('wants a reason', async () => {
    const reply = await backend.reply('o-t-head', 'contacts.phone', { personId: 'm-father', why: 'x' as never });
    expect(reply).toMatchObject({ code: 'input.invalid', details: { field: 'why' } });
  });
});
