import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ok, refuse } from './support/fake-wx';
import { listen, settle, shown, tap, textOf } from './support/mount';
import { answer, change, door, due, HAO, knowTheDoor, WRITE, YU } from './support/records';
import { teacherPhone } from './support/teacher-phone';

const teacher = teacherPhone();
const { phone, app, outbox, offline, keepAllDrafts, show, askedFor, serve } = teacher;
const { posts, flushOutbox } = outbox;
phone.wx.setNavigationBarTitle = vi.fn();

describe('a record at the door', () => {
  beforeEach(() => knowTheDoor(teacher));

  test('says what is missing above the answers, where a small screen in large type shows it', async () => {
    const page = await show(WRITE);
    await tap(shown(page.dom, '王子轩'));
    await tap(shown(page.dom, '存好'));
    const words = textOf(page);
    expect(words).toContain('点几个词，或者写一两句');
    expect(words.indexOf('点几个词，或者写一两句')).toBeLessThan(words.indexOf('作业'));
    expect(outbox.posts.get()).toEqual([]);
  });

  test('without a network is chosen from what was due, written, kept, and sent once when the network is back', async () => {
    phone.setNetwork(false);
    expect(offline.get()).toBe(true);
    const page = await show(WRITE);
    expect(textOf(page)).toContain('月家访');
    await tap(shown(page.dom, '王子轩'));
    await tap(shown(page.dom, '作业'));
    answer(page, 'note', '奶奶腿脚不好');
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(textOf(page)).toContain('存好了，有网络就发出去');
    expect(posts.get()).toMatchObject([{ state: 'queued', title: '家访：王子轩' }]);
    // What was due is answered on this phone, long before the school knows.
    expect(textOf(await show(WRITE))).not.toContain('月家访');
    expect(askedFor('records.write')).toEqual([]);

    serve({ ...door, 'records.write': () => ok({ recordId: 'r1', version: 1 }) });
    phone.setNetwork(true);
    await settle(60);
    await flushOutbox();
    await settle();
    expect(askedFor('records.write')).toHaveLength(1);
    const [sent] = askedFor('records.write');
    expect(sent?.input).toMatchObject({
      requestKey: sent?.requestId,
      kind: 'home_visit',
      studentIds: ['s2'],
      values: { seen: ['作业'], note: '奶奶腿脚不好' },
      share: false,
    });
    expect(textOf(page)).toContain('发出去了');
  });

  test('may begin with the lines of its kind, which alone are no entry', async () => {
    const page = await show(WRITE, { studentId: 's1' });
    await tap(shown(page.dom, '照着提纲写'));
    expect(page.instance.data.form).toMatchObject({ values: { note: expect.stringContaining('家里说的：') } });
    expect(textOf(page)).not.toContain('照着提纲写');
    await tap(shown(page.dom, '存好'));
    expect(textOf(page)).toContain('点几个词，或者写一两句');
    expect(outbox.posts.get()).toEqual([]);
  });

  test('takes what was written along to another kind, and not the lines that nobody filled in', async () => {
    const page = await show(WRITE, { studentId: 's1' });
    const choose = (kind: string) => (page.instance.onKind as (event: object) => void)({ detail: { kind } });
    await tap(shown(page.dom, '照着提纲写'));
    choose('praise');
    expect(page.instance.data.form).toMatchObject({ values: { note: '' } });
    answer(page, 'note', '在家里：自己热饭\n学习：');
    choose('home_visit');
    choose('bed_check');
    expect(page.instance.data.form).toMatchObject({ values: { note: '在家里：自己热饭' } });
  });

  test('answers on the phone only what it answers at the school', async () => {
    const { answerDue, atDoor } = app.module<typeof import('../../miniprogram/services/at-door')>('services/at-door');
    const visit = { id: 'home_visit', feeds: ['visit'] } as const;
    const [duty] = due.rows;
    const rows = duty ? [{ ...duty, times: 2 }] : [];
    phone.storage.clear();
    serve({ ...door, 'cadence.due': () => ok({ ...due, rows }) });
    (await show(WRITE)).detach();
    const left = () => atDoor().due.map(({ duties }) => duties.map((one) => one.left));
    answerDue(visit, [YU.id], '2026-11-24');
    answerDue(visit, [HAO.id], '2026-10-31');
    answerDue({ id: 'talk', feeds: ['talk'] }, [HAO.id], '2026-11-24');
    expect(left()).toEqual([[2]]);
    answerDue(visit, [HAO.id], '2026-11-01');
    expect(left()).toEqual([[1]]);
    answerDue(visit, [HAO.id], '2026-11-24');
    expect(left()).toEqual([]);
  });

  test('asks for the child again where it was chosen and nothing was written', async () => {
    const page = await show(WRITE);
    await tap(shown(page.dom, '王子轩'));
    expect(textOf(page)).toContain('存好');
    keepAllDrafts();
    page.detach();
    expect(textOf(await show(WRITE))).toContain('写哪个孩子');
  });

  test('takes spoken words where the writing mark stood, and not where a mark stood before the lines came', async () => {
    const row = {
      id: 'note',
      label: '说一说',
      type: 'text',
      text: '',
      max: 500,
      long: true,
      template: '在家里：\n学习：',
    };
    const field = app.mount('features/records/components/kind-field', { row });
    const changes = listen(field, 'change') as { value: string }[];
    const happens = (method: string, detail: object = {}) => {
      (field.instance[method] as (event: object) => void).call(field.instance, { detail });
      const text = changes.at(-1)?.value ?? '';
      (field.instance.setData as (data: object) => void)({ row: { ...row, text } });
      return text;
    };
    happens('onTemplate');
    happens('onLeave', { value: '', cursor: 0 });
    expect(happens('onSaid', { text: '自己热饭' })).toBe('在家里：自己热饭\n学习：');
    happens('onLeave', { value: '在家里：自己热饭\n学习：', cursor: 12 });
    expect(happens('onSaid', { text: '好' })).toBe('在家里：自己热饭\n学习：好');
  });

  test('is as it was typed after the app was killed', async () => {
    const page = await show(WRITE, { studentId: 's1' });
    await tap(shown(page.dom, '情绪'));
    answer(page, 'note', '写到一半');
    keepAllDrafts();
    page.detach();
    const again = await show(WRITE, { studentId: 's1' });
    expect(again.instance.data.form).toMatchObject({ values: { seen: ['情绪'], note: '写到一半' }, children: [YU] });
    expect(textOf(again)).toContain('重新写');
  });

  test('that went into the outbox a moment before the app was killed is not offered once more', async () => {
    phone.setNetwork(false);
    const page = await show(WRITE, { studentId: 's1' });
    await tap(shown(page.dom, '情绪'));
    keepAllDrafts();
    const kept = [...phone.storage].filter(([key]) => key.includes('record:s1'));
    await tap(shown(page.dom, '存好'));
    await settle();
    for (const [key, value] of kept) phone.storage.set(key, value);
    page.detach();
    const again = await show(WRITE, { studentId: 's1' });
    expect(again.instance.data.form).toMatchObject({ values: {} });
    expect(posts.get()).toHaveLength(1);
  });

  test('that the school refuses comes back whole, to be mended', async () => {
    serve({ ...door, 'records.write': () => refuse('content.risky') });
    phone.files.add('wxfile://usr/kept/a.jpg');
    const page = await show(WRITE, { studentId: 's1' });
    answer(page, 'note', '有一个词不能发');
    change(page, { photos: ['wxfile://usr/kept/a.jpg'], photosConsented: true });
    await tap(shown(page.dom, '存好'));
    await settle(60);
    expect(textOf(page)).toContain('这段话里有不能发的内容');
    await tap(shown(page.dom, '改一改再发'));
    expect(page.instance.data.form).toMatchObject({
      values: { note: '有一个词不能发' },
      photos: ['wxfile://usr/kept/a.jpg'],
      photosConsented: true,
      children: [YU],
    });
    expect(phone.files.has('wxfile://usr/kept/a.jpg')).toBe(true);
    expect(posts.get()).toEqual([]);
  });

  test('with nothing in it is not saved, and says so', async () => {
    const page = await show(WRITE, { studentId: 's1' });
    await tap(shown(page.dom, '存好'));
    expect(textOf(page)).toContain('点几个词，或者写一两句');
    expect(posts.get()).toEqual([]);
  });

  test('on a full phone is not lost: a sentence says what to do, and what was typed stays', async () => {
    const page = await show(WRITE, { studentId: 's1' });
    answer(page, 'note', '很要紧的话');
    phone.storageFull = true;
    await tap(shown(page.dom, '存好'));
    await settle();
    phone.storageFull = false;
    expect(phone.said.at(-1)).toContain('放不下');
    expect(page.instance.data.form).toMatchObject({ values: { note: '很要紧的话' } });
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(posts.get()).toHaveLength(1);
  });
});

describe('one more after another', () => {
  test('goes on with what was begun before, and does not write over it', async () => {
    await knowTheDoor(teacher);
    const begun = await show(WRITE);
    await tap(shown(begun.dom, '王子轩'));
    answer(begun, 'note', '写到一半');
    keepAllDrafts();
    begun.detach();
    const page = await show(WRITE, { studentId: 's1' });
    await tap(shown(page.dom, '情绪'));
    await tap(shown(page.dom, '存好'));
    await settle();
    (page.instance.onAnother as () => void)();
    await settle();
    expect(page.instance.data.form).toMatchObject({ values: { note: '写到一半' }, children: [HAO] });
  });
});

describe('a refused record', () => {
  test('of another membership on this phone is not offered here', async () => {
    await knowTheDoor(teacher);
    const letter = { clientId: 'other-01', method: 'records.write' as const, title: '家访：别的学校', at: 1 };
    const refusal = { code: 'common.not-found' as const, details: {} };
    posts.set([{ ...letter, input: {}, files: [], uploaded: {}, as: 'm-other', state: 'refused', refusal }]);
    const page = await show(WRITE);
    expect(textOf(page)).not.toContain('别的学校');
  });

  test('stays in the outbox while the phone has no room to mend it', async () => {
    await knowTheDoor(teacher);
    serve({ ...door, 'records.write': () => refuse('content.risky') });
    const page = await show(WRITE, { studentId: 's1' });
    answer(page, 'note', '有一个词不能发');
    await tap(shown(page.dom, '存好'));
    await settle(60);
    phone.storageFull = true;
    await tap(shown(page.dom, '改一改再发'));
    await settle();
    expect(phone.said.at(-1)).toContain('手机里放不下了');
    expect(posts.get().map(({ state }) => state)).toEqual(['refused']);
    phone.storageFull = false;
    await tap(shown(page.dom, '改一改再发'));
    expect(page.instance.data.form).toMatchObject({ values: { note: '有一个词不能发' } });
    expect([...phone.storage.keys()].some((key) => key.startsWith('draft:m-t:record:s1'))).toBe(true);
    expect(posts.get()).toEqual([]);
  });
});
