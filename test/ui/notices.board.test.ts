import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../miniprogram/shared/errors/catalogue';
import { errorText } from '../../miniprogram/shared/text/zh';
import { ok, refuse } from './support/fake-wx';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';
import { aBoard, aPerson, granny } from './support/notices';
import { type Answers, teacherPhone } from './support/teacher-phone';

const { phone, sheet, outbox, show, askedFor, serve } = teacherPhone();
type Wx = Record<string, (...given: never[]) => unknown>;
const wx = phone.wx as unknown as Wx;
Object.assign(phone.wx, {
  hideShareMenu: vi.fn(),
  showShareImageMenu: vi.fn(),
  downloadFile: vi.fn(({ success }: { success: (answer: object) => void }) => success({ statusCode: 200 })),
  openDocument: vi.fn(({ success }: { success: () => void }) => success()),
});
beforeEach(() => {
  for (const name of ['navigateTo', 'openDocument']) vi.mocked(wx[name] as () => void).mockClear();
});

/** A busy computer draws slowly, ms. */
const PATIENCE = 3_000;
const toCall = aPerson('r1', { rung: 'call', state: 'refused', why: 'no_credit' });
const numberOf = () => ok({ phone: '13600009010', name: '王芳' });
/** The board as the school has it, which changes once something was told. */
function school(
  before = aBoard([toCall]),
  after = aBoard([{ ...toCall, state: 'called', open: false }], { unheard: 0 }),
) {
  let now = before;
  return {
    'notices.board': () => ok(now),
    'contacts.phone': numberOf,
    'notices.told': () => {
      now = after;
      return ok({ state: 'called', rung: 'call', open: false });
    },
  } satisfies Answers;
}
const pages: Mounted[] = [];
// A board that stands open looks again by itself.
afterEach(() => {
  for (const page of pages.splice(0)) page.detach();
});
const opened = async (answers: Answers, query: Record<string, string> = {}): Promise<Mounted> => {
  serve(answers);
  const page = await show('features/notices/pages/board', { id: 'n1', ...query });
  pages.push(page);
  return page;
};
const urlOf = (name: string) =>
  (vi.mocked(wx[name] as () => void).mock.calls.at(-1) as [{ url: string }] | undefined)?.[0].url;

describe("a notice's board", () => {
  test('dials with one tap and notes with one what came of it', async () => {
    const page = await opened(school());
    expect(textOf(page)).toContain('还差 3 户没听到');
    await tap(shown(page.dom, '打电话'));
    await settle(150);
    expect(askedFor('contacts.phone')[0]?.input).toEqual({ personId: 'p-r1', why: 'notice' });
    expect(textOf(page)).toContain('电话打得怎么样？');
    await tap(shown(page.dom, '说到了'));
    await settle(150);
    const [told] = askedFor('notices.told');
    expect(told?.input).toEqual({ requestKey: told?.requestId, receiptId: 'r1', way: 'call', outcome: 'told' });
    expect(phone.said).toContain('记下了');
    expect(textOf(page)).toContain('家家都听到了');
  });

  test('asks nothing of who was not called after all', async () => {
    vi.mocked(wx.makePhoneCall as (option: { fail: () => void }) => void).mockImplementationOnce(({ fail }) => fail());
    const page = await opened(school());
    await tap(shown(page.dom, '打电话'));
    await settle(150);
    expect(page.instance.data.way).toBe('');
    expect(askedFor('notices.told')).toEqual([]);
  });

  test('where the notice asks for a choice it is noted in the same tap', async () => {
    const board = aBoard([toCall], { asks: 'answer' });
    const page = await opened({ ...school(board), 'notices.read': () => ok({ choices: ['来', '来不了'] }) });
    await tap(shown(page.dom, '打电话'));
    await settle(150);
    await tap(shown(page.dom, '说到了：来不了'));
    await settle(150);
    expect(askedFor('notices.told')[0]?.input).toMatchObject({ outcome: 'told', choice: '来不了' });
  });

  test('a visit where there is no network is kept on the phone, and sent later once with its key', async () => {
    const page = await opened(school(aBoard([granny('r1')])));
    phone.setNetwork(false);
    await tap(shown(page.dom, '上门了'));
    await settle(150);
    expect(askedFor('contacts.phone')).toEqual([]);
    await tap(shown(page.dom, '当面说了'));
    await settle(150);
    expect(phone.said.join()).toContain('先记在手机里');
    expect(textOf(page)).toContain('记在手机里了，有网络就送到');
    const [first] = askedFor('notices.told');
    phone.setNetwork(true);
    await settle(150);
    const sent = askedFor('notices.told');
    expect(sent.length).toBeGreaterThan(1);
    expect(new Set(sent.map(({ requestId }) => requestId)).size).toBe(1);
    expect(sent.at(-1)?.input).toEqual(first?.input);
    expect(outbox.posts.get().map(({ state }) => state)).toEqual(['sent']);
  });

  test('opens a person, and of a large school a class, which is asked for by itself', async () => {
    const classes = [{ classId: 'c2', name: '三(2)班', families: 31, unheard: 4, call: 2, visit: 1 }];
    const large = await opened({ 'notices.board': () => ok(aBoard(null, { classes })) });
    await tap(shown(large.dom, '三(2)班'));
    expect(urlOf('navigateTo')).toBe('/features/notices/pages/board/index?id=n1&classId=c2');
    const one = await opened({ 'notices.board': () => ok(aBoard([toCall], { classes })) }, { classId: 'c2' });
    expect(askedFor('notices.board').at(-1)?.input).toEqual({ noticeId: 'n1', classId: 'c2' });
    expect(textOf(one)).toContain('还差 4 户没听到');
    await tap(shown(one.dom, '林小雨的妈妈 王芳'));
    expect(urlOf('navigateTo')).toBe('/features/notices/pages/person/index?id=r1');
  });

  test('reminds once more when the teacher says so, and says why where it cannot', async () => {
    const page = await opened({ ...school(), 'notices.nudge': () => ok({ people: 5, left: 1 }) });
    phone.answer = false;
    await tap(shown(page.dom, '再提醒一次'));
    await settle(150);
    expect(phone.said.at(-1)).toContain('给还没回音的 5 人再发一次微信');
    expect(askedFor('notices.nudge')).toEqual([]);
    phone.answer = true;
    await tap(shown(page.dom, '再提醒一次'));
    await settle(150);
    expect(askedFor('notices.nudge')[0]?.input).toMatchObject({ noticeId: 'n1' });
    expect(phone.said.at(-1)).toBe('又给 5 人发了一次');

    serve({ ...school(), 'notices.nudge': () => refuse('notices.nudge-later') });
    await tap(shown(page.dom, '再提醒一次'));
    await settle(150);
    expect(phone.said.at(-1)).toBe(errorText('notices.nudge-later', new AppError('notices.nudge-later').details));
  });

  test('hands out slips, and the list', async () => {
    const page = await opened({
      ...school(),
      'notices.slips': () => ok({ fileId: 'f', url: 'https://x/a', fileName: '纸条.docx', slips: 1 }),
      'notices.export': () => ok({ fileId: 'f', url: 'https://x/b', fileName: '名单.xlsx' }),
    });
    sheet.chosen = 1;
    await tap(shown(page.dom, '更多'));
    await settle(150);
    expect(wx.openDocument).toHaveBeenLastCalledWith(expect.objectContaining({ fileType: 'docx' }));
    sheet.chosen = 2;
    await tap(shown(page.dom, '更多'));
    await settle(150);
    expect(wx.openDocument).toHaveBeenLastCalledWith(expect.objectContaining({ fileType: 'xlsx' }));
    expect(askedFor('notices.export')[0]?.name).toBe('documents');
    sheet.chosen = 3;
    await tap(shown(page.dom, '更多'));
    expect(urlOf('navigateTo')).toBe('/features/notices/pages/detail/index?id=n1');
  });

  test("the card for the class's group says nothing of a child, and is not for what only some get", async () => {
    const audience = { of: { kind: 'classes', classIds: ['c1'] }, roles: ['guardian'] };
    const page = await opened({ ...school(), 'notices.read': () => ok({ audience }) });
    await tap(shown(page.dom, '更多'));
    await vi.waitFor(() => expect(page.instance.data.carding).toBe(true), PATIENCE);
    const card = (page.instance.onShareAppMessage as () => object)();
    expect(card).toEqual({
      title: '学校有一条新通知，请打开看看',
      path: 'features/notices/pages/open/index?notice=n1',
      imageUrl: '/assets/share/notice.png',
    });

    const left = await opened({
      ...school(),
      'notices.read': () => ok({ audience: { ...audience, leftBehind: true } }),
    });
    await tap(shown(left.dom, '更多'));
    await vi.waitFor(() => expect(phone.said.at(-1)).toContain('别人家也会看到'), PATIENCE);
    expect(left.instance.data.carding).toBe(false);
    expect(phone.said.at(-1)).not.toContain('留守');
  });

  test('looks again by itself while letters are leaving, and then no more', async () => {
    const page = await opened({ 'notices.board': () => ok(aBoard([toCall], { status: 'sending' })) });
    page.triggerPageLifeTime('hide');
    const tick = page.instance.tick as (n: number) => void;
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) tick.call(page.instance, n);
    await settle(150);
    expect(askedFor('notices.board')).toHaveLength(3);
    serve(school());
    tick.call(page.instance, 16);
    await settle(150);
    tick.call(page.instance, 32);
    await settle(150);
    expect(askedFor('notices.board')).toHaveLength(4);
  });

  test('of one that waits for the headteacher there is nothing to do but to read it', async () => {
    const page = await opened({ 'notices.board': () => ok(aBoard([], { status: 'review', people: 0, unheard: 0 })) });
    expect(textOf(page)).toContain('等校长看过再发');
    expect(textOf(page)).not.toContain('再提醒一次');
    await tap(shown(page.dom, '看通知'));
    expect(urlOf('navigateTo')).toBe('/features/notices/pages/detail/index?id=n1');
  });
});
