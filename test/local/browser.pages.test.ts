import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BrowserWorld, shown, startBrowserWorld, styleOf } from './browser.world';

interface Measured {
  readonly setData: { readonly calls: number; readonly bytes: number };
  readonly ownSetData: { readonly calls: number; readonly bytes: number };
  readonly firstReadyMs: number;
  readonly nodes: number;
}

let world: BrowserWorld;

beforeAll(async () => {
  world = await startBrowserWorld();
});
afterAll(() => world.close());

const byId = (page: Page, id: string) => shown(page).locator(`[id$="--${id}"]`);

/** A finger that goes over the glass. */
async function swipe(page: Page, from: [x: number, y: number], to: [x: number, y: number]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: [number, number][]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
  await send('touchStart', [from]);
  for (let step = 1; step <= 10; step += 1) {
    const at = (axis: 0 | 1) => from[axis] + ((to[axis] - from[axis]) * step) / 10;
    await send('touchMove', [[at(0), at(1)]]);
  }
  await send('touchEnd', []);
}

describe('pages', () => {
  test('templates, WXS, behaviors, slots and components draw and answer', async () => {
    const page = await world.phone('father');
    await byId(page, 'joined').getByText('小雨、小明').waitFor();
    expect(await shown(page).locator('.row').allTextContents()).toEqual(['0. 小雨', '1. 小明']);
    await byId(page, 'counted').tap();
    await byId(page, 'counted').tap();
    await byId(page, 'counted').getByText('点了 2 次').waitFor();
    await shown(page).getByText('卡片', { exact: true }).tap();
    await byId(page, 'opened').getByText('打开了卡片').waitFor();
    await shown(page).getByText('2 项').waitFor();
    await shown(page).locator('.card-body').getByText('里面').waitFor();
  });

  test('one rpx is the 750th part of the screen, also inside a component with styles of its own', async () => {
    const page = await world.phone('father');
    expect((await shown(page).locator('.row').first().boundingBox())?.height).toBeCloseTo(52, 0);
    const card = shown(page).getByText('卡片', { exact: true }).locator('..');
    expect(await styleOf(card, 'borderTopColor')).toBe('rgb(1, 2, 3)');
  });

  test('tdesign: tabs switch, a cell swipes open by its WXS and the button behind works', async () => {
    const page = await world.phone('father');
    await shown(page).getByText('未听', { exact: true }).tap();
    await shown(page).getByText('未听内容').waitFor();
    const cell = await shown(page).getByText('往左滑').boundingBox();
    const y = (cell?.y ?? 0) + 8;
    await swipe(page, [300, y], [120, y]);
    await shown(page).getByText('删除').tap();
    await byId(page, 'opened').getByText('删掉了').waitFor();
  });

  test('pulling down refreshes, reaching the bottom tells', async () => {
    const page = await world.phone('father');
    await swipe(page, [200, 120], [200, 420]);
    await byId(page, 'refreshed').getByText('刷新 1').waitFor();
    await shown(page).evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await byId(page, 'bottom').getByText('到底了 1').waitFor();
  });

  test('a subpackage is fetched when it is opened, its page is a component with query and channel', async () => {
    const page = await world.phone('grandma');
    const fetched = page.waitForRequest('**/package-1.js');
    await shown(page).getByText('去详情').tap();
    await fetched;
    await byId(page, 'detail').getByText('编号 7 小 你好').waitFor();
    expect(await page.locator('.navbar-title').textContent()).toBe('详情');
    // the page follows the person's font size
    expect(await styleOf(byId(page, 'rem'), 'fontSize')).toBe('26.4px');
    await page.getByLabel('返回').tap();
    await byId(page, 'joined').waitFor();
  });

  test('tabs keep their pages alive', async () => {
    const page = await world.phone('father');
    await byId(page, 'counted').tap();
    await page.locator('.tab').getByText('表单').tap();
    await byId(page, 'kind').waitFor();
    await page.locator('.tab').getByText('首页').tap();
    await byId(page, 'counted').getByText('点了 1 次').waitFor();
  });

  test('relations hold although one of the two was used alone before', async () => {
    const page = await world.phone('father');
    await shown(page).locator('.t-cell').first().waitFor();
    await page.locator('.tab').getByText('表单').tap();
    await expect.poll(() => shown(page).locator('.group .t-cell--bordered').allInnerTexts()).toEqual(['上面一行']);
  });

  test('a message opens its page, and a page that is not there opens the first one', async () => {
    const page = await world.phone('father', '?page=/features/extra/pages/detail/index%3Fid%3D9');
    await byId(page, 'detail').getByText('编号 9').waitFor();
    await page.getByLabel('回到首页').tap();
    await byId(page, 'joined').waitFor();
    const lost = await world.phone('father', '?page=/pages/gone/index');
    await byId(lost, 'joined').waitFor();
  });

  test('what the bench measures is there', async () => {
    const page = await world.phone('father');
    await byId(page, 'joined').waitFor();
    await page.waitForFunction('__measure.firstReadyMs !== undefined');
    const measured = (await page.evaluate('({ ...__measure, nodes: __measure.nodes() })')) as Measured;
    expect(measured.nodes).toBeGreaterThan(30);
    expect(measured.firstReadyMs).toBeGreaterThan(0);
    expect(measured.ownSetData.calls).toBeGreaterThan(0);
    expect(measured.setData.bytes).toBeGreaterThan(measured.ownSetData.bytes);
  });
});
