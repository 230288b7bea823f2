import { read, utils } from '@e965/xlsx';
import fc from 'fast-check';
import readXlsx from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import type { FamilyMember, Student } from '../../cloudfunctions/_server/data/documents';
import { filesXlsx } from '../../cloudfunctions/_server/documents/file-export';
import { fileRows } from '../../cloudfunctions/_server/documents/file-rows';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { COLUMNS } from '../../cloudfunctions/_server/roster/columns';
import { understand } from '../../cloudfunctions/_server/roster/understand';
import { readWorkbook } from '../../cloudfunctions/_server/roster/workbook';
import type { Input } from '../../miniprogram/shared/contract';
import {
  ASSESSMENT,
  CARE_STATUS,
  GUARDIANSHIP,
  LIVING,
  RIGHT_REASONS,
  SCHOOLING,
} from '../../miniprogram/shared/domain/child-file';
import { aClass, aMember, aStudent, SCHOOL } from '../support/builders';
import { idNumber } from '../support/rosters';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool, documentHandlers);
const { vault } = b.deps;
const [HEAD, ADMIN] = ['o-t-head', 'o-t-admin'];

type Asked = Partial<Input<'contacts.export'>>;
const ask = (over: Asked = {}, openid = HEAD) =>
  b.call(openid, 'contacts.export', { kind: 'form', leftBehindOnly: false, why: 'school', note: '', ...over });

/** The file, and its cells as another program reads them. */
async function exported(over: Asked = {}, openid = HEAD) {
  const answer = await ask(over, openid);
  const bytes = new Uint8Array(await b.deps.files.read(answer.fileId));
  return { answer, bytes, cells: cellsOf(bytes) };
}
/** As SheetJS reads it; '' for nothing. */
function cellsOf(bytes: Uint8Array): string[][] {
  const book = read(bytes);
  const sheet = book.Sheets[book.SheetNames[0] ?? ''] ?? {};
  return utils.sheet_to_json<string[]>(sheet, { header: 1, defval: '', raw: false });
}
const titles = COLUMNS.map(({ title, group }) => group + title);
/** A cell of the form by its full title. */
const at = (row: readonly string[] | undefined, title: string) => row?.[titles.indexOf(title)];

describe('contacts.export of the national form', () => {
  it('has two header rows, those of the groups merged, and a row a pupil in the order of the school', async () => {
    await b.deps.store.updateWhere(
      'students',
      { _id: 's-yu' },
      { set: { idNumber: vault.seal(idNumber('2017-05-04', 2)), aid: vault.seal('低保，还有乡里的助学金') } },
    );
    const { answer, bytes, cells } = await exported({}, ADMIN);
    expect(answer).toMatchObject({ pupils: 3, fileName: '演示小学 信息登记表 2026-11-24.xlsx' });
    expect((await fetch(answer.url)).status).toBe(200);
    const [upper, lower, ...rows] = cells;
    const fatherAt = titles.indexOf('父亲姓名');
    expect([upper?.[0], lower?.[0]]).toEqual(['姓名', '']);
    expect([upper?.[fatherAt], lower?.[fatherAt]]).toEqual(['父亲', '姓名']);
    const sheet = Object.values(read(bytes).Sheets)[0];
    expect(sheet?.['!merges']).toContainEqual({ s: { r: 0, c: 0 }, e: { r: 1, c: 0 } });
    expect(sheet?.['!merges']).toContainEqual({ s: { r: 0, c: fatherAt }, e: { r: 0, c: fatherAt + 4 } });
    expect(rows.map(([name]) => name)).toEqual(['何小花', '林小雨', '周小海']);
    const yu = rows[1];
    expect(at(yu, '身份证号')).toBe(idNumber('2017-05-04', 2));
    expect(at(yu, '父亲联系电话')).toBe('17000000001');
    expect(at(yu, '受委托人姓名')).toBe('刘桂花');
    expect(at(yu, '受委托人与儿童关系')).toBe('祖母');
    expect(at(yu, '班级')).toBe('三(2)班');
    expect(at(yu, '留守类型')).toBe('父母双方外出');
    // Words of a teacher that the form has no box for are not lost.
    expect(at(yu, '救助')).toBe('低保，还有乡里的助学金');
  });

  it('opens in a second library to the same cells', async () => {
    const { bytes, cells } = await exported();
    const [sheet] = await readXlsx(Buffer.from(bytes));
    const other = (sheet?.data ?? []).map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
    expect(other).toEqual(cells);
  });

  it('says whose contact is limited and by what, and that care was given', async () => {
    const { store } = b.deps;
    const yu = aStudent();
    const limit = { reason: 'court' as const, since: '2026-10-01', note: null };
    await store.put('familyMembers', aMember({ _id: 'm-father' }, [yu], { mayContact: false, limit }));
    await store.insert('delegations', {
      ...{
        _id: 'd1',
        schoolId: SCHOOL,
        studentId: 's-yu',
        classId: 'c32',
        memberId: 'm-granny',
        byMemberId: 'm-mother',
      },
      ...{ since: '2026-09-01', until: null, childView: 'agrees', childWords: null, villageToldDay: null },
      ...{ villageWhom: null, endedDay: null, endedWhy: null, byId: 't-head', at: 0, current: true, open: true },
    });
    const { cells } = await exported();
    const yus = cells.find(([name]) => name === '林小雨');
    expect(at(yus, '联系限制')).toBe('父亲不可以和孩子联系（法院的决定）');
    expect(at(yus, '有无委托照护')).toBe('有');
    const hai = cells.find(([name]) => name === '周小海');
    expect(at(hai, '有无委托照护')).toBe('');
  });
});

describe('contacts.export of a class list', () => {
  it('has whom to call and no ID number', async () => {
    const number = idNumber('2017-05-04', 2);
    await b.deps.store.updateWhere('students', { _id: 's-yu' }, { set: { idNumber: vault.seal(number) } });
    const { answer, cells } = await exported({ kind: 'class', classId: 'c32', why: 'class', note: '春游' });
    expect(answer).toMatchObject({ pupils: 2, fileName: '三(2)班 学生名册 2026-11-24.xlsx' });
    expect(cells).toEqual([
      ['班级', '姓名', '性别', '出生日期', '住校', '联系人', '关系', '电话'],
      ['三(2)班', '林小雨', '女', '2017-05-04', '是', '刘桂花', '祖母', '17000000003'],
      ['三(2)班', '周小海', '男', '2017-05-04', '否', '周有田', '祖父', '17000000005'],
    ]);
    expect(JSON.stringify(cells)).not.toContain(number);
  });

  it('names nobody who may not be in contact', async () => {
    const yu = aStudent();
    await b.deps.store.removeWhere('familyMembers', { _id: 'm-granny' });
    await b.deps.store.put(
      'familyMembers',
      aMember({ _id: 'm-mother' }, [yu], { relation: '母亲', mayContact: false }),
    );
    const { cells } = await exported({ kind: 'class' });
    expect(cells.find((row) => row[1] === '林小雨')?.slice(5)).toEqual(['林大山', '父亲', '17000000001']);
  });

  it('has only who is left behind where that is asked for', async () => {
    await b.deps.store.updateWhere('students', { _id: 's-hai' }, { set: { leftBehind: false } });
    const { answer, cells } = await exported({ kind: 'class', leftBehindOnly: true });
    expect(answer).toMatchObject({ pupils: 1, fileName: '三(2)班 留守儿童学生名册 2026-11-24.xlsx' });
    expect(cells.map((row) => row[1])).toEqual(['姓名', '林小雨']);
  });
});

describe('contacts.export', () => {
  it('lets nothing that somebody wrote become a formula', async () => {
    const nasty = ['=1+1', '+86', '-1', '@SUM(A1)', '=HYPERLINK("http://x","y")', '=cmd|" /C calc"!A0', '\t=1'];
    const students = nasty.map((name, i) => aStudent({ _id: `s-n${i}`, name, address: vault.seal(name) }));
    await b.deps.store.insert('students', students);
    for (const kind of ['form', 'class'] as const) {
      const { bytes, cells } = await exported({ kind });
      const names = cells.flat();
      for (const name of nasty) expect(names).toContain(name);
      const sheet = Object.values(read(bytes, { cellFormula: true }).Sheets)[0] ?? {};
      const values = Object.entries(sheet).filter(([key]) => !key.startsWith('!'));
      expect(values.filter(([, cell]) => cell.f !== undefined || cell.t !== 's')).toEqual([]);
    }
  });

  it('survives what a sheet cannot hold', async () => {
    await b.deps.store.updateWhere(
      'students',
      { _id: 's-yu' },
      { set: { address: vault.seal('松树村\u0000\u000b三组'), ethnicity: '<汉>&"族' } },
    );
    const { cells } = await exported();
    const yu = cells.find(([name]) => name === '林小雨');
    expect(at(yu, '现居住地')).toBe('松树村  三组');
    expect(at(yu, '民族')).toBe('<汉>&"族');
  });

  it('is noted with its reason and every child, and is taken away a day later', async () => {
    await ask({ why: 'county', note: '秋季报表' });
    const entries = await b.deps.store.list('audit', { where: { schoolId: SCHOOL }, limit: 10 });
    expect(entries).toMatchObject([{ method: 'contacts.export', byId: 't-head', reason: '县里要报表：秋季报表' }]);
    expect([...(entries[0]?.studentIds ?? [])].sort()).toEqual(['s-hai', 's-yu']);
    const [file] = await b.deps.store.list('temporaryFiles', { where: { dueAt: { gt: 0 } }, limit: 10 });
    expect(file?.dueAt).toBe(b.clock.at + 86_400_000);
  });

  it('finds no class outside the reach, and is for teachers and the headteacher', async () => {
    for (const [openid, classId] of [
      [HEAD, 'c11'],
      [ADMIN, 'c-none'],
      ['o-t-mentor', 'c32'],
    ] as const)
      expect(await code(ask({ classId }, openid))).toBe('common.not-found');
    expect(await code(ask({}, 'o-t-mentor'))).toBe('common.not-found');
    for (const openid of ['o-m-father', 'o-m-granny', 'o-t-mind', 'o-t-bureau', 'o-t-booth', 'o-t-volunteer'])
      expect(await code(ask({}, openid))).toBe('auth.forbidden');
    expect(await code(ask({ why: 'curious' as never }))).toBe('input.invalid');
  });

  it('of five thousand pupils stays within the time of the function', async () => {
    const { store } = b.deps;
    const texts = { phone: vault.seal('17000000099'), workplace: vault.seal('广东省东莞市') };
    for (let i = 0; i < 10; i++) {
      const children = Array.from({ length: 500 }, (_, n) =>
        aStudent({
          ...{ _id: `s-${i}-${n}`, name: `张${i}${n}`, idNumber: vault.seal(idNumber('2016-01-01', n)) },
          ...{ address: vault.seal('示范县青石镇松树村三组'), health: vault.seal('健康') },
        }),
      );
      const adults = children.flatMap((child) =>
        ['父亲', '母亲', '奶奶'].map((relation) =>
          aMember(
            {
              ...{ _id: `m-${child._id}-${relation}`, name: '某人', openid: null, ...texts },
              ...(relation === '奶奶' ? { role: 'guardian' as const } : {}),
            },
            [child],
            { relation },
          ),
        ),
      );
      await store.insert('students', children);
      for (let n = 0; n < adults.length; n += 500) await store.insert('familyMembers', adults.slice(n, n + 500));
    }
    const began = performance.now();
    expect(await ask({}, ADMIN)).toMatchObject({ pupils: 5_003 });
    expect(performance.now() - began).toBeLessThan(30_000);
  }, 120_000);
});

/** Files of any kind, as the database has them. */
const maybe = <T>(all: readonly T[]) => fc.constantFrom<T | null>(null, ...all);
const keys = <T extends object>(words: T) => Object.keys(words) as (keyof T & string)[];
const names = fc.constantFrom('林小雨', '欧阳娜', '阿依古丽·买买提', '周小海', '=1+1', '王');
const texts = maybe(['示范县青石镇松树村 3 组', '在家', '广东省东莞市', '=A1']);
const phones = maybe(['17000000001', '17000000002', '07516123456']);
const adult = fc.record({
  name: names,
  phone: phones,
  more: maybe(['17000000008', '17000000008,17000000009']),
  workplace: texts,
  born: maybe(['1985-03-02', '1985-03', '1985']),
  number: maybe([idNumber('1985-03-02', 5)]),
  shift: fc.constantFrom('day', 'night', 'two_shift', 'irregular', 'unknown'),
  canRead: fc.boolean(),
  hasSmartphone: fc.boolean(),
  legalGuardian: fc.boolean(),
  mayContact: fc.boolean(),
  reason: maybe(keys(RIGHT_REASONS)),
});
const pupil = fc.record({
  name: names,
  sex: fc.constantFrom('male', 'female'),
  birthDay: fc.constantFrom('2017-05-04', '2014-12-31'),
  hasNumber: fc.boolean(),
  boarding: fc.boolean(),
  careStatus: fc.constantFrom(...keys(CARE_STATUS)),
  living: maybe(keys(LIVING)),
  guardianship: maybe(keys(GUARDIANSHIP)),
  assessment: maybe(keys(ASSESSMENT)),
  schooling: maybe(keys(SCHOOLING)),
  registered: maybe([true, false]),
  ethnicity: maybe(['汉族', '土家族']),
  address: texts,
  registeredAddress: texts,
  health: maybe(['健康', '残疾：肢体二级', '患病：哮喘']),
  aid: maybe(['低保、医疗', '临时']),
  income: maybe(['务工']),
  father: fc.option(adult),
  mother: fc.option(adult),
  granny: fc.option(adult),
  delegated: fc.boolean(),
});
type Made = typeof pupil extends fc.Arbitrary<infer T> ? T : never;

const sealed = (text: string | null) => (text === null ? null : vault.seal(text));
function documentsOf(made: readonly Made[]) {
  const students = made.map((one, i): Student => {
    const number = one.hasNumber ? idNumber(one.birthDay, 100 + 2 * i + (one.sex === 'male' ? 1 : 0)) : null;
    const { father: _, mother: __, granny: ___, hasNumber: ____, delegated: _____, ...facts } = one;
    return aStudent({
      ...(facts as Partial<Student>),
      ...{ _id: `s${i}`, name: `${one.name}${'甲乙丙丁戊'.charAt(i)}`, idNumber: sealed(number), studentNo: `S${i}` },
      ...{ address: sealed(one.address), registeredAddress: sealed(one.registeredAddress) },
      ...{ health: sealed(one.health), aid: sealed(one.aid), income: sealed(one.income) },
    });
  });
  const members = made.flatMap((one, i) =>
    (['father', 'mother', 'granny'] as const).flatMap((who): FamilyMember[] => {
      const person = one[who];
      const child = students[i];
      if (!person || !child) return [];
      const { phone, more, number, born, workplace, reason, legalGuardian, mayContact, ...rest } = person;
      const relation = { father: '父亲', mother: '母亲', granny: '奶奶' }[who];
      return [
        aMember(
          {
            ...(rest as Partial<FamilyMember>),
            ...{ _id: `${who}${i}`, role: who === 'granny' ? 'guardian' : 'parent', birthDay: born },
            ...{ phone: sealed(phone), morePhones: phone === null ? null : sealed(more), idNumber: sealed(number) },
            workplace: sealed(workplace),
          },
          [child],
          {
            ...{ relation, legalGuardian, mayContact },
            limit: mayContact || !reason ? null : { reason, since: '2026-01-01', note: null },
          },
        ),
      ];
    }),
  );
  const delegations = made.flatMap((one, i) =>
    one.granny && one.delegated ? [{ studentId: `s${i}`, memberId: `granny${i}` } as never] : [],
  );
  return { students, members, delegations };
}

describe('what is exported', () => {
  const options = { vault, schoolName: '演示小学', classes: [aClass()], sees: () => true };

  it('reads back as a roster to the same pupils', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pupil, { minLength: 1, maxLength: 5 }), async (made) => {
        const rows = fileRows(documentsOf(made), options);
        const bytes = await filesXlsx('form', rows);
        const sheets = await readWorkbook(bytes, '登记表.xlsx');
        const read = understand(sheets, { today: '2026-11-24' });
        expect(read.doubts.filter(({ severity }) => severity === 'error')).toEqual([]);
        const [, , ...cells] = cellsOf(bytes);
        // A caregiver counts for a reader as given the care; where nobody wrote it down the cell is empty.
        const shown = COLUMNS.filter(({ key }) => key !== 'delegated');
        const again = read.pupils.map((one) => shown.map((column) => column.show(one)));
        const written = cells.map((row) => shown.map((column) => row[COLUMNS.indexOf(column)] ?? ''));
        // What is empty on file and follows from what is not is settled by the reading.
        const settled = new Set(['aid', 'schooling']);
        shown.forEach((column, i) => {
          for (const [n, row] of written.entries())
            if (row[i] !== '' || !settled.has(column.key))
              expect([column.key, again[n]?.[i]]).toEqual([column.key, row[i]]);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('leaves out what is not the caller’s to see', async () => {
    const { students, members } = documentsOf([]);
    const student = aStudent({ health: vault.seal('哮喘'), aid: vault.seal('低保'), income: vault.seal('务工') });
    const hidden = { ...options, sees: (section: string) => section === 'aid' };
    const bytes = await filesXlsx(
      'form',
      fileRows({ students: [...students, student], members, delegations: [] }, hidden),
    );
    const text = JSON.stringify(cellsOf(bytes));
    expect(text).not.toContain('哮喘');
    expect(text).toContain('低保');
  });
});
