import { describe, expect, it } from 'vitest';
import { checkHandlers } from '../../cloudfunctions/_server/contacts/checks';
import type { FamilyMember, Student } from '../../cloudfunctions/_server/data/documents';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { aClass, aMember, aStudent, SCHOOL } from '../support/builders';
import { idNumber } from '../support/rosters';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool, { ...apiHandlers, ...checkHandlers });
const [HEAD, ADMIN] = ['o-t-head', 'o-t-admin'];
const check = (openid = HEAD, classId?: string) =>
  b.call(openid, 'contacts.checks', classId === undefined ? {} : { classId });
const checksOf = ({ findings }: Awaited<ReturnType<typeof check>>) => findings.map((finding) => finding.check);

/** 林小雨's file as a teacher leaves it: nothing is missing. */
async function complete(_id = 's-yu', birthDay = '2017-05-04') {
  const { store, vault } = b.deps;
  const sealed = (text: string) => vault.seal(text);
  await store.updateWhere(
    'students',
    { _id },
    {
      set: {
        idNumber: sealed(idNumber(birthDay, 2)),
        idHash: vault.blind('idNumber', idNumber(birthDay, 2)),
        address: sealed('示范县青石镇松树村'),
        health: sealed('健康'),
      },
    },
  );
}

describe('contacts.checks', () => {
  it('says how many files are complete, class by class, and what the others lack', async () => {
    await complete();
    const own = await check();
    expect(own).toMatchObject({ pupils: 2, complete: 1, unlisted: 0 });
    expect(own.classes).toMatchObject([
      { classId: 'c32', className: '三(2)班', pupils: 2, complete: 1, leftBehind: 2, leftBehindComplete: 1 },
    ]);
    const lines = ['pupil.idNumber', 'pupil.address', 'pupil.health'].map((field) => ({ field, count: 1 }));
    expect(own.classes[0]?.missing).toEqual(lines);
    const all = await check(ADMIN);
    expect(all).toMatchObject({ pupils: 3, complete: 1 });
    expect(all.classes.map(({ className }) => className)).toEqual(['一(1)班', '三(2)班']);
  });

  it('names what does not add up, with numbers masked', async () => {
    await complete();
    await b.deps.store.updateWhere('students', { _id: 's-yu' }, { set: { birthDay: '2017-05-05' } });
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-grandpa' }, { set: { silentSince: '2026-10-01' } });
    const { findings } = await check();
    const child = { id: 's-yu', name: '林小雨', className: '三(2)班' };
    expect(findings).toEqual([
      { check: 'id_birth', children: [child], more: 0, fact: '身份证上是 2017-05-04，档案上是 2017-05-05' },
      {
        check: 'silent_phone',
        children: [{ id: 's-hai', name: '周小海', className: '三(2)班' }],
        more: 0,
        fact: '祖父 170****0005，2026-10-01 起没人接',
      },
    ]);
  });

  it('sees that two children of two classes are one, and keeps it from a teacher of one of them', async () => {
    await complete('s-yu');
    await complete('s-other');
    expect(checksOf(await check(ADMIN))).toContain('same_id');
    expect(checksOf(await check(HEAD))).not.toContain('same_id');
    const [twice] = (await check(ADMIN)).findings.filter((finding) => finding.check === 'same_id');
    expect(twice?.fact).toMatch(/^9901\*{10}\d{3}[\dX]$/);
  });

  it('judges age by the definition that holds today', async () => {
    await b.deps.store.updateWhere('students', { _id: 's-yu' }, { set: { birthDay: '2010-06-01', leftBehind: false } });
    expect(checksOf(await check())).toContain('over_age');
    const leftBehindRules = [{ since: '2026-09-01', underAge: 18, oneAway: false, basis: '县里的文件' }];
    await b.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { leftBehindRules } });
    b.clock.at += 60_000;
    expect(checksOf(await check())).not.toContain('over_age');
  });

  it('reads a class in three operations beyond who asks, and a school in pages of a thousand', async () => {
    const cost = async (run: () => Promise<unknown>) => {
      await run();
      b.cloud.operations.reset();
      await run();
      return b.cloud.operations.total('database.');
    };
    const identify = 2;
    const audit = 1;
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-grandpa' }, { set: { silentSince: '2026-10-01' } });
    expect(await cost(() => check(ADMIN, 'c32'))).toBe(identify + 3 + audit);
    expect(await cost(() => check())).toBe(identify + 3 + audit);
    await many(1_500);
    expect(await cost(() => check(ADMIN))).toBe(identify + 3 + 2 + audit);
  });

  it('of five thousand pupils in little time; of thousands of findings it lists three hundred, of every kind some', async () => {
    await many(5_000);
    const began = performance.now();
    const { pupils, findings, unlisted } = await check(ADMIN);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(pupils).toBe(5_003);
    expect(findings).toHaveLength(300);
    expect(unlisted).toBeGreaterThan(4_000);
    const kinds = new Set(findings.map((finding) => finding.check));
    expect(kinds).toEqual(
      new Set(['same_person', 'left_behind_without_caregiver', 'no_legal_guardian', 'shared_phone']),
    );
    const [shared] = findings.filter((finding) => finding.check === 'shared_phone');
    expect(shared?.children).toHaveLength(20);
    expect(shared?.more).toBe(4_980);
  }, 60_000);

  it('is noted with the children whom it names', async () => {
    await b.deps.store.updateWhere('students', { _id: 's-hai' }, { set: { living: 'alone' } });
    await check();
    const entries = await b.deps.store.list('audit', { where: { schoolId: SCHOOL }, limit: 10 });
    expect(entries).toMatchObject([{ method: 'contacts.checks', byId: 't-head', studentIds: ['s-hai'] }]);
  });

  it('leaves out who left, answers an empty class, and finds no class outside the reach', async () => {
    await b.deps.store.updateWhere('students', { _id: 's-hai' }, { set: { status: 'left' } });
    expect(await check()).toMatchObject({ pupils: 1 });
    await b.deps.store.insert('classes', [
      aClass({ _id: 'c-empty', grade: 2, number: 1, name: '二(1)班' }),
      aClass({ _id: 'c-there', schoolId: 'sch2' }),
    ]);
    expect(await check(ADMIN, 'c-empty')).toMatchObject({ pupils: 0, classes: [], findings: [] });
    for (const [openid, classId] of [
      [HEAD, 'c11'],
      [ADMIN, 'c-there'],
      [ADMIN, 'c-none'],
      ['o-t-mentor', 'c32'],
    ] as const)
      expect(await code(check(openid, classId))).toBe('common.not-found');
    expect(await check('o-t-mentor')).toMatchObject({ pupils: 0, findings: [] });
    for (const openid of ['o-m-father', 'o-m-granny', 'o-t-mind', 'o-t-bureau', 'o-t-booth'])
      expect(await code(check(openid))).toBe('auth.forbidden');
  });
});

/** As many pupils of a big school, each with a father; all fathers have one number and no guardianship. */
async function many(count: number): Promise<void> {
  const { store, vault } = b.deps;
  const phone = vault.seal('17000000099');
  const children: Student[] = Array.from({ length: count }, (_, i) =>
    aStudent({
      _id: `s-m${i}`,
      name: `张${i % 4_900}`,
      classId: `cm${i % 40}`,
      className: `四(${(i % 40) + 1})班`,
      careStatus: 'not_left_behind',
      leftBehind: false,
      birthDay: '2016-01-01',
    }),
  );
  const fathers: FamilyMember[] = children.map((child, i) =>
    aMember({ _id: `m-m${i}`, name: `父${i}`, phone, openid: null }, [child], { legalGuardian: false }),
  );
  for (let i = 0; i < count; i += 500) {
    await store.insert('students', children.slice(i, i + 500));
    await store.insert('familyMembers', fathers.slice(i, i + 500));
  }
}
