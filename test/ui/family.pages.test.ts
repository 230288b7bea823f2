import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Membership, Output } from '../../miniprogram/shared/contract';
import { type Asked, fakePhone, noNetwork, ok, refuse } from './support/fake-wx';
import { aChild, anItem, anOffer, aTicket, NOW, TODAY, yang, yu } from './support/family';
import { type Mounted, settle, shown, simulate, tap } from './support/mount';

const phone = fakePhone();
const app = simulate(phone);
const { session, leaveCurrent, elder } =
  app.module<typeof import('../../miniprogram/services/session')>('services/session');
const outbox = app.module<typeof import('../../miniprogram/services/outbox')>('services/outbox');
const { learnServerTime } = app.module<typeof import('../../miniprogram/services/time')>('services/time');

const father: Membership = { id: 'm-f', role: 'parent', name: '林建国', schoolId: 's1', schoolName: '青山镇中心小学' };
const KINDS = ['call', 'notice', 'contact'] as const;
const opened = (home: Partial<Output<'home.open'>['home']> = {}): Output<'home.open'> => ({
  memberships: [father],
  current: father.id,
  subscriptions: KINDS.map((kind) => ({ kind, templateId: `t-${kind}`, left: 0 })),
  home: {
    kind: 'family',
    role: 'parent',
    name: '林建国',
    children: [aChild(yu)],
    calls: [],
    items: [],
    ...home,
  } as never,
});

/** What was asked of WeChat and of the school, in order. */
const order: string[] = [];
const calls = (method: string): Asked[] => phone.asked.filter((one) => one.method === method);
const urlOf = (api: string): string | undefined =>
  (vi.mocked(phone.wx[api] as (option: { url: string }) => void).mock.lastCall?.[0] as { url: string } | undefined)
    ?.url;
const textOf = ({ dom }: Mounted): string => dom.textContent ?? '';

/** The school's answers by method; a function makes them from the call. */
function serve(answers: Readonly<Record<string, unknown>>): void {
  phone.serve = (asked) => {
    order.push(asked.method);
    const answer = answers[asked.method];
    const made = typeof answer === 'function' ? (answer as (asked: Asked) => unknown)(asked) : answer;
    const reply =
      typeof made === 'object' && made !== null && 'ok' in made ? (made as ReturnType<typeof ok>) : ok(made);
    return { ...reply, now: NOW };
  };
}

/** Opens a page as WeChat does: the query as properties and to `onLoad`. */
async function show(folder: string, query: Record<string, string> = {}): Promise<Mounted> {
  const page = app.mount(folder, query);
  (page.instance.onLoad as ((query: object) => void) | undefined)?.(query);
  page.triggerPageLifeTime('show');
  await settle(80);
  return page;
}

beforeEach(() => {
  Object.assign(phone.wx, {
    redirectTo: vi.fn(),
    switchTab: vi.fn(),
    pageScrollTo: vi.fn(),
    navigateTo: vi.fn(),
    reLaunch: vi.fn(),
    addPhoneCalendar: vi.fn(({ success }: { success(): void }) => success()),
    requestSubscribeMessage: vi.fn(({ tmplIds, success }: { tmplIds: string[]; success(answers: object): void }) => {
      order.push('sheet');
      success(Object.fromEntries(tmplIds.map((id) => [id, 'accept'])));
    }),
  });
  order.length = 0;
  phone.asked.length = 0;
  phone.said.length = 0;
  phone.storage.clear();
  phone.setNetwork(true);
  outbox.posts.set([]);
  leaveCurrent();
  session.set(opened());
  elder.set(false);
  learnServerTime(NOW);
});
afterEach(() => {
  document.body.replaceChildren();
});

describe('home of a parent', () => {
  test('puts the call into the calendar in the tap itself, and claims nothing about it', async () => {
    serve({ 'home.open': opened({ calls: [aTicket()] } as never) });
    const page = await show('pages/home');
    await tap(shown(page.dom, '加入日历'));
    expect(phone.wx.addPhoneCalendar).toHaveBeenCalledWith(
      expect.objectContaining({ title: '和小雨视频', startTime: (NOW + 8 * 3_600_000) / 1_000 }),
    );
    expect(textOf(page)).not.toMatch(/已.*(提醒|日历)/);
    await tap(shown(page.dom, '看通话安排'));
    expect(urlOf('navigateTo')).toBe('/features/booking/pages/ticket/index?id=b1');
  });

  test('is one call, also where a child has waited, and leads to the free times', async () => {
    serve({ 'home.open': opened() });
    const page = await show('pages/home');
    expect(textOf(page)).toContain('小雨上次听到您的声音是 9 天前。');
    expect(order).toEqual(['home.open']);
    await tap(shown(page.dom, '约一次通话'));
    expect(urlOf('navigateTo')).toBe(`/features/booking/pages/slots/index?studentId=${yu.id}`);
  });

  test('says that the week is done where it is', async () => {
    serve({
      'home.open': opened({ children: [aChild(yu, { tone: 'ok', thisWeek: true, childDay: TODAY })] } as never),
    });
    const page = await show('pages/home');
    expect(textOf(page)).toContain('本周已联系');
    expect(order).toEqual(['home.open']);
  });
});

test('home of a caregiver: one thing to hear', async () => {
  serve({ 'home.open': opened({ role: 'guardian', items: [anItem('r1')] } as never) });
  const page = await show('pages/home');
  await tap(shown(page.dom, '听一听'));
  expect(urlOf('navigateTo')).toBe('/features/notices/pages/open/index?id=r1');
});

describe('bind', () => {
  const bind = 'features/account/pages/bind';
  const typed = (page: Mounted, value: string) =>
    (page.instance.onType as (event: { detail: { value: string } }) => string)({ detail: { value } });

  test('what was typed stays, with what is wrong beside it, also after the app was killed', async () => {
    session.set({ memberships: [], current: null, subscriptions: [] });
    serve({ 'accounts.bind': refuse('accounts.code-expired') });
    const page = await show(bind);
    expect(typed(page, '482 177 30')).toBe('48217730');
    await settle();
    await tap(shown(page.dom, '就是这个'));
    expect(textOf(page)).toContain('还差 1 个数字');
    expect(phone.asked).toEqual([]);
    typed(page, '482177305');
    await settle();
    await tap(shown(page.dom, '就是这个'));
    await settle();
    expect(textOf(page)).toContain('这个邀请码过期了');
    expect(textOf(page)).toContain('482177305');
    expect(phone.said).toEqual([]);
    await settle(350);
    expect(textOf(await show(bind))).toContain('482177305');
  });

  test('the QR fills it in; then it says who one is, and goes home as that person', async () => {
    const bound = { membership: { ...father, id: 'm-new' }, children: [{ ...yu, relation: '父亲' }] };
    serve({ 'accounts.bind': bound });
    const page = await show(bind, { scene: 'c%3D482177305' });
    await tap(shown(page.dom, '就是这个'));
    await settle();
    expect(calls('accounts.bind')[0]?.input).toEqual({ code: '482177305' });
    expect(textOf(page)).toContain('您是林小雨的爸爸');
    await tap(shown(page.dom, '好，去首页'));
    expect(urlOf('reLaunch')).toBe('/pages/home/index');
    expect(phone.storage.get('session.chosen')).toBe('m-new');
  });
});

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
    const lost = calls('booking.claim')[0]?.input;
    await settle(350);
    page.detach();

    serve({ 'booking.slots': found(), 'booking.claim': aTicket() });
    const again = await show(SLOTS, { studentId: yu.id });
    await tap(shown(again.dom, '再问一次'));
    await settle(80);
    expect(calls('booking.claim').at(-1)?.input).toEqual(lost);
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
    const [first, second] = calls('booking.claim').map(({ input }) => input as { requestKey: string; slotId: string });
    expect(second?.slotId).toBe(near.slotId);
    expect(second?.requestKey).not.toBe(first?.requestKey);
  });

  test('another refusal is said, and the times are fetched anew', async () => {
    serve({ 'booking.slots': found(), 'booking.claim': refuse('booking.adult-busy') });
    const page = await show(SLOTS, { studentId: yu.id });
    await choose(page);
    expect(phone.said.join()).toContain('您这个时间已经约了另一个通话');
    expect(calls('booking.slots')).toHaveLength(2);
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
    expect(calls('booking.claim')[0]?.input).toMatchObject({ studentIds: ['s-yang', 's-yu'] });
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
    expect(calls('booking.cancel')).toEqual([]);
    await tap(shown(page.dom, '取消这次通话'));
    await settle(80);
    expect(calls('booking.cancel')[0]?.input).toEqual({ bookingId: 'b1' });
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

describe('what the school told', () => {
  const OPEN = 'features/notices/pages/open';
  const notice: Output<'notices.open'> = {
    ...anItem('r1'),
    body: '周五开家长会。',
    voiceUrl: 'https://x/v.mp3',
    voiceSeconds: 20,
    photoUrls: [],
    state: 'opened',
    wantsCall: false,
    deadline: null,
  };

  test('an answer without a network is kept, and sent once when it is back', async () => {
    serve({ 'notices.open': notice, 'notices.answer': { state: 'heard', wantsCall: false } });
    const page = await show(OPEN, { id: 'r1' });
    phone.setNetwork(false);
    await tap(shown(page.dom, '我听到了'));
    await settle(80);
    expect(textOf(page)).toContain('好的，老师知道您听到了');
    phone.setNetwork(true);
    await outbox.flushOutbox();
    await settle(80);
    expect(order.filter((what) => what === 'notices.answer')).toHaveLength(1);
    expect(calls('notices.answer').at(-1)?.input).toEqual({ receiptId: 'r1', answer: 'heard' });
    expect(outbox.posts.get().map(({ state }) => state)).toEqual(['sent']);
    expect(textOf(page)).toContain('好的，老师知道您听到了');
  });

  test('a refused answer brings the buttons back', async () => {
    serve({ 'notices.open': notice, 'notices.answer': refuse('common.not-found') });
    const page = await show(OPEN, { id: 'r1' });
    await tap(shown(page.dom, '请老师打电话'));
    await settle(80);
    expect(textOf(page)).not.toContain('老师会给您打电话');
    expect(textOf(page)).toContain('我听到了');
  });

  test('elder mode: the voice first, two answers, and a way home', async () => {
    elder.set(true);
    serve({ 'notices.open': notice, 'notices.answer': { state: 'opened', wantsCall: true } });
    const page = await show(OPEN, { id: 'r1' });
    expect(page.dom.innerHTML).toContain('player--huge');
    expect(textOf(page)).not.toContain('周五开家长会。');
    await tap(shown(page.dom, '请老师打电话'));
    await settle(80);
    expect(textOf(page)).toContain('好的，老师会给您打电话');
    expect(calls('notices.answer')[0]?.input).toEqual({ receiptId: 'r1', answer: 'call_me' });
    await tap(shown(page.dom, '回首页'));
    expect(urlOf('reLaunch')).toBe('/pages/home/index');
  });

  test('a shared record shows its words and photos', async () => {
    const record = {
      ...notice,
      of: 'record',
      asks: 'read',
      hasVoice: false,
      voiceUrl: null,
      voiceSeconds: null,
    } as const;
    serve({ 'notices.open': { ...record, body: '小雨给奶奶捶背。', photoUrls: ['https://x/1.jpg'], waits: false } });
    const page = await show(OPEN, { id: 'r1' });
    expect(textOf(page)).toContain('小雨给奶奶捶背。');
    expect(page.dom.innerHTML).toContain('https://x/1.jpg');
    expect(textOf(page)).not.toContain('我听到了');
  });
});
