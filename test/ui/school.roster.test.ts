import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Output } from '../../miniprogram/shared/contract';
import { fakePhone, ok, refuse } from './support/fake-wx';
import { settle, shown, simulate, tap, textOf } from './support/mount';
import { schoolAt } from './support/school';

const phone = fakePhone();
const file = { path: 'wxfile://tmp/r.xlsx', name: '名册.xlsx', size: 80_000 };
type Done = { success: (result: unknown) => void };
Object.assign(phone.wx, {
  chooseMessageFile: ({ success }: Done) => success({ tempFiles: [file] }),
  downloadFile: ({ success }: Done) => success({ statusCode: 200 }),
  openDocument: vi.fn(({ success }: Done) => success({})),
});
const app = simulate(phone);
type Preview = Output<'roster.preview'>;
const preview: Preview = {
  importId: 'i1',
  columns: [
    { header: '姓名', meaning: '姓名' },
    { header: '备注', meaning: null },
  ],
  rows: 2,
  pupils: 2,
  leftBehind: 1,
  classes: [{ name: '三(2)班', pupils: 2 }],
  familyMembers: 3,
  fresh: 2,
  changed: 0,
  same: 0,
  doubts: [{ row: 2, column: '父亲电话', severity: 'warning', text: '电话少一位。' }],
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
  vi.mocked(phone.wx.navigateTo as () => void).mockClear();
});

describe('importing a roster', () => {
  const answers = (method: string, result: Preview) =>
    method === 'roster.preview' ? ok(result) : ok({ state: 'applied', pupils: 2, familyMembers: 3, classes: 1 });

  test('says what was understood and what was not, and imports on confirm', async () => {
    phone.serve = ({ method }) => answers(method, preview);
    const page = await app.show('features/school/pages/import');
    await tap(shown(page.dom, '从微信聊天里选'));
    await settle(60);
    expect(textOf(page)).toContain('第 2 行 · 父亲电话');
    expect(textOf(page)).toContain('三(2)班 林小雨');
    expect(textOf(page)).toContain('备注');
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
    phone.serve = ({ method }) => answers(method, { ...preview, doubts, errors: 1 });
    const page = await app.show('features/school/pages/import');
    await tap(shown(page.dom, '从微信聊天里选'));
    await settle(60);
    const text = textOf(page);
    expect(text).toContain('现在什么都没有变动');
    expect(text).not.toContain('确认导入');
    expect(text.indexOf('第 9 行')).toBeLessThan(text.indexOf('第 2 行'));
  });

  test('a file that cannot be read leads back to the first step with what to do', async () => {
    phone.serve = () => refuse('roster.unreadable', { problem: 'old-xls' });
    const page = await app.show('features/school/pages/import');
    await tap(shown(page.dom, '从微信聊天里选'));
    await settle(60);
    expect(textOf(page)).toContain('旧式的 .xls');
    expect(shown(page.dom, '从微信聊天里选')).toBeTruthy();
  });

  test('when the confirm is not answered, what was seen stays to be confirmed again', async () => {
    phone.serve = ({ method }) => (method === 'roster.preview' ? ok(preview) : refuse('system.internal'));
    const page = await app.show('features/school/pages/import');
    await tap(shown(page.dom, '从微信聊天里选'));
    await settle(60);
    await tap(shown(page.dom, '确认导入'));
    await settle(60);
    expect(phone.said.join()).toContain('这一步没办成');
    expect(shown(page.dom, '确认导入')).toBeTruthy();
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
