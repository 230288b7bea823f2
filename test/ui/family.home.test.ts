import { describe, expect, test } from 'vitest';
import { refuse } from './support/fake-wx';
import { aChild, anItem, aTicket, NOW, TODAY, yang, yu } from './support/family';
import { familyPhone, father, opened } from './support/family-phone';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';

const { phone, order, elder, session, serve, show, urlOf } = familyPhone();

describe('home of a parent', () => {
  test('puts the call into the calendar in the tap itself, and claims nothing about it', async () => {
    serve({ 'home.open': opened({ calls: [aTicket()] } as never) });
    const page = await show('pages/home');
    await tap(shown(page.dom, '加入日历'));
    expect(phone.wx.addPhoneCalendar).toHaveBeenCalledWith(
      expect.objectContaining({ title: '和小雨视频', startTime: (NOW + 8 * 3_600_000) / 1_000 }),
    );
    expect(textOf(page)).not.toMatch(/已.*(提醒|日历)/);
    await tap(shown(page.dom, '看通话安排'));
    expect(urlOf('navigateTo')).toBe('/features/booking/pages/ticket/index?id=b1');
  });

  test('is one call, also where a child has waited, and leads to the free times', async () => {
    serve({ 'home.open': opened() });
    const page = await show('pages/home');
    expect(textOf(page)).toContain('小雨上次有爸爸妈妈的消息是 9 天前。');
    expect(order).toEqual(['home.open']);
    await tap(shown(page.dom, '约一次通话'));
    expect(urlOf('navigateTo')).toBe(`/features/booking/pages/slots/index?studentId=${yu.id}`);
  });

  test('says that the week is done where it is', async () => {
    serve({
      'home.open': opened({ children: [aChild(yu, { tone: 'ok', thisWeek: true, childDay: TODAY })] } as never),
    });
    const page = await show('pages/home');
    expect(textOf(page)).toContain('本周已联系');
    expect(order).toEqual(['home.open']);
  });

  test('says how many letters of a child wait, and leads to them', async () => {
    serve({ 'home.open': opened({ children: [aChild(yu, { letters: 2 }), aChild(yang)] }) });
    const page = await show('pages/home');
    expect(textOf(page)).not.toContain('小阳给您写了');
    await tap(shown(page.dom, '小雨给您写了 2 封信'));
    expect(urlOf('navigateTo')).toBe(`/features/letters/pages/box/index?studentId=${yu.id}`);
  });

  test('without a child that may be called says whom to ask, and offers no time', async () => {
    serve({ 'home.open': opened({ children: [] } as never) });
    const page = await show('pages/home');
    expect(textOf(page)).toContain('请给班主任打个电话');
    expect(textOf(page)).not.toContain('固定亲情时间');
  });
});

test('home of a caregiver: one thing to hear', async () => {
  serve({ 'home.open': opened({ role: 'guardian', items: [anItem('r1')] } as never) });
  const page = await show('pages/home');
  await tap(shown(page.dom, '听一听'));
  expect(urlOf('navigateTo')).toBe('/features/notices/pages/open/index?id=r1');
});

test('home of a caregiver: with nothing new to hear, what teachers wrote about the child', async () => {
  serve({ 'home.open': opened({ role: 'guardian', items: [] } as never) });
  const page = await show('pages/home');
  await tap(shown(page.dom, '成长记录袋'));
  expect(urlOf('navigateTo')).toBe(`/features/records/pages/list/index?studentId=${yu.id}`);
  elder.set(true);
  const large = await show('pages/home');
  await tap(shown(large.dom, '听听孩子最近的事'));
  expect(urlOf('navigateTo')).toBe(`/features/records/pages/list/index?studentId=${yu.id}`);
  serve({ 'home.open': opened({ role: 'guardian', items: [anItem('r1')] } as never) });
  expect(textOf(await show('pages/home'))).not.toContain('听听孩子最近的事');
});

describe('bind', () => {
  const bind = 'features/account/pages/bind';
  const typed = (page: Mounted, value: string) =>
    (page.instance.onType as (event: { detail: { value: string } }) => string)({ detail: { value } });

  test('what was typed stays, with what is wrong beside it, also after the app was killed', async () => {
    session.set({ memberships: [], current: null, subscriptions: [] });
    serve({ 'accounts.bind': refuse('accounts.code-expired') });
    const page = await show(bind);
    expect(typed(page, '482 177 30')).toBe('48217730');
    await settle();
    await tap(shown(page.dom, '就是这个'));
    expect(textOf(page)).toContain('还差 1 个数字');
    expect(phone.asked).toEqual([]);
    typed(page, '482177305');
    await settle();
    await tap(shown(page.dom, '就是这个'));
    await settle();
    expect(textOf(page)).toContain('这个邀请码过期了');
    expect(textOf(page)).toContain('482177305');
    expect(phone.said).toEqual([]);
    await settle(350);
    expect(textOf(await show(bind))).toContain('482177305');
  });

  test('the QR fills it in; then it says who one is, and goes home as that person', async () => {
    const bound = { membership: { ...father, id: 'm-new' }, children: [{ ...yu, relation: '父亲' }] };
    serve({ 'accounts.bind': bound });
    const page = await show(bind, { scene: 'c%3D482177305' });
    await tap(shown(page.dom, '就是这个'));
    await settle();
    expect(phone.askedFor('accounts.bind')[0]?.input).toEqual({ code: '482177305' });
    expect(textOf(page)).toContain('您是林小雨的爸爸');
    await tap(shown(page.dom, '好，去首页'));
    expect(urlOf('reLaunch')).toBe('/pages/home/index');
    expect(phone.storage.get('session.chosen')).toBe('m-new');
  });
});
