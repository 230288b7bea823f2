import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ok, refuse } from './support/fake-wx';
import { settle, shown, tap, textOf } from './support/mount';
import { answer, change, door, due, HAO, knowTheDoor, shownRecord, WRITE, YU } from './support/records';
import { teacherPhone } from './support/teacher-phone';

const teacher = teacherPhone();
const { phone, app, outbox, show, askedFor, serve } = teacher;
const { posts } = outbox;
phone.wx.setNavigationBarTitle = vi.fn();
const { takeWorry } = app.module<typeof import('../../miniprogram/services/worry')>('services/worry');

describe('kinds', () => {
  beforeEach(() => knowTheDoor(teacher));

  test('are chosen by book, without those that the school hides; what was written stays', async () => {
    const page = await show(WRITE, { studentId: 's1' });
    answer(page, 'note', '说了很久');
    await tap(shown(page.dom, '换一类'));
    expect(textOf(page)).not.toContain('家书');
    await tap(shown(page.dom, '谈心'));
    expect(page.instance.data.view).toMatchObject({ id: 'talk' });
    expect(textOf(page)).toContain('孩子的样子');
    expect(textOf(page)).not.toContain('加照片');
    expect(page.instance.data.form).toMatchObject({ kind: 'talk', values: { note: '说了很久' } });
  });

  test('about several children take a whole class with one tap', async () => {
    const page = await show(WRITE, { kind: 'praise' });
    await tap(shown(page.dom, '三(2)班全班'));
    await tap(shown(page.dom, '选好了，2 个孩子'));
    expect(textOf(page)).toContain('每一家都看得到这一段');
    await tap(shown(page.dom, '爱劳动'));
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(posts.get()[0]?.input).toMatchObject({ kind: 'praise', studentIds: ['s1', 's2'], share: true });
  });

  test('about a class ask for it only where there are several', async () => {
    const page = await show(WRITE, { kind: 'forum' });
    answer(page, 'theme', '想家的时候');
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(posts.get()[0]?.input).toMatchObject({ kind: 'forum', studentIds: [], classId: 'c1' });
  });

  test('the one that was written last is there the next time; day and goal come along from where the page was opened', async () => {
    serve({ ...door, 'records.write': () => ok({ recordId: 'r1', version: 1 }) });
    const page = await show(WRITE, { studentId: 's1', kind: 'tutoring', day: '2026-11-03', goal: 'p1:g1' });
    await tap(shown(page.dom, '数学'));
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(askedFor('records.write')[0]?.input).toMatchObject({
      day: '2026-11-03',
      goal: { planId: 'p1', goalId: 'g1' },
    });
    page.detach();
    expect((await show(WRITE, { studentId: 's1' })).instance.data.view).toMatchObject({ id: 'tutoring' });
  });
});

describe('a worry', () => {
  test('takes along what was written, and shares nothing', async () => {
    await knowTheDoor(teacher);
    const page = await show(WRITE, { studentId: 's1' });
    answer(page, 'note', '胳膊上有伤');
    change(page, { share: true });
    await tap(shown(page.dom, '放心不下'));
    const { form } = page.instance.data as { form: { share: boolean; requestKey: string } };
    expect(form.share).toBe(false);
    expect(vi.mocked(phone.wx.navigateTo as (o: { url: string }) => void).mock.lastCall?.[0].url).toContain(
      'studentId=s1',
    );
    expect(takeWorry('s1')).toEqual(
      expect.objectContaining({
        ...{ words: '胳膊上有伤', recordKey: form.requestKey },
        child: expect.objectContaining({ id: 's1' }),
      }),
    );
    expect(takeWorry('s1')).toBeUndefined();
  });
});

describe('the timeline', () => {
  const list = (records: object[]) => () =>
    ok({ child: YU, records, next: null, terms: [{ name: '秋季学期', from: '2026-09-01', to: '2027-01-20' }] });

  test('is filtered by book and term, and opens one', async () => {
    serve({ 'records.list': list([shownRecord]) });
    const page = await show('features/records/pages/list', { studentId: 's1' });
    expect(textOf(page)).toContain('情绪');
    await tap(shown(page.dom, '走访'));
    (page.instance.onTerm as (event: object) => void)({ detail: { value: '1' } });
    await settle();
    expect(askedFor('records.list').at(-1)?.input).toEqual({
      studentId: 's1',
      book: 'visit',
      from: '2026-09-01',
      to: '2027-01-20',
    });
    await tap(shown(page.dom, '家访'));
    expect(vi.mocked(phone.wx.navigateTo as (o: { url: string }) => void).mock.lastCall?.[0].url).toContain(
      'open/index?recordId=r1',
    );
  });

  test('of nothing says what will be there', async () => {
    serve({ 'records.list': list([]) });
    expect(textOf(await show('features/records/pages/list', { studentId: 's1' }))).toContain('还没有记录');
  });
});

describe('what a phone has at hand', () => {
  test('is not taken back by a list of the school that does not know what waits to be sent', async () => {
    const { atDoor, prepareDoor } = app.module<typeof import('../../miniprogram/services/at-door')>('services/at-door');
    await knowTheDoor(teacher);
    expect(atDoor().due).toHaveLength(1);
    const atSchool = phone.serve;
    const held: { readonly method: string; readonly reply: (reply: ReturnType<typeof ok>) => void }[] = [];
    const reply = (method: string, data: object) => {
      for (const one of held) if (one.method === method) one.reply(ok(data));
    };
    phone.serve = (asked) =>
      ['cadence.due', 'records.write'].includes(asked.method)
        ? new Promise((resolve) => held.push({ method: asked.method, reply: resolve }))
        : atSchool(asked);
    for (const [key, value] of phone.storage)
      if (key.endsWith(':known')) phone.storage.set(key, { ...(value as object), at: 0 });
    const learning = prepareDoor();
    await settle();
    const page = await show(WRITE, { studentId: HAO.id });
    await tap(shown(page.dom, '作业'));
    await tap(shown(page.dom, '存好'));
    expect(atDoor().due).toEqual([]);
    reply('cadence.due', due);
    await learning;
    expect(atDoor().due).toEqual([]);
    expect(atDoor().at).toBeGreaterThan(0);
    reply('records.write', { recordId: 'r1', version: 1 });
    await settle(50);
    expect(posts.get()).toMatchObject([{ state: 'sent' }]);
  });

  test('is asked for again at once where it did not come', async () => {
    phone.setNetwork(false);
    (await show(WRITE)).detach();
    phone.asked.length = 0;
    phone.setNetwork(true);
    serve(door);
    const page = await show(WRITE);
    expect(askedFor('cadence.due')).toHaveLength(1);
    expect(textOf(page)).toContain('月家访');
    // Who is due stands once, and not again among the others.
    expect(textOf(page).split('王子轩')).toHaveLength(2);
    expect(textOf(page).split('林小雨')).toHaveLength(2);
  });

  test('is enough to write where the school’s server has a fault', async () => {
    const { openHome, session } = app.module<typeof import('../../miniprogram/services/session')>('services/session');
    const { memberships, current } = session.get();
    serve({ 'home.open': () => ok({ memberships, current, subscriptions: [], home: { kind: 'stranger' } }) });
    await openHome();
    await knowTheDoor(teacher);
    session.set({ memberships: [], current, subscriptions: [] });
    phone.serve = () => refuse('system.internal');
    const page = await show(WRITE);
    await tap(shown(page.dom, '王子轩'));
    await tap(shown(page.dom, '作业'));
    await tap(shown(page.dom, '存好'));
    expect(outbox.posts.get()).toMatchObject([{ title: '家访：王子轩' }]);
  });
});
