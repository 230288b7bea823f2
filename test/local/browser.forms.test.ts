import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BrowserWorld, shown, startBrowserWorld } from './browser.world';

let world: BrowserWorld;
let page: Page;

beforeAll(async () => {
  world = await startBrowserWorld();
  page = await world.phone('father', '?page=/pages/form/index');
});
afterAll(() => world.close());

const byId = (id: string) => shown(page).locator(`[id$="--${id}"]`);
const state = () => byId('state');

test('built-in controls are collected by name, labels activate them, and a reset puts them back', async () => {
  await shown(page).locator('.plain input').fill('你好');
  await shown(page).locator('.long textarea').fill('一行\n两行');
  await byId('male').getByText('男').tap();
  await byId('monday').getByText('周一').tap();
  await shown(page).locator('wx-switch').first().tap();
  await byId('submit').tap();
  const submitted = JSON.parse((await byId('submitted').textContent()) ?? '{}') as object;
  expect(submitted).toEqual({
    plain: '你好',
    long: '一行\n两行',
    sex: 'm',
    days: ['1', '2'],
    on: false,
    level: 30,
    kind: 0,
  });
  await shown(page).getByText('清空').tap();
  await byId('submitted').getByText('清空了').waitFor();
  expect(await shown(page).locator('.plain input').inputValue()).toBe('');
  await byId('submit').tap();
  const after = JSON.parse((await byId('submitted').textContent()) ?? '{}') as { sex: string; days: string[] };
  expect([after.sex, after.days]).toEqual(['f', ['2']]);
});

test('an input keeps to its length, confirms with Enter, and binds both ways', async () => {
  const field = shown(page).locator('.plain input');
  await field.fill('');
  await field.pressSequentially('123456789012');
  expect(await field.inputValue()).toBe('1234567890');
  await field.press('Enter');
  await byId('submitted').getByText('回车 1234567890').waitFor();
  await byId('model').locator('input').fill('两边一样');
  expect(await byId('echo').textContent()).toBe('两边一样');
});

const wheels = () => page.locator('[data-ui="picker"] .wheel');

test('pickers: a list, a date, a time', async () => {
  await byId('kind').tap();
  await wheels().getByText('电访').tap();
  await page.waitForTimeout(500);
  await page.locator('.picker-confirm').tap();
  await byId('kind').getByText('类型 电访').waitFor();

  await byId('date').tap();
  await wheels().nth(1).getByText('10月').tap();
  await page.waitForTimeout(500);
  await page.locator('.picker-confirm').tap();
  await byId('date').getByText('日期 2026-10-01').waitFor();

  await byId('time').tap();
  await wheels().nth(0).getByText('20', { exact: true }).tap();
  await page.waitForTimeout(500);
  await page.locator('.picker-confirm').tap();
  await byId('time').getByText('时间 20:30').waitFor();

  await byId('kind').tap();
  await page.locator('.picker-cancel').tap();
  await byId('kind').getByText('类型 电访').waitFor();
});

test('tdesign: input, textarea, switch, radios, checkboxes', async () => {
  await shown(page).locator('.t-input input').fill('小雨');
  await shown(page).locator('.t-textarea textarea').fill('在门口');
  await shown(page).locator('.t-switch').tap();
  await shown(page).getByText('乙', { exact: true }).tap();
  await shown(page).getByText('丑', { exact: true }).tap();
  await expect.poll(() => state().textContent()).toBe('小雨|在门口|true|b|y|');
});

test('tdesign: dialog, popup, picker and toast', async () => {
  await shown(page).getByText('对话框', { exact: true }).tap();
  await shown(page).locator('.t-dialog__button--confirm').tap();
  await expect.poll(() => state().textContent()).toContain('删掉了');
  await shown(page).locator('.t-dialog').waitFor({ state: 'hidden' });

  await shown(page).getByText('弹层', { exact: true }).tap();
  await shown(page).getByText('弹层内容').waitFor();
  await page.waitForTimeout(400);
  await page.touchscreen.tap(195, 150);
  await shown(page).getByText('弹层内容').waitFor({ state: 'hidden' });

  await shown(page).getByText('选择器', { exact: true }).tap();
  await page.waitForTimeout(500);
  await shown(page).getByText('好', { exact: true }).tap();
  await expect.poll(() => state().textContent()).toContain('gz');

  await page.waitForTimeout(500);
  await shown(page).getByText('提示', { exact: true }).tap();
  await shown(page).getByText('写好了').waitFor();
});
