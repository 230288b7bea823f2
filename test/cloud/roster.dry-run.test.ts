import { describe, expect, it } from 'vitest';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { areDaysAlike, areNamesAlike } from '../../cloudfunctions/_server/roster/near';
import { ADMIN, aKey, named, rosterBackend } from '../support/roster-import';
import { FAMILIES, idNumber, type Line, upload, workbookOf } from '../support/rosters';

const { backend, preview, bringIn, all, opened } = await rosterBackend();
const { store } = backend.deps;

/** One more family, alone in its class. */
const BAI: Line = {
  姓名: '白小云',
  性别: '女',
  出生日期: '2016-02-03',
  班级: '四(1)班',
  父亲姓名: '白山',
  父亲电话: '17000000301',
};
const WITH_BAI = [...FAMILIES, BAI];
const linesOf = (answer: Awaited<ReturnType<typeof preview>>, name: string) =>
  Object.fromEntries(
    answer.changes
      .find((change) => change.name === name)
      ?.lines.map(({ label, before, after }) => [label, [before, after]]) ?? [],
  );

describe('every fact of a row', () => {
  it('is kept: of the pupil, its parents and its caregiver', async () => {
    await bringIn([
      {
        ...BAI,
        ...{ 民族: '苗', 是否登记户口: '是', 户籍地: '示范县白石村', 现居住地: '示范县县城', 就学状况: '小学' },
        ...{
          监护类型: '一般',
          监护情况评估: '差',
          经济来源: '务工',
          救助: '低保、医疗',
          身体状况: '患病：哮喘',
          留守类型: '一方外出，另一方在家照看',
        },
        ...{
          父亲出生日期: '1985-06-07',
          父亲身份证号: idNumber('1985-06-07', 1),
          父亲电话: '17000000301、17000000302',
        },
        ...{
          受委托人姓名: '白奶奶',
          受委托人年龄: '66',
          受委托人住址: '白石村 3 组',
          与儿童关系: '奶奶',
          家庭电话: '17000000303 17000000304',
        },
      },
    ]);
    const { students, familyMembers } = await all();
    const yun = named(students, '白小云');
    expect(yun).toMatchObject({
      ...{ ethnicity: '苗族', registered: true, schooling: 'primary', guardianship: 'fair', assessment: 'poor' },
      ...{ careStatus: 'one_away', leftBehind: false },
    });
    const seals = [yun.registeredAddress, yun.address, yun.income, yun.aid, yun.health].map(opened);
    expect(seals).toEqual(['示范县白石村', '示范县县城', '务工', '低保、医疗', '患病：哮喘']);
    const father = named(familyMembers, '白山');
    expect(father.birthDay).toBe('1985-06-07');
    expect([father.idNumber, father.phone, father.morePhones].map(opened)).toEqual([
      idNumber('1985-06-07', 1),
      '17000000301',
      '17000000302',
    ]);
    const granny = named(familyMembers, '白奶奶');
    expect(granny.birthDay).toBe('1960');
    expect([granny.address, granny.phone, granny.morePhones].map(opened)).toEqual([
      '白石村 3 组',
      '17000000303',
      '17000000304',
    ]);
  });

  it('counts who is left behind by the definition of the school', async () => {
    const rule = { since: '2026-01-01', underAge: 16, oneAway: true, basis: '省里的通知' };
    await store.updateWhere('schools', { _id: 'sch1' }, { set: { leftBehindRules: [rule] } });
    const lines = [{ ...BAI, 留守类型: '一方外出另一方有监护能力' }];
    expect(await preview(lines)).toMatchObject({ leftBehind: 1 });
    await bringIn(lines);
    expect(named((await all()).students, '白小云')).toMatchObject({ careStatus: 'one_away', leftBehind: true });
  });

  it('is found by name, sound, class, village and the end of a phone', async () => {
    await bringIn(FAMILIES);
    const { keys, order } = named((await all()).students, '林小雨');
    expect(keys).toEqual(expect.arrayContaining(['林小雨', 'linxiaoyu', 'lxy']));
    expect(keys.filter((key) => key.startsWith('#')).length).toBeGreaterThanOrEqual(4);
    expect(order).toContain('lin xiao yu');
    await bringIn(FAMILIES.map((line) => ({ ...line, 父亲电话: '17000009876', 班级: '四(1)班' })));
    const after = named((await all()).students, '林小雨');
    expect(after.keys).not.toEqual(keys);
    expect(after.order < order).toBe(false);
  });
});

describe('the difference to what is there', () => {
  it('is told field by field, of the family too, with numbers in part', async () => {
    await bringIn(WITH_BAI);
    const answer = await preview(
      WITH_BAI.map((line) =>
        line === BAI ? { ...BAI, 班级: '四(2)班', 父亲电话: '17000000399', 身份证号: idNumber('2016-02-03', 2) } : line,
      ),
    );
    expect(answer).toMatchObject({ fresh: 0, changed: 1, same: 3 });
    expect(linesOf(answer, '白小云')).toEqual({
      班级: ['四(1)班', '四(2)班'],
      身份证号: [null, expect.stringMatching(/^9901\*{10}\w{4}$/)],
      '爸爸 电话': ['170****0301', '170****0399'],
    });
  });

  it('names who is gone, of the classes that the roster covers', async () => {
    await bringIn(WITH_BAI);
    const father = named((await all()).familyMembers, '周建国');
    await store.updateWhere('familyMembers', { _id: father._id }, { set: { openid: 'o-zhou' } });
    const answer = await preview(FAMILIES.filter(({ 姓名 }) => 姓名 !== '周小海'));
    expect(answer.gone).toEqual([expect.objectContaining({ name: '周小海', className: '三(2)班', bound: true })]);
    expect(answer.goneCount).toBe(1);
  });

  it('comes in pages', async () => {
    const many = Array.from({ length: 25 }, (_, i) => ({
      ...BAI,
      姓名: `白小${'一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰'[i]}`,
      身份证号: idNumber('2016-02-03', 2 * i + 2),
    }));
    await bringIn(many);
    const answer = await preview(many.map((line) => ({ ...line, 学籍号: `G${line.身份证号}` })));
    expect([answer.changed, answer.changes.length]).toEqual([25, 20]);
    const page = (n: number, of: 'changes' | 'gone' = 'changes') =>
      backend.call(ADMIN, 'roster.page', { importId: answer.importId, of, page: n });
    expect(await page(0)).toMatchObject({ changes: answer.changes, more: true });
    const second = await page(1);
    expect([second.changes.length, second.more]).toEqual([5, false]);
    expect(await page(2)).toEqual({ doubts: [], changes: [], gone: [], more: false });
    expect(await page(0, 'gone')).toMatchObject({ gone: [], more: false });
    const pages = await store.list('importPages', { where: { importId: answer.importId }, limit: 10 });
    expect(JSON.stringify(pages)).not.toContain('白小');
  });

  it('is the same answer to the same request, and the screen can follow it', async () => {
    const key = aKey();
    const fileId = await upload(backend, await workbookOf(FAMILIES));
    const look = () => backend.call(ADMIN, 'roster.preview', { key, fileId, fileName: '名册.xlsx' });
    const first = await look();
    expect(await look()).toEqual(first);
    expect(await backend.call(ADMIN, 'roster.preview', { key, fileId, fileName: '别的.xlsx' })).toEqual(first);
    expect(await store.count('imports', { schoolId: 'sch1', at: { gt: 0 } })).toBe(1);
    const state = async (input: object) =>
      serve(apiHandlers, backend.deps)({ method: 'roster.state', input }, ADMIN).then(
        (reply) => reply.ok && reply.data,
      );
    const seen = { state: 'previewed', done: 4, of: 4 };
    expect([await state({ key }), await state({ importId: first.importId })]).toEqual([seen, seen]);
    expect(await state({ key: aKey() })).toEqual({ state: null, done: 0, of: 0 });
    await backend.call(ADMIN, 'roster.confirm', { importId: first.importId });
    expect(await state({ key })).toMatchObject({ state: 'applied' });
    await store.updateWhere('imports', { _id: first.importId }, { set: { schoolId: 'sch2' } });
    expect(await state({ importId: first.importId })).toEqual({ state: null, done: 0, of: 0 });
  });
});

describe('near misses', () => {
  it.each([
    [
      'an ID number with another digit',
      { 身份证号: idNumber('2016-02-03', 2) },
      { 姓名: '白晓芸', 身份证号: idNumber('2016-02-03', 4) },
      'id_one_digit',
    ],
    ['a name with another character, born the same day', {}, { 姓名: '白小芸' }, 'name_like'],
    ['a name that sounds the same, with the same phone', {}, { 姓名: '柏晓芸', 出生日期: '2015-01-01' }, 'same_phone'],
    ['month and day the other way round', {}, { 出生日期: '2016-03-02', 父亲电话: '' }, 'birth_like'],
    ['the same name and the father’s phone', {}, { 出生日期: '2014-11-12', 班级: '五(1)班' }, 'same_name'],
  ])('%s', async (_, on, told, why) => {
    await bringIn([{ ...BAI, ...on }]);
    const [known] = (await all()).students;
    const answer = await preview([{ ...BAI, ...told }]);
    expect(answer).toMatchObject({ nearCount: 1, fresh: 1 });
    expect(answer.near[0]).toMatchObject({ row: 2, candidates: [{ id: known?._id, name: '白小云', why }] });
    const { sheet = '', row = 0 } = answer.near[0] ?? {};
    const same = [{ sheet, row, studentId: known?._id ?? '' }];
    await backend.call(ADMIN, 'roster.confirm', { importId: answer.importId, same });
    const { students } = await all();
    expect(students.map(({ _id, name }) => [_id, name])).toEqual([[known?._id, '姓名' in told ? told.姓名 : '白小云']]);
  });

  it('are new pupils where nobody takes them for one of the file', async () => {
    await bringIn([BAI]);
    await bringIn([{ ...BAI, 姓名: '白小芸' }]);
    expect((await all()).students.map(({ name }) => name).sort()).toEqual(['白小云', '白小芸'].sort());
  });

  it('are none where two whole ID numbers say otherwise', async () => {
    await bringIn([{ ...BAI, 身份证号: idNumber('2016-02-03', 2) }]);
    const { near, fresh } = await preview([{ ...BAI, 姓名: '白小芸', 身份证号: idNumber('2016-02-03', 38) }]);
    expect([near, fresh]).toEqual([[], 1]);
  });

  it('go by names and days', () => {
    expect([
      areNamesAlike('张三', '张四'),
      areNamesAlike('张伞', '张散'),
      areNamesAlike('欧阳小雨', '欧阳晓雨'),
    ]).toEqual([false, true, true]);
    expect([areDaysAlike('2016-02-03', '2016-02-13'), areDaysAlike('2016-02-03', '2017-03-03')]).toEqual([true, false]);
  });
});

describe('columns by hand', () => {
  const ODD = [
    {
      学员: '白小云',
      甲: '女',
      出生日期: '2016-02-03',
      班级: '四(1)班',
      身份证号: idNumber('2016-02-03', 2),
      爸爸手机: '17000000301',
    },
  ];
  const look = async (columns: { index: number; key: string | null }[]) =>
    backend.call(ADMIN, 'roster.preview', {
      key: aKey(),
      fileId: await upload(backend, await workbookOf(ODD)),
      fileName: '名册.xlsx',
      columns: columns.map((column) => ({ sheet: '名册', ...column })),
    });

  it('tell a name that nobody could know, and are remembered for the next roster of the school', async () => {
    const unread = await look([]);
    expect(unread.columns[0]).toMatchObject({ header: '学员', key: null, byHand: false });
    expect(unread.errors).toBe(1);
    expect(unread.choices).toContainEqual({ key: 'name', title: '姓名' });
    const told = await look([
      { index: 0, key: 'name' },
      { index: 1, key: 'sex' },
      { index: 5, key: null },
    ]);
    expect(told).toMatchObject({ errors: 0, pupils: 1, familyMembers: 0 });
    expect(told.columns.map(({ key, byHand }) => [key, byHand])).toEqual([
      ['name', true],
      ['sex', true],
      ['birthDay', false],
      ['class', false],
      ['idNumber', false],
      [null, true],
    ]);
    expect((await look([])).errors).toBe(1);
    await backend.call(ADMIN, 'roster.confirm', { importId: told.importId });
    const later = await look([]);
    expect(later).toMatchObject({ errors: 0, same: 1, familyMembers: 0 });
    expect(later.columns[0]).toMatchObject({ key: 'name', byHand: true });
    expect(await look([{ index: 5, key: 'father.phone' }])).toMatchObject({ familyMembers: 1 });
  });

  it('may be only what is offered', async () => {
    await expect(look([{ index: 0, key: 'nobody' }])).rejects.toMatchObject({ code: 'input.invalid' });
  });
});
