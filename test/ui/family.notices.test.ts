import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Pen } from '../../miniprogram/components/signature-pad/pen';
import type { Output } from '../../miniprogram/shared/contract';
import { refuse } from './support/fake-wx';
import { anItem, anOpenNotice } from './support/family';
import { familyPhone } from './support/family-phone';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';

const { phone, order, session, elder, outbox, serve, show, urlOf } = familyPhone();

const OPEN = 'features/notices/pages/open';
const notice = anOpenNotice();
/** What the school answers is not looked at: the page counts its own letters. */
const taken = { state: 'heard', wantsCall: false, answer: null };
const open = (over: Partial<Output<'notices.open'>> = {}) => {
  serve({ 'notices.open': { ...notice, ...over }, 'notices.answer': taken });
  return show(OPEN, { id: 'r1' });
};
const answers = () => phone.askedFor('notices.answer').map(({ input }) => input);
const backOnline = async () => {
  phone.setNetwork(true);
  await outbox.flushOutbox();
  await settle(80);
};

beforeEach(() => phone.files.clear());

describe('what the school told', () => {
  test('an answer without a network is kept, and sent once when it is back', async () => {
    const page = await open();
    phone.setNetwork(false);
    await tap(shown(page.dom, '我听到了'));
    await settle(80);
    expect(textOf(page)).toContain('记下了现在没有网络，等有网络了会自动告诉老师。');
    await backOnline();
    expect(order.filter((what) => what === 'notices.answer')).toHaveLength(1);
    expect(answers().at(-1)).toEqual({ receiptId: 'r1', answer: 'heard' });
    expect(outbox.posts.get().map(({ state }) => state)).toEqual(['sent']);
    expect(textOf(page)).toContain('好的，老师知道您听到了');
    expect(textOf(page)).not.toContain('现在没有网络');
  });

  test("WeChat's sheet comes within the tap, before the answer, and how often still stands there after", async () => {
    const page = await open();
    await tap(shown(page.dom, '我听到了'));
    await settle(80);
    expect(order.filter((what) => what !== 'notices.open')).toEqual(['sheet', 'notices.answer']);
    expect(textOf(page)).toContain('还能提醒 1 次');
  });

  test('a refused answer brings the buttons back, and says why', async () => {
    serve({ 'notices.open': notice, 'notices.answer': refuse('notices.over') });
    const page = await show(OPEN, { id: 'r1' });
    await tap(shown(page.dom, '请老师打电话'));
    await settle(120);
    expect(textOf(page)).not.toContain('老师会给您打电话');
    expect(textOf(page)).toContain('没有发成：这条通知已经收回或更正过了');
    expect(textOf(page)).toContain('我听到了');
    // It was looked at again: what was taken back must be seen as such.
    expect(order.slice(order.indexOf('notices.answer'))).toContain('notices.open');
  });

  test('elder mode: the voice first, two answers, and a way home', async () => {
    elder.set(true);
    const page = await open();
    expect(page.dom.innerHTML).toContain('player--huge');
    expect(textOf(page)).not.toContain('周五开家长会。');
    await tap(shown(page.dom, '请老师打电话'));
    await settle(80);
    expect(textOf(page)).toContain('好的，老师会给您打电话');
    expect(phone.wx.pageScrollTo).toHaveBeenCalledWith(expect.objectContaining({ selector: '#done' }));
    expect(answers()[0]).toEqual({ receiptId: 'r1', answer: 'call_me' });
    await tap(shown(page.dom, '回首页'));
    expect(urlOf('reLaunch')).toBe('/pages/home/index');
  });

  test('a shared record shows its words and photos', async () => {
    const page = await open({
      of: 'record',
      asks: 'read',
      hasVoice: false,
      voiceUrl: null,
      voiceSeconds: null,
      body: '小雨给奶奶捶背。',
      photoUrls: ['https://x/1.jpg'],
      waits: false,
    });
    expect(textOf(page)).toContain('小雨给奶奶捶背。');
    expect(page.dom.innerHTML).toContain('https://x/1.jpg');
    expect(textOf(page)).not.toContain('我听到了');
  });

  test('the file opens under its own name, and a phone without a network says so', async () => {
    phone.wx.openDocument = vi.fn(({ success }: { success(): void }) => success());
    const page = await open({ file: { name: '放假安排.pdf', url: 'https://x/f' } });
    await tap(shown(page.dom, '打开老师发的文件'));
    await settle(40);
    expect(phone.wx.openDocument).toHaveBeenCalledWith(
      expect.objectContaining({ filePath: 'wxfile://usr/放假安排.pdf', fileType: 'pdf' }),
    );
    phone.setNetwork(false);
    await tap(shown(page.dom, '打开老师发的文件'));
    await settle(40);
    expect(phone.said.at(-1)).toContain('现在没有网络');
  });
});

describe('choices', () => {
  const asks = { asks: 'answer' as const, choices: ['参加', '不参加'] };

  test('one is chosen, and something else afterwards', async () => {
    const page = await open(asks);
    await tap(shown(page.dom, '参加'));
    await settle(80);
    expect(textOf(page)).toContain('您的回话：参加');
    await tap(shown(page.dom, '改一改回话'));
    await tap(shown(page.dom, '不参加'));
    await settle(80);
    expect(textOf(page)).toContain('您的回话：不参加');
    expect(answers()).toEqual(['参加', '不参加'].map((choice) => ({ receiptId: 'r1', answer: 'chosen', choice })));
  });

  test('elder mode: the question has a page of its own', async () => {
    elder.set(true);
    const page = await open(asks);
    expect(textOf(page)).not.toContain('不参加');
    await tap(shown(page.dom, '回老师的话'));
    expect(textOf(page)).not.toContain('请老师打电话');
    await tap(shown(page.dom, '不参加'));
    await settle(80);
    expect(textOf(page)).toContain('您的回话：不参加');
    expect(textOf(page)).toContain('回首页');
    await tap(shown(page.dom, '改一改回话'));
    expect(textOf(page)).toContain('您怎么回老师？');
    expect(phone.wx.pageScrollTo).toHaveBeenLastCalledWith(expect.objectContaining({ scrollTop: 0 }));
  });
});

describe('a signature', () => {
  const sign = async (page: Mounted) => {
    await tap(shown(page.dom, '去签名'));
    expect(textOf(page)).toContain('请用手指签上您的名字');
    expect(textOf(page)).not.toContain('周五开家长会。');
    phone.files.add('tmp/sign.png');
    // jsdom has no canvas: the pad's own events stand for the finger.
    (page.instance.onSign as () => void)();
    (page.instance.onSigned as (event: object) => void)({ detail: { path: 'tmp/sign.png' } });
    await settle(80);
  };

  test('waits as a file without a network, and is sent once with it', async () => {
    const page = await open({ asks: 'sign' });
    phone.setNetwork(false);
    await sign(page);
    expect(textOf(page)).toContain('签好了现在没有网络');
    expect(outbox.posts.get()[0]?.files).toEqual([expect.stringMatching(/^wxfile:\/\/usr\/kept\/\w+\.png$/)]);
    await backOnline();
    expect(answers().at(-1)).toEqual({
      receiptId: 'r1',
      answer: 'signed',
      fileId: expect.stringMatching(/^cloud:\/\/env\/u\/\w+\.png$/),
    });
    expect(order.filter((what) => what === 'notices.answer')).toHaveLength(1);
  });

  test('elder mode: first it is heard, then the pad stands alone', async () => {
    elder.set(true);
    const page = await open({ asks: 'sign' });
    expect(page.dom.innerHTML).toContain('player--huge');
    await sign(page);
    expect(textOf(page)).toContain('签好了');
  });

  test('a slip of the finger is no name; what is written anew begins on white paper', () => {
    const calls: string[] = [];
    const ink = new Proxy({} as Record<string, unknown>, {
      get: (target, name: string) => target[name] ?? (() => calls.push(name)),
    });
    const pen = new Pen(ink as never, { width: 300, height: 200, color: 'white' }, 'black');
    expect(calls).toEqual(['fillRect']);
    pen.move({ x: 5, y: 5 });
    expect(calls).toEqual(['fillRect']);
    pen.down({ x: 10, y: 10 });
    pen.move({ x: 40, y: 10 });
    pen.up();
    expect(pen.isName).toBe(false);
    pen.down({ x: 10, y: 50 });
    pen.move({ x: 50, y: 50 });
    expect(pen.isName).toBe(true);
    pen.clear();
    expect(pen.isName).toBe(false);
    expect(calls.at(-1)).toBe('fillRect');
  });
});

describe('an answer by voice', () => {
  const kept = 'wxfile://usr/kept/answer.mp3';
  const speak = async (page: Mounted) => {
    await tap(shown(page.dom, '用说的回话'));
    phone.files.add(kept);
    (page.instance.onRecorded as (event: object) => void)({ detail: { recording: { path: kept, seconds: 7 } } });
    await settle();
  };

  test('waits as a file without a network, and is sent once with it', async () => {
    const page = await open();
    phone.setNetwork(false);
    await speak(page);
    await tap(shown(page.dom, '发给老师'));
    await settle(80);
    expect(textOf(page)).toContain('您说的话留好了');
    await backOnline();
    expect(textOf(page)).toContain('您说的话，老师会听');
    expect(answers().at(-1)).toEqual({
      receiptId: 'r1',
      answer: 'said',
      voice: { fileId: expect.stringMatching(/^cloud:\/\/env\/u\/\w+\.mp3$/), seconds: 7 },
    });
    expect(phone.files.has(kept)).toBe(false);
  });

  test('what was not sent does not stay on the phone', async () => {
    const page = await open();
    await speak(page);
    await tap(shown(page.dom, '先不说，回去'));
    expect(phone.files.has(kept)).toBe(false);
    expect(textOf(page)).toContain('我听到了');
    expect(answers()).toEqual([]);
  });
});

describe('corrected and taken back', () => {
  test('what was taken back says why, and asks for nothing', async () => {
    const page = await open({ over: 'recalled', overWhy: '改到下周了' });
    expect(textOf(page)).toContain('这条通知收回了：改到下周了');
    expect(textOf(page)).toContain('周五开家长会。');
    expect(textOf(page)).not.toContain('我听到了');
    expect(page.dom.innerHTML).not.toContain('player__button');
  });

  test('what was corrected leads to the new one, in its place', async () => {
    const page = await open({ over: 'corrected', newer: 'r2' });
    await tap(shown(page.dom, '看新的'));
    expect(urlOf('redirectTo')).toBe('/features/notices/pages/open/index?id=r2');
  });

  test('the new one is marked', async () => {
    expect(textOf(await open({ corrects: true }))).toContain('更正以前的那条不算了');
  });
});

describe("by the card of the class's group", () => {
  test('finds the own receipt', async () => {
    serve({ 'notices.open': notice, 'notices.answer': taken });
    const page = await show(OPEN, { notice: 'n1' });
    expect(phone.askedFor('notices.open')[0]?.input).toEqual({ noticeId: 'n1' });
    await tap(shown(page.dom, '我听到了'));
    await settle(80);
    expect(answers()).toEqual([{ receiptId: 'r1', answer: 'heard' }]);
  });

  test('whom it was not sent to is told kindly', async () => {
    serve({ 'notices.open': refuse('common.not-found') });
    const page = await show(OPEN, { notice: 'n1' });
    expect(textOf(page)).toContain('这条通知没有发给您');
  });

  test('whom no school knows is led to the code', async () => {
    serve({ 'notices.open': refuse('auth.unbound') });
    const page = await show(OPEN, { notice: 'n1' });
    await tap(shown(page.dom, '输入邀请码'));
    expect(urlOf('navigateTo')).toBe('/features/account/pages/bind/index');
  });

  test('a teacher is led to who has heard it', async () => {
    const { memberships, ...rest } = session.get();
    session.set({ ...rest, memberships: memberships.map((one) => ({ ...one, role: 'teacher' as const })) });
    serve({ 'notices.open': refuse('auth.forbidden') });
    await show(OPEN, { notice: 'n1' });
    expect(urlOf('redirectTo')).toBe('/features/notices/pages/board/index?id=n1');
  });
});

describe('without a network', () => {
  test('what was opened before opens again, with its voice, its answers and what was answered meanwhile', async () => {
    (await open({ photoUrls: ['https://x/1.jpg'] })).detach();
    phone.setNetwork(false);
    const page = await show(OPEN, { id: 'r1' });
    expect(textOf(page)).toContain('周五开家长会。');
    expect(textOf(page)).toContain('还有照片，有网络了就看得到。');
    expect(page.dom.innerHTML).not.toContain('https://x');
    expect((page.instance.data.view as { voice: string }).voice).toMatch(/^wxfile:\/\/usr\/sounds\//);
    await tap(shown(page.dom, '我听到了'));
    await settle(80);
    page.detach();
    expect(textOf(await show(OPEN, { id: 'r1' }))).toContain('记下了现在没有网络');
    await backOnline();
    expect(order.filter((what) => what === 'notices.answer')).toHaveLength(1);
  });

  test('what was never opened cannot be', async () => {
    phone.setNetwork(false);
    expect(textOf(await show(OPEN, { id: 'r9' }))).toContain('现在没有网络');
  });

  test('the list holds what was opened, also where a message led past it', async () => {
    (await open()).detach();
    phone.setNetwork(false);
    const inbox = await show('pages/inbox');
    expect(textOf(inbox)).toContain('周五下午家长会');
    inbox.detach();
  });

  test('the list is there too, and what waits to be sent says so', async () => {
    serve({ 'notices.inbox': { items: [anItem('r1', { fresh: false })], next: null }, 'notices.open': notice });
    (await show('pages/inbox')).detach();
    const page = await show(OPEN, { id: 'r1' });
    phone.setNetwork(false);
    await tap(shown(page.dom, '我听到了'));
    page.detach();
    const inbox = await show('pages/inbox');
    expect(textOf(inbox)).toContain('这是上次打开时的样子');
    expect(textOf(inbox)).toContain('周五下午家长会等网络');
  });
});

describe('the tap that only opens', () => {
  const listed = async (over: Parameters<typeof anItem>[1]) => {
    serve({ 'notices.inbox': { items: [anItem('r1', over)], next: null } });
    const page = await show('pages/inbox');
    await tap(shown(page.dom, '周五下午家长会'));
    await settle(40);
    expect(urlOf('navigateTo')).toBe('/features/notices/pages/open/index?id=r1');
    return order.filter((what) => what === 'sheet').length;
  };

  test('tops up where nothing else will be tapped', async () => {
    expect(await listed({ asks: 'read' })).toBe(1);
  });

  test('leaves it to the answer where there is one', async () => {
    expect(await listed({ asks: 'hear' })).toBe(0);
    elder.set(true);
    expect(await listed({ asks: 'read' })).toBe(0);
  });
});
