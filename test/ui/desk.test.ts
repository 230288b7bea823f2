import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { BoardCall } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { aBoard, aCall, DAY, deskPhone, rain, twin } from './support/desk';
import { type Asked, ok, refuse } from './support/fake-wx';
import { settle, shown, tap, textOf } from './support/mount';

const { phone, app, openBoard } = deskPhone();
const views = app.module<typeof import('../../miniprogram/features/duty/pages/board/view')>(
  'features/duty/pages/board/view',
);
const booth =
  app.module<typeof import('../../miniprogram/pages/home/panels/booth/view')>('pages/home/panels/booth/view');

const at = (minute: number) => instantOf(DAY, minute);
const methods = () => phone.asked.map(({ method }) => method);

/** A desk's server with one call, as `_server/calls` answers. */
function serve(calls: BoardCall[]) {
  let now = calls;
  const step = ({ bookingId }: { bookingId: string }, set: Partial<BoardCall>) => {
    now = now.map((one) => (one.bookingId === bookingId ? { ...one, ...set, version: one.version + 1 } : one));
    return now.find((one) => one.bookingId === bookingId);
  };
  phone.serve = ({ method, input }: Asked) => {
    const asked = input as { bookingId: string; outcome: BoardCall['status']; minutes?: number };
    if (method === 'calls.board') return ok(aBoard(now));
    if (method === 'desk.lease') return refuse('auth.forbidden');
    if (method === 'calls.checkIn') return ok(step(asked, { status: 'checked_in' }));
    if (method === 'calls.start') {
      const started = step(asked, { status: 'in_call', startedAt: Date.now() - 7 * 60_000 });
      return ok({ call: started, phone: '13800001111' });
    }
    if (method === 'calls.finish')
      return ok(step(asked, { status: asked.outcome, minutes: asked.minutes ?? null, startedAt: null }));
    return ok({ done: true });
  };
}

beforeEach(() => {
  vi.mocked(phone.wx.makePhoneCall as () => void).mockClear();
});

describe('the duty desk', () => {
  test('a call from 到了 to the faces of both children, then the next one', async () => {
    serve([
      aCall('b1', 1170, { children: [rain, twin] }),
      aCall('b2', 1185, { children: [{ ...rain, name: '孙悦' }] }),
    ]);
    const page = await openBoard();
    expect(textOf(page)).toContain('今晚 7:30');
    await tap(shown(page.dom, '孩子到了'));
    await tap(shown(page.dom, '打电话给家里'));
    await settle();
    expect(phone.wx.makePhoneCall).toHaveBeenCalledWith(expect.objectContaining({ phoneNumber: '13800001111' }));
    expect(textOf(page)).toContain('13800001111');
    await tap(shown(page.dom, '聊完了'));
    await settle(400);
    expect(textOf(page)).toContain('7 分钟');
    await tap(shown(page.dom, '多 1'));
    await tap(shown(page.dom, '记下'));
    await settle();
    expect(phone.asked.at(-1)?.input).toEqual({ bookingId: 'b1', version: 3, outcome: 'done', minutes: 8 });

    expect(textOf(page)).toContain('三(2)班 林同学');
    await tap(shown(page.dom, '开心'));
    await settle();
    expect(phone.asked.at(-1)?.input).toEqual({ bookingId: 'b1', studentId: 's1', face: 'happy' });
    expect(textOf(page)).toContain('一(1)班 林同学');
    expect(page.dom.innerHTML).not.toContain('face--on');
    await tap(shown(page.dom, '先不说'));
    expect(textOf(page)).toContain('今晚 7:45');
    page.detach();
  });

  test('a desk that was opened anew gets the number back by the same start', async () => {
    serve([aCall('b1', 1170, { status: 'in_call', version: 3, startedAt: Date.now() })]);
    const page = await openBoard();
    expect(textOf(page)).not.toContain('13800001111');
    await tap(shown(page.dom, '看一看号码'));
    await settle();
    expect(phone.asked.at(-1)).toMatchObject({ method: 'calls.start', input: { bookingId: 'b1', version: 2 } });
    expect(textOf(page)).toContain('13800001111');
    page.detach();
  });

  test('where another desk was quicker, the newest state is shown and said', async () => {
    let calls = [aCall('b1', 1170)];
    phone.serve = ({ method }) => (method === 'calls.board' ? ok(aBoard(calls)) : refuse('common.stale'));
    const page = await openBoard();
    calls = [aCall('b1', 1170, { status: 'checked_in', version: 2 })];
    await tap(shown(page.dom, '孩子到了'));
    await settle(60);
    expect(phone.said.join()).toContain('已经换成最新的');
    expect(textOf(page)).toContain('打电话给家里');
    page.detach();
  });

  test('an outcome that cannot be changed is asked once more', async () => {
    serve([aCall('b1', 1170, { status: 'checked_in' })]);
    const page = await openBoard();
    await tap(shown(page.dom, '家长没接到'));
    expect(methods()).not.toContain('calls.finish');
    await settle(400);
    await tap(shown(page.dom, '就这样记'));
    await settle();
    expect(phone.asked.at(-1)?.input).toEqual({ bookingId: 'b1', version: 1, outcome: 'no_show_parent' });
    expect(textOf(page)).toContain('今天的通话都办完了');
    page.detach();
  });

  test('an empty day says whether the call points are open', async () => {
    const free = [{ slotId: 'p1:x', pointId: 'p1', from: 1185, to: 1200, kept: false }];
    const said = async (board: ReturnType<typeof aBoard>) => {
      phone.serve = ({ method }) => (method === 'calls.board' ? ok(board) : refuse('auth.forbidden'));
      const page = await openBoard();
      const text = textOf(page);
      page.detach();
      return text;
    };
    expect(await said(aBoard([], { free }))).toContain('今天还没有约好的通话');
    expect(await said(aBoard([]))).toContain('今天通话点不开放了');
  });

  test('somebody who is not on duty is told so', async () => {
    phone.serve = () => refuse('auth.off-duty');
    const page = await openBoard();
    expect(textOf(page)).toContain('今天不是您值日');
    page.detach();
  });
});

describe('what is in hand', () => {
  const talking = aCall('c', 1200, { status: 'in_call' });
  const here = aCall('b', 1185, { status: 'checked_in' });
  test.each([
    [[aCall('a', 1170), here, talking], '', 'c'],
    [[aCall('a', 1170), here], '', 'b'],
    [[aCall('z', 1200), aCall('a', 1170)], '', 'a'],
    [[aCall('a', 1170), here], 'a', 'a'],
    [[aCall('missed', 720), aCall('a', 1170)], '', 'a'],
    [[aCall('missed', 720)], '', 'missed'],
    [[aCall('a', 1170, { status: 'done' })], '', undefined],
  ])('%#', (calls, picked, expected) => {
    expect(views.inHand(aBoard(calls), picked)?.bookingId).toBe(expected);
  });

  test('only outcomes that may follow are offered', () => {
    const ends = (call: BoardCall) =>
      views.handOf(call, { board: aBoard([call]), waiting: [], alone: false }).ends.map(({ value }) => value);
    expect(ends(talking)).not.toContain('no_show_child');
    expect(ends(here)).toContain('no_show_child');
    expect(ends(aCall('a', 1170, { status: 'done' }))).toEqual([]);
  });
});

describe('the booth', () => {
  const shared = { ...rain, name: '林同学' };
  const over = aCall('a', 1170, { status: 'done', children: [shared] });

  test('asks the child of the last call for a face, until it has one or would rather not', () => {
    expect(booth.boothDay([over], at(1186), []).face).toMatchObject({ bookingId: 'a', who: '三(2)班 林同学' });
    expect(booth.boothDay([over], at(1186), ['a:s1']).face).toBeNull();
    expect(booth.boothDay([{ ...over, faces: { s1: 'low' } }], at(1186), []).face).toBeNull();
    expect(booth.boothDay([over], at(1300), []).face).toBeNull();
  });

  test('who talks stands before who has come before who is to come; what was missed is left out', () => {
    const calls = [aCall('late', 1100), aCall('x', 1200), aCall('y', 1215, { status: 'checked_in' })];
    const day = booth.boothDay(calls, at(1190), []);
    expect(day.next?.key).toContain(':y');
    expect(day.later.map(({ key }) => key)).toEqual(['1200:x']);
  });

  test("says kindly that it is a child's turn, and near the end how long one may still talk", () => {
    const stateAt = (minute: number, status: BoardCall['status']) =>
      booth.boothDay([aCall('a', 1170, { status, children: [shared] })], at(minute), [], 3).next?.state;
    expect([stateAt(1165, 'booked'), stateAt(1171, 'booked')]).toEqual(['', '轮到你了']);
    expect([stateAt(1175, 'in_call'), stateAt(1180, 'in_call'), stateAt(1183, 'in_call')]).toEqual([
      '正在通话',
      '还有 2 分钟',
      '该说再见了',
    ]);
  });

  test('leads into the room of an in-app call while it is open, and into no other', async () => {
    const room = (more: Partial<BoardCall>, minute = 1171) =>
      booth.boothDay([aCall('a', 1170, { channel: 'voip_video', status: 'checked_in', ...more })], at(minute), [], 3)
        .next?.room;
    expect([room({}), room({ channel: 'wechat' }), room({ status: 'booked' }), room({}, 1140)]).toEqual([
      'a',
      '',
      '',
      '',
    ]);
    const call = aCall('a', 1170, { channel: 'voip_video', status: 'checked_in', children: [shared] });
    phone.serve = () => ok(aBoard([call]));
    const panel = app.mount('pages/home/panels/booth', { view: { kind: 'booth', pointName: '', calls: [call] } });
    await settle(60);
    await tap(shown(panel.dom, '进入通话'));
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/booking/pages/room/index?id=a' }),
    );
    panel.detach();
  });

  test('never shows a time that is only held for a family', () => {
    expect(booth.boothDay([aCall('o', 1200, { status: 'offered' })], at(1170), []).next).toBeNull();
  });

  test('asks nobody to come early who is here already', async () => {
    const comeEarly = async (status: BoardCall['status']) => {
      const next = aCall('b', 1200, { status, children: [shared] });
      phone.serve = () => ok(aBoard([next]));
      const panel = app.mount('pages/home/panels/booth', { view: { kind: 'booth', pointName: '', calls: [next] } });
      await settle(60);
      const text = textOf(panel);
      panel.detach();
      return text.includes('请提前几分钟');
    };
    expect([await comeEarly('booked'), await comeEarly('in_call')]).toEqual([true, false]);
  });

  test('says that a letter waits, and not for whom or how many', async () => {
    const child = { studentId: 's1', name: '林小雨', waiting: 3, hasSecret: true, mayChoose: false };
    const opened = async (waiting: number) => {
      phone.serve = ({ method }) => ok(method === 'letters.booth' ? { children: [{ ...child, waiting }] } : aBoard([]));
      const panel = app.mount('pages/home/panels/booth', { view: { kind: 'booth', pointName: '', calls: [] } });
      await settle(60);
      const text = textOf(panel);
      panel.detach();
      return text;
    };
    expect(await opened(3)).toContain('有信在等人看');
    expect(await opened(3)).not.toMatch(/小雨|3/);
    expect(await opened(0)).not.toContain('有信在等人看');
  });

  test('sends the face that the child taps and shows who is next', async () => {
    const next = aCall('b', 1439, { status: 'checked_in', children: [{ ...shared, name: '孙同学' }] });
    const justOver = { ...over, from: 0, to: 1440 };
    phone.serve = ({ method }) => (method === 'calls.board' ? ok(aBoard([justOver, next])) : ok({ done: true }));
    const panel = app.mount('pages/home/panels/booth', {
      view: { kind: 'booth', pointName: '1 号电话', calls: [next] },
    });
    await settle(60);
    await tap(shown(panel.dom, '还行'));
    await settle();
    expect(phone.asked.at(-1)).toMatchObject({ method: 'calls.face', input: { bookingId: 'a', face: 'so_so' } });
    expect(textOf(panel)).toContain('三(2)班 孙同学');
    expect(textOf(panel)).not.toContain('聊得怎么样');
    panel.detach();
  });
});
