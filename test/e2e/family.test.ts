import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CastKey, DEMO_NOW, openidOf } from '../../local/demo/cast';
import type { Input, MethodName, Output, Reply } from '../../miniprogram/shared/contract';
import { addDays, dayOf, minuteOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import { spokenWhen } from '../../miniprogram/shared/text/time';
import { loudnessOf } from '../local/voip.world';
import type { Phone, PhoneOptions } from '../support/phone';
import { look } from '../support/screens';
import { startTestWorld, type TestWorld } from '../support/world';

/** What families do around their calls, in the school as it is in the middle of a term; the tests build on each other. */
const TUESDAY = dayOf(DEMO_NOW);
const MONDAY = addDays(weekOf(TUESDAY), 7);
const noon = 12 * 60;
const SILENCE = 0.01;
const PATIENT = { timeout: 20_000, interval: 200 } as const;

let world: TestWorld;
const phones: Phone[] = [];

beforeAll(async () => {
  world = await startTestWorld('term');
}, 300_000);
afterEach(async () => {
  const faults = phones.flatMap((phone) => phone.faults);
  for (const phone of phones.splice(0)) await phone.close();
  expect(faults).toEqual([]);
});
afterAll(() => world?.close());

async function take(who: CastKey, options?: PhoneOptions): Promise<Phone> {
  const phone = await world.phone(who, options);
  phones.push(phone);
  return phone;
}

/** What somebody does on another page than those that are looked at here. */
async function as<M extends MethodName>(who: CastKey, method: M, input: Input<M>): Promise<Output<M>> {
  const requestId = `e2e-${Math.random().toString(36).slice(2)}`;
  const response = await fetch(`${world.world.url}/phone/${who}/api/call`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'api', data: { method, input, requestId } }),
  });
  const { result } = (await response.json()) as { result: Reply<M> };
  if (!result.ok) throw new Error(`${method}: ${result.code}`);
  return result.data;
}

async function childOf(who: CastKey): Promise<string> {
  const { home } = await as(who, 'home.open', {});
  return home.kind === 'family' ? (home.children[0]?.id ?? '') : '';
}

/** Says once, by taps, when one can be called. */
async function sayWhen(phone: Phone, shift: string, part: string): Promise<void> {
  await phone.tap('固定亲情时间');
  await phone.see('您上什么班？');
  await phone.tap(shift);
  await phone.tap(part);
  await phone.tap('要，每周给我留一个');
  await phone.allowMessages();
  await phone.see('记下了。');
}

test('a father and his child meet in a room of the app: each sees and hears the other', async () => {
  await as('head', 'school.configure', { channels: { phone: ['phone'], video: ['voip_video', 'wechat'] } });
  const studentId = await childOf('father');
  const { days } = await as('father', 'booking.slots', { studentId });
  const offers = days.flatMap(({ offers }) => offers).filter(({ channel }) => channel === 'voip_video');
  const offer = offers.sort((a, b) => a.day.localeCompare(b.day) || a.from - b.from)[0];
  if (!offer) throw new Error('no time for an in-app call');
  const request = { requestKey: 'father-meets-child', slotId: offer.slotId, studentIds: [studentId] };
  const { bookingId } = await as('father', 'booking.claim', request);

  const father = await take('father', { page: `features/booking/pages/ticket/index?id=${bookingId}` });
  await father.see('到时间打开这一页，点「进入通话」就能看见孩子。');
  await world.moveTo(offer.day, offer.from - 2);
  const { calls } = await as('head', 'calls.board', {});
  const row = calls.find((one) => one.bookingId === bookingId);
  await as('head', 'calls.checkIn', { bookingId, version: row?.version ?? 0 });
  // The page looks by itself.
  await father.tap('进入通话');
  await father.see('等小雨进来');
  await look(father, 'room-alone');

  const desk = await take('head', {
    size: 'tablet',
    fontScale: 1.65,
    page: `features/booking/pages/room/index?id=${bookingId}`,
  });
  await father.see('正在和小雨说话');
  await desk.see('正在和爸爸说话');
  for (const phone of [father, desk]) {
    await expect.poll(() => picturesOn(phone), PATIENT).toBe(2);
  }
  await expect.poll(() => loudnessOf(father.page, openidOf('head')), PATIENT).toBeGreaterThan(SILENCE);
  await expect.poll(() => loudnessOf(desk.page, openidOf('father')), PATIENT).toBeGreaterThan(SILENCE);
  await look(father, 'room-together');
  await look(desk, 'room-together', 1.65);

  await father.tap('挂断');
  await father.see('已经挂断了');
  await desk.see('等爸爸进来');
  await father.tap('再进去');
  await desk.see('正在和爸爸说话');
});

test('one who finds nothing waits; what becomes free is held until an answer, and taken with one tap', async () => {
  const father = await take('father2');
  await sayWhen(father, '夜班', '只在中午');
  await look(father, 'standing-saved');
  await father.back();
  await father.tap('约一次通话');
  await father.see('这一周没有您方便的空位');
  await father.tap('有空位就告诉我');
  await father.allowMessages();
  await father.see('这一周有空位就告诉您');
  await look(father, 'slots-waiting');

  // From now on the hours before the night shift suit him, and some of them are free.
  const hours = { shift: 'night', nightWeek: null, daysOff: [], only: null, together: true } as const;
  await as('father2', 'familyTime.save', { on: true, ...hours, daysOff: [] });
  const { offerUntil } = await offered('father2');
  await father.start();
  await father.tap('看一看，要不要');
  await father.see(`请在${spoken(offerUntil)} 前回答。`);
  await look(father, 'offer');
  await father.tap('要，就这个时间');
  await father.allowMessages();
  await father.see('约好了', '加入日历');

  await father.tap('改时间');
  await father.see('换个时间');
  await father.tap(father.shown.locator('.line__text').first());
  await father.tap('就换这个时间');
  await father.allowMessages();
  await father.see('换好了');
  await look(father, 'moved');
});

test('the plan of Monday noon gives a time and says so', async () => {
  const mother = await take('mother', { fontScale: 1.65 });
  await mother.tap('固定亲情时间');
  await mother.see('您上什么班？');
  await look(mother, 'standing', 1.65);
  await as('mother', 'familyTime.save', {
    on: true,
    shift: 'day',
    nightWeek: null,
    daysOff: [],
    only: null,
    together: true,
  });
  await world.moveTo(MONDAY, noon + 1);
  const results = async () => (await as('mother', 'familyTime.read', {})).results;
  await expect.poll(async () => (await results()).length, PATIENT).toBeGreaterThan(0);
  const [result] = await results();
  expect(result).toMatchObject({ weekOf: addDays(MONDAY, 7), bookingId: expect.any(String) });
  await mother.start('features/booking/pages/standing/index');
  await mother.see('安排得怎么样', '下周');
  await look(mother, 'standing-planned', 1.65);
});

/** The offer that reaches somebody who waits, once the job has run. */
async function offered(who: CastKey) {
  for (let minutes = 5; minutes <= 60; minutes += 5) {
    const { home } = await as(who, 'home.open', {});
    const offer = home.kind === 'family' ? home.calls.find(({ status }) => status === 'offered') : undefined;
    if (offer?.offerUntil) return { ...offer, offerUntil: offer.offerUntil };
    world.world.clock.moveTo(world.world.clock.now() + 5 * 60_000);
    await world.world.cloud.timers.runDue();
  }
  throw new Error('no offer came');
}

/** When an offer ends, as its page says it. */
const spoken = (instant: number): string =>
  spokenWhen(dayOf(instant), minuteOf(instant), dayOf(world.world.clock.now()));

/** How many pictures of the call move on this phone. */
const picturesOn = (phone: Phone): Promise<number> =>
  phone.page.evaluate(
    `[...document.querySelectorAll('wx-voip-room video')].filter((v) => v.videoWidth > 0 && !v.paused).length`,
  );
