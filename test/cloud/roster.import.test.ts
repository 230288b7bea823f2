import { describe, expect, it } from 'vitest';
import { collections } from '../../cloudfunctions/_server/data/collections';
import type { CollectionName } from '../../cloudfunctions/_server/data/documents';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { makeDemoRoster } from '../../local/demo/roster';
import { writeRosterXlsx } from '../../local/demo/workbook';
import { aSchool, aStaff, SCHOOL, withAccounts } from '../support/builders';
import { ADMIN, aKey, named, rosterBackend } from '../support/roster-import';
import { FAMILIES, idNumber, upload, workbookOf } from '../support/rosters';

const { backend, preview, bringIn, all, opened } = await rosterBackend();

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

  it('leaves the shift that a family told itself, until the roster says something else than before', async () => {
    await bringIn(FAMILIES);
    const { store } = backend.deps;
    const father = named((await all()).familyMembers, '林大山');
    const { _id } = father;
    await withAccounts(store, [{ ...father, openid: 'o-father' }]);
    const hours = { nightWeek: null, daysOff: [7 as const], only: null };
    const input = { on: true, together: true, shift: 'day', ...hours };
    const told = await serve(apiHandlers, backend.deps)({ method: 'familyTime.save', input }, 'o-father');
    expect(told.ok).toBe(true);
    await bringIn(FAMILIES);
    expect(await store.get('familyMembers', _id)).toMatchObject({ shift: 'day', hours });
    await bringIn(FAMILIES.map((line) => ({ ...line, ...('父亲班次' in line ? { 父亲班次: '两班倒' } : {}) })));
    expect(await store.get('familyMembers', _id)).toMatchObject({ shift: 'two_shift', hours });
    await bringIn(FAMILIES.map((line) => ({ ...line, ...('父亲班次' in line ? { 父亲班次: '两班倒' } : {}) })));
    expect(await store.get('familyMembers', _id)).toMatchObject({ shift: 'two_shift' });
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

  it('counts the days of who is left behind from now on from the day of the import', async () => {
    await bringIn(FAMILIES);
    const { store } = backend.deps;
    const { _id } = named((await all()).students, '林小雨');
    const home = { careStatus: 'not_left_behind', leftBehind: false, 'contact.since': '2026-09-01' };
    await store.updateWhere('students', { _id }, { set: home });
    await bringIn(FAMILIES);
    expect(await store.get('students', _id)).toMatchObject({ leftBehind: true, contact: { since: '2026-11-24' } });
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
    const { importId } = await backend.call(ADMIN, 'roster.preview', { key: aKey(), fileId, fileName: 'a.xlsx' });
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

describe('a whole school', () => {
  it('comes in with few operations, and its people once', async () => {
    const { rows: pupils } = makeDemoRoster(7);
    const look = async () => {
      const fileId = await upload(backend, await writeRosterXlsx(pupils));
      return backend.call(ADMIN, 'roster.preview', { key: aKey(), fileId, fileName: '名册.xlsx' });
    };
    const answer = await look();
    expect(answer).toMatchObject({ pupils: pupils.length, fresh: pupils.length, errors: 0 });
    backend.cloud.operations.reset();
    const done = await backend.call(ADMIN, 'roster.confirm', { importId: answer.importId });
    expect(backend.cloud.operations.total('database.')).toBeLessThan(80);
    expect(done).toMatchObject({ state: 'applied', pupils: pupils.length });
    const again = await look();
    expect(again).toMatchObject({ fresh: 0, changed: 0, same: pupils.length, familyMembers: done.familyMembers });
    expect(await backend.deps.store.count('familyMembers', { schoolId: SCHOOL })).toBe(done.familyMembers);
  }, 120_000);
});
