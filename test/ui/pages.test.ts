import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { FamilyItem, Membership, Output } from '../../miniprogram/shared/contract';
import { fakePhone, ok, refuse } from './support/fake-wx';
import { type Mounted, settle, shown, simulate, tap } from './support/mount';

const phone = fakePhone();
const app = simulate(phone);
const { offline } = app.module<typeof import('../../miniprogram/services/network')>('services/network');
const { session, leaveCurrent, elder } =
  app.module<typeof import('../../miniprogram/services/session')>('services/session');

const father: Membership = { id: 'm-f', role: 'parent', name: '王强', schoolId: 's1', schoolName: '青山镇中心小学' };
const teacher: Membership = {
  id: 'm-t',
  role: 'teacher',
  name: '李老师',
  schoolId: 's1',
  schoolName: '青山镇中心小学',
};
const opened = (current: Membership | null): Output<'home.open'> => ({
  memberships: current ? [father, teacher] : [],
  current: current?.id ?? null,
  subscriptions: [{ kind: 'call', templateId: 'tmpl-call', left: 2, lasting: false }],
  home: current
    ? {
        ...{ kind: 'volunteer', name: current.name, checked: true, children: [] },
        care: { overdue: 0, soon: 0, first: [], cadences: [] },
      }
    : { kind: 'stranger' },
});

async function show(folder: string): Promise<Mounted> {
  const page = app.mount(folder);
  page.triggerPageLifeTime('show');
  await settle(60);
  return page;
}
const textOf = ({ dom }: Mounted) => dom.textContent ?? '';

beforeEach(() => {
  phone.asked.length = 0;
  phone.said.length = 0;
  phone.storage.clear();
  vi.mocked(phone.wx.navigateTo as () => void).mockClear();
  vi.mocked(phone.wx.reLaunch as () => void).mockClear();
  leaveCurrent();
  elder.set(false);
  offline.set(false);
});

describe('home', () => {
  test('a stranger sees nothing of any school, and where to put the code', async () => {
    phone.serve = () => ok(opened(null));
    const page = await show('pages/home');
    await tap(shown(page.dom, '输入邀请码'));
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/account/pages/bind/index' }),
    );
    expect(textOf(page)).not.toContain('青山镇');
  });

  test('no tab leads a child at the booth to what belongs to the school', async () => {
    const booth: Membership = { ...teacher, id: 'm-b', role: 'booth', name: '1 号' };
    const home = { kind: 'booth', pointName: '1 号', calls: [] } as const;
    const tabs = (name: 'showTabBar' | 'hideTabBar') => vi.mocked(phone.wx[name] as () => void).mock.calls.length;
    phone.serve = () => ok({ ...opened(booth), memberships: [booth], home });
    await show('pages/home');
    expect(tabs('hideTabBar')).toBe(1);
    const before = tabs('showTabBar');
    phone.serve = () => ok({ ...opened(booth), memberships: [booth, teacher], home });
    await show('pages/home');
    phone.serve = () => ok(opened(teacher));
    await show('pages/home');
    expect([tabs('hideTabBar'), tabs('showTabBar') - before]).toEqual([1, 2]);
  });

  test('without a network shows the last time at once, and the new one as soon as the network is back', async () => {
    phone.serve = () => ok(opened(father));
    await show('pages/home');
    phone.serve = () => {
      throw { errMsg: 'cloud.callFunction:fail request:fail' };
    };
    offline.set(true);
    const page = await show('pages/home');
    expect(textOf(page)).toContain('这是上次打开时的样子');
    phone.serve = () => ok(opened(father));
    offline.set(false);
    await settle(60);
    expect(textOf(page)).not.toContain('这是上次打开时的样子');
  });

  test('is one call', async () => {
    phone.serve = () => ok(opened(father));
    await show('pages/home');
    expect(phone.asked.map(({ method }) => method)).toEqual(['home.open']);
  });

  test('after an update, without a network, leads whoever writes records to the form', async () => {
    phone.serve = () => ok(opened(teacher));
    await show('pages/home');
    phone.appVersion = '9.9.9';
    phone.serve = () => {
      throw { errMsg: 'cloud.callFunction:fail request:fail' };
    };
    offline.set(true);
    const page = await show('pages/home');
    expect(textOf(page)).toContain('首页还打不开');
    await tap(shown(page.dom, '写一条记录'));
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/records/pages/write/index' }),
    );
    phone.serve = () => ok(opened(father));
    offline.set(false);
    await settle(60);
    expect(textOf(page)).toContain('王强，您好');
  });

  test('what went wrong is said, and trying again helps', async () => {
    phone.serve = () => refuse('system.internal');
    const page = await show('pages/home');
    expect(textOf(page)).toContain('这一步没办成');
    phone.serve = () => ok(opened(father));
    await tap(shown(page.dom, '再试一次'));
    await settle(60);
    expect(textOf(page)).toContain('王强，您好');
  });

  test('elder mode reaches an open page at once', async () => {
    phone.serve = () => ok(opened(father));
    const page = await show('pages/home');
    elder.set(true);
    await settle();
    expect(page.dom.innerHTML).toContain('elder');
  });
});

describe('mine', () => {
  beforeEach(() => session.set(opened(father)));

  test('shows who I am, and as whom else I may act', async () => {
    const page = await show('pages/mine');
    expect(textOf(page)).toContain('家长 · 青山镇中心小学');
    expect(textOf(page)).toContain('还能提醒 2 次');
    await tap(shown(page.dom, '换成这个'));
    expect(session.get().current).toBe('m-t');
    expect(phone.wx.reLaunch).toHaveBeenCalledWith({ url: '/pages/home/index' });
  });

  test('leaving is asked once more, and what the school refuses changes nothing', async () => {
    phone.serve = () => refuse('system.internal');
    const page = await show('pages/mine');
    await tap(shown(page.dom, '不再用这个身份'));
    expect(phone.asked).toEqual([]);
    await settle(400);
    await tap(shown(page.dom, '不再用了'));
    await settle();
    expect(phone.said.join()).toContain('这一步没办成');
    expect(session.get().current).toBe('m-f');

    phone.serve = () => ok({ left: 'm-f' });
    await tap(shown(page.dom, '不再用这个身份'));
    await settle(400);
    await tap(shown(page.dom, '不再用了'));
    await settle();
    expect(session.get().current).toBeNull();
  });
});

describe('inbox', () => {
  const item = (receiptId: string, more: Partial<FamilyItem> = {}): FamilyItem => ({
    receiptId,
    of: 'notice',
    title: `通知 ${receiptId}`,
    from: '李老师',
    at: Date.now(),
    asks: 'hear',
    hasVoice: true,
    fresh: true,
    waits: true,
    children: ['小雨'],
    over: null,
    corrects: false,
    ...more,
  });

  test("shows a family what came, opens it, and fetches older ones by the server's cursor", async () => {
    session.set(opened(father));
    phone.serve = ({ input }) =>
      (input as { before?: number }).before === 7
        ? ok({ items: [item('r2', { fresh: false })], next: null })
        : ok({ items: [item('r1')], next: 7 });
    const page = await show('pages/inbox');
    expect(textOf(page)).toContain('小雨 · 李老师 · 今天');
    expect(textOf(page)).toContain('有话要听');
    await tap(shown(page.dom, '通知 r1'));
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/notices/pages/open/index?id=r1' }),
    );
    await (page.instance.onReachBottom as () => Promise<void>)();
    await (page.instance.onReachBottom as () => Promise<void>)();
    await settle();
    expect(textOf(page)).toContain('通知 r2');
    expect(phone.asked).toHaveLength(2);
  });

  test('shows a teacher who still has to hear it, in words', async () => {
    session.set(opened(teacher));
    const notice = {
      noticeId: 'n1',
      title: '家长会',
      at: Date.now(),
      asks: 'hear',
      people: 40,
      unheard: 3,
      by: '李老师',
      urgent: false,
      status: 'sent',
      voice: null,
      pictures: [],
    };
    phone.serve = () => ok({ notices: [notice], next: null });
    expect(textOf(await show('pages/inbox'))).toContain('还差 3 户');
  });
});
