import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, PHONE } from '../support/chromium';
import { type BrowserWorld, shown, startBrowserWorld, tryAbility } from './browser.world';

const LAB = '?page=/pages/lab/index';
const DETAIL = 'features/extra/pages/detail/index';

let world: BrowserWorld;
let page: Page;
let folder: string;

beforeAll(async () => {
  world = await startBrowserWorld();
  folder = mkdtempSync(join(tmpdir(), 'codes-'));
  const context = await world.browser.newContext({ ...PHONE, permissions: ['microphone'] });
  page = await world.phone('father', LAB, context);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

const layer = (kind: string) => page.locator(`[data-ui="${kind}"]`);

/** Presses the button of an ability and waits for what it answers; it must be another answer than the last. */
async function answer(name: string): Promise<string> {
  const last = await shown(page).locator('[id$="--result"]').textContent();
  const result = await tryAbility(page, name);
  await expect.poll(async () => ['', last].includes(await result.textContent())).toBe(false);
  return (await result.textContent()) ?? '';
}

describe('a canvas', () => {
  test('draws pictures of the app, is exported in the size that is asked for, and fails above what phones can', async () => {
    expect(await answer('画图')).toBe('30×30 png');
    expect(await answer('太大的图')).toContain('canvasToTempFilePath:fail create bitmap failed');
  });
});

describe('speech', () => {
  test('is heard: the address answers a sound with a voice in it, for three hours', async () => {
    const address = await answer('念的地址');
    const sound = Buffer.from(await (await fetch(address)).arrayBuffer());
    expect(sound.subarray(0, 4).toString()).toBe('RIFF');
    const samples = Array.from({ length: (sound.length - 44) / 2 }, (_, i) => sound.readInt16LE(44 + 2 * i));
    const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
    expect(samples.length / sound.readUInt32LE(24)).toBeGreaterThan(0.5);
    expect(loudness).toBeGreaterThan(1000);
    world.clock.moveTo(Date.now() + 3 * 60 * 60_000 + 1000);
    expect((await fetch(address)).status).toBe(403);
    world.clock.moveTo(Date.now());
  });

  test('is written down by whoever sits at the computer', async () => {
    const result = await tryAbility(page, '听写');
    await layer('dictation').locator('input').fill('明天放假');
    await layer('dictation').getByText('就这些').tap();
    await expect.poll(() => result.textContent()).toBe('明天放假 true true');
  });
});

test('long-term and one-time templates stand on sheets of their own, and are taken back in the settings', async () => {
  expect(await answer('混着订')).toContain('失败 20002');
  await tryAbility(page, '长期');
  await layer('subscribe').getByText('申请长期发送以下消息').waitFor();
  await layer('subscribe').getByText('允许').tap();
  await expect.poll(() => world.wechat.lasting('openid-father')).toEqual(['tmpl-lasting']);
  await page.locator('.capsule-menu').tap();
  await layer('capsule').getByText('设置').tap();
  await layer('settings').getByText('学校通知').tap();
  await layer('settings').getByText('完成').tap();
  await expect.poll(() => world.wechat.lasting('openid-father')).toEqual([]);
});

describe('the class’s group', () => {
  test('shows what was sent from a page, and any phone opens it', async () => {
    await shown(page).getByText('发到群里').tap();
    await layer('share').getByText('学校有一条新通知 button').waitFor();
    await layer('share').getByText('发送', { exact: true }).tap();
    await tryAbility(page, '发图片');
    await layer('share-image').getByText('发送给朋友').tap();
    await layer('share').getByText('发送', { exact: true }).tap();
    await shown(page).getByText('showShareImageMenu:ok').waitFor();

    const table = await (await world.browser.newContext(DESKTOP)).newPage();
    table.setDefaultTimeout(5000);
    await table.goto(`${world.gateway.url}/#grandma`);
    const cards = table.locator('#group .card');
    await expect.poll(() => cards.count()).toBe(2);
    expect(await cards.locator('img').count()).toBe(2);
    await cards.last().getByText('奶奶点开').click();
    await table.frameLocator('iframe').getByText('编号 9').waitFor();
  });
});

describe('a printed code', () => {
  const code = `${DETAIL}?scene=${encodeURIComponent('s=AB12')}`;
  const opened = (scanned: Page) => scanned.locator(`wx-page[data-page="${DETAIL}"]:not([hidden])`);

  test('is read from a photo and from a document', async () => {
    const png = await QRCode.toBuffer(code, { width: 300, margin: 2 });
    writeFileSync(join(folder, 'photo.png'), png);
    writeFileSync(join(folder, 'plain.docx'), zipSync({ 'word/document.xml': strToU8('<w/>') }));
    writeFileSync(join(folder, 'slips.docx'), zipSync({ 'word/media/image1.png': new Uint8Array(png) }));
    const result = await tryAbility(page, '扫码');
    await layer('scan').locator('input[type=file]').setInputFiles(join(folder, 'plain.docx'));
    await layer('scan').getByText('这里面没有看到码').waitFor();
    await layer('scan').locator('input[type=file]').setInputFiles(join(folder, 'slips.docx'));
    await expect.poll(() => result.textContent()).toContain(code);
    await tryAbility(page, '扫码');
    await layer('scan').locator('input[type=file]').setInputFiles(join(folder, 'photo.png'));
    await expect.poll(() => result.textContent()).toContain('WX_CODE');
  });

  test('opens its page on the phone that scans it, with its scene', async () => {
    world.wechat.printed.push({ at: world.clock.now(), page: DETAIL, scene: 's=AB12' });
    const table = await (await world.browser.newContext(DESKTOP)).newPage();
    table.setDefaultTimeout(5000);
    await table.goto(`${world.gateway.url}/#grandma`);
    const phone = table.frameLocator('iframe');
    await phone.getByText('小雨、小明').waitFor();
    await table.getByText('扫一扫').click();
    await phone.locator('.scan-code').click();
    await phone.locator(`wx-page[data-page="${DETAIL}"]:not([hidden])`).waitFor();
    const direct = await world.phone('grandma', `?page=${encodeURIComponent(code)}&from=scan`);
    await opened(direct).waitFor();
  });
});

// the last: a finger of this kind swallows the next tap
test('a canvas tells where on it a finger is', async () => {
  const canvas = shown(page).locator('wx-canvas');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  const finger = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number][]) =>
    finger.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(([x, y]) => ({ x: (box?.x ?? 0) + x, y: (box?.y ?? 0) + y })),
    });
  await touch('touchStart', [5, 5]);
  await touch('touchMove', [20, 30]);
  await expect.poll(() => shown(page).locator('[id$="--result"]').textContent()).toBe('20,30');
  await touch('touchEnd');
});
