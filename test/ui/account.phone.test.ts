import { describe, expect, test } from 'vitest';
import { refuse } from './support/fake-wx';
import { familyPhone, father } from './support/family-phone';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';

const { phone, session, serve, show, urlOf } = familyPhone();
const PHONE = 'features/account/pages/phone';

const name = (page: Mounted, value: string): void =>
  (page.instance.onName as (event: object) => void)({ detail: { value } });
/** What WeChat's own button answers; without a code the person refused. */
const answered = async (page: Mounted, code: string): Promise<void> => {
  await (page.instance.onPhone as (event: object) => Promise<void>)({ detail: { code } });
  await settle(60);
};
const bound = {
  membership: father,
  children: [{ name: '林小雨', className: '三(2)班', relation: '父亲' }],
};

describe('binding by the phone number', () => {
  test('asks for a child by name before WeChat is asked for the number, and says who one is', async () => {
    session.set({ memberships: [], current: null, subscriptions: [] });
    serve({ 'accounts.bindByPhone': bound });
    const page = await show(PHONE);
    expect(textOf(page)).toContain('先写孩子的名字');
    expect(textOf(page)).not.toContain('用微信的手机号');
    name(page, ' 林小雨 ');
    await settle();
    expect(textOf(page)).toContain('用微信的手机号');
    await answered(page, 'code-1');
    expect(phone.askedFor('accounts.bindByPhone')[0]?.input).toEqual({ phoneCode: 'code-1', childName: '林小雨' });
    expect(textOf(page)).toContain('您是林小雨的爸爸');
    await tap(shown(page.dom, '好，去首页'));
    expect(urlOf('reLaunch')).toBe('/pages/home/index');
  });

  test('who refuses is not asked again and again, and is led to the code', async () => {
    serve({});
    const page = await show(PHONE);
    name(page, '林小雨');
    await answered(page, '');
    expect(phone.asked).toEqual([]);
    expect(textOf(page)).toContain('也可以输入老师给的邀请码');
    await tap(shown(page.dom, '改用邀请码'));
    expect(urlOf('redirectTo')).toBe('/features/account/pages/bind/index');
  });

  test('an unknown number is said beside the name, which stays', async () => {
    serve({ 'accounts.bindByPhone': refuse('accounts.phone-unknown') });
    const page = await show(PHONE);
    name(page, '林小雨');
    await answered(page, 'code-1');
    expect(textOf(page)).toContain('没有对上');
    expect(phone.said).toEqual([]);
    await settle(350);
    expect((await show(PHONE)).instance.data.childName).toBe('林小雨');
  });
});

describe('the code', () => {
  const BIND = 'features/account/pages/bind';

  test('comes with a shared card or a scanned one', async () => {
    serve({});
    expect((await show(BIND, { c: '482177305' })).instance.data.code).toBe('482177305');
    expect((await show(BIND, { scene: 'c%3D482177305' })).instance.data.code).toBe('482177305');
  });

  test('is not the only way', async () => {
    serve({});
    const page = await show(BIND);
    await tap(shown(page.dom, '没有邀请码，用手机号绑定'));
    expect(urlOf('redirectTo')).toBe('/features/account/pages/phone/index');
  });
});
