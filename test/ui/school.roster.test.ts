import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Near, nextQuestion, settled } from '../../miniprogram/features/school/pages/import/reading';
import type { Input, Output } from '../../miniprogram/shared/contract';
import { fakePhone, ok, refuse } from './support/fake-wx';
import { type Mounted, settle, shown, simulate, tap, textOf } from './support/mount';
import { schoolAt } from './support/school';

const phone = fakePhone();
const file = { path: 'wxfile://tmp/r.xlsx', name: '名册.xlsx', size: 80_000 };
type Done = { success: (result: unknown) => void };
Object.assign(phone.wx, {
  chooseMessageFile: ({ success }: Done) => success({ tempFiles: [file] }),
  downloadFile: ({ success }: Done) => success({ statusCode: 200 }),
  pageScrollTo: vi.fn(),
  openDocument: vi.fn(({ success }: Done) => success({})),
});
const app = simulate(phone);
const { session } = app.module<typeof import('../../miniprogram/services/session')>('services/session');
const { draftOf } = app.module<typeof import('../../miniprogram/services/drafts')>('services/drafts');
const head = { id: 'm-h', role: 'school_admin', name: '赵校长', schoolId: 's', schoolName: '青山镇中心小学' } as const;
type Preview = Output<'roster.preview'>;
const column = (index: number, header: string, key: string | null): Preview['columns'][number] => ({
  sheet: '名册',
  index,
  header,
  key,
  meaning: key === null ? null : header,
  byHand: false,
});
const preview: Preview = {
  importId: 'i1',
  columns: [column(0, '姓名', 'name'), column(1, '备注', null)],
  choices: [
    { key: 'name', title: '姓名' },
    { key: 'father.phone', title: '父亲电话' },
  ],
  rows: 2,
  pupils: 2,
  leftBehind: 1,
  classes: [{ name: '三(2)班', pupils: 2 }],
  familyMembers: 3,
  fresh: 2,
  changed: 0,
  same: 0,
  nearCount: 0,
  goneCount: 0,
  doubts: [{ row: 2, column: '父亲电话', severity: 'warning', text: '电话少一位。' }],
  changes: [],
  near: [],
  gone: [],
  errors: 0,
  warnings: 1,
  sample: [{ row: 2, name: '林小雨', className: '三(2)班', family: '爸爸林建国' }],
};
const school = schoolAt({
  classes: [
    { id: 'c1', name: '三(2)班', grade: 3, headTeacher: '李秀兰', pupils: 40 },
    { id: 'c2', name: '空班', grade: 3, headTeacher: null, pupils: 0 },
  ],
});

beforeEach(() => {
  phone.forget();
  session.set({ memberships: [head], current: head.id, subscriptions: [] });
  draftOf('roster').clear();
  vi.mocked(phone.wx.navigateTo as () => void).mockClear();
});

describe('importing a roster', () => {
  const applied = { state: 'applied', pupils: 2, familyMembers: 3, classes: 1 };
  /** The server: a preview, and what a state is asked to be. */
  const serving = (result: Preview, state: Output<'roster.state'>['state'] = 'previewed') => {
    phone.serve = ({ method }) => {
      if (method === 'roster.preview') return ok(result);
      if (method === 'roster.state') return ok({ state, done: 1, of: 4 });
      return ok(applied);
    };
  };
  const open = () => app.show('features/school/pages/import');
  const chosen = async () => {
    const page = await open();
    await tap(shown(page.dom, '从微信聊天里选'));
    await settle(60);
    return page;
  };
  const to = async (page: Mounted, section: string) => {
    await tap(shown(page.dom, section));
    await settle();
  };

  test('says what was understood and what was not, and imports on confirm', async () => {
    serving(preview);
    const page = await chosen();
    expect(textOf(page)).toContain('第 2 行 · 父亲电话');
    await to(page, '读对了吗');
    expect(textOf(page)).toContain('三(2)班 林小雨');
    expect(phone.askedFor('roster.confirm')).toEqual([]);
    await tap(shown(page.dom, '确认导入'));
    await settle(60);
    expect(textOf(page)).toContain('2 个学生、1 个班、3 位家里人');
    await tap(shown(page.dom, '印联系卡'));
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/school/pages/cards/index' }),
    );
  });

  test('with errors it cannot be confirmed, and the errors come first', async () => {
    const doubts: Preview['doubts'] = [
      ...preview.doubts,
      { row: 9, column: '班级', severity: 'error', text: '没有写班级。' },
    ];
    serving({ ...preview, doubts, errors: 1 });
    const page = await chosen();
    const text = textOf(page);
    expect(text).toContain('现在什么都没有变动');
    expect(text).not.toContain('确认导入');
    expect(text.indexOf('第 9 行')).toBeLessThan(text.indexOf('第 2 行'));
  });

  test('a file that cannot be read leads back to the first step with what to do', async () => {
    phone.serve = () => refuse('roster.unreadable', { problem: 'old-xls' });
    const page = await chosen();
    expect(textOf(page)).toContain('WPS');
    expect(shown(page.dom, '从微信聊天里选')).toBeTruthy();
    expect(textOf(await open())).not.toContain('接着办');
  });

  test('a column is corrected by hand, and the file is read again with it', async () => {
    serving(preview);
    const page = await chosen();
    await to(page, '每一列是什么');
    await tap(shown(page.dom, '备注'));
    await tap(shown(page.dom, '父亲电话'));
    await tap(shown(page.dom, '好'));
    await settle();
    expect(textOf(page)).toContain('改成：父亲电话');
    expect(textOf(page)).not.toContain('确认导入');
    await tap(shown(page.dom, '照改好的再读一次'));
    await settle(60);
    const [first, second] = phone.askedFor('roster.preview').map(({ input }) => input as Input<'roster.preview'>);
    expect(second?.columns).toEqual([{ sheet: '名册', index: 1, key: 'father.phone' }]);
    expect(second?.fileId).toBe(first?.fileId);
    expect(second?.key).not.toBe(first?.key);
  });

  const near: Preview['near'] = [
    {
      sheet: '名册',
      row: 5,
      name: '王浩然',
      className: '三(2)班',
      birthDay: '2017-03-02',
      candidates: [
        { id: 's7', name: '王皓然', className: '三(2)班', birthDay: '2017-03-02', why: 'name_like' },
        { id: 's8', name: '王浩', className: '三(1)班', birthDay: '2017-03-02', why: 'same_phone' },
      ],
    },
  ];
  test('near ones are decided one by one before it can be confirmed', async () => {
    serving({ ...preview, near, nearCount: 1, doubts: [], warnings: 0 });
    const page = await chosen();
    expect(textOf(page)).toContain('还有 1 个孩子，要您看是不是同一个人');
    expect(textOf(page)).toContain('王皓然');
    await tap(shown(page.dom, '确认导入'));
    await settle();
    expect(phone.askedFor('roster.confirm')).toEqual([]);
    await tap(shown(page.dom, '不是，是两个孩子'));
    expect(textOf(page)).toContain('家里的电话一样');
    await tap(shown(page.dom, '是同一个孩子'));
    expect(textOf(page)).toContain('就是学校里的 三(1)班 王浩');
    await tap(shown(page.dom, '确认导入'));
    await settle(60);
    expect(phone.askedFor('roster.confirm')[0]?.input).toMatchObject({
      same: [{ sheet: '名册', row: 5, studentId: 's8' }],
    });
  });

  test('who is gone stays unless a person says that the child left', async () => {
    const gone = [{ id: 's9', name: '何静', className: '三(2)班', bound: true }];
    serving({ ...preview, gone, goneCount: 1 });
    const page = await chosen();
    await to(page, '名册上没有的孩子');
    expect(textOf(page)).toContain('留着');
    (page.instance.onLeaves as (event: object) => void)({
      detail: { value: true },
      currentTarget: { dataset: { id: 's9' } },
    });
    await tap(shown(page.dom, '确认导入'));
    await settle(60);
    expect(phone.askedFor('roster.confirm')[0]?.input).toMatchObject({ leave: ['s9'] });
  });

  test('when the files changed meanwhile it is read again by itself', async () => {
    phone.serve = ({ method }) => (method === 'roster.confirm' ? refuse('roster.stale') : ok(preview));
    const page = await chosen();
    await tap(shown(page.dom, '确认导入'));
    await settle(80);
    expect(phone.said.join()).toContain('又改过了');
    expect(phone.askedFor('roster.preview')).toHaveLength(2);
    expect(shown(page.dom, '确认导入')).toBeTruthy();
  });

  test('a confirm that is not answered is asked again, and an import that is through is seen', async () => {
    phone.serve = ({ method }) => (method === 'roster.preview' ? ok(preview) : refuse('system.internal'));
    const page = await chosen();
    await tap(shown(page.dom, '确认导入'));
    await settle(60);
    expect(textOf(page)).toContain('名册和您选的都留着');
    serving(preview, 'applied');
    await tap(shown(page.dom, '接着办'));
    await settle(80);
    expect(textOf(page)).toContain('导入好了');
  });

  test('left while it was read, it is found again under the same key', async () => {
    serving(preview);
    (await chosen()).detach();
    const again = await open();
    await settle(60);
    expect(shown(again.dom, '确认导入')).toBeTruthy();
    const keys = phone.askedFor('roster.preview').map(({ input }) => (input as Input<'roster.preview'>).key);
    expect(new Set(keys).size).toBe(1);
  });

  test('changes stand field by field, and further ones are fetched page by page', async () => {
    const change = (n: number): Preview['changes'][number] => ({
      studentId: `s${n}`,
      row: n,
      name: `学生${n}`,
      className: '三(2)班',
      lines: [{ label: '爸爸 电话', before: '138****1111', after: '139****2222' }],
    });
    const first = Array.from({ length: 20 }, (_, n) => change(n));
    phone.serve = ({ method }) =>
      ok(
        method === 'roster.page'
          ? { doubts: [], changes: [change(20)], gone: [], more: false }
          : { ...preview, changes: first, changed: 21 },
      );
    const page = await chosen();
    await to(page, '有改动的孩子');
    expect(textOf(page)).toContain('爸爸 电话：138****1111 → 139****2222');
    await tap(shown(page.dom, '再看一些，还有 1 人'));
    await settle(60);
    expect(phone.askedFor('roster.page')[0]?.input).toEqual({ importId: 'i1', of: 'changes', page: 1 });
    expect(textOf(page)).toContain('学生20');
  });
});

describe('decisions about near ones', () => {
  const one = (row: number, ids: string[]): Near => ({
    sheet: 'a',
    row,
    name: `甲${row}`,
    className: '三(2)班',
    birthDay: null,
    candidates: ids.map((id) => ({ id, name: id, className: '三(2)班', birthDay: null, why: 'same_name' })),
  });
  test('nobody is two of the file: who is taken is not asked about again', () => {
    const near = [one(1, ['x']), one(2, ['x', 'y'])];
    const decided = settled(near, { 'a:1': 'x' }, {});
    expect(nextQuestion(near, { decided }, {})?.candidate.id).toBe('y');
    expect(settled(near, { 'a:1': 'x' }, { 'a:2': ['y'] })).toEqual({ 'a:1': 'x', 'a:2': '' });
  });
});

describe('imports of before', () => {
  const one = {
    id: 'i1',
    at: Date.now(),
    fileName: '秋季名册.xlsx',
    byName: '赵校长',
    state: 'applied',
    pupils: 1500,
    familyMembers: 2900,
    classes: 36,
    until: Date.now() + 86_400_000,
  };
  test('the last one is taken back after a question, and what came of it is said', async () => {
    phone.serve = ({ method }) =>
      ok(
        method === 'roster.history'
          ? { imports: [one, { ...one, id: 'i0', fileName: '春季名册.xlsx', until: null }] }
          : { restored: 12, removed: 30, kept: 2 },
      );
    const page = await app.show('features/school/pages/history');
    expect(textOf(page).match(/撤回/g)?.length).toBeGreaterThan(0);
    await tap(shown(page.dom, '撤回'));
    expect(phone.askedFor('roster.takeBack')).toEqual([]);
    const [, answer] = [...page.dom.querySelectorAll('*')].filter((node) => node.textContent?.trim() === '撤回');
    expect(answer).toBeTruthy();
    await (page.instance.onTakeBack as () => Promise<void>)();
    await settle(60);
    expect(phone.askedFor('roster.takeBack')[0]?.input).toEqual({ importId: 'i1' });
    expect(textOf(page)).toContain('12 份档案改回了原来的样子，30 份新来的拿掉了');
    expect(textOf(page)).toContain('有 2 处后来又有人改过');
  });
});

test('cards: a class without pupils is left out; the document opens with its menu', async () => {
  const cards = { fileId: 'cloud://e/x', url: 'https://x/y', fileName: '三(2)班联系卡.docx', cards: 63 };
  phone.serve = ({ method }) => ok(method === 'school.read' ? school : cards);
  const page = await app.show('features/school/pages/cards');
  expect(textOf(page)).not.toContain('空班');
  await tap(shown(page.dom, '打开来印'));
  await settle(60);
  expect(phone.askedFor('contacts.printCards')[0]).toMatchObject({ name: 'documents', input: { classId: 'c1' } });
  expect(phone.wx.openDocument).toHaveBeenCalledWith(
    expect.objectContaining({ filePath: 'wxfile://usr/三(2)班联系卡.docx', showMenu: true }),
  );
  expect(textOf(page)).toContain('一共 63 张卡');
});
