import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collections } from '../../cloudfunctions/_server/data/collections';
import type { CollectionName, RosterImport } from '../../cloudfunctions/_server/data/documents';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { forgetRosters, resumeImports } from '../../cloudfunctions/_server/roster/apply';
import { makeDemoRoster } from '../../local/demo/roster';
import { writeRosterXlsx } from '../../local/demo/workbook';
import { type Backend, startBackend } from '../support/backend';
import { aSchool, aStaff, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';
import { FAMILIES, idNumber, type Line, upload, workbookOf, written } from '../support/rosters';

const ADMIN = 'o-t-admin';
let backend: Backend;

beforeEach(async () => {
  backend = await startBackend(documentHandlers);
  await backend.deps.store.put('schools', aSchool());
  await withAccounts(backend.deps.store, [aStaff({ _id: 't-admin', role: 'school_admin', name: '赵校长' })]);
});
afterEach(() => backend.close());

async function preview(lines: readonly Line[], fileName = '名册.xlsx') {
  const fileId = await upload(backend, await workbookOf(lines));
  return backend.call(ADMIN, 'roster.preview', { fileId, fileName });
}
async function bringIn(lines: readonly Line[]) {
  const { importId } = await preview(lines);
  return backend.call(ADMIN, 'roster.confirm', { importId });
}
const all = () => written(backend.deps.store, SCHOOL);
const named = <T extends { readonly name: string }>(docs: readonly T[], name: string): T => {
  const found = docs.filter((doc) => doc.name === name);
  expect(found, name).toHaveLength(1);
  return found[0] as T;
};
const opened = (sealed: string | null) => sealed && backend.deps.vault.open(sealed as never);

describe('roster.preview', () => {
  it('says what was understood and changes nothing', async () => {
    const answer = await preview([...FAMILIES.map((line) => ({ ...line, 爱好: '画画' }))]);
    expect(answer).toMatchObject({
      rows: 3,
      pupils: 3,
      leftBehind: 3,
      classes: [
        { name: '一(1)班', pupils: 1 },
        { name: '三(2)班', pupils: 2 },
      ],
      familyMembers: 6,
      fresh: 3,
      changed: 0,
      same: 0,
      errors: 0,
    });
    expect(answer.columns).toContainEqual({ header: '爱好', meaning: null });
    expect(answer.columns.find(({ header }) => header === '父亲电话')?.meaning).toContain('父亲');
    expect(answer.sample[0]).toMatchObject({ row: 2, name: '林小雨', className: '三(2)班' });
    expect(answer.sample[0]?.family).toBe('父亲林大山、母亲陈秀兰、奶奶刘桂花');
    expect(await all()).toEqual({ classes: [], students: [], familyMembers: [] });
  });

  it('tells errors row by row, and such a roster cannot be confirmed', async () => {
    const answer = await preview([...FAMILIES, { 姓名: '马小跳', 性别: '男', 身份证号: '123', 班级: '三(2)班' }]);
    expect(answer.errors).toBeGreaterThan(0);
    expect(answer.doubts[0]).toMatchObject({ row: 5, severity: 'error' });
    const refused = await backend.reply(ADMIN, 'roster.confirm', { importId: answer.importId });
    expect(refused).toMatchObject({ ok: false, code: 'roster.has-errors', details: { count: answer.errors } });
    expect((await all()).students).toEqual([]);
  });

  it.each([
    ['not-a-workbook', new TextEncoder().encode('hello')],
    ['old-xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0)],
    ['too-large', new Uint8Array(10 * 1024 * 1024 + 1)],
  ])('refuses a file that is %s', async (problem, bytes) => {
    const fileId = await upload(backend, bytes);
    const refused = await backend.reply(ADMIN, 'roster.preview', { fileId, fileName: '名册.xlsx' });
    expect(refused).toMatchObject({ ok: false, code: 'roster.unreadable', details: { problem } });
  });

  it('refuses a sheet without a header and one without pupils', async () => {
    const noHeader = await upload(backend, await workbookOf([{ 甲: '1', 乙: '2' }]));
    expect(await backend.reply(ADMIN, 'roster.preview', { fileId: noHeader, fileName: 'a.xlsx' })).toMatchObject({
      code: 'roster.unreadable',
      details: { problem: 'no-header' },
    });
    const nobody = await upload(backend, await workbookOf([{ 姓名: '', 性别: '', 班级: '' }]));
    expect(await backend.reply(ADMIN, 'roster.preview', { fileId: nobody, fileName: 'a.xlsx' })).toMatchObject({
      code: 'roster.unreadable',
      details: { problem: 'empty' },
    });
  });

  it('reads uploads only, and of those what is there', async () => {
    const elsewhere = await backend.cloud.upload('out/cards/a.xlsx', await workbookOf(FAMILIES), ADMIN);
    const gone = elsewhere.replace('out/cards/a.xlsx', 'u/gone.xlsx');
    for (const fileId of [elsewhere, gone])
      expect(await backend.reply(ADMIN, 'roster.preview', { fileId, fileName: 'a.xlsx' })).toMatchObject({
        code: 'common.not-found',
      });
  });

  it('is for the headteacher', async () => {
    await seedLittleSchool(backend.deps.store, backend.deps.vault);
    for (const openid of ['o-t-head', 'o-m-father', 'o-t-bureau', 'o-t-booth', 'o-t-mind'])
      for (const [method, input] of [
        ['roster.preview', { fileId: 'cloud://x/u/a', fileName: 'a.xlsx' }],
        ['roster.confirm', { importId: 'i' }],
      ] as const)
        expect(await backend.reply(openid, method, input as never)).toMatchObject({ code: 'auth.forbidden' });
    expect(await backend.reply('o-nobody', 'roster.confirm', { importId: 'i' })).toMatchObject({
      code: 'auth.unbound',
    });
  });
});

describe('roster.confirm', () => {
  it('makes classes, pupils and one document an adult', async () => {
    expect(await bringIn(FAMILIES)).toEqual({ state: 'applied', pupils: 3, familyMembers: 6, classes: 2 });
    const { classes, students, familyMembers } = await all();
    expect(classes.map(({ name, headTeacherId }) => ({ name, headTeacherId }))).toEqual([
      { name: '一(1)班', headTeacherId: null },
      { name: '三(2)班', headTeacherId: null },
    ]);
    const yu = named(students, '林小雨');
    expect(yu).toMatchObject({
      className: '三(2)班',
      sex: 'female',
      birthDay: '2017-05-04',
      boarding: true,
      living: 'boarding',
      leftBehind: true,
      careStatus: 'both_away',
      status: 'active',
      contact: { childDay: null, caregiverDay: null, remindedDay: null, since: '2026-11-24' },
    });
    expect(opened(yu.idNumber)).toBe(FAMILIES[0]?.身份证号);
    expect(opened(yu.address)).toBe('示范县青石镇松树村 3 组');
    const father = named(familyMembers, '林大山');
    expect(father).toMatchObject({ role: 'parent', shift: 'night', hasSmartphone: true, canRead: true, openid: null });
    expect(father.children.map(({ relation }) => relation)).toEqual(['父亲', '父亲']);
    expect([...father.studentIds].sort()).toEqual([yu._id, named(students, '林小雪')._id].sort());
    expect(opened(father.phone)).toBe('17000000101');
    expect(opened(father.workplace)).toBe('广东省东莞市');
    expect(named(familyMembers, '刘桂花')).toMatchObject({ role: 'guardian', canRead: false });
    expect(named(familyMembers, '周有田')).toMatchObject({ hasSmartphone: false });
    expect(named(familyMembers, '吴梅').children[0]).toMatchObject({ mayContact: false, legalGuardian: true });
    expect(named(familyMembers, '周有田').children[0]).toMatchObject({ mayContact: true, legalGuardian: false });
  });

  it('stores no number, workplace or address in plain', async () => {
    await bringIn(FAMILIES);
    const everything: string[] = [];
    for (const collection of Object.keys(collections) as CollectionName[])
      everything.push(
        ...(await backend.deps.store.aggregate(collection, [['match', {}]])).map((doc) => JSON.stringify(doc)),
      );
    expect(everything.length).toBeGreaterThan(12);
    const secrets = FAMILIES.flatMap((line) =>
      ['身份证号', '父亲电话', '母亲电话', '受委托人电话', '父亲务工地点', '现居住地'].flatMap(
        (key) => line[key] ?? [],
      ),
    ).map((text) => text.replaceAll(' ', ''));
    for (const secret of secrets)
      expect(
        everything.filter((doc) => doc.includes(secret)),
        secret,
      ).toEqual([]);
  });

  it('brings the same file in again without a change', async () => {
    await bringIn(FAMILIES);
    const before = await all();
    expect(await preview(FAMILIES)).toMatchObject({ fresh: 0, changed: 0, same: 3 });
    await bringIn(FAMILIES);
    expect(await all()).toEqual(before);
  });

  it('applies once what is sent twice, also at once', async () => {
    const { importId } = await preview(FAMILIES);
    const confirm = () => backend.call(ADMIN, 'roster.confirm', { importId });
    const answers = await Promise.all([confirm(), confirm(), confirm()]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const { students, familyMembers } = await all();
    expect([students.length, familyMembers.length]).toEqual([3, 6]);
    const before = await all();
    await confirm();
    expect(await all()).toEqual(before);
  });

  it('changes what the roster says otherwise and keeps what it does not say', async () => {
    await bringIn(FAMILIES);
    const { store } = backend.deps;
    const before = await all();
    const yu = named(before.students, '林小雨');
    const father = named(before.familyMembers, '林大山');
    await store.updateWhere('students', { _id: yu._id }, { set: { 'contact.childDay': '2026-11-20', lowFaces: 2 } });
    await store.updateWhere('familyMembers', { _id: father._id }, { set: { openid: 'o-father' } });
    const moved = FAMILIES.map((line) =>
      line.姓名 === '林小雨'
        ? {
            姓名: '林小雨',
            身份证号: line.身份证号 ?? '',
            班级: '三(1)班',
            父亲姓名: '林大山',
            父亲电话: '17000000201',
          }
        : line,
    );
    const { importId, ...answer } = await preview(moved);
    expect(answer).toMatchObject({ fresh: 0, changed: 2, same: 1 });
    await backend.call(ADMIN, 'roster.confirm', { importId });
    const after = await all();
    expect(after.students).toHaveLength(3);
    const yuNow = named(after.students, '林小雨');
    expect(yuNow).toMatchObject({
      _id: yu._id,
      className: '三(1)班',
      boarding: false,
      lowFaces: 2,
      contact: { childDay: '2026-11-20' },
      address: yu.address,
      idNumber: yu.idNumber,
    });
    const fatherNow = named(after.familyMembers, '林大山');
    expect(fatherNow).toMatchObject({
      _id: father._id,
      openid: 'o-father',
      shift: 'night',
      workplace: father.workplace,
    });
    expect(opened(fatherNow.phone)).toBe('17000000201');
    // The grandmother is not in this file's row; her link follows the child into the new class.
    const granny = named(after.familyMembers, '刘桂花');
    expect(granny.children.find(({ studentId }) => studentId === yu._id)?.classId).toBe(yuNow.classId);
    expect(granny.classIds).toContain(yuNow.classId);
  });

  it('leaves care and boarding alone where the file has no such column', async () => {
    await bringIn(FAMILIES);
    await bringIn([{ 姓名: '周小海', 性别: '男', 出生日期: '2017-09-30', 班级: '三(2)班' }]);
    expect(named((await all()).students, '周小海')).toMatchObject({
      leftBehind: true,
      careStatus: 'one_away_other_unable',
    });
  });

  it('knows a pupil again who got an ID number, and one who changed class', async () => {
    const hai = { 姓名: '周小海', 性别: '男', 出生日期: '2017-09-30' };
    await bringIn([{ ...hai, 班级: '三(2)班' }]);
    const first = named((await all()).students, '周小海');
    await bringIn([{ ...hai, 班级: '三(2)班', 身份证号: idNumber('2017-09-30', 5) }]);
    await bringIn([{ ...hai, 班级: '三(4)班' }]);
    const last = named((await all()).students, '周小海');
    expect(last).toMatchObject({ _id: first._id, className: '三(4)班' });
    expect(opened(last.idNumber)).toBe(idNumber('2017-09-30', 5));
  });

  it('tells twins of one name apart by their ID numbers', async () => {
    const twin = { 姓名: '王双', 性别: '男', 班级: '二(1)班' };
    const twins = [1, 3].map((n) => ({ ...twin, 身份证号: idNumber('2018-01-02', n) }));
    await bringIn(twins);
    await bringIn([...twins].reverse());
    const { students } = await all();
    expect(students).toHaveLength(2);
    expect(new Set(students.map(({ idHash }) => idHash)).size).toBe(2);
  });

  it('knows a father again whose name one of the files lacks', async () => {
    const child = { 姓名: '林小雨', 身份证号: idNumber('2017-05-04', 2), 班级: '三(2)班' };
    const phone = '17000000101';
    await bringIn([{ ...child, 父亲电话: phone }]);
    const first = named((await all()).familyMembers, '林小雨的父亲');
    await bringIn([{ ...child, 父亲姓名: '林大山', 父亲电话: phone }]);
    await bringIn([{ ...child, 父亲电话: '17000000109' }]);
    const { familyMembers } = await all();
    expect(familyMembers).toHaveLength(1);
    expect(familyMembers[0]).toMatchObject({ _id: first._id, name: '林大山' });
    expect(opened(familyMembers[0]?.phone ?? null)).toBe('17000000109');
    await bringIn([{ ...child, 父亲姓名: '林二山', 父亲电话: phone }]);
    expect((await all()).familyMembers.map(({ name }) => name).sort()).toEqual(['林二山', '林大山'].sort());
  });

  it('gives a class to the teacher who has it already', async () => {
    await withAccounts(backend.deps.store, [aStaff({ _id: 't-head', classIds: [`${SCHOOL}-c2026-3-2`] })]);
    await bringIn(FAMILIES);
    expect(named((await all()).classes, '三(2)班').headTeacherId).toBe('t-head');
    expect(named((await all()).classes, '一(1)班').headTeacherId).toBeNull();
  });

  it('refuses a file that is not the one previewed', async () => {
    const fileId = await backend.cloud.upload('u/same.xlsx', await workbookOf(FAMILIES), ADMIN);
    const { importId } = await backend.call(ADMIN, 'roster.preview', { fileId, fileName: 'a.xlsx' });
    await backend.deps.files.write('u/same.xlsx', await workbookOf(FAMILIES.slice(1)));
    expect(await backend.reply(ADMIN, 'roster.confirm', { importId })).toMatchObject({ code: 'roster.changed' });
    expect((await all()).students).toEqual([]);
  });

  it('knows only imports of its own school', async () => {
    const { importId } = await preview(FAMILIES);
    await backend.deps.store.put('schools', aSchool({ _id: 'sch2', schoolId: 'sch2' }));
    await withAccounts(backend.deps.store, [aStaff({ _id: 't-admin2', role: 'school_admin', schoolId: 'sch2' })]);
    for (const id of [importId, 'no-such-import'])
      expect(await backend.reply('o-t-admin2', 'roster.confirm', { importId: id })).toMatchObject({
        code: 'common.not-found',
      });
  });
});

/** A store that dies at its nth write, as a function that is stopped would. */
function dyingAt(store: Store, n: number): Store {
  let left = n;
  const dies = <F extends (...args: never[]) => Promise<unknown>>(write: F): F =>
    ((...args: Parameters<F>) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('stopped')) : write(...args);
    }) as F;
  return { ...store, insert: dies(store.insert), updateWhere: dies(store.updateWhere), put: dies(store.put) };
}

describe('an import that is cut off', () => {
  const ABANDONED_MS = 120_000;
  const confirmWith = (deps: Deps, importId: string) =>
    serve(documentHandlers, deps)({ method: 'roster.confirm', input: { importId } }, ADMIN);

  it.each([1, 2, 3, 4])('at write %i is finished by the jobs, complete and once', async (n) => {
    const { importId } = await preview(FAMILIES);
    const cut = await confirmWith({ ...backend.deps, store: dyingAt(backend.deps.store, n) }, importId);
    expect(cut).toMatchObject({ ok: false, code: 'system.internal' });
    expect(await resumeImports(backend.deps)).toBe(0);
    backend.clock.at += ABANDONED_MS;
    expect(await resumeImports(backend.deps)).toBe(1);
    const { classes, students, familyMembers } = await all();
    expect([classes.length, students.length, familyMembers.length]).toEqual([2, 3, 6]);
    expect((await backend.deps.store.get('imports', importId))?.status).toBe('applied');
    expect(await resumeImports(backend.deps)).toBe(0);
    expect(await preview(FAMILIES)).toMatchObject({ same: 3 });
  });

  it('in the middle of a batch is finished by confirming again', async () => {
    const { importId } = await preview(FAMILIES);
    const { store } = backend.deps;
    // Half of an array got in before the function was stopped.
    const half: Store = {
      ...store,
      insert: async (collection, docs) => {
        const list = Array.isArray(docs) ? docs : [docs];
        await store.insert(collection, list.slice(0, 1));
        if (collection === 'familyMembers') throw new Error('stopped');
        await store.insert(collection, list.slice(1));
      },
    };
    expect(await confirmWith({ ...backend.deps, store: half }, importId)).toMatchObject({ code: 'system.internal' });
    expect((await all()).familyMembers).toHaveLength(1);
    await backend.call(ADMIN, 'roster.confirm', { importId });
    expect((await all()).familyMembers).toHaveLength(6);
  });

  it('does not come back over a newer one', async () => {
    const old = await preview(FAMILIES);
    const cut = { ...backend.deps, store: dyingAt(backend.deps.store, 3) };
    expect(await confirmWith(cut, old.importId)).toMatchObject({ code: 'system.internal' });
    backend.clock.at += 1000;
    await bringIn(FAMILIES.map((line) => ({ ...line, 班级: '四(1)班' })));
    backend.clock.at += ABANDONED_MS;
    expect(await resumeImports(backend.deps)).toBe(0);
    expect(new Set((await all()).students.map(({ className }) => className))).toEqual(new Set(['四(1)班']));
  });

  it('half-way through changes is finished by confirming again', async () => {
    await bringIn(FAMILIES);
    const moved = FAMILIES.map((line) => ({ ...line, 班级: '四(1)班' }));
    const { importId } = await preview(moved);
    expect(await confirmWith({ ...backend.deps, store: dyingAt(backend.deps.store, 4) }, importId)).toMatchObject({
      code: 'system.internal',
    });
    await backend.call(ADMIN, 'roster.confirm', { importId });
    const { students, familyMembers } = await all();
    expect(new Set(students.map(({ className }) => className))).toEqual(new Set(['四(1)班']));
    expect(new Set(familyMembers.flatMap(({ classIds }) => classIds))).toEqual(new Set([students[0]?.classId]));
  });
});

describe('the sheet itself, which names every number in plain', () => {
  const sheets = async (status: RosterImport['status']) => {
    const imports = await backend.deps.store.list('imports', {
      where: { status },
      orderBy: [['at', 'asc']],
      limit: 10,
    });
    return backend.deps.files.links(imports.map(({ fileId }) => fileId));
  };

  it('is gone once it was applied', async () => {
    const { importId } = await preview(FAMILIES);
    expect(await sheets('previewed')).toEqual([expect.any(String)]);
    await backend.call(ADMIN, 'roster.confirm', { importId });
    expect(await sheets('applied')).toEqual([null]);
  });

  it('is gone where it could not be read: an old .xls has all the numbers too', async () => {
    const oldXls = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0);
    const [sheet, photo] = [await upload(backend, oldXls, 'a.xls'), await upload(backend, oldXls, 'a.jpg')];
    for (const fileId of [sheet, photo])
      expect(await backend.reply(ADMIN, 'roster.preview', { fileId, fileName: 'a.xls' })).toMatchObject({
        code: 'roster.unreadable',
      });
    // Nobody takes away somebody's photo by naming it here.
    expect(await backend.deps.files.links([sheet, photo])).toEqual([null, expect.any(String)]);
  });

  it('is gone a day after nobody confirmed it, and then has to be chosen again', async () => {
    const { importId } = await preview(FAMILIES);
    expect(await forgetRosters(backend.deps)).toBe(0);
    backend.clock.at += 86_400_000;
    expect(await forgetRosters(backend.deps)).toBe(1);
    expect(await sheets('forgotten')).toEqual([null]);
    expect(await backend.reply(ADMIN, 'roster.confirm', { importId })).toMatchObject({ code: 'roster.changed' });
  });
});

describe('a whole school', () => {
  it('comes in with few operations, and its people once', async () => {
    const { rows: pupils } = makeDemoRoster(7);
    const look = async () => {
      const fileId = await upload(backend, await writeRosterXlsx(pupils));
      return backend.call(ADMIN, 'roster.preview', { fileId, fileName: '名册.xlsx' });
    };
    const answer = await look();
    expect(answer).toMatchObject({ pupils: pupils.length, fresh: pupils.length, errors: 0 });
    backend.cloud.operations.reset();
    const done = await backend.call(ADMIN, 'roster.confirm', { importId: answer.importId });
    expect(backend.cloud.operations.total('database.')).toBeLessThan(40);
    expect(done).toMatchObject({ state: 'applied', pupils: pupils.length });
    const again = await look();
    expect(again).toMatchObject({ fresh: 0, changed: 0, same: pupils.length, familyMembers: done.familyMembers });
    expect(await backend.deps.store.count('familyMembers', { schoolId: SCHOOL })).toBe(done.familyMembers);
  });
});
