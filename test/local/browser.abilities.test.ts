import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PHONE } from '../support/chromium';
import { type BrowserWorld, shown, startBrowserWorld, tryAbility } from './browser.world';

const LAB = '?page=/pages/lab/index';
const PICTURE = join(import.meta.dirname, 'fixtures', 'miniprogram', 'assets', 'dot.png');

let world: BrowserWorld;
let contexts: BrowserContext[] = [];

beforeAll(async () => {
  world = await startBrowserWorld();
});
afterEach(async () => {
  for (const context of contexts) await context.close();
  contexts = [];
});
afterAll(() => world.close());

/** A phone in a browser of its own. */
async function lab(key = 'father'): Promise<Page> {
  const context = await world.browser.newContext({ ...PHONE, permissions: ['microphone'] });
  contexts.push(context);
  return world.phone(key, LAB, context);
}

/** Presses the button of an ability and waits for what it answers. */
async function answer(page: Page, name: string): Promise<string> {
  const result = await tryAbility(page, name);
  await expect.poll(() => result.textContent()).not.toBe('');
  return (await result.textContent()) ?? '';
}

const layer = (page: Page, kind: string) => page.locator(`[data-ui="${kind}"]`);

describe('requestSubscribeMessage', () => {
  test('asks for consent in a tap and books what was ticked', async () => {
    const page = await lab();
    const result = await tryAbility(page, '订阅');
    await layer(page, 'subscribe').getByText('通知提醒').tap();
    await layer(page, 'subscribe').getByText('允许').tap();
    await expect.poll(() => result.textContent()).toContain('"tmpl-call":"accept","tmpl-notice":"reject"');
    expect(world.wechat.answers.at(-1)).toEqual({
      openid: 'openid-father',
      answers: { 'tmpl-call': 'accept', 'tmpl-notice': 'reject' },
    });
  });

  test('is refused after an await of a cloud function, allowed after the tap in a dialog', async () => {
    const page = await lab();
    expect(await answer(page, '先调后订')).toContain(
      'requestSubscribeMessage:fail can only be invoked by user TAP gesture.',
    );
    await tryAbility(page, '问后订');
    await layer(page, 'modal').getByText('确定').tap();
    await layer(page, 'subscribe').getByText('取消').tap();
    await expect.poll(() => world.wechat.answers.at(-1)?.answers['tmpl-call']).toBe('reject');
  });

  test('takes five templates at most, and none while the main switch is off', async () => {
    const page = await lab();
    expect(await answer(page, '六个')).toContain('失败 20003');
    world.wechat.setMessagesOn('openid-father', false);
    expect(await answer(page, '订阅')).toContain('失败 20004');
    world.wechat.setMessagesOn('openid-father', true);
  });

  test('remembers what was chosen for good', async () => {
    const page = await lab();
    await tryAbility(page, '订阅');
    await layer(page, 'subscribe').getByText('总是保持以上选择').tap();
    await layer(page, 'subscribe').getByText('允许').tap();
    await layer(page, 'subscribe').waitFor({ state: 'detached' });
    expect(await answer(page, '订阅')).toContain('"tmpl-call":"accept"');
    expect(await layer(page, 'subscribe').count()).toBe(0);
  });
});

describe('cloud', () => {
  test('a function runs as the persona, its failure keeps code and text', async () => {
    const page = await lab('grandma');
    expect(JSON.parse(await answer(page, '云函数'))).toEqual({ event: { hello: 1 }, openid: 'openid-grandma' });
    expect(await answer(page, '坏函数')).toMatch(/失败 -504002 cloud\.callFunction:fail .*functions execute fail/);
  });

  test('a picture is chosen and uploaded as the persona’s', async () => {
    const page = await lab();
    const chooser = page.waitForEvent('filechooser');
    const result = await tryAbility(page, '传文件');
    await (await chooser).setFiles(PICTURE);
    await expect.poll(() => result.textContent()).toBe('cloud://env.bucket/a/b.png');
    expect(world.cloud.files.get('cloud://env.bucket/a/b.png')?.owner).toBe('openid-father');
  });

  test('getPhoneNumber answers a code when it is allowed', async () => {
    const page = await lab();
    await shown(page).locator('[id$="--phone"]').tap();
    await layer(page, 'phone-number').getByText('138****1234').waitFor();
    await layer(page, 'phone-number').getByText('允许', { exact: true }).tap();
    await shown(page).getByText('code-of-openid-father').waitFor();
  });

  test('without a network a call fails, and the page is told', async () => {
    const page = await lab();
    expect(await answer(page, '网络')).toBe('wifi');
    await page.evaluate('__switchNetwork(false)');
    expect(await answer(page, '网络')).toBe('none');
    expect(await answer(page, '云函数')).toContain('失败 -1');
    await page.evaluate('__switchNetwork(true)');
    expect(await answer(page, '云函数')).toContain('openid-father');
  });
});

describe('storage', () => {
  test('each persona has one of its own, also in the same browser, and it survives a reload', async () => {
    const page = await lab('father');
    expect(await answer(page, '存')).toBe('存了');
    expect(await answer(page, '写文件')).toBe('["note.txt"]');
    const other = await world.phone('grandma', LAB, page.context());
    expect(await tryAbility(other, '取').then((result) => result.textContent())).toBe('');
    expect(await answer(other, '读文件')).toContain('no such file or directory');
    await page.reload();
    expect(await answer(page, '取')).toBe('{"text":"草稿"}');
    expect(await answer(page, '读文件')).toBe('门口写的');
  });
});

test('phones forget everything when the world begins anew', async () => {
  const page = await lab();
  await answer(page, '存');
  await answer(page, '写文件');
  world.beginAnew();
  await page.reload();
  expect(await answer(page, '读文件')).toContain('no such file or directory');
  expect(await tryAbility(page, '取').then((result) => result.textContent())).toBe('');
});

describe('the phone', () => {
  test('an API that is not there throws with its name, and a browser’s globals are hidden', async () => {
    const page = await lab();
    expect(await answer(page, '没有的')).toContain('wx.startBluetoothDevicesDiscovery is not available');
    expect(await answer(page, '浏览器')).toBe('undefinedundefined');
  });

  test('the clock is the local world’s, live, and a phone taken up again tells the app', async () => {
    const page = await lab();
    world.clock.moveTo(Date.parse('2027-03-01T12:00:00Z'));
    await expect.poll(() => answer(page, '现在')).toContain('2027-03-01T12:0');
    expect(JSON.parse(await answer(page, '记录'))).toEqual([
      'launch pages/lab/index',
      'show 1014',
      'hide',
      'show 1014',
    ]);
    world.clock.moveTo(Date.now());
  });

  test('calendar and dialling show what they would do', async () => {
    const page = await lab();
    await tryAbility(page, '日历');
    await layer(page, 'calendar').getByText('和小雨通话').waitFor();
    await layer(page, 'calendar').getByText('提前 10 分钟提醒').waitFor();
    await layer(page, 'calendar').getByText('添加', { exact: true }).tap();
    await shown(page).getByText('addPhoneCalendar:ok').waitFor();
    await tryAbility(page, '拨号');
    await layer(page, 'dial').getByText('取消').tap();
    await shown(page).getByText('makePhoneCall:fail cancel').waitFor();
  });

  test('the microphone records, speech sounds, the canvas draws', async () => {
    const page = await lab();
    expect(await answer(page, '录音')).toBe('true');
    expect(await answer(page, '朗读')).toBe('在念');
    expect(await answer(page, '画')).toBe('50 true');
  });

  test('the font scale is the persona’s unless another one is asked for', async () => {
    expect(await answer(await lab('grandma'), '字号')).toBe('1.65');
    const page = await world.phone('father', '?page=/pages/lab/index&fontScale=1.3', contexts[0]);
    expect(await answer(page, '字号')).toBe('1.3');
  });

  test('a long press, a swiper, an action sheet and a list that ends', async () => {
    const page = await lab();
    const result = shown(page).locator('[id$="--result"]');
    const press = await shown(page).locator('[id$="--press"]').boundingBox();
    await page.mouse.move((press?.x ?? 0) + 10, (press?.y ?? 0) + 5);
    await page.mouse.down();
    await page.waitForTimeout(450);
    await page.mouse.up();
    await expect.poll(() => result.textContent()).toBe('长按');
    const swiper = await shown(page).locator('[id$="--swiper"]').boundingBox();
    await page.mouse.move(300, (swiper?.y ?? 0) + 30);
    await page.mouse.down();
    await page.mouse.move(60, (swiper?.y ?? 0) + 30, { steps: 5 });
    await page.mouse.up();
    await shown(page).getByText('第 1 张').waitFor();
    await shown(page).locator('[id$="--press"]').tap();
    await expect.poll(() => result.textContent()).toBe('短按');
    await tryAbility(page, '菜单');
    await layer(page, 'action-sheet').getByText('乙').tap();
    await expect.poll(() => result.textContent()).toBe('1');
    await shown(page)
      .locator('[id$="--list"]')
      .evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect.poll(() => result.textContent()).toBe('到底');
  });
});
