import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Output } from '../../miniprogram/shared/contract';
import { fakePhone, ok, refuse } from './support/fake-wx';
import { type Mounted, settle, shown, simulate, tap } from './support/mount';

const phone = fakePhone();
/** What the person chooses in the sheet from below; −1 for going back. */
let chosen = 0;
const sheets: string[][] = [];
Object.assign(phone.wx, {
  makePhoneCall: vi.fn(({ success }: { success: () => void }) => success()),
  showActionSheet({ itemList, success, fail }: { itemList: string[]; success(r: object): void; fail(): void }) {
    sheets.push(itemList);
    if (chosen < 0) fail();
    else success({ tapIndex: chosen });
  },
  pageScrollTo: vi.fn(),
  navigateBack: vi.fn(),
  redirectTo: vi.fn(),
});
const app = simulate(phone);
const { session } = app.module<typeof import('../../miniprogram/services/session')>('services/session');
const { posts, startOutbox, flushOutbox } =
  app.module<typeof import('../../miniprogram/services/outbox')>('services/outbox');
const { keepAllDrafts } = app.module<typeof import('../../miniprogram/services/drafts')>('services/drafts');
const { offline, watchNetwork } = app.module<typeof import('../../miniprogram/services/network')>('services/network');
watchNetwork();
startOutbox();

const teacher = { id: 'm-t', role: 'teacher', name: '李老师', schoolId: 's', schoolName: '青山镇中心小学' } as const;
const child = { id: 's1', name: '林小雨', className: '三(2)班', tone: 'red' } as const;
const children = () => ok({ children: [{ ...child, sex: 'female', leftBehind: true }], next: null });

type Answers = Partial<Record<string, (input: never) => ReturnType<typeof ok>>>;
const serve = (answers: Answers): void => {
  phone.serve = ({ method, input }) => answers[method]?.(input as never) ?? refuse('system.version');
};
const askedFor = (method: string) => phone.asked.filter((one) => one.method === method);

async function show(folder: string, query: Record<string, string> = {}): Promise<Mounted> {
  const page = app.mount(folder, query);
  // A query reaches a page as its properties, and once more as an event, for `id` cannot be a property.
  (page.instance.onLoad as ((query: object) => void) | undefined)?.(query);
  page.triggerPageLifeTime('show');
  await settle(80);
  return page;
}
const textOf = ({ dom }: Mounted) => dom.textContent ?? '';
/** Types as the keyboard would: the page's own handler gets the value. */
const type = (page: Mounted, handler: string, value: string): void =>
  (page.instance[handler] as (event: object) => void)({ detail: { value } });

beforeEach(() => {
  keepAllDrafts();
  phone.asked.length = 0;
  phone.said.length = 0;
  phone.storage.clear();
  sheets.length = 0;
  chosen = 0;
  phone.answer = true;
  phone.setNetwork(true);
  posts.set([]);
  session.set({ memberships: [teacher], current: teacher.id, subscriptions: [] });
  vi.mocked(phone.wx.makePhoneCall as () => void).mockClear();
  vi.mocked(phone.wx.redirectTo as () => void).mockClear();
});

describe('a visit at the door', () => {
  const PAGE = 'features/records/pages/write';

  /** The list of children was fetched some time before, where there was a network. */
  async function knowChildren(): Promise<void> {
    serve({ 'contacts.list': children });
    (await show(PAGE)).detach();
    phone.asked.length = 0;
  }

  test('without a network is chosen, written, kept, and sent once when the network is back', async () => {
    await knowChildren();
    phone.setNetwork(false);
    expect(offline.get()).toBe(true);
    const page = await show(PAGE);
    await tap(shown(page.dom, '林小雨'));
    await tap(shown(page.dom, '作业'));
    type(page, 'onNote', '奶奶腿脚不好');
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(textOf(page)).toContain('存好了，有网络就发出去');
    expect(posts.get()).toMatchObject([{ state: 'queued', title: '去林小雨家走访' }]);
    expect(askedFor('records.write')).toEqual([]);

    serve({ 'records.write': () => ok({ recordId: 'r1' }) });
    phone.setNetwork(true);
    await settle(60);
    await flushOutbox();
    await settle();
    expect(askedFor('records.write')).toHaveLength(1);
    const [sent] = askedFor('records.write');
    const requestKey = sent?.requestId;
    expect(requestKey).toBeDefined();
    expect(sent?.input).toMatchObject({
      requestKey,
      studentId: 's1',
      chips: ['作业'],
      note: '奶奶腿脚不好',
      share: false,
    });
    expect(textOf(page)).toContain('发出去了');
  });

  test('is as it was typed after the app was killed', async () => {
    await knowChildren();
    const page = await show(PAGE, { studentId: 's1' });
    await tap(shown(page.dom, '情绪'));
    type(page, 'onNote', '写到一半');
    keepAllDrafts();
    page.detach();
    const again = await show(PAGE, { studentId: 's1' });
    expect(again.instance.data.form).toMatchObject({ chips: ['情绪'], note: '写到一半', child: { id: 's1' } });
    expect(textOf(again)).toContain('重新写');
  });

  test('that the school refuses comes back whole, to be mended', async () => {
    await knowChildren();
    serve({ 'contacts.list': children, 'records.write': () => refuse('content.risky') });
    phone.files.add('wxfile://usr/kept/a.jpg');
    const page = await show(PAGE, { studentId: 's1' });
    type(page, 'onNote', '有一个词不能发');
    (page.instance.change as (part: object) => void)({ photos: ['wxfile://usr/kept/a.jpg'], photosConsented: true });
    await tap(shown(page.dom, '存好'));
    await settle(60);
    expect(textOf(page)).toContain('这段话里有不能发的内容');
    await tap(shown(page.dom, '改一改再发'));
    expect(page.instance.data.form).toMatchObject({
      note: '有一个词不能发',
      photos: ['wxfile://usr/kept/a.jpg'],
      photosConsented: true,
      child: { id: 's1', name: '林小雨' },
    });
    expect(phone.files.has('wxfile://usr/kept/a.jpg')).toBe(true);
    expect(posts.get()).toEqual([]);
  });

  test('shows what the family will read as it is written', async () => {
    await knowChildren();
    const page = await show(PAGE, { studentId: 's1' });
    type(page, 'onNote', '只给学校看');
    (page.instance.onShare as (event: object) => void)({ detail: { value: true } });
    type(page, 'onShareText', '小雨很懂事');
    await settle();
    expect(textOf(page)).toContain('家里看到的就是这些');
    expect(page.instance.data.preview).toMatchObject({ title: '老师家访后想对您说', text: '小雨很懂事' });
  });

  test('with nothing in it is not saved, and says so', async () => {
    await knowChildren();
    const page = await show(PAGE, { studentId: 's1' });
    await tap(shown(page.dom, '存好'));
    expect(textOf(page)).toContain('点几个词，或者写一两句');
    expect(posts.get()).toEqual([]);
  });
});

describe('the one-minute roll', () => {
  const rows = ['王子轩', '林小雨'].map((name, i) => ({
    id: `s${i}`,
    name,
    className: '三(2)班',
    childDay: null,
    caregiverDay: null,
    days: null,
    tone: 'ok',
    remindedDay: null,
    thisWeek: false,
    leftBehind: true,
    way: null,
  }));
  const ledger = () =>
    ok({ weekOf: '2026-11-23', classes: [{ id: 'c1', name: '三(2)班' }], classId: 'c1', rolledDay: null, rows });

  test('tells those who were tapped as not yet', async () => {
    serve({ 'ledger.class': ledger, 'ledger.roll': () => ok({ contacted: 1, notYet: 1 }) });
    const page = await show('features/ledger/pages/roll', { classId: 'c1' });
    await tap(shown(page.dom, '林小雨'));
    await tap(shown(page.dom, '1 人通过，1 人没有，记下来'));
    await settle();
    expect(askedFor('ledger.roll').map(({ input }) => input)).toEqual([
      { classId: 'c1', weekOf: '2026-11-23', notYet: ['s1'] },
    ]);
    expect(phone.wx.navigateBack).toHaveBeenCalled();
  });

  test('asks once more when nobody was tapped, and keeps the taps of one who was called away', async () => {
    serve({ 'ledger.class': ledger });
    const page = await show('features/ledger/pages/roll', { classId: 'c1' });
    phone.answer = false;
    await tap(shown(page.dom, '2 人都通过了，记下来'));
    expect(phone.said).toEqual(['2 个孩子本周都通过话了，对吗？']);
    expect(askedFor('ledger.roll')).toEqual([]);
    await tap(shown(page.dom, '王子轩'));
    keepAllDrafts();
    page.detach();
    expect(textOf(await show('features/ledger/pages/roll', { classId: 'c1' }))).toContain('1 人通过，1 人没有');
  });
});

describe("a child's file", () => {
  const member = (personId: string, name: string, bound: boolean) => ({
    personId,
    role: 'parent',
    name,
    relation: '爸爸',
    phoneMasked: '138****1234',
    workplace: null,
    shift: null,
    legalGuardian: true,
    mayContact: true,
    hasSmartphone: true,
    canRead: true,
    bound,
  });
  const file = () =>
    ok({
      ...child,
      sex: 'female',
      birthDay: null,
      boarding: true,
      living: null,
      address: null,
      health: null,
      careStatus: null,
      childDay: null,
      caregiverDay: null,
      members: [member('p1', '林建国', false)],
    });

  test('opens a number only with a reason', async () => {
    serve({ 'contacts.file': file, 'contacts.phone': () => ok({ phone: '13800001234', name: '林建国' }) });
    const page = await show('features/contacts/pages/file', { studentId: 's1' });
    chosen = -1;
    await tap(shown(page.dom, '打电话'));
    expect(askedFor('contacts.phone')).toEqual([]);
    chosen = 1;
    await tap(shown(page.dom, '打电话'));
    await settle();
    expect(sheets[1]?.[1]).toBe('约家访');
    expect(askedFor('contacts.phone').map(({ input }) => input)).toEqual([{ personId: 'p1', why: 'visit' }]);
    expect(phone.wx.makePhoneCall).toHaveBeenCalledWith(expect.objectContaining({ phoneNumber: '13800001234' }));
  });

  test('gives a code, large, to be read out', async () => {
    const invite = () => ok({ code: '482177305', expiresAt: Date.now() });
    serve({ 'contacts.file': file, 'accounts.invite': invite });
    const page = await show('features/contacts/pages/file', { studentId: 's1' });
    await tap(shown(page.dom, '给邀请码'));
    await settle(400);
    expect(textOf(page)).toContain('482 177 305');
  });
});

describe('a notice', () => {
  const school = () =>
    ok({
      name: '青山镇中心小学',
      classes: [{ id: 'c1', name: '三(2)班', headTeacher: null, pupils: 40 }],
      points: [],
      windows: [],
      slotMinutes: 15,
      duty: [],
    });
  const reach = { people: 86, wechat: 52, callList: 31, unreachable: 3, status: 'sent', voice: null };

  async function written(answers: Answers = {}): Promise<Mounted> {
    serve({ 'school.read': school, 'notices.reach': () => ok(reach), ...answers });
    const page = await show('features/notices/pages/write');
    type(page, 'onTitle', '开家长会');
    type(page, 'onBody', '周五下午两点半');
    return page;
  }

  test('says what is missing, and keeps what is there', async () => {
    serve({ 'school.read': school });
    const page = await show('features/notices/pages/write');
    type(page, 'onTitle', '开家长会');
    (page.instance.onAsks as (event: object) => void)({ detail: { value: ['hear'] } });
    await tap(shown(page.dom, '看看发给多少人'));
    expect(textOf(page)).toContain('先录一段话');
    expect(askedFor('notices.reach')).toEqual([]);
    expect(page.instance.data.form).toMatchObject({ title: '开家长会' });
  });

  test('says whom it reaches before it goes, and goes with one key', async () => {
    const page = await written({ 'notices.send': () => ok({ noticeId: 'n1', ...reach }) });
    await tap(shown(page.dom, '看看发给多少人'));
    await settle(400);
    expect(textOf(page)).toContain('发给 86 人');
    expect(textOf(page)).toContain('微信 52 人，要打电话 31 人，联系不上 3 人');
    expect(askedFor('notices.send')).toEqual([]);
    await tap(shown(page.dom, '发出去'));
    await settle(60);
    const form = askedFor('notices.send')[0]?.input as Record<string, unknown>;
    expect(form).toMatchObject({ title: '开家长会', asks: 'read', audience: { classIds: ['c1'] } });
    expect(phone.wx.redirectTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/notices/pages/board/index?id=n1' }),
    );
    keepAllDrafts();
    page.detach();
    expect((await show('features/notices/pages/write')).instance.data.form).toMatchObject({ title: '' });
  });

  test('that is refused keeps every word and its key', async () => {
    const page = await written({ 'notices.send': () => refuse('content.risky') });
    const key = (page.instance.data.form as { requestKey: string }).requestKey;
    await tap(shown(page.dom, '看看发给多少人'));
    await settle(400);
    await tap(shown(page.dom, '发出去'));
    await settle(60);
    expect(phone.said.join()).toContain('不能发的内容');
    keepAllDrafts();
    page.detach();
    const again = await show('features/notices/pages/write');
    expect(again.instance.data.form).toMatchObject({ title: '开家长会', body: '周五下午两点半', requestKey: key });
  });
});

describe("a notice's board", () => {
  type Person = Output<'notices.board'>['people'][number];
  const person: Person = {
    receiptId: 'r1',
    personId: 'p1',
    name: '王桂兰',
    relation: '奶奶',
    children: ['林小雨'],
    state: 'to_call',
    why: 'no_wechat',
    wantsCall: false,
    hasPhone: true,
    at: null,
  };

  test('dials with one tap and notes what came of it', async () => {
    let state: Person['state'] = 'to_call';
    serve({
      'notices.board': () =>
        ok({
          title: '家长会',
          body: '请来',
          at: 0,
          asks: 'read',
          status: 'sent',
          voice: null,
          people: [{ ...person, state }],
        }),
      'contacts.phone': () => ok({ phone: '13600009010', name: '王桂兰' }),
      'notices.called': () => {
        state = 'called';
        return ok({ state });
      },
    });
    const page = await show('features/notices/pages/board', { id: 'n1' });
    expect(textOf(page)).toContain('还差 1 户没听到');
    await tap(shown(page.dom, '打电话'));
    await settle(60);
    expect(askedFor('contacts.phone')[0]?.input).toEqual({ personId: 'p1', why: 'notice' });
    expect(askedFor('notices.called')[0]?.input).toEqual({ receiptId: 'r1', outcome: 'told' });
    expect(textOf(page)).toContain('家家都听到了');
  });
});

describe("the teacher's first screen", () => {
  test('reminds with one tap and opens what it names', async () => {
    const view = {
      kind: 'teacher',
      name: '李老师',
      classes: [{ id: 'c1', name: '三(2)班', rolled: false }],
      onDuty: true,
      due: [
        { id: 's1', name: '林小雨', className: '三(2)班', childDay: null, days: null, tone: 'red', remindedDay: null },
      ],
      dueCount: 1,
      calls: [],
      unheard: [{ noticeId: 'n1', title: '家长会', people: 3 }],
    };
    serve({ 'ledger.remind': () => ok({ people: 2 }) });
    const panel = app.mount('pages/home/panels/teacher', { view });
    await settle();
    const changed = vi.fn();
    panel.addEventListener('changed', changed);
    await tap(shown(panel.dom, '提醒家长'));
    await settle();
    expect(askedFor('ledger.remind')[0]?.input).toEqual({ studentId: 's1' });
    expect(changed).toHaveBeenCalledTimes(1);
    const opened = () => vi.mocked(phone.wx.navigateTo as (o: { url: string }) => void).mock.lastCall?.[0].url;
    for (const [words, url] of [
      ['去值日台', '/features/duty/pages/board/index'],
      ['去点名', '/features/ledger/pages/roll/index?classId=c1'],
      ['看是谁', '/features/notices/pages/board/index?id=n1'],
      ['写一次家访', '/features/records/pages/write/index'],
      ['发通知', '/features/notices/pages/write/index'],
    ] as const) {
      await tap(shown(panel.dom, words));
      expect(opened()).toBe(url);
    }
  });
});
