import { describe, expect, test } from 'vitest';
import { boardWith, liveDeeds, walkInDeed } from '../../miniprogram/features/duty/day';
import * as board from '../../miniprogram/features/duty/pages/board/view';
import * as book from '../../miniprogram/features/duty/pages/book/view';
import * as trouble from '../../miniprogram/features/duty/pages/trouble/view';
import { collisionWords, stateOf } from '../../miniprogram/features/duty/words';
import type { Deed } from '../../miniprogram/services/desk-day';
import type { BoardCall, SlotOffer } from '../../miniprogram/shared/contract';
import { addDays, instantOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import { spokenSpan } from '../../miniprogram/shared/text/time';
import { aBoard, aCall, DAY, rain, twin } from './support/desk';

const at = (minute: number, next = '') => ({ nowMinute: minute, changeoverMinutes: 3, next });
const dayOf = (calls: BoardCall[], more: Partial<ReturnType<typeof aBoard>> = {}, alone = false) => ({
  board: aBoard(calls, more),
  waiting: [] as string[],
  alone,
});

describe('where a call stands', () => {
  const talking = aCall('c', 960, { status: 'in_call' });
  test.each([
    [aCall('a', 960), at(955, 'a'), '下一个'],
    [aCall('a', 960), at(955, 'b'), ''],
    [aCall('a', 960), at(962, 'a'), '下一个'],
    [aCall('a', 960), at(965, 'a'), '晚到 5 分钟'],
    [aCall('a', 960), at(975), '时间过了'],
    [talking, at(968), '正在通话'],
    [talking, at(970), '还有 2 分钟'],
    [talking, at(972), '时间到了'],
    [talking, at(975), '超时 3 分钟'],
    [talking, at(1003), '还没有记结果'],
  ])('%#', (call, moment, words) => {
    expect(stateOf(call, moment)[0]).toBe(words);
  });

  test('the list is grouped by minute, in the order of the points, and says what still waits to be sent', () => {
    const calls = [
      aCall('late', 975),
      aCall('b', 960, { pointName: '2 号平板' }),
      aCall('a', 960),
      aCall('over', 945, { status: 'done' }),
      aCall('missed', 930),
    ];
    const { ahead, left, missed, over, done } = board.listOf(
      { ...dayOf(calls, { nowMinute: 955 }), waiting: ['over'] },
      'a',
    );
    expect(missed[0]?.rows.map(({ key }) => key)).toEqual(['missed']);
    expect(ahead.map(({ time, rows }) => [time, rows.map(({ key }) => key)])).toEqual([
      ['下午 4:00', ['a', 'b']],
      ['下午 4:15', ['late']],
    ]);
    expect([left, done, over[0]?.rows[0]?.state]).toEqual([3, 1, '通话好了 · 等网络']);
  });

  test('two facts that do not go together are both told, and nobody is blamed', () => {
    const startedAt = instantOf(DAY, 630);
    const words = collisionWords(aCall('a', 630, { status: 'done', startedAt, collisions: ['was_cancelled'] }));
    expect(words).toEqual(['之前已经取消了，这边上午 10:30 打通了，两条都留着。']);
    expect(collisionWords(aCall('a', 630))).toEqual([]);
  });

  test('a span names the part of the day once', () => {
    expect(spokenSpan(960, 975)).toBe('下午 4:00 到 4:15');
    expect(spokenSpan(1075, 1090)).toBe('下午 5:55 到晚上 6:10');
  });
});

describe('the call in hand', () => {
  const video = aCall('v', 960, { pointId: 'p2', channel: 'wechat', status: 'checked_in' });

  test('is tried by its own channel first and falls to the next', () => {
    const hand = board.handOf(video, dayOf([video]));
    expect([hand.first?.label, hand.others.map(({ label }) => label)]).toEqual(['用学校微信打视频', ['换电话打']]);
  });

  test('needs a network for a room of this Mini Program', () => {
    const channels = { phone: ['phone' as const], video: ['voip_video' as const, 'phone' as const] };
    const call = { ...video, channel: 'voip_video' as const };
    const first = (alone: boolean) => board.handOf(call, dayOf([call], { channels }, alone)).first?.channel;
    expect([first(false), first(true)]).toEqual(['voip_video', 'phone']);
  });

  test('runs over only into time that is free at its point', () => {
    const call = aCall('a', 960, { status: 'in_call' });
    const longer = (...others: BoardCall[]) => board.handOf(call, dayOf([call, ...others])).longer;
    expect(longer()).toEqual([5, 10]);
    expect(longer(aCall('b', 980))).toEqual([5]);
    expect(longer(aCall('b', 975))).toEqual([]);
    expect(longer(aCall('b', 975, { pointId: 'p2' }), aCall('c', 975, { status: 'no_show_child' }))).toEqual([5, 10]);
  });

  test('moves first to another point at the same time', () => {
    const free = [
      { slotId: 'later', pointId: 'p1', from: 975, to: 990, kept: false },
      { slotId: 'now', pointId: 'p2', from: 960, to: 975, kept: true },
      { slotId: 'before', pointId: 'p2', from: 900, to: 915, kept: false },
    ];
    const moves = board.movesFor(aCall('a', 960), aBoard([], { free, nowMinute: 950 }));
    expect(moves.map(({ value, label }) => [value, label])).toEqual([
      ['now', '下午 4:00 2 号平板'],
      ['later', '下午 4:15 1 号电话'],
    ]);
  });

  test('says why the school moved it, and that a family without WeChat must be told', () => {
    const { notes } = board.handOf(aCall('a', 960, { why: 'point_broken', untold: true }), dayOf([]));
    expect(notes.join()).toContain('通话用的机器坏了');
    expect(notes.join()).toContain('请打电话说一声');
  });
});

describe('what the desk did by itself', () => {
  const deed = (call: BoardCall, more: Partial<Deed> = {}): Deed => ({
    call,
    key: 'k',
    told: false,
    walkIn: null,
    ...more,
  });
  const never = () => false;
  const booked = aCall('a', 960);

  test.each<[string, Deed, BoardCall[], boolean, boolean]>([
    [
      'a call that ended, while its letter waits',
      deed({ ...booked, status: 'done' }, { told: true }),
      [booked],
      true,
      true,
    ],
    ['the same once it has arrived', deed({ ...booked, status: 'done' }, { told: true }), [booked], false, false],
    ['a call that goes on, also where it was called off', deed({ ...booked, status: 'in_call' }), [], false, true],
    [
      'a call of which the school knows',
      deed({ ...booked, status: 'in_call' }),
      [{ ...booked, status: 'in_call' }],
      false,
      false,
    ],
    ['a child that has come and is still expected', deed({ ...booked, status: 'checked_in' }), [booked], false, true],
    ['a child whose call was called off', deed({ ...booked, status: 'checked_in' }), [], false, false],
  ])('%s', (_, one, calls, waits, lives) => {
    expect(Object.keys(liveDeeds({ a: one }, aBoard(calls), waits ? () => true : never))).toEqual(lives ? ['a'] : []);
  });

  test('stands over what the school knows', () => {
    const own = deed({ ...booked, status: 'in_call' });
    expect(boardWith(aBoard([booked]), { a: own }).calls.map(({ status }) => status)).toEqual(['in_call']);
  });

  test('a walk-in needs a time that is kept here', () => {
    const desk = { day: DAY, board: aBoard([]), lease: null, deeds: {}, untold: [] };
    expect(walkInDeed(desk, { slotId: 's', children: [rain], relation: '爸爸' }, 'k')).toBeUndefined();
  });
});

describe('a call made at the desk', () => {
  const father = { id: 'f', name: '林建国', relation: '父亲' };
  const aunt = { id: 'g', name: '林梅', relation: '姑姑' };

  test('with siblings only adults of them all may call; a walk-in may name nobody', () => {
    const one = { ...rain, adults: [father, aunt] };
    const both = [one, { ...twin, adults: [father] }];
    expect(book.adultChips([one], false).map(({ label }) => label)).toEqual(['爸爸 林建国', '姑姑 林梅']);
    expect(book.adultChips(both, false).map(({ value }) => value)).toEqual(['f']);
    expect(book.adultChips(both, true).map(({ label }) => label)).toEqual(['爸爸 林建国', '不知道']);
  });

  test.each([
    ['2026-11-26', 975, '后天（周四）下午 4 点 15 分'],
    ['2026-11-27', 720, '周五中午 12 点整'],
    ['2026-12-01', 545, '下周二上午 9 点 5 分'],
  ])('is read aloud as %s %d: %s', (day, from, words) => {
    expect(book.aloud(day, from, DAY)).toBe(words);
  });

  test('offers the day that is chosen, in the order of time', () => {
    const offer = (slotId: string, day: string, from: number): SlotOffer => ({
      slotId,
      pointId: 'p1',
      pointName: '1 号电话',
      channel: 'phone',
      day,
      from,
      to: from + 15,
      fit: 100,
      why: 'open',
    });
    const days = [
      { day: DAY, offers: [] },
      { day: '2026-11-25', offers: [offer('b', '2026-11-25', 975), offer('a', '2026-11-25', 960)] },
    ];
    const view = book.timesView(
      { children: [], days, best: [], quota: { perWeek: 1, usedWeeks: [] }, notYet: [] },
      instantOf(DAY, 600),
      '',
    );
    expect(view.notes).toEqual([]);
    expect(view.days.map(({ label }) => label)).toEqual(['明天']);
    expect(view.times.map(({ label }) => label)).toEqual(['下午 4:00', '下午 4:15']);
  });

  test('says on the phone why a week has no times', () => {
    const monday = weekOf(DAY);
    const notYet = [{ weekOf: addDays(monday, 7), opensAt: instantOf(addDays(monday, 7), 720) }];
    const quota = { perWeek: 1, usedWeeks: [monday] };
    const view = book.timesView({ children: [], days: [], best: [], quota, notYet }, instantOf(DAY, 600), '');
    expect(view.notes).toEqual(['这一周已经约过了（每周 1 次）。', '下一周的时间下周一中午 12:00 开放。']);
  });
});

describe('trouble', () => {
  const calls = [aCall('a', 960), aCall('b', 960, { pointId: 'p2' }), aCall('c', 945, { status: 'in_call' })];
  const effect = (pointIds: string[] | null, to = 1440) =>
    trouble.effectWords(aBoard(calls), { from: 950, to, pointIds });

  test('says what will happen before anything does', () => {
    expect(effect(null)).toContain('有 2 个约好的通话。都先取消');
    expect(effect(['p2'])).toContain('有 1 个约好的通话。有别的通话点空着就换过去');
    expect(effect(null)).toContain('正在打的不动');
    expect(effect(['p2'], 955)).toContain('没有约好的通话会受影响');
  });

  test('and then what happened', () => {
    expect(trouble.outcomeWords({ moved: 2, cancelled: 1 })).toContain('2 个换了通话点，时间不变；1 个取消了');
    expect(trouble.outcomeWords({ moved: 0, cancelled: 0 })).toBe('没有约好的通话受影响。');
  });

  test('a power cut may be over before the day is; an ill teacher is not', () => {
    expect(trouble.untilChips('power_cut', 950).map(({ label }) => label)).toEqual([
      '今天都不行',
      '到下午 5:00',
      '到晚上 6:00',
    ]);
    expect(trouble.untilChips('duty_ill', 950)).toEqual([]);
  });

  test('what is out of use can be seen, to end it before its time', () => {
    const points = [{ id: 'p2', name: '2 号平板', kind: 'video' as const }];
    const outages = [
      { from: 950, to: 1020, pointIds: null },
      { from: 950, to: 1440, pointIds: ['p2'] },
    ];
    expect(trouble.outageRows({ points, outages })).toEqual([
      { name: '所有通话点', fact: '停到下午 5:00' },
      { name: '2 号平板', fact: '今天都不开' },
    ]);
  });

  test('a family to be told by telephone hears what changed', () => {
    const gone = aCall('a', 960, { status: 'cancelled_school', why: 'power_cut' });
    const moved = aCall('b', 975, { why: 'point_broken', pointName: '2 号平板' });
    const rows = trouble.untoldRows([gone, moved].map((call) => ({ call, phone: '' })));
    expect(rows.map(({ fact }) => fact)).toEqual([
      '学校停电了，下午 4:00 的通话取消了',
      '通话用的机器坏了，下午 4:15 不变，换到2 号平板',
    ]);
  });
});
