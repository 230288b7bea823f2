import { join } from 'node:path';
import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openidOf } from '../../local/demo/cast';
import { as } from '../../local/demo/operator';
import type { Output } from '../../miniprogram/shared/contract';
import type { Phone } from '../support/phone';
import { startTestWorld, type TestWorld } from '../support/world';
import { PATIENT, XIAOYU } from './week/week';

/** A village's network: what comes and goes a second, bytes, and how long each answer takes at least, ms. */
const SLOW = { offline: false, latency: 250, downloadThroughput: 400_000, uploadThroughput: 150_000 } as const;
const PHOTOS = 9;
const SEEN = '奶奶的腰好些了，小雨自己热的饭。';
const TALKED = '她说夜里想爸爸，想听他唱歌。';
const MINE = '她说夜里想爸爸，后来爸爸打来了。';
const THEIRS = '她说想爸爸，已经告诉了班主任。';
const OPEN = 'features/records/pages/open/index';
const CORRECT = 'features/records/pages/correct/index';
const WRITE = 'features/records/pages/write/index';

let world: TestWorld;
let teacher: Phone;

beforeAll(async () => {
  world = await startTestWorld('term');
  teacher = await world.phone('teacher');
});
afterAll(async () => world?.close());

/** Written at two doors without a network, the app thrown out again and again, sent over a slow link: each arrives once, with all its photos. */
test('what was written without a network arrives once, however often the app dies on the way', {
  timeout: 90_000,
}, async () => {
  await teacher.start(WRITE);
  await expect.poll(() => teacher.replies.some((reply) => reply.includes('"hidden"')), PATIENT).toBe(true);
  await teacher.see(XIAOYU.name);
  await teacher.cutNetwork(true);

  await writeVisit();
  await comeBack();
  await teacher.see('重新写');
  expect(await teacher.field('说一说').inputValue()).toBe(SEEN);
  expect(await teacher.shown.locator('.photo__picture').count()).toBe(PHOTOS);
  await teacher.tap('存好');
  await teacher.see('存好了，有网络就发出去');

  await comeBack();
  await writeTalk();
  await comeBack();

  const uploads = await sendSlowly();
  await seeBothOnce();
  // The one that was under way when the app was thrown out travels again; no other does.
  expect(uploads.length).toBeGreaterThanOrEqual(PHOTOS);
  expect(uploads.length).toBeLessThanOrEqual(PHOTOS + 1);
  expect(teacher.faults).toEqual([]);
});

/** Corrected without a network, the app thrown out, and somebody else was faster: both texts are there, and the first one stays. */
test('a correction without a network survives the app, arrives once, and shows both where somebody was faster', {
  timeout: 90_000,
}, async () => {
  const [talk] = holding(await timeline(), TALKED);
  const recordId = talk?.recordId ?? '';
  await teacher.start(`${OPEN}?recordId=${recordId}`);
  await teacher.see(TALKED);
  await teacher.cutNetwork(true);
  await teacher.tap('改一改');
  await teacher.field('孩子说的').fill(MINE);
  await teacher.tap('改好了');
  await teacher.see('存好了，有网络就发出去');

  const office = openidOf('head');
  const { version, form } = await as(world.world, office, 'records.open', { recordId });
  await as(world.world, office, 'records.correct', {
    ...{ requestKey: 'office-0001', recordId, seen: version, day: form.day, goal: form.goal, photos: [], voices: [] },
    ...{ values: { ...form.values, note: THEIRS }, share: false, shareText: '', photosConsented: false },
  });
  await teacher.kill();
  await teacher.start(`${CORRECT}?recordId=${recordId}`);
  await teacher.see('存好了，有网络就发出去');
  await teacher.cutNetwork(false);
  await teacher.see('别人也刚改过');
  for (const words of [MINE, THEIRS]) await teacher.see(words);
  await teacher.tap('用我改的');
  await teacher.tap('改好了');
  await expect.poll(async () => holding(await timeline(), MINE).length, PATIENT).toBe(1);
  const { before } = await as(world.world, office, 'records.open', { recordId });
  expect(before.map(({ facts }) => facts.find(({ text }) => [TALKED, THEIRS].includes(text))?.text)).toEqual([
    THEIRS,
    TALKED,
  ]);
});

/** The phone's system threw the app out; it is opened again, on the page where one writes. */
const comeBack = (): Promise<void> => teacher.start(WRITE);

async function chooseChild(): Promise<void> {
  await teacher.field('找孩子').fill(XIAOYU.name);
  await teacher.tap(teacher.row(XIAOYU.name).first());
}

async function writeVisit(): Promise<void> {
  await chooseChild();
  await teacher.see('看了什么');
  await teacher.tap('吃饭穿衣');
  await teacher.field('说一说').fill(SEEN);
  const photos = await takePhotos();
  const chooser = teacher.page.waitForEvent('filechooser');
  await teacher.tap('加照片');
  await (await chooser).setFiles(photos);
  await expect.poll(() => teacher.shown.locator('.photo__picture').count(), PATIENT).toBe(PHOTOS);
  await teacher.tap(teacher.switch('家里同意拍照了'));
  // What was typed rests for a moment before it is stored.
  await teacher.page.waitForTimeout(500);
}

async function writeTalk(): Promise<void> {
  await teacher.tap('换一类');
  await teacher.tap(teacher.shown.locator('.chip').filter({ hasText: /^谈心$/ }));
  await chooseChild();
  await teacher.field('孩子说的').fill(TALKED);
  await teacher.tap('存好');
  await teacher.see('存好了，有网络就发出去');
}

/** As a phone takes them: with so much in them that they do not become tiny. */
async function takePhotos(): Promise<string[]> {
  const page = await world.browser.newPage({ viewport: { width: 1600, height: 1200 } });
  const paths: string[] = [];
  for (let i = 0; i < PHOTOS; i += 1) {
    await page.setContent(`<svg width="1600" height="1200"><filter id="f"><feTurbulence baseFrequency="0.02" numOctaves="3" seed="${i}"/></filter>
      <rect width="1600" height="1200" filter="url(#f)"/></svg>`);
    const path = join(world.dir, `photo-${i}.jpg`);
    await page.screenshot({ path, type: 'jpeg', quality: 90 });
    paths.push(path);
  }
  await page.close();
  return paths;
}

/** The network is back, but slow; the app is thrown out once more while the photos travel. Answers the addresses of all uploads. */
async function sendSlowly(): Promise<string[]> {
  const uploads: string[] = [];
  const watch = () => {
    teacher.page.on('request', (request) => {
      if (request.url().includes('/upload?')) uploads.push(request.url());
    });
  };
  watch();
  await backOnline();
  await expect.poll(() => uploads.length, PATIENT).toBeGreaterThanOrEqual(3);
  await teacher.kill();
  await teacher.cutNetwork(true);
  await comeBack();
  watch();
  await backOnline();
  await expect.poll(haveArrived, { timeout: 45_000, interval: 500 }).toBe(true);
  return uploads;
}

async function backOnline(): Promise<void> {
  const session: CDPSession = await teacher.page.context().newCDPSession(teacher.page);
  await session.send('Network.enable');
  await teacher.cutNetwork(false);
  await session.send('Network.emulateNetworkConditions', SLOW);
}

type Shown = Output<'records.list'>['records'];
const holding = (records: Shown, words: string): Shown =>
  records.filter(({ facts }) => facts.some(({ text }) => text === words));

/** The child's timeline as the school has it. */
async function timeline(): Promise<Shown> {
  const openid = openidOf('teacher');
  const { children } = await as(world.world, openid, 'contacts.list', { q: XIAOYU.name });
  return (await as(world.world, openid, 'records.list', { studentId: children[0]?.id ?? '' })).records;
}

const haveArrived = async (): Promise<boolean> => {
  const records = await timeline();
  return [SEEN, TALKED].every((words) => holding(records, words).length > 0);
};

async function seeBothOnce(): Promise<void> {
  // Whatever the phone still wants to send, it has sent by then.
  await teacher.start();
  await teacher
    .text(/^(等网络|正在发|等着|还没发出去)$/)
    .first()
    .waitFor({ state: 'detached' });
  const records = await timeline();
  expect(holding(records, SEEN).map(({ kind, photos }) => [kind, photos.length])).toEqual([['home_visit', PHOTOS]]);
  expect(holding(records, TALKED).map(({ kind }) => kind)).toEqual(['talk']);
}
