import { describe, expect, test, vi } from 'vitest';
import { noNetwork, ok, refuse } from './support/fake-wx';
import { aFound, anOffer, aTicket, NOW, TODAY, yang, yu } from './support/family';
import { familyPhone } from './support/family-phone';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';

const { phone, order, serve, show, urlOf } = familyPhone();

describe('free times', () => {
  const SLOTS = 'features/booking/pages/slots';
  const choose = async (page: Mounted) => {
    await tap(shown(page.dom, '今天下午 4:00'));
    await settle(400);
    await tap(shown(page.dom, '就约这个时间'));
    await settle(80);
  };

  test("WeChat's sheet in the tap, before the claim; then the ticket in place of this page", async () => {
    serve({ 'booking.slots': aFound(), 'booking.claim': aTicket() });
    const page = await show(SLOTS, { studentId: yu.id });
    await choose(page);
    expect(order).toEqual(['booking.slots', 'sheet', 'booking.claim']);
    expect(urlOf('redirectTo')).toBe('/features/booking/pages/ticket/index?id=b1&made=booked');
  });

  test('a lost reply: the same request is asked again, also when the app was closed in between', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(-1);
    serve({
      'booking.slots': aFound(),
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

    serve({ 'booking.slots': aFound(), 'booking.claim': aTicket() });
    const again = await show(SLOTS, { studentId: yu.id });
    await tap(shown(again.dom, '再问一次'));
    await settle(80);
    expect(phone.askedFor('booking.claim').at(-1)?.input).toEqual(lost);
    expect(urlOf('redirectTo')).toContain('id=b1');
    vi.mocked(Math.random).mockRestore();
  });

  test('somebody was faster: what is near is offered in place, and can be taken with a new request', async () => {
    const near = anOffer({ from: 990 });
    serve({ 'booking.slots': aFound(), 'booking.claim': refuse('booking.slot-taken', { alternatives: [near] }) });
    const page = await show(SLOTS, { studentId: yu.id });
    await choose(page);
    expect(textOf(page)).toContain('这个时间刚被别人约走了');
    expect(phone.said).toEqual([]);
    serve({ 'booking.slots': aFound(), 'booking.claim': aTicket() });
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
    serve({ 'booking.slots': aFound(), 'booking.claim': refuse('booking.adult-busy') });
    const page = await show(SLOTS, { studentId: yu.id });
    await choose(page);
    expect(phone.said.join()).toContain('您这个时间已经约了另一个通话');
    expect(phone.askedFor('booking.slots')).toHaveLength(2);
    expect(textOf(page)).not.toContain('还没有等到学校回话');
  });

  test('brothers and sisters may share the call', async () => {
    serve({ 'booking.slots': aFound({ siblings: [yang] }), 'booking.claim': aTicket({ children: [yu, yang] }) });
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
    serve({ 'booking.slots': aFound({ days: [{ day: TODAY, offers: [] }], best: [] }) });
    expect(textOf(await show(SLOTS, { studentId: yu.id }))).toContain('这几天没有空的时间了');
  });

  test("a week without anything that suits: WeChat's sheet, then one waits; and leaves again", async () => {
    const nothing = aFound({ days: [TODAY, '2026-11-29'].map((day) => ({ day, offers: [] })), best: [] });
    const entry = { entryId: 'w1', weekOf: '2026-11-23' };
    serve({ 'booking.slots': nothing, 'booking.wait': entry });
    const page = await show(SLOTS, { studentId: yu.id });
    serve({ 'booking.slots': { ...nothing, waiting: [entry] }, 'booking.wait': entry });
    await tap(shown(page.dom, '有空位就告诉我'));
    await settle(80);
    expect(order).toEqual(['booking.slots', 'sheet', 'booking.wait', 'booking.slots']);
    expect(phone.askedFor('booking.wait')[0]?.input).toEqual({ studentIds: [yu.id], weekOf: '2026-11-23' });
    expect(textOf(page)).toContain('这一周有空位就告诉您');
    serve({ 'booking.slots': nothing, 'booking.unwait': entry });
    await tap(shown(page.dom, '不等了'));
    await settle(80);
    expect(phone.askedFor('booking.unwait')[0]?.input).toEqual({ entryId: 'w1' });
    expect(textOf(page)).toContain('有空位就告诉我');
  });

  test('a week that is used up: the call that is there is moved in one step, with the old time beside the new', async () => {
    const full = aFound({ quota: { perWeek: 1, usedWeeks: ['2026-11-23'] }, calls: [aTicket()], best: [], days: [] });
    serve({
      'booking.slots': ({ input }: { input: { bookingId?: string } }) =>
        ok(input.bookingId ? aFound() : { ...full, days: [{ day: TODAY, offers: [] }] }),
      'booking.read': aTicket(),
      'booking.move': aTicket({ from: 960 }),
    });
    const page = await show(SLOTS, { studentId: yu.id });
    await tap(shown(page.dom, '改时间'));
    await settle(80);
    expect(textOf(page)).toContain('原来是今晚 7:30，亲情视频 1 号。');
    await tap(shown(page.dom, '今天下午 4:00'));
    await settle(400);
    expect(textOf(page)).toContain('换到今天下午 4:00？');
    await tap(shown(page.dom, '就换这个时间'));
    await settle(80);
    expect(phone.askedFor('booking.move')[0]?.input).toEqual({ bookingId: 'b1', slotId: anOffer({}).slotId });
    expect(phone.askedFor('booking.claim')).toEqual([]);
    expect(urlOf('redirectTo')).toBe('/features/booking/pages/ticket/index?id=b1&made=moved');
  });

  test('a move that somebody was faster for keeps the old time and shows what is near', async () => {
    const near = anOffer({ from: 990 });
    serve({
      'booking.slots': aFound(),
      'booking.read': aTicket(),
      'booking.move': refuse('booking.slot-taken', { alternatives: [near] }),
    });
    const page = await show(SLOTS, { studentId: yu.id, move: 'b1' });
    await tap(shown(page.dom, '今天下午 4:00'));
    await settle(400);
    await tap(shown(page.dom, '就换这个时间'));
    await settle(80);
    expect(textOf(page)).toContain('这个时间刚被别人约走了');
    expect(textOf(page)).toContain('今天下午 4:30');
    expect(textOf(page)).toContain('原来是今晚 7:30');
  });

  test('a time that was tapped on a ticket is asked about at once', async () => {
    serve({ 'booking.slots': aFound() });
    const page = await show(SLOTS, { studentId: yu.id, take: anOffer({}).slotId });
    await settle(400);
    expect(textOf(page)).toContain('今天下午 4:00，和小雨视频？');
  });
});

describe('the ticket', () => {
  const TICKET = 'features/booking/pages/ticket';

  test('calendar, reminders and cancelling with a question before', async () => {
    const cancelled = aTicket({ status: 'cancelled_family', mayCancel: false });
    serve({ 'booking.read': aTicket(), 'booking.cancel': cancelled });
    const page = await show(TICKET, { id: 'b1', made: 'booked' });
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

  test('after a move the calendar is offered anew, and the old entry is pointed at', async () => {
    serve({ 'booking.read': aTicket() });
    const page = await show(TICKET, { id: 'b1' });
    await tap(shown(page.dom, '加入日历'));
    expect(textOf(page)).toContain('再加一次日历');
    serve({ 'booking.read': aTicket({ from: 1110, to: 1125 }) });
    const moved = await show(TICKET, { id: 'b1', made: 'moved' });
    expect(textOf(moved)).toContain('换好了');
    expect(textOf(moved)).toContain('日历里原来的那一条，请您自己删掉。');
    shown(moved.dom, '加入日历');
  });

  test('an offer is taken with one tap, or left with another', async () => {
    const offer = aTicket({ status: 'offered', offerUntil: NOW + 3_600_000, mayCancel: false, mayMove: false });
    serve({ 'booking.read': offer, 'booking.answer': aTicket() });
    const page = await show(TICKET, { id: 'b1' });
    expect(textOf(page)).toContain('请在今天中午 12:30 前回答');
    await tap(shown(page.dom, '要，就这个时间'));
    await settle(80);
    expect(order.slice(-2)).toEqual(['sheet', 'booking.answer']);
    expect(textOf(page)).toContain('约好了');

    serve({ 'booking.read': offer, 'booking.answer': aTicket({ status: 'offer_lapsed', mayCancel: false }) });
    const other = await show(TICKET, { id: 'b1' });
    await tap(shown(other.dom, '这次不要'));
    await settle(80);
    expect(phone.askedFor('booking.answer').map(({ input }) => input)).toEqual([
      { bookingId: 'b1', accept: true },
      { bookingId: 'b1', accept: false },
    ]);
    expect(textOf(other)).toContain('这个空位让给别的孩子了');
  });

  test('called off by the school: why, and what suits instead', async () => {
    const off = aTicket({ status: 'cancelled_school', why: 'power_cut', mayCancel: false });
    serve({ 'booking.read': off, 'booking.slots': aFound() });
    const page = await show(TICKET, { id: 'b1' });
    expect(textOf(page)).toContain('学校停电了，这次打不成');
    await tap(shown(page.dom, '今天下午 4:00'));
    expect(urlOf('navigateTo')).toBe(
      `/features/booking/pages/slots/index?studentId=${yu.id}&take=${anOffer({}).slotId}`,
    );
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
