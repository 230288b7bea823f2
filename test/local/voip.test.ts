import type { Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP } from '../support/chromium';
import {
  devices,
  events,
  loudnessOf,
  members,
  picturesOf,
  press,
  startVoipWorld,
  tell,
  type VoipWorld,
} from './voip.world';

const [FATHER, GRANDMA, DESK] = ['openid-father', 'openid-grandma', 'openid-desk'];
const SLOW = { timeout: 15_000 };
const SILENCE = 0.01;

let world: VoipWorld;
let rooms = 0;
const newRoom = (): { groupId: string } => ({ groupId: `room-${++rooms}` });

beforeAll(async () => {
  world = await startVoipWorld();
});
afterEach(async () => {
  for (const context of world.browser.contexts()) await context.close();
});
afterAll(() => world.close());

/** Father and grandma in one video call. */
async function talk(action: '视频' | '语音' = '视频'): Promise<{ father: Page; grandma: Page }> {
  const room = newRoom();
  const father = await world.caller('father', room);
  expect(await tell(father, action)).toBe('好');
  const grandma = await world.caller('grandma', room);
  expect(await tell(grandma, action)).toBe('好');
  await expect.poll(() => members(father)).toContain(GRANDMA);
  return { father, grandma };
}

const hears = (phone: Page | Frame, whom: string) =>
  expect.poll(() => loudnessOf(phone, whom), SLOW).toBeGreaterThan(SILENCE);
const sees = (phone: Page | Frame, whom: string) => expect.poll(() => picturesOf(phone, whom), SLOW).toBe(2);
const isSilentAndDark = (phone: Page) => expect.poll(() => devices(phone)).toMatchObject({ live: 0, connections: 0 });

describe('a call between two phones', () => {
  test('each sees and hears the other, and itself in the mirror; leaving is noticed; then everything is off', async () => {
    const { father, grandma } = await talk();
    for (const phone of [father, grandma]) for (const whom of [FATHER, GRANDMA]) await sees(phone, whom);
    await hears(father, GRANDMA);
    await hears(grandma, FATHER);
    expect(await members(grandma)).toBe(`${FATHER},${GRANDMA}`);
    expect(await events(father)).toBe('members 2,video 2');

    expect(await tell(grandma, '挂断')).toBe('好');
    await expect.poll(() => members(father)).toBe(FATHER);
    await isSilentAndDark(grandma);
    expect(await devices(father)).toEqual({ opened: ['audio', 'video'], live: 2, connections: 0 });
    expect(await father.locator('audio').count()).toBe(0);
    expect(await tell(father, '挂断')).toBe('好');
    await isSilentAndDark(father);
  });

  test('a voice call opens no camera', async () => {
    const { father, grandma } = await talk('语音');
    await hears(grandma, FATHER);
    await hears(father, GRANDMA);
    expect((await devices(father)).opened).toEqual(['audio']);
    expect(await picturesOf(father, GRANDMA)).toBe(0);
    expect(await events(father)).toContain('voip-room:fail not in a video room');
  });

  test('a closed microphone is silent and opens again', async () => {
    const { father, grandma } = await talk();
    await hears(father, GRANDMA);
    await tell(grandma, '闭麦');
    await expect.poll(() => loudnessOf(father, GRANDMA), SLOW).toBeLessThan(SILENCE);
    await tell(grandma, '开麦');
    await hears(father, GRANDMA);
  });

  test('the other camera is shown without a break', async () => {
    const { father, grandma } = await talk();
    await sees(father, GRANDMA);
    await tell(grandma, '后置');
    await expect.poll(() => devices(grandma)).toEqual({ opened: ['audio', 'video', 'video'], live: 2, connections: 1 });
    await sees(father, GRANDMA);
    await sees(grandma, GRANDMA);
  });

  test('one who is in a call joins no other', async () => {
    const { father } = await talk();
    expect(await tell(father, '视频')).toContain('失败 -1 joinVoIPChat:fail');
    await sees(father, GRANDMA);
  });
});

describe('a signature that is not for this person, this room, this time', () => {
  const invalid = /^失败 -1000 joinVoIPChat:fail .*invalid signature/;

  const room = newRoom();
  const show = (ticket: object) => world.caller('father', { ...room, ticket: JSON.stringify(ticket) });
  const own = () => world.ticket(FATHER, room.groupId);

  async function isRefused(ticket: object, reason: RegExp): Promise<void> {
    const father = await show(ticket);
    expect(await tell(father, '视频')).toMatch(reason);
    await isSilentAndDark(father);
  }

  test('is refused, and the camera is off again', async () => {
    expect(await tell(await show(await own()), '视频')).toBe('好');
    const { signature, ...rest } = await own();
    await isRefused({ ...rest, signature: signature.replace(/./g, 'a') }, invalid);
    await isRefused({ ...rest, signature, groupId: 'another-room' }, invalid);
    await isRefused(rest, /parameter\.signature should be string/);
    await isRefused(await world.ticket(GRANDMA, room.groupId), invalid);
  });

  test('runs out', async () => {
    const old = await own();
    world.clock.moveTo(world.clock.now() + 11 * 60_000);
    await isRefused(old, invalid);
  });

  test('is not given for somebody else', async () => {
    await expect(world.ticket(FATHER, 'any', GRANDMA)).rejects.toThrow();
  });
});

describe('a call that ends by itself', () => {
  test('the network goes: both are told, and it can be joined again', async () => {
    const { father, grandma } = await talk();
    await grandma.evaluate('__switchNetwork(false)');
    await expect.poll(() => events(grandma)).toContain('interrupted: network is down');
    await isSilentAndDark(grandma);
    await expect.poll(() => members(father)).toBe(FATHER);
    expect(await tell(grandma, '视频')).toContain('失败');
    await grandma.evaluate('__switchNetwork(true)');
    expect(await tell(grandma, '视频')).toBe('好');
    await sees(father, GRANDMA);
    await hears(grandma, FATHER);
  });

  test('the app goes behind: it is over; the clock that is moved leaves it alone', async () => {
    const { father, grandma } = await talk('语音');
    world.clock.moveTo(world.clock.now() + 60_000);
    await hears(father, GRANDMA);
    await grandma.locator('.capsule-leave').click();
    await expect.poll(() => members(father)).toBe(FATHER);
    await isSilentAndDark(grandma);
    expect(await events(grandma)).toContain('interrupted: the app is in the background');
    expect(await events(father)).not.toContain('interrupted');
  });

  test('a page that leaves without a word: it ends here, and the console says what a phone might do', async () => {
    const { father, grandma } = await talk();
    const warning = grandma.waitForEvent('console', (message) => message.text().includes('wx.exitVoIPChat'));
    await press(grandma, '离开');
    await warning;
    await isSilentAndDark(grandma);
    await expect.poll(() => members(father)).toBe(FATHER);
  });

  test('a phone that is switched off is gone for the other', async () => {
    const { father, grandma } = await talk();
    await grandma.close();
    await expect.poll(() => members(father)).toBe(FATHER);
    expect((await devices(father)).connections).toBe(0);
  });

  test('the same person joins with another phone: the first is told', async () => {
    const room = newRoom();
    const first = await world.caller('father', room);
    await tell(first, '语音');
    const second = await world.caller('father', room);
    expect(await tell(second, '语音')).toBe('好');
    await expect.poll(() => events(first)).toContain('interrupted');
    await isSilentAndDark(first);
    expect(await members(second)).toBe(FATHER);
  });
});

describe('a computer without devices', () => {
  test('joins and sees and hears the other', async () => {
    const room = newRoom();
    const father = await world.caller('father', room);
    await tell(father, '视频');
    const grandma = await world.caller('grandma', room, { mediaError: 'NotFoundError' });
    expect(await tell(grandma, '视频')).toBe('好');
    await sees(grandma, FATHER);
    await hears(grandma, FATHER);
    expect(await picturesOf(father, GRANDMA)).toBe(0);
    expect(await events(father)).toBe('members 2');
  });

  test.each([
    ['NotAllowedError', '失败 -1000 joinVoIPChat:fail auth deny'],
    ['NotReadableError', '失败 -2 joinVoIPChat:fail'],
  ])('%s is a clear failure', async (mediaError, answer) => {
    const father = await world.caller('father', newRoom(), { mediaError });
    expect(await tell(father, '视频')).toContain(answer);
  });
});

test('of three people two are seen until all are asked for', async () => {
  const { father, grandma } = await talk();
  const desk = await world.caller('desk', { groupId: `room-${rooms}` });
  expect(await tell(desk, '视频')).toBe('好');
  await expect.poll(() => members(father)).toContain(DESK);
  await hears(father, DESK);
  await sees(desk, GRANDMA);
  expect(await picturesOf(father, DESK)).toBe(0);
  await tell(father, '都看');
  await sees(father, DESK);
  await sees(grandma, FATHER);
});

test('two phones on the table of the shell call each other, until one is taken off the net', async () => {
  const { groupId } = newRoom();
  const table = await (await world.browser.newContext(DESKTOP)).newPage();
  table.setDefaultTimeout(5000);
  await table.goto(`${world.gateway.url}/#father,grandma`);
  const screen = async (key: string): Promise<Frame> => {
    const path = `/phone/${key}/`;
    await expect.poll(() => table.frames().some((frame) => frame.url().includes(path))).toBe(true);
    const frame = table.frames().find((candidate) => candidate.url().includes(path)) as Frame;
    await frame.locator('wx-page').first().waitFor();
    await frame.evaluate(`wx.reLaunch({ url: '/pages/call/index?groupId=${groupId}' })`);
    expect(await tell(frame, '视频')).toBe('好');
    return frame;
  };
  const father = await screen('father');
  const grandma = await screen('grandma');
  await sees(father, GRANDMA);
  await sees(grandma, FATHER);
  await hears(father, GRANDMA);
  await hears(grandma, FATHER);
  await table.locator('[data-persona="father"]').getByText('断网').click();
  await expect.poll(() => events(father)).toContain('interrupted');
  await expect.poll(() => members(grandma)).toBe(GRANDMA);
});
