import { describe, expect, test, vi } from 'vitest';
import type { Output } from '../../miniprogram/shared/contract';
import { noNetwork, refuse } from './support/fake-wx';
import { anOffer, aTicket, TODAY, yang, yu } from './support/family';
import { familyPhone } from './support/family-phone';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';

const { phone, order, serve, show, urlOf } = familyPhone();

describe('free times', () => {
  const SLOTS = 'features/booking/pages/slots';
  const found = (over: Partial<Output<'booking.slots'>> = {}): Output<'booking.slots'> => ({
    child: yu,
    days: [{ day: TODAY, offers: [anOffer({}), anOffer({ from: 975 })] }],
    best: [anOffer({})],
    quota: { perWeek: 1, usedWeeks: [] },
    siblings: [],
    ...over,
  });
  const choose = async (page: Mounted) => {
    await tap(shown(page.dom, '今天下午 4:00'));
    await settle(400);
    await tap(shown(page.dom, '就约这个时间'));
    await settle(80);
  };

  test("WeChat's sheet in the tap, before the claim; then the ticket in place of this page", async () => {
    serve({ 'booking.slots': found(), 'booking.claim': aTicket() });
    const page = await show(SLOTS, { studentId: yu.id });
    await choose(page);
    expect(order).toEqual(['booking.slots', 'sheet', 'booking.claim']);
    expect(urlOf('redirectTo')).toBe('/features/booking/pages/ticket/index?id=b1&made=1');
  });

  test('a lost reply: the same request is asked again, also when the app was closed in between', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(-1);
    serve({
      'booking.slots': found(),
      'booking.claim': () => {
        throw noNetwork;
      },
    });
    const page = await show(SLOTS, { studentId: yu.id });
    await choose(page);
    await settle(80);
    expect(textOf(page)).toContain('刚才约的今天下午 4:00，还没有等到学校回话。');
    const lost = phone.askedFor('booking.claim')[0]?.input;
    await settle(350);
    page.detach();

    serve({ 'booking.slots': found(), 'booking.claim': aTicket() });
    const again = await show(SLOTS, { studentId: yu.id });
    await tap(shown(again.dom, '再问一次'));
    await settle(80);
    expect(phone.askedFor('booking.claim').at(-1)?.input).toEqual(lost);
    expect(urlOf('redirectTo')).toContain('id=b1');
    vi.mocked(Math.random).mockRestore();
  });

  test('somebody was faster: what is near is offered in place, and can be taken with a new request', async () => {
    const near = anOffer({ from: 990 });
    serve({ 'booking.slots': found(), 'booking.claim': refuse('booking.slot-taken', { alternatives: [near] }) });
    const page = await show(SLOTS, { studentId: yu.id });
    await choose(page);
    expect(textOf(page)).toContain('这个时间刚被别人约走了');
    expect(phone.said).toEqual([]);
    serve({ 'booking.slots': found(), 'booking.claim': aTicket() });
    await tap(shown(page.dom, '今天下午 4:30'));
    await settle(400);
    await tap(shown(page.dom, '就约这个时间'));
    await settle(80);
    const [first, second] = phone
      .askedFor('booking.claim')
      .map(({ input }) => input as { requestKey: string; slotId: string });
    expect(second?.slotId).toBe(near.slotId);
    expect(second?.requestKey).not.toBe(first?.requestKey);
  });

  test('another refusal is said, and the times are fetched anew', async () => {
    serve({ 'booking.slots': found(), 'booking.claim': refuse('booking.adult-busy') });
    const page = await show(SLOTS, { studentId: yu.id });
    await choose(page);
    expect(phone.said.join()).toContain('您这个时间已经约了另一个通话');
    expect(phone.askedFor('booking.slots')).toHaveLength(2);
    expect(textOf(page)).not.toContain('还没有等到学校回话');
  });

  test('brothers and sisters may share the call', async () => {
    serve({ 'booking.slots': found({ siblings: [yang] }), 'booking.claim': aTicket({ children: [yu, yang] }) });
    const page = await show(SLOTS, { studentId: yu.id });
    await tap(shown(page.dom, '今天下午 4:00'));
    await settle(400);
    const sheet = page.querySelector('confirm-sheet')?.dom ?? page.dom.querySelector('.sheet') ?? page.dom;
    await tap(shown(sheet, '小阳'));
    expect(textOf(page)).toContain('和小雨、小阳视频？');
    await tap(shown(page.dom, '就约这个时间'));
    await settle(80);
    expect(phone.askedFor('booking.claim')[0]?.input).toMatchObject({ studentIds: ['s-yang', 's-yu'] });
  });

  test('nothing free says what to do', async () => {
    serve({ 'booking.slots': found({ days: [{ day: TODAY, offers: [] }], best: [] }) });
    expect(textOf(await show(SLOTS, { studentId: yu.id }))).toContain('这几天没有空的时间了');
  });
});

describe('the ticket', () => {
  const TICKET = 'features/booking/pages/ticket';

  test('calendar, reminders and cancelling with a question before', async () => {
    const cancelled = aTicket({ status: 'cancelled_family', mayCancel: false });
    serve({ 'booking.read': aTicket(), 'booking.cancel': cancelled });
    const page = await show(TICKET, { id: 'b1', made: '1' });
    await tap(shown(page.dom, '加入日历'));
    expect(textOf(page)).toContain('请打开手机的日历，看一眼这一条在不在。');
    await tap(shown(page.dom, '多要一次提醒'));
    expect(textOf(page)).toContain('还能提醒 1 次');
    await tap(shown(page.dom, '取消这次通话'));
    await settle(400);
    expect(phone.askedFor('booking.cancel')).toEqual([]);
    await tap(shown(page.dom, '取消这次通话'));
    await settle(80);
    expect(phone.askedFor('booking.cancel')[0]?.input).toEqual({ bookingId: 'b1' });
    expect(textOf(page)).toContain('这次通话已经取消了。');
    await tap(shown(page.dom, '再约一次'));
    expect(urlOf('navigateTo')).toBe(`/features/booking/pages/slots/index?studentId=${yu.id}`);
  });

  test('too late to cancel: said, and shown as it is now', async () => {
    serve({ 'booking.read': aTicket(), 'booking.cancel': refuse('booking.too-late') });
    const page = await show(TICKET, { id: 'b1' });
    serve({
      'booking.read': aTicket({ status: 'in_call', mayCancel: false }),
      'booking.cancel': refuse('booking.too-late'),
    });
    await (page.instance.onCancel as () => Promise<void>)();
    await settle();
    expect(phone.said.join()).toContain('这个通话已经开始了');
    expect(textOf(page)).toContain('学校正在打给您，请接听。');
  });
});
