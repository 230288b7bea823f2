import { request } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP } from '../support/chromium';
import { type BrowserWorld, startBrowserWorld } from './browser.world';

let world: BrowserWorld;
let page: Page;

beforeAll(async () => {
  world = await startBrowserWorld();
  page = await (await world.browser.newContext({ ...DESKTOP, viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(5000);
  await page.goto(world.gateway.url);
});
afterAll(() => world.close());

const screen = (key: string) => page.frameLocator(`.frame[data-persona="${key}"] iframe`);
const person = (key: string) => page.locator(`.person[data-persona="${key}"]`);

describe('the shell', () => {
  test('shows the cast and the first one’s phone, another one’s in its place or beside it', async () => {
    await expect.poll(() => page.locator('.person').count()).toBe(4);
    await screen('father').getByText('小雨、小明').waitFor();
    await person('grandma').hover();
    await person('grandma').locator('.person-beside').click();
    await screen('grandma').getByText('小雨、小明').waitFor();
    expect(await page.locator('.frame').count()).toBe(2);
    await person('desk').locator('.person-take').click();
    await screen('desk').getByText('小雨、小明').waitFor();
    expect(await page.locator('.frame').count()).toBe(1);
    expect(await page.locator('iframe').getAttribute('width')).toBe('1180');
    await page.reload();
    await screen('desk').getByText('小雨、小明').waitFor();
  });

  test('a delivered message shows, and a click opens its page on that phone', async () => {
    world.wechat.deliver({
      id: '1',
      at: world.clock.now(),
      way: 'subscribe',
      to: 'openid-grandma',
      lines: ['通知提醒', '明天下午开家长会'],
      page: 'features/extra/pages/detail/index?id=5',
      errcode: 0,
    });
    world.wechat.deliver({
      id: '2',
      at: world.clock.now(),
      way: 'sms',
      to: '13800001234',
      lines: ['请回电话'],
      errcode: 45168,
    });
    const messages = page.locator('#deliveries');
    await messages.getByText('明天下午开家长会').waitFor();
    await messages.getByText('没有送到（45168）').waitFor();
    expect(await messages.locator('.is-refused strong').textContent()).toBe('夜班爸爸');
    await messages.getByText('明天下午开家长会').click();
    await screen('grandma').getByText('编号 5').waitFor();
  });

  test('the clock moves for the shell and the phones', async () => {
    const before = world.clock.now();
    await page.getByText('+1 天', { exact: true }).click();
    await expect.poll(() => Math.round((world.clock.now() - before) / 3_600_000)).toBe(24);
    await page.getByLabel('拨到哪一天几点').fill('2027-03-01T08:00');
    await page.getByText('拨到', { exact: true }).click();
    await page.locator('#now').getByText('3月1日').waitFor();
    await person('father').locator('.person-take').click();
    await screen('father').getByText('2027-03-01 08:0').waitFor();
    await page.getByText('回到现在', { exact: true }).click();
    await expect.poll(() => Math.abs(world.clock.offset) < 5000).toBe(true);
  });

  test('the switch takes one phone’s network away', async () => {
    await person('grandma').hover();
    await person('grandma').locator('.person-beside').click();
    const father = page.locator('.frame[data-persona="father"]');
    await father.getByText('断网', { exact: true }).click();
    for (const key of ['father', 'grandma']) {
      await screen(key).locator('.tab').getByText('能力').click();
      await screen(key).locator('wx-button').getByText('网络', { exact: true }).click();
    }
    await screen('father').getByText('none', { exact: true }).waitFor();
    await screen('grandma').getByText('wifi', { exact: true }).waitFor();
  });
});

test('two phones that are taken up at once, both for the first time, both start', async () => {
  const table = await (await world.browser.newContext(DESKTOP)).newPage();
  await table.goto(`${world.gateway.url}/#father,grandma`);
  for (const key of ['father', 'grandma'])
    await table.frameLocator(`.frame[data-persona="${key}"] iframe`).getByText('小雨、小明').waitFor({ timeout: 5000 });
});

describe('the table', () => {
  const sms = (id: string, text: string) => ({
    ...{ id, at: world.clock.now(), way: 'sms' as const, to: '13800005678', lines: [text], errcode: 0 },
    page: 'features/extra/pages/detail/index',
  });

  test('has a telephone without WeChat: it shows its SMS, those of before and those that come', async () => {
    world.wechat.deliver(sms('3', '学校通知：明天放假'));
    await person('grandpa').locator('.person-take').click();
    const phone = page.locator('.frame[data-persona="grandpa"] .plain-messages');
    await phone.getByText('学校通知：明天放假').waitFor();
    world.wechat.deliver(sms('4', '学校通知：后天上学'));
    await phone.getByText('学校通知：后天上学').waitFor();
    expect(await phone.locator('li').first().textContent()).toContain('后天上学');
    expect((await fetch(`${world.gateway.url}/phone/grandpa/`)).status).toBe(404);
  });

  test('has switches for what goes wrong: nobody hears from WeChat, somebody takes no messages', async () => {
    await page.getByText('让微信不通').click();
    await expect.poll(() => world.wechat.taken).toEqual([{ errcode: 'silent' }]);
    await page.getByText('微信不通，点一下恢复').click();
    await expect.poll(() => world.wechat.taken).toEqual([]);
    await person('grandma').locator('.person-take').click();
    const quiet = page.locator('.frame[data-persona="grandma"]').getByText('勿扰');
    await quiet.click();
    await expect.poll(() => world.wechat.messagesOn('openid-grandma')).toBe(false);
    await page.reload();
    await expect.poll(() => quiet.getAttribute('aria-pressed')).toBe('true');
    await quiet.click();
    await expect.poll(() => world.wechat.messagesOn('openid-grandma')).toBe(true);
  });
});

/** Asks the gateway under another name, as a web page that points its name at this machine would. */
const askAs = (headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request(`${world.gateway.url}/api/state`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });

describe('the gateway', () => {
  test('answers to this machine’s names only', async () => {
    expect(await askAs({})).toBe(200);
    expect(await askAs({ host: 'evil.example' })).toBe(403);
    expect(await askAs({ origin: 'http://evil.example' })).toBe(403);
    expect(await askAs({ origin: 'null' })).toBe(403);
  });

  test('knows nobody else and no file outside of the bundle', async () => {
    const status = async (path: string) => (await fetch(world.gateway.url + path)).status;
    expect(await status('/phone/stranger/')).toBe(404);
    expect(await status('/bundle/..%2F..%2Fetc%2Fpasswd')).toBe(403);
    expect(await status('/bundle/gone.js')).toBe(404);
    expect(await status('/icons/..%2Fpackage.json')).toBe(404);
  });
});
