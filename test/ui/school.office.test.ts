import { beforeEach, describe, expect, test, vi } from 'vitest';
import { EMPTY_FORM, missingIn, neededOf, savedOf } from '../../miniprogram/features/school/pages/person/view';
import { groupsOf } from '../../miniprogram/features/school/pages/staff/view';
import { codeOf, fileWords, leaveOf } from '../../miniprogram/features/school/pages/transfer/view';
import type { Staff } from '../../miniprogram/features/school/people';
import { shareOf } from '../../miniprogram/services/invite';
import type { Input } from '../../miniprogram/shared/contract';
import { fakePhone, ok, refuse } from './support/fake-wx';
import { settle, shown, simulate, tap, textOf } from './support/mount';
import { schoolAt } from './support/school';

const phone = fakePhone();
Object.assign(phone.wx, { pageScrollTo: vi.fn(), navigateBack: vi.fn(), setClipboardData: vi.fn() });
const app = simulate(phone);
const { session } = app.module<typeof import('../../miniprogram/services/session')>('services/session');
const { draftOf } = app.module<typeof import('../../miniprogram/services/drafts')>('services/drafts');
const head = { id: 'm-h', role: 'school_admin', name: '赵校长', schoolId: 's', schoolName: '青山镇中心小学' } as const;
const person = (part: Partial<Staff['staff'][number]>): Staff['staff'][number] => ({
  id: 't1',
  name: '李秀兰',
  role: 'teacher',
  phoneMasked: '138****1234',
  classIds: ['c1'],
  mentees: [],
  sex: null,
  village: null,
  checkedUntil: null,
  check: 'none',
  pointId: null,
  officer: false,
  bound: true,
  me: false,
  ...part,
});
const school: Staff = {
  staff: [
    person({}),
    person({ id: 't2', name: '吴国平', classIds: [], bound: false }),
    person({ id: 'b1', name: '1 号平板', role: 'booth', classIds: [], pointId: 'p1', phoneMasked: null }),
    person({ id: 'h1', name: '赵校长', role: 'school_admin', classIds: [], me: true }),
  ],
  classes: [
    { id: 'c1', name: '三(2)班', headTeacherId: 't1' },
    { id: 'c2', name: '四(1)班', headTeacherId: null },
  ],
  points: [{ id: 'p1', name: '留守儿童之家' }],
};

beforeEach(() => {
  phone.forget();
  phone.answer = true;
  session.set({ memberships: [head], current: head.id, subscriptions: [] });
  for (const id of ['', 't1', 't2', 'n1']) draftOf(`person:${id}`).clear();
  vi.mocked(phone.wx.navigateTo as () => void).mockClear();
});

describe('the school’s people', () => {
  test('stand by role, with what each does here', () => {
    const groups = groupsOf(school, '');
    expect(groups.map(({ name }) => name)).toEqual(['校长室 1 位', '老师 2 位', '通话平板 1 台']);
    expect(groups[1]?.rows[0]).toMatchObject({ fact: '三(2)班班主任 · 138****1234', state: '绑好了' });
    expect(groupsOf(school, '吴').flatMap(({ rows }) => rows.map(({ key }) => key))).toEqual(['t2']);
  });

  test('what belongs to another role is not sent, and a phone that nobody touched stays', () => {
    const form = { ...EMPTY_FORM, name: ' 2 号平板 ', role: 'booth' as const, classIds: ['c1'], pointId: 'p1' };
    expect(savedOf(form, 'b2')).toEqual({
      id: 'b2',
      name: '2 号平板',
      role: 'booth',
      classIds: [],
      sex: null,
      village: null,
      checkedUntil: null,
      pointId: 'p1',
      officer: false,
    });
    expect(savedOf({ ...EMPTY_FORM, name: '何静', phone: '' }, '')).toMatchObject({ phone: null });
  });

  test('what is missing is said before it is sent', () => {
    expect(missingIn(EMPTY_FORM)).toBe('请写名字。');
    expect(missingIn({ ...EMPTY_FORM, name: '何静', phone: '1380' })).toContain('手机号');
    expect(missingIn({ ...EMPTY_FORM, name: '平板', role: 'booth' })).toContain('通话点');
    expect(missingIn({ ...EMPTY_FORM, name: '何静', phone: '138 0000 1234' })).toBe('');
  });

  test('an invitation that is sent on shows neither a name nor the code', () => {
    const invite = { code: '482177305', shown: '482 177 305', until: '12月1日', picture: 'cloud://code.png' };
    const { title, path, imageUrl } = shareOf(invite.code);
    expect(path).toMatch(/bind\/index\?c=482177305$/);
    expect(`${title}${imageUrl}`).not.toMatch(/482|cloud/);
    expect(imageUrl).toBe('/assets/share/invite.png');
    expect(shareOf(null).path).not.toContain('c=');
  });

  test('who still has something is told where to hand it on', () => {
    expect(neededOf({ classes: 1, duty: 2 }).map(({ key }) => key)).toEqual(['handover', 'duty']);
  });
});

describe('one of them', () => {
  const open = (query: Record<string, string> = {}) => app.show('features/school/pages/person', query);
  const type = (page: Awaited<ReturnType<typeof open>>, method: string, value: unknown) =>
    (page.instance[method] as (event: object) => void)({ detail: { value } });

  test('is added once, also when it is asked for again', async () => {
    phone.serve = ({ method }) => ok(method === 'staff.list' ? school : { id: 'n1' });
    const page = await open();
    type(page, 'onName', '何静');
    const serve = phone.serve;
    phone.serve = (asked) => (asked.method === 'staff.save' ? refuse('system.internal') : serve(asked));
    await tap(shown(page.dom, '加上这一位'));
    await settle(60);
    phone.serve = serve;
    await tap(shown(page.dom, '加上这一位'));
    await settle(80);
    const keys = phone.askedFor('staff.save').map(({ input }) => (input as Input<'staff.save'>).key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(phone.said.join()).toContain('加好了');
  });

  test('what was typed is there when the page is opened again', async () => {
    phone.serve = () => ok(school);
    const page = await open();
    type(page, 'onName', '何静');
    page.detach();
    const again = await open();
    expect((again.instance.data.form as { name: string }).name).toBe('何静');
  });

  test('only free classes and the own are offered; a taken one leads to the handover', async () => {
    phone.serve = ({ method }) =>
      method === 'staff.list' ? ok(school) : refuse('staff.class-taken', { className: '三(2)班' });
    const page = await open({ id: 't2' });
    const classes = (page.instance.data.classes as { label: string }[]).map(({ label }) => label);
    expect(classes).toEqual(['四(1)班']);
    type(page, 'onClasses', ['c2']);
    await tap(shown(page.dom, '存下来'));
    await settle(60);
    expect(phone.said.join()).toContain('三(2)班已经有班主任了');
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/school/pages/handover/index?kind=change' }),
    );
  });

  test('a new code for a bound WeChat is given after a question, and can be sent', async () => {
    const invite = { code: '482177305', expiresAt: Date.parse('2026-12-24T10:00:00+08:00'), picture: null };
    phone.serve = ({ method }) => ok(method === 'staff.list' ? school : invite);
    const page = await open({ id: 't1' });
    phone.answer = false;
    await tap(shown(page.dom, '换了微信，给新的邀请码'));
    expect(phone.askedFor('accounts.invite')).toEqual([]);
    phone.answer = true;
    await tap(shown(page.dom, '换了微信，给新的邀请码'));
    await settle(60);
    expect(textOf(page)).toContain('482 177 305');
    const shared = (page.instance.onShareAppMessage as (event: object) => { path: string })({
      from: 'button',
    });
    expect(shared.path).toBe('/features/account/pages/bind/index?c=482177305');
  });

  test('who leaves with a class stays until it is handed on', async () => {
    phone.serve = ({ method }) =>
      method === 'staff.list' ? ok(school) : refuse('staff.still-needed', { classes: 1, duty: 0 });
    const page = await open({ id: 't1' });
    await (page.instance.onRemove as () => Promise<void>)();
    await settle(60);
    await tap(shown(page.dom, '把班交给别的老师'));
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/school/pages/handover/index?kind=change' }),
    );
  });
});

describe('a child that leaves or comes', () => {
  const form = { how: 'transferred', day: '2026-11-24', whereTo: ' 县城一小 ', withFile: true } as const;
  test('takes its file only where a guardian agreed', () => {
    expect(leaveOf('s1', form, 'given')).toMatchObject({ withFile: true, whereTo: '县城一小' });
    expect(leaveOf('s1', form, 'unasked').withFile).toBe(false);
    expect(leaveOf('s1', { ...form, how: 'graduated' }, 'given').withFile).toBe(false);
    expect(fileWords(form, 'refused').text).toContain('不可以');
  });
  test('a code is shown in groups; without a file there is none', () => {
    expect(codeOf({ code: '482177305', expiresAt: null })?.shown).toBe('482 177 305');
    expect(codeOf({ code: null, expiresAt: null })).toBeNull();
  });

  const file = { id: 's1', name: '林小雨', className: '三(2)班', consents: [{ purpose: 'transfer', state: 'given' }] };
  const serve = (more: Record<string, object>) => {
    phone.serve = ({ method }) =>
      ok(
        more[method] ??
          { 'transfer.left': { children: [], next: null }, 'school.read': schoolAt(), 'contacts.file': file }[method] ??
          {},
      );
  };
  test('leaves after a question, once, and the code is there to give', async () => {
    serve({ 'transfer.leave': { code: '482177305', expiresAt: Date.parse('2026-12-24T10:00:00+08:00') } });
    const page = await app.show('features/school/pages/transfer', { studentId: 's1' });
    expect(textOf(page)).toContain('家里同意了');
    const sure = () => (page.instance.onSure as () => Promise<void>).call(page.instance);
    await Promise.all([sure(), sure()]);
    await settle(60);
    expect(phone.askedFor('transfer.leave')).toHaveLength(1);
    expect(phone.askedFor('transfer.leave')[0]?.input).toMatchObject({ studentId: 's1', withFile: true });
    expect(textOf(page)).toContain('482 177 305');
  });

  test('comes with a code: first seen, then taken into a class', async () => {
    serve({
      'transfer.look': { name: '林小雨', fromSchool: '青石小学', className: '三(2)班', members: 3, records: 12 },
      'transfer.accept': { studentId: 's9' },
    });
    const page = await app.show('features/school/pages/transfer');
    await tap(shown(page.dom, '有孩子转来'));
    (page.instance.onCode as (event: object) => void)({ detail: { value: '482177305' } });
    await tap(shown(page.dom, '看看是哪个孩子'));
    await settle(60);
    expect(textOf(page)).toContain('从青石小学 三(2)班来');
    await tap(shown(page.dom, '接进来'));
    expect(textOf(page)).toContain('请选进哪个班');
    (page.instance.onClass as (event: object) => void)({ detail: { id: 'c2' } });
    await tap(shown(page.dom, '接进来'));
    await settle(60);
    expect(phone.askedFor('transfer.accept')[0]?.input).toEqual({ code: '482177305', classId: 'c2' });
  });
});
