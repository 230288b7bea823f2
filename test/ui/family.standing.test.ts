import { describe, expect, test, vi } from 'vitest';
import { noNetwork, refuse } from './support/fake-wx';
import { aFamilyTime, aTicket, NOW, yang, yu } from './support/family';
import { familyPhone } from './support/family-phone';
import { settle, shown, tap, textOf } from './support/mount';

const { phone, order, serve, show, urlOf } = familyPhone();

describe('固定亲情时间', () => {
  const STANDING = 'features/booking/pages/standing';

  test("a few taps, WeChat's sheet, and it is said when the plan comes", async () => {
    const saved = aFamilyTime({ on: true, shift: 'two_shift', nightWeek: '2026-11-23', daysOff: [7], only: 'noon' });
    serve({ 'familyTime.read': aFamilyTime(), 'familyTime.save': saved });
    const page = await show(STANDING);
    expect(textOf(page)).toContain('先点一下您上什么班。');
    await tap(shown(page.dom, '两班倒'));
    expect(textOf(page)).toContain('再点一下这一周上什么班。');
    await tap(shown(page.dom, '夜班'));
    await tap(shown(page.dom, '周日'));
    await tap(shown(page.dom, '只在中午'));
    await tap(shown(page.dom, '要，每周给我留一个'));
    await settle(80);
    expect(order).toEqual(['familyTime.read', 'sheet', 'familyTime.save']);
    expect(phone.askedFor('familyTime.save')[0]?.input).toEqual({
      on: true,
      shift: 'two_shift',
      nightWeek: '2026-11-23',
      daysOff: [7],
      only: 'noon',
      together: true,
    });
    expect(textOf(page)).toContain('记下了。');
    expect(textOf(page)).toContain('下一次安排在下周一中午 12:00');
    expect(textOf(page)).not.toContain('就改成这样');
  });

  test('a lost reply keeps every tap, also when the app is closed, and the same tap saves it', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(-1);
    serve({
      'familyTime.read': aFamilyTime(),
      'familyTime.save': () => {
        throw noNetwork;
      },
    });
    const page = await show(STANDING);
    await tap(shown(page.dom, '夜班'));
    await tap(shown(page.dom, '要，每周给我留一个'));
    await settle(500);
    expect(phone.said).toHaveLength(1);
    page.detach();
    serve({ 'familyTime.read': aFamilyTime(), 'familyTime.save': aFamilyTime({ on: true, shift: 'night' }) });
    const again = await show(STANDING);
    await tap(shown(again.dom, '要，每周给我留一个'));
    await settle(80);
    const asked = phone.askedFor('familyTime.save').map(({ input }) => input);
    expect(asked.at(-1)).toMatchObject({ shift: 'night' });
    expect(asked.at(-1)).toEqual(asked[0]);
    expect(textOf(again)).toContain('记下了。');
    vi.mocked(Math.random).mockRestore();
  });

  test('one who has it may change it, or leave it after a question', async () => {
    const on = aFamilyTime({ on: true, shift: 'day', daysOff: [6, 7], children: [yu, yang] });
    serve({ 'familyTime.read': on, 'familyTime.save': { ...on, on: false } });
    const page = await show(STANDING);
    expect(textOf(page)).not.toContain('就改成这样');
    await tap(shown(page.dom, '分开打'));
    shown(page.dom, '就改成这样');
    await tap(shown(page.dom, '不要固定时间了'));
    await settle(400);
    expect(phone.askedFor('familyTime.save')).toEqual([]);
    await tap(shown(page.dom, '不要了'));
    await settle(80);
    expect(phone.askedFor('familyTime.save')[0]?.input).toMatchObject({ on: false });
    expect(textOf(page)).toContain('以后不再固定安排');
  });

  test('what the weeks gave: the call is one tap away, and where there is none, the free times', async () => {
    const week = { weekOf: '2026-11-30', children: [yu] };
    serve({
      'familyTime.read': aFamilyTime({
        on: true,
        shift: 'day',
        results: [
          { ...week, reason: 'all_taken_by_needier', bookingId: null, day: null, from: null },
          { ...week, weekOf: '2026-11-23', reason: 'kept', bookingId: 'b1', day: '2026-11-25', from: 1170 },
        ],
      }),
    });
    const page = await show(STANDING);
    expect(textOf(page)).toContain('先让给了等得更久的孩子，下一次会往前排。');
    await tap(shown(page.dom, '还是周三晚上 7:30。'));
    expect(urlOf('navigateTo')).toContain('pages/ticket/index?id=b1');
    await tap(shown(page.dom, '自己约一个时间'));
    expect(urlOf('navigateTo')).toContain(`pages/slots/index?studentId=${yu.id}`);
  });
});

describe('the room of a call', () => {
  const ROOM = 'features/booking/pages/room';
  const near = aTicket({ channel: 'voip_video', status: 'in_call', mayJoin: true });
  const joined = {
    roomType: 'video',
    groupId: 'g1',
    openid: 'o-father',
    nonceStr: 'n',
    timeStamp: 1_795_000_000,
    signature: 's',
    until: NOW + 20 * 60_000,
  };
  type Heard = (event: { openIdList: string[] }) => void;

  /** WeChat's side of the call. */
  function aLine(join: () => Promise<{ openIdList: string[] }> = async () => ({ openIdList: ['o-father'] })) {
    const heard: { members?: Heard; broken?: () => void } = {};
    const line = {
      joinVoIPChat: vi.fn(join),
      exitVoIPChat: vi.fn(),
      setKeepScreenOn: vi.fn(),
      onVoIPChatMembersChanged: vi.fn((listener: Heard) => {
        heard.members = listener;
      }),
      offVoIPChatMembersChanged: vi.fn(),
      onVoIPChatInterrupted: vi.fn((listener: () => void) => {
        heard.broken = listener;
      }),
      offVoIPChatInterrupted: vi.fn(),
      subscribeVoIPVideoMembers: vi.fn(),
      updateVoIPChatMuteConfig: vi.fn(({ success }: { success(): void }) => success()),
      navigateBack: vi.fn(),
    };
    Object.assign(phone.wx, line);
    return { ...line, heard };
  }

  test('joins with what the school signed, sees the child come and go, and leaves with the page', async () => {
    const line = aLine();
    serve({ 'booking.read': near, 'calls.join': joined });
    const page = await show(ROOM, { id: 'b1' });
    const { openid: _, until: __, ...ticket } = joined;
    expect(line.joinVoIPChat).toHaveBeenCalledWith(ticket);
    expect(textOf(page)).toContain('等小雨进来');
    line.heard.members?.({ openIdList: ['o-father', 'o-booth'] });
    await settle();
    expect(textOf(page)).toContain('正在和小雨说话');
    await tap(shown(page.dom, '关话筒'));
    expect(line.updateVoIPChatMuteConfig.mock.lastCall?.[0]).toMatchObject({ muteConfig: { muteMicrophone: true } });
    shown(page.dom, '开话筒');
    line.heard.members?.({ openIdList: ['o-father'] });
    await settle();
    expect(textOf(page)).toContain('等小雨进来');
    expect(line.exitVoIPChat).not.toHaveBeenCalled();
    (page.instance.onUnload as () => void)();
    expect(line.exitVoIPChat).toHaveBeenCalledTimes(1);
  });

  test('falls out kindly: hung up, broken, not allowed, refused', async () => {
    const line = aLine();
    serve({ 'booking.read': near, 'calls.join': joined });
    const page = await show(ROOM, { id: 'b1' });
    await tap(shown(page.dom, '挂断'));
    expect(textOf(page)).toContain('已经挂断了');
    await tap(shown(page.dom, '再进去'));
    await settle(80);
    expect(line.joinVoIPChat).toHaveBeenCalledTimes(2);
    line.heard.broken?.();
    await settle();
    expect(textOf(page)).toContain('通话断了');
    expect(textOf(page)).toContain('老师会打电话给您');

    aLine(() => Promise.reject({ errMsg: 'joinVoIPChat:fail auth deny', errCode: -1000 }));
    const denied = await show(ROOM, { id: 'b1' });
    expect(textOf(denied)).toContain('还不能用话筒和摄像头');
    shown(denied.dom, '去允许');

    serve({ 'booking.read': near, 'calls.join': refuse('calls.unavailable') });
    expect(textOf(await show(ROOM, { id: 'b1' }))).toContain('老师会马上打电话给您');
    serve({ 'booking.read': near, 'calls.join': refuse('calls.not-yet') });
    expect(textOf(await show(ROOM, { id: 'b1' }))).toContain('现在还进不了通话');
  });

  test('a room of before is left first', async () => {
    let tries = 0;
    const line = aLine(() => {
      tries += 1;
      return tries === 1
        ? Promise.reject({ errMsg: 'joinVoIPChat:fail already in room', errCode: -1 })
        : Promise.resolve({ openIdList: ['o-father', 'o-booth'] });
    });
    serve({ 'booking.read': near, 'calls.join': joined });
    expect(textOf(await show(ROOM, { id: 'b1' }))).toContain('正在和小雨说话');
    expect(line.exitVoIPChat).toHaveBeenCalledTimes(1);
  });
});
