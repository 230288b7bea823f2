import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { BoardCall } from '../../miniprogram/shared/contract';
import { aBoard, aCall, DAY, deskPhone, rain, twin } from './support/desk';
import { type Asked, ok, refuse } from './support/fake-wx';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';

const { phone, app, openBoard, kept } = deskPhone();
const father = { id: 'f', name: '林建国', relation: '父亲' };
const aunt = { id: 'g', name: '林梅', relation: '姑姑' };
const free = [{ slotId: 'p2:x', pointId: 'p2', from: 1185, to: 1200, kept: true }];

/** Answers of the school by method; the others are refused. */
type Answers = Record<string, (input: never) => ReturnType<typeof ok>>;
function serve(answers: Answers): void {
  phone.serve = ({ method, input }: Asked) => answers[method]?.(input as never) ?? refuse('auth.forbidden');
}
const people = ({ classId }: { classId?: string }) =>
  ok({
    classes: [
      { id: 'c3', name: '三(2)班' },
      { id: 'c1', name: '一(1)班' },
    ],
    children:
      classId === 'c3'
        ? [{ ...rain, adults: [father, aunt] }]
        : classId === 'c1'
          ? [{ ...twin, adults: [father] }]
          : [],
  });
const taps = async (page: Mounted, ...words: string[]) => {
  for (const one of words) {
    await tap(shown(page.dom, one));
    await settle(40);
  }
};
/** A sheet from below slides in. */
const slide = () => settle(400);

beforeEach(() => {
  vi.mocked(phone.wx.makePhoneCall as () => void).mockClear();
});

describe('a child that comes by itself', () => {
  test('gets a free time: class, child, and nobody need be named', async () => {
    const made = aCall('w', 1185, { origin: 'walk_in', status: 'checked_in', pointId: 'p2', pointName: '2 号平板' });
    serve({
      'calls.board': () => ok(aBoard([], { free })),
      'desk.people': people,
      'desk.walkIn': () => ok(made),
    });
    const page = await app.show('features/duty/pages/book', { at: 'p2:x' });
    expect(textOf(page)).toContain('今天晚上 7:45，2 号平板');
    await taps(page, '三(2)班', '林小雨', '不知道', '就在这个时间通话');
    expect(phone.askedFor('desk.walkIn')[0]?.input).toMatchObject({
      slotId: 'p2:x',
      studentIds: ['s1'],
      adultId: null,
    });
    expect(phone.wx.navigateBack).toHaveBeenCalled();
    page.detach();
  });

  test('with a sibling of another class only the adult of both may be called', async () => {
    serve({
      'calls.board': () => ok(aBoard([], { free })),
      'desk.people': people,
      'desk.walkIn': () => ok(aCall('w', 1185)),
    });
    const page = await app.show('features/duty/pages/book', { at: 'p2:x' });
    await taps(page, '三(2)班', '林小雨', '兄弟姐妹一起来', '换一个班', '一(1)班', '林小雪');
    expect(textOf(page)).not.toContain('林梅');
    await taps(page, '爸爸 林建国', '就在这个时间通话');
    expect(phone.askedFor('desk.walkIn')[0]?.input).toMatchObject({ studentIds: ['s1', 's2'], adultId: 'f' });
    page.detach();
  });

  test('is told where somebody else has the time by now', async () => {
    serve({ 'calls.board': () => ok(aBoard([])), 'desk.people': people });
    const page = await app.show('features/duty/pages/book', { at: 'p2:x' });
    expect(textOf(page)).toContain('这个时间刚刚没有了');
    page.detach();
  });
});

describe('a family that rings up', () => {
  const offer = {
    slotId: 'p1:y',
    pointId: 'p1',
    pointName: '1 号电话',
    channel: 'phone',
    day: '2026-11-26',
    from: 975,
    to: 990,
    fit: 100,
    why: 'suits_shift',
  };
  const times = {
    children: [rain],
    days: [{ day: offer.day, offers: [offer] }],
    best: [offer],
    quota: { perWeek: 1, usedWeeks: [] },
    notYet: [],
  };

  test('hears the times that suit, and then the one that it got', async () => {
    serve({
      'desk.people': people,
      'desk.slots': () => ok(times),
      'desk.book': () => ok(aCall('d', 975, { day: offer.day, origin: 'desk' })),
    });
    const page = await app.show('features/duty/pages/book');
    await taps(page, '三(2)班', '林小雨', '爸爸 林建国');
    expect(textOf(page)).toContain('下班后有空 · 1 号电话');
    await taps(page, '后天下午 4:15');
    await slide();
    expect(textOf(page)).toContain('后天（周四）下午 4 点 15 分，1 号电话');
    await taps(page, '约好');
    expect(phone.askedFor('desk.book')[0]?.input).toMatchObject({ slotId: 'p1:y', studentIds: ['s1'], adultId: 'f' });
    expect(textOf(page)).toContain('后天（周四）下午 4 点 15 分，林小雨在1 号电话。到时间学校打电话给您。');
    page.detach();
  });

  test('asked again after silence it is the same request; after a refusal a new one, with the times as they are now', async () => {
    let answer: () => ReturnType<typeof ok> = () => {
      throw { errCode: -1, errMsg: 'request:fail' };
    };
    serve({ 'desk.people': people, 'desk.slots': () => ok(times), 'desk.book': () => answer() });
    const page = await app.show('features/duty/pages/book');
    await taps(page, '三(2)班', '林小雨', '爸爸 林建国', '后天下午 4:15');
    await slide();
    await taps(page, '约好');
    await settle(4_500);
    answer = () => refuse('booking.slot-taken', { alternatives: [] });
    await taps(page, '约好');
    await settle(60);
    const keys = () => phone.askedFor('desk.book').map(({ input }) => (input as { requestKey: string }).requestKey);
    expect(new Set(keys()).size).toBe(1);
    expect(phone.askedFor('desk.slots')).toHaveLength(2);
    await taps(page, '后天下午 4:15');
    await slide();
    await taps(page, '约好');
    expect(new Set(keys()).size).toBe(2);
    page.detach();
  });
});

describe('trouble', () => {
  const gone = aCall('a', 1185, { status: 'cancelled_school', why: 'power_cut', untold: true });
  const lease = { day: DAY, holder: 'here', slots: [], phones: { a: '13800002222' }, pupils: [] };
  const answers = (untold: BoardCall[]): Answers => ({
    'calls.board': () => ok(aBoard([aCall('a', 1185), aCall('b', 1200)])),
    'desk.lease': () => ok(lease),
    'desk.disrupt': () => ok({ moved: 0, cancelled: 2, untold }),
  });

  test('one tap says what will happen, the next does it; who has no WeChat is telephoned', async () => {
    serve(answers([gone]));
    const board = await openBoard();
    await settle(100);
    const page = await app.show('features/duty/pages/trouble');
    await taps(page, '停电了');
    expect(textOf(page)).toContain('有 2 个约好的通话');
    expect(phone.askedFor('desk.disrupt')).toEqual([]);
    await taps(page, '就这样办');
    expect(phone.askedFor('desk.disrupt')[0]?.input).toMatchObject({
      why: 'power_cut',
      from: 1170,
      to: 1440,
      pointIds: null,
    });
    expect(textOf(page)).toContain('2 个取消了');
    expect(textOf(page)).toContain('学校停电了，晚上 7:45 的通话取消了');
    await taps(page, '打电话');
    expect(phone.wx.makePhoneCall).toHaveBeenCalledWith(expect.objectContaining({ phoneNumber: '13800002222' }));
    board.triggerPageLifeTime('show');
    await settle(80);
    expect(textOf(board)).toContain('还有 1 家要打电话说一声');
    await taps(page, '说过了');
    expect(kept.keptDesk()?.untold).toEqual([]);
    page.detach();
    board.detach();
  });

  test('a broken point must be named', async () => {
    serve(answers([]));
    const page = await app.show('features/duty/pages/trouble');
    await taps(page, '这个点坏了');
    expect(textOf(page)).not.toContain('就这样办');
    await taps(page, '1 号电话', '就这样办');
    expect(phone.askedFor('desk.disrupt')[0]?.input).toMatchObject({ why: 'point_broken', pointIds: ['p1'] });
    page.detach();
  });
});

describe('at the board', () => {
  const talking = aCall('t', 1160, {
    status: 'in_call',
    version: 3,
    pointId: 'p2',
    channel: 'wechat',
    startedAt: Date.now(),
  });

  test('where one way fails, the next is one tap away', async () => {
    serve({
      'calls.board': () => ok(aBoard([talking])),
      'calls.start': () => ok({ call: { ...talking, channel: 'phone', version: 4 }, phone: '13800001111' }),
    });
    const page = await openBoard();
    await taps(page, '换电话打');
    expect(phone.askedFor('calls.start')[0]?.input).toEqual({ bookingId: 't', version: 3, channel: 'phone' });
    expect(phone.wx.makePhoneCall).toHaveBeenCalledTimes(1);
    page.detach();
  });

  test('a call runs over into free time, and is moved where a tablet died', async () => {
    serve({
      'calls.board': () => ok(aBoard([talking], { free })),
      'desk.extend': () => ok({ ...talking, to: 1180, version: 4 }),
      'desk.move': () => ok({ ...talking, from: 1185, to: 1200, version: 5 }),
    });
    const page = await openBoard();
    await taps(page, '再聊 5 分钟');
    expect(phone.askedFor('desk.extend')[0]?.input).toEqual({ bookingId: 't', version: 3, minutes: 5 });
    await taps(page, '换通话点或时间', '晚上 7:45 2 号平板');
    expect(phone.askedFor('desk.move')[0]?.input).toEqual({ bookingId: 't', version: 4, slotId: 'p2:x' });
    page.detach();
  });
});
