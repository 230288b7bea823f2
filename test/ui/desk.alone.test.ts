import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { BoardCall } from '../../miniprogram/shared/contract';
import { addDays, instantOf } from '../../miniprogram/shared/domain/calendar';
import { aBoard, aCall, DAY, deskPhone, rain } from './support/desk';
import { type Asked, noNetwork, ok, refuse } from './support/fake-wx';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';

const { phone, app, outbox, kept, openBoard } = deskPhone();

const slot = { slotId: 'p2:x', pointId: 'p2', from: 1185, to: 1200 };
let holder: 'here' | 'elsewhere' | null;
let calls: BoardCall[];

/** A school whose desk lease is free until somebody takes it. */
function serve({ method, input }: Asked) {
  if (method === 'calls.board') return ok(aBoard(calls, { free: [{ ...slot, kept: holder === 'here' }] }));
  if (method === 'desk.lease') {
    if ((input as { take: boolean }).take) holder = 'here';
    const mine = holder === 'here';
    return ok({
      day: DAY,
      holder,
      slots: mine ? [slot] : [],
      phones: mine ? { b1: '13800001111' } : {},
      pupils: mine ? [rain, { id: 's9', name: '孙悦', className: '一(1)班' }] : [],
    });
  }
  if (method === 'calls.checkIn') {
    calls = calls.map((call) => ({ ...call, status: 'checked_in', version: call.version + 1 }));
    return ok(calls[0]);
  }
  if (method === 'desk.report') {
    const { bookingId = 'w1', outcome, minutes } = input as Partial<BoardCall> & { outcome: BoardCall['status'] };
    const told = calls.find((call) => call.bookingId === bookingId) ?? aCall(bookingId, 1185, { origin: 'walk_in' });
    const now = { ...told, status: outcome, minutes: minutes ?? null, version: 9 };
    calls = [...calls.filter((call) => call.bookingId !== bookingId), now];
    return ok(now);
  }
  return method === 'calls.face' ? ok({ done: true }) : refuse('system.version');
}

/** Waits for something that the page fetches by itself. */
async function until(page: Mounted, words: string): Promise<void> {
  for (let round = 0; round < 300 && !textOf(page).includes(words); round += 1) await settle(30);
  expect(textOf(page)).toContain(words);
}

/** A desk that has its day, and then loses the network. */
async function cutOff(): Promise<Mounted> {
  const page = await openBoard();
  await until(page, '没有网络也能用');
  phone.setNetwork(false);
  await settle();
  return page;
}

/** The app is thrown out of memory and opened again. */
async function comeBack(page: Mounted): Promise<Mounted> {
  page.detach();
  kept.forgetOldDesks();
  return openBoard();
}

async function talk(page: Mounted): Promise<void> {
  await tap(shown(page.dom, '孩子到了'));
  await tap(shown(page.dom, '打电话给家里'));
}

async function end(page: Mounted): Promise<void> {
  vi.setSystemTime(Date.now() + 7 * 60_000);
  await tap(shown(page.dom, '聊完了'));
  await settle(400);
  await tap(shown(page.dom, '记下'));
  await settle();
}

beforeEach(() => {
  holder = null;
  calls = [aCall('b1', 1170)];
  phone.serve = serve;
  vi.mocked(phone.wx.makePhoneCall as () => void).mockClear();
});

describe('the lease', () => {
  test('is taken when the desk is opened, and said in a quiet line', async () => {
    const page = await openBoard();
    await until(page, '没有网络也能用');
    expect(phone.askedFor('desk.lease').map(({ input }) => (input as { take: boolean }).take)).toEqual([false, true]);
    expect(textOf(page)).toContain('没有网络也能用：今天留了 1 个现场时间');
    page.detach();
  });

  test('that another desk holds is fetched only by a tap', async () => {
    holder = 'elsewhere';
    const page = await openBoard();
    await until(page, '在另一台值日平板上');
    expect(phone.askedFor('desk.lease')).toHaveLength(1);
    await tap(shown(page.dom, '换到这台'));
    await until(page, '今天留了 1 个现场时间');
    page.detach();
  });
});

describe('without a network', () => {
  test('a call is run from what is kept, survives the app, and is told once when the network is back', async () => {
    let page = await cutOff();
    await talk(page);
    expect(phone.wx.makePhoneCall).toHaveBeenCalledWith(expect.objectContaining({ phoneNumber: '13800001111' }));
    page = await comeBack(page);
    expect(textOf(page)).toContain('正在通话');
    await end(page);
    await tap(shown(page.dom, '开心'));
    page = await comeBack(page);
    expect(textOf(page)).toContain('通话好了 · 等网络');
    expect(outbox.posts.get().map(({ method }) => method)).toEqual(['desk.report', 'calls.face']);

    phone.setNetwork(true);
    await until(page, '没有网络也能用');
    expect(phone.askedFor('desk.report').map(({ input }) => input)).toEqual([
      expect.objectContaining({ bookingId: 'b1', outcome: 'done', channel: 'phone', minutes: 7 }),
    ]);
    expect(phone.askedFor('calls.face').at(-1)?.input).toEqual({ bookingId: 'b1', studentId: 's1', face: 'happy' });
    expect(textOf(page)).not.toContain('等网络');
    expect(textOf(page)).toContain('办完了 1 个');
    page.detach();
  });

  test('a call that began alone is told as a report even where the network comes back in between', async () => {
    const page = await cutOff();
    await talk(page);
    phone.setNetwork(true);
    await settle(100);
    expect(textOf(page)).toContain('已经聊了');
    await end(page);
    expect(phone.askedFor('calls.finish')).toEqual([]);
    expect(phone.askedFor('desk.report')).toHaveLength(1);
    page.detach();
  });

  test('that a child has come is told the school as soon as it can be', async () => {
    const page = await cutOff();
    await tap(shown(page.dom, '孩子到了'));
    phone.setNetwork(true);
    await until(page, '没有网络也能用');
    await settle(100);
    expect(phone.askedFor('calls.checkIn').at(-1)?.input).toEqual({ bookingId: 'b1', version: 1 });
    expect(textOf(page)).toContain('打电话给家里');
    page.detach();
  });

  test('where the phone says that there is a network and nothing comes through, the step is taken here', async () => {
    const page = await openBoard();
    await until(page, '没有网络也能用');
    phone.serve = () => {
      throw noNetwork;
    };
    await tap(shown(page.dom, '孩子到了'));
    await until(page, '没有网络，约好的照常办');
    expect(phone.said).toEqual([]);
    const asked = phone.asked.length;
    await tap(shown(page.dom, '打电话给家里'));
    expect(phone.asked.length).toBe(asked);
    expect(textOf(page)).toContain('13800001111');
    phone.serve = serve;
    page.detach();
  });

  test('families that must be told can still be telephoned', async () => {
    const page = await cutOff();
    const day = kept.keptDesk();
    if (!day) throw new Error('nothing is kept');
    kept.keepDesk({ ...day, untold: [{ call: aCall('x', 1170), phone: '13800003333' }] });
    const trouble = await app.show('features/duty/pages/trouble');
    expect(textOf(trouble)).toContain('现在没有网络');
    await tap(shown(trouble.dom, '打电话'));
    expect(phone.wx.makePhoneCall).toHaveBeenCalledWith(expect.objectContaining({ phoneNumber: '13800003333' }));
    trouble.detach();
    page.detach();
  });

  test('a child that comes by itself gets a time that is kept, and its call is told with it', async () => {
    const page = await cutOff();
    const book = await app.show('features/duty/pages/book', { at: slot.slotId });
    await tap(shown(book.dom, '一(1)班'));
    await tap(shown(book.dom, '孙悦'));
    await tap(shown(book.dom, '奶奶'));
    await tap(shown(book.dom, '就在这个时间通话'));
    book.detach();
    page.triggerPageLifeTime('show');
    await settle(60);
    expect(textOf(page)).toContain('一(1)班 孙悦');
    expect(textOf(page)).not.toContain('孩子自己来了？');
    await tap(shown(page.dom, '用学校微信打视频'));
    await end(page);
    phone.setNetwork(true);
    await until(page, '没有网络也能用');
    expect(phone.askedFor('desk.report').at(-1)?.input).toMatchObject({
      walkIn: { slotId: slot.slotId, studentIds: ['s9'], relation: '奶奶' },
      outcome: 'done',
      channel: 'wechat',
    });
    expect(textOf(page)).toContain('办完了 1 个');
    page.detach();
  });

  test('numbers and names are gone the next day, also where nobody opens the desk', async () => {
    const page = await openBoard();
    await until(page, '没有网络也能用');
    const stored = () => JSON.stringify([...phone.storage]);
    expect(stored()).toContain('13800001111');
    vi.setSystemTime(instantOf(addDays(DAY, 1), 480));
    kept.forgetOldDesks();
    expect(stored()).not.toContain('13800001111');
    expect(stored()).not.toContain('孙悦');
    page.detach();
  });

  test('a desk that has never seen the day says so', async () => {
    phone.setNetwork(false);
    const page = await openBoard();
    expect(textOf(page)).toContain('没有网络');
    expect(textOf(page)).toContain('再试一次');
    page.detach();
  });
});
