import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Output } from '../../miniprogram/shared/contract';
import { ok } from './support/fake-wx';
import { listen, type Mounted, settle, shown, tap, textOf } from './support/mount';
import { schoolAt } from './support/school';
import { teacherPhone, type } from './support/teacher-phone';

const { phone, app, show, askedFor, serve } = teacherPhone();

const child = (id: string, name: string, className: string) => ({
  id,
  name,
  className,
  sex: 'female',
  leftBehind: false,
  tone: 'ok',
});
const children = () => ok({ children: [child('s1', '林小雨', '三(2)班'), child('s2', '张明', '六(1)班')], next: null });
const reach = { people: 86, families: 40, wechat: 52, sms: 0, call: 31, visit: 3, unreached: [] };
const choosing = (page: Mounted, handler: string, value: unknown): void =>
  (page.instance[handler] as (event: object) => void)({ detail: { value } });

describe('whom it is for', () => {
  const AUDIENCE = 'features/notices/pages/audience';
  const group = {
    groupId: 'g1',
    name: '住校生',
    audience: { of: { kind: 'classes', classIds: ['c2'] }, roles: ['parent'], boarding: 'boarding' },
  };
  const begin = (groups: object[] = []) =>
    serve({
      'school.read': () => ok(schoolAt()),
      'notices.groups': () => ok({ groups }),
      'contacts.list': children,
      'notices.reach': () => ok(reach),
      'notices.saveGroup': () => ok({ groupId: 'g2' }),
      'notices.dropGroup': () => ok({ done: true }),
    });
  const { draftOf } = app.module<typeof import('../../miniprogram/services/drafts')>('services/drafts');
  const kept = () => draftOf<{ audience: object }>('notice').read()?.audience;

  test('is written into the draft at every tap that makes it whole', async () => {
    begin();
    const page = await show(AUDIENCE);
    expect(textOf(page)).not.toContain('全校');
    await tap(shown(page.dom, '选好了'));
    expect(textOf(page)).toContain('请选班。');
    await tap(shown(page.dom, '四(1)班'));
    choosing(page, 'onLeftBehind', true);
    expect(kept()).toEqual({
      of: { kind: 'classes', classIds: ['c2'] },
      roles: ['parent', 'guardian'],
      leftBehind: true,
    });
    vi.mocked(phone.wx.navigateBack as () => void).mockClear();
    await tap(shown(page.dom, '选好了'));
    expect(phone.wx.navigateBack).toHaveBeenCalled();
  });

  test('by name finds the children of her own classes only', async () => {
    begin();
    const page = await show(AUDIENCE);
    await tap(shown(page.dom, '点名字'));
    type(page, 'onType', '张');
    await settle();
    expect(textOf(page)).toContain('没有找到');
    type(page, 'onType', '林');
    await settle();
    await tap(shown(page.dom, '林小雨'));
    expect(kept()).toMatchObject({ of: { kind: 'pupils', studentIds: ['s1'] } });
  });

  test('is counted when asked, and from then on after every change', async () => {
    begin();
    const page = await show(AUDIENCE);
    await tap(shown(page.dom, '四(1)班'));
    expect(askedFor('notices.reach')).toEqual([]);
    await tap(shown(page.dom, '数一数有多少人'));
    await settle(40);
    expect(textOf(page)).toContain('一共 86 人，40 户');
    await tap(shown(page.dom, '只发住校的'));
    expect(textOf(page)).not.toContain('一共 86 人');
    await settle(700);
    expect(askedFor('notices.reach').at(-1)?.input).toMatchObject({ audience: { boarding: 'boarding' } });
    expect(textOf(page)).toContain('一共 86 人，40 户');
  });

  test('is kept under a name, used again, and dropped', async () => {
    begin([group]);
    const page = await show(AUDIENCE);
    await tap(shown(page.dom, '住校生'));
    expect(kept()).toEqual(group.audience);
    await tap(shown(page.dom, '存起来，下次直接用'));
    type(page, 'onGroupName', ' 四年级住校 ');
    (page.instance.onSaveGroup as () => void)();
    await settle(60);
    expect(askedFor('notices.saveGroup')[0]?.input).toMatchObject({ name: '四年级住校', audience: group.audience });
    expect(textOf(page)).toContain('四年级住校');
    (page.instance.onDropGroup as (event: object) => void)({ detail: { key: 'g1' } });
    await settle(60);
    expect(askedFor('notices.dropGroup')[0]?.input).toEqual({ groupId: 'g1' });
    expect((page.instance.data.groups as { key: string }[]).map(({ key }) => key)).toEqual(['g2']);
  });
});

describe('one notice', () => {
  const DETAIL = 'features/notices/pages/detail';
  const read = (over: Partial<Output<'notices.read'>> = {}) =>
    ok({
      title: '家长会',
      body: '请来',
      by: '李老师',
      at: 0,
      asks: 'confirm',
      choices: [],
      deadline: null,
      urgent: false,
      audience: { of: { kind: 'classes', classIds: ['c1'] }, roles: ['parent'] },
      status: 'sent',
      voice: null,
      pictures: [],
      voiceUrl: null,
      voiceSeconds: null,
      pictureUrls: [],
      file: null,
      corrects: null,
      correctedBy: null,
      recall: null,
      review: null,
      mine: true,
      mayReview: false,
      mayChange: true,
      ...over,
    });
  const open = (answer: ReturnType<typeof read>) => {
    serve({
      'school.read': () => ok(schoolAt()),
      'notices.read': () => answer,
      'notices.recall': () => ok({ done: true }),
      'notices.review': () => ok({ status: 'sent' }),
    });
    return show(DETAIL, { id: 'n1' });
  };

  test('is not taken back without a reason', async () => {
    const page = await open(read());
    await tap(shown(page.dom, '收回'));
    (page.instance.onGiveReason as () => void)();
    await settle();
    expect(textOf(page)).toContain('请写一句为什么');
    type(page, 'onReason', ' 日子写错了 ');
    (page.instance.onGiveReason as () => void)();
    await settle(60);
    expect(askedFor('notices.recall').map(({ input }) => input)).toEqual([{ noticeId: 'n1', reason: '日子写错了' }]);
  });

  test('waits for the headteacher: let go with one tap, or given back with a word', async () => {
    const waiting = read({ status: 'review', mine: false, mayReview: true });
    const page = await open(waiting);
    await tap(shown(page.dom, '可以发'));
    await settle(40);
    expect(askedFor('notices.review')[0]?.input).toEqual({ noticeId: 'n1', verdict: 'send' });
    const again = await open(waiting);
    await tap(shown(again.dom, '退回'));
    type(again, 'onReason', '别写电话');
    (again.instance.onGiveReason as () => void)();
    await settle(60);
    expect(askedFor('notices.review')[1]?.input).toEqual({ noticeId: 'n1', verdict: 'return', note: '别写电话' });
  });

  test('that came back is written anew from itself', async () => {
    const page = await open(read({ status: 'returned', review: { note: '日子不对', by: '王校长' } }));
    expect(textOf(page)).toContain('王校长退回来了：日子不对');
    await tap(shown(page.dom, '改一改再发'));
    expect(phone.wx.navigateTo).toHaveBeenLastCalledWith(
      expect.objectContaining({ url: '/features/notices/pages/write/index?from=n1' }),
    );
  });
});

describe('a file from a chat', () => {
  const PICKER = 'features/notices/pages/write/file-picker';
  const choose = (name: string, size: number) => {
    phone.files.add('tmp/file');
    phone.wx.chooseMessageFile = ({ success }: { success(result: object): void }) =>
      success({ tempFiles: [{ path: 'tmp/file', name, size }] });
  };

  test('is kept on the phone under its own name', async () => {
    choose('收费.PDF', 1_000);
    const picker = app.mount(PICKER);
    const changes = listen(picker, 'change');
    await tap(shown(picker.dom, '从聊天里选一个文件'));
    await settle(40);
    const [{ file }] = changes as [{ file: { path: string; name: string } }];
    expect(file.name).toBe('收费.PDF');
    expect(phone.files.has(file.path)).toBe(true);
    await tap(shown(picker.dom, '去掉'));
    expect(changes[1]).toEqual({ file: null });
    expect(phone.files.has(file.path)).toBe(false);
  });

  test.each([
    ['照片.zip', 1_000, '打不开'],
    ['大.pdf', 11 * 1024 * 1024, '10 MB'],
  ])('%s of %i bytes cannot go along, and it is said why', async (name, size, why) => {
    choose(name, size);
    const picker = app.mount(PICKER);
    const changes = listen(picker, 'change');
    await tap(shown(picker.dom, '从聊天里选一个文件'));
    await settle(40);
    expect(changes).toEqual([]);
    expect(phone.said.at(-1)).toContain(why);
  });
});

test('answers to choose from: two at least, six at most', async () => {
  const editor = app.mount('features/notices/pages/write/choices-editor', { value: ['来', '不来'] });
  const changes = listen(editor, 'change') as { value: string[] }[];
  expect(textOf(editor)).not.toContain('去掉');
  for (let i = 0; i < 4; i += 1) await tap(shown(editor.dom, '再加一个答案'));
  expect(changes.at(-1)?.value).toEqual(['来', '不来', '', '', '', '']);
  expect(textOf(editor)).not.toContain('再加一个答案');
});

describe('what is spoken', () => {
  afterEach(() => vi.useRealTimers());
  const manager = { start: vi.fn(), stop: vi.fn() } as Record<string, unknown>;
  vi.stubGlobal('requirePlugin', () => ({ getRecordRecognitionManager: () => manager }));
  const say = (event: string, detail: object) => (manager[event] as (detail: object) => void)(detail);

  test('is written down while it is said, and handed over when it is said', async () => {
    const button = app.mount('components/dictation');
    const texts = listen(button, 'text');
    await tap(shown(button.dom, '说给我写'));
    expect(manager.start).toHaveBeenCalledWith({ lang: 'zh_CN', duration: 60_000 });
    say('onRecognize', { result: '周五下午' });
    await settle();
    expect(textOf(button)).toContain('周五下午');
    await tap(shown(button.dom, '说完了'));
    expect(manager.stop).toHaveBeenCalled();
    say('onStop', { result: '周五下午开会。' });
    await settle();
    expect(texts).toEqual([{ text: '周五下午开会。' }]);
    expect(textOf(button)).toContain('说给我写');
  });

  test('and not understood is asked for again; without a microphone it says how to allow it', async () => {
    const button = app.mount('components/dictation');
    const texts = listen(button, 'text');
    await tap(shown(button.dom, '说给我写'));
    say('onStop', { result: '' });
    await settle();
    expect(phone.said.at(-1)).toContain('再说一遍');
    await tap(shown(button.dom, '说给我写'));
    say('onError', { retcode: -30_001, msg: 'no microphone' });
    await settle();
    expect(textOf(button)).toContain('去允许用话筒');
    expect(texts).toEqual([]);
  });

  test('does not wait for ever for words that do not come back', async () => {
    const { dictate, stopDictation } =
      app.module<typeof import('../../miniprogram/services/dictation')>('services/dictation');
    vi.useFakeTimers();
    const words = dictate(() => undefined);
    const failed = expect(words).rejects.toThrow();
    stopDictation();
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
  });
});
