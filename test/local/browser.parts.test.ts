import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BrowserWorld, shown, startBrowserWorld, styleOf, tryAbility } from './browser.world';

let world: BrowserWorld;
let page: Page;

beforeAll(async () => {
  world = await startBrowserWorld();
});
beforeEach(async () => {
  page = await world.phone('father', '?page=/features/extra/pages/parts/index');
});
afterAll(() => world.close());

const byId = (id: string) => shown(page).locator(`[id$="--${id}"]`);
const state = () => byId('state').textContent();

test('what only shows: progress, icon, rich text without scripts', async () => {
  expect(await byId('progress').locator('em').textContent()).toBe('40%');
  expect((await byId('icon').boundingBox())?.width).toBe(30);
  const paragraph = byId('rich').locator('p');
  expect(await paragraph.textContent()).toBe('一段');
  expect(await styleOf(paragraph, 'color')).toBe('rgb(1, 2, 3)');
  expect(await byId('nodes').locator('b').textContent()).toBe('粗');
});

test('a root portal leaves what would clip it', async () => {
  await expect.poll(async () => (await byId('above').boundingBox())?.y ?? 0).toBeGreaterThan(700);
});

test('a custom navigation bar leaves the whole screen to the page', async () => {
  expect(await page.locator('.navbar').isVisible()).toBe(false);
  expect((await shown(page).boundingBox())?.y).toBe(0);
});

test('wheels of a picker view turn both ways', async () => {
  await byId('wheels').getByText('9点').tap();
  await expect.poll(state).toBe('选了 2:2');
});

test('a movable view stays in its area', async () => {
  const box = await byId('movable').boundingBox();
  const [x, y] = [(box?.x ?? 0) + 10, (box?.y ?? 0) + 10];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 400, y + 30, { steps: 4 });
  await page.mouse.up();
  await expect.poll(state).toBe('移到 150');
});

test('catch stops a tap, bind lets it go on', async () => {
  await byId('caught').tap();
  await expect.poll(state).toBe('里');
  await byId('bubbled').tap();
  await expect.poll(state).toBe('里外');
});

test('a pressed view looks pressed', async () => {
  const box = await byId('hover').boundingBox();
  await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
  await page.mouse.down();
  await expect.poll(() => styleOf(byId('hover'), 'color')).toBe('rgb(31, 111, 100)');
  await page.mouse.up();
  await expect.poll(() => styleOf(byId('hover'), 'color')).not.toBe('rgb(31, 111, 100)');
});

test('createAnimation moves and tells its end', async () => {
  await byId('animate').tap();
  await expect.poll(state).toBe('动完了');
});

test('a navigator switches tabs; a page changes its title, asks before it is left, and goes back by itself', async () => {
  await byId('away').tap();
  await tryAbility(page, '去零件');
  await byId('title').tap();
  await expect.poll(() => page.title()).toBe('改了');
  await byId('back').tap();
  await shown(page).getByText('手机号').waitFor();

  await page.locator('.tab').getByText('首页').tap();
  await shown(page).getByText('去详情').tap();
  await shown(page).getByText('编号 7').waitFor();
  await page.getByLabel('返回').tap();
  await shown(page).getByText('小雨、小明').waitFor();
});

test('a page that asks before it is left stays when one stays', async () => {
  await byId('away').tap();
  await tryAbility(page, '要问的详情');
  const question = page.locator('[data-ui="confirm"]');
  await page.getByLabel('返回').tap();
  await question.getByText('还没写完').waitFor();
  await question.getByText('取消').tap();
  await shown(page).getByText('编号 8').waitFor();
  await page.getByLabel('返回').tap();
  await question.getByText('确定').tap();
  await shown(page).getByText('手机号').waitFor();
});
