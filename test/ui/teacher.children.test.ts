import { describe, expect, test, vi } from 'vitest';
import { ok, refuse } from './support/fake-wx';
import { settle, shown, tap, textOf } from './support/mount';
import { teacherPhone, type } from './support/teacher-phone';

const { phone, app, outbox, offline, keepAllDrafts, show, askedFor, serve } = teacherPhone();
const { posts, flushOutbox } = outbox;

const child = { id: 's1', name: '林小雨', className: '三(2)班', tone: 'red' } as const;
const children = () => ok({ children: [{ ...child, sex: 'female', leftBehind: true }], next: null, more: false });

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
    followed: null,
    worries: 0,
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
