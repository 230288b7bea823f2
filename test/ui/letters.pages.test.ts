import { beforeEach, describe, expect, test } from 'vitest';
import { errorText } from '../../miniprogram/shared/text/zh';
import { refuse } from './support/fake-wx';
import { aChild, NOW, TODAY, yang, yu } from './support/family';
import { familyPhone, father, opened } from './support/family-phone';
import { aLetter, anEnvelope } from './support/letters';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';

const { phone, session, elder, outbox, serve, show, urlOf } = familyPhone();
const PAGES = 'features/letters/pages';
const both = opened({ children: [aChild(yu), aChild(yang)] });
const hear = (page: Mounted, handler: string, detail: object) =>
  (page.instance[handler] as (event: object) => unknown)({ detail });

/** The family's home is known, as after the app was opened. */
async function atHome(home = opened()) {
  serve({ 'home.open': home });
  await show('pages/home');
  phone.asked.length = 0;
}

test('letters opened from a link by somebody who is not bound yet: the code is asked for', async () => {
  session.set({ memberships: [], current: null, subscriptions: [] });
  serve({ 'home.open': { ...opened(), memberships: [], current: null, home: { kind: 'stranger' } } as never });
  const page = await show(`${PAGES}/box`);
  await settle();
  expect(textOf(page)).toContain('请输入老师给的邀请码');
  expect(phone.askedFor('letters.box')).toEqual([]);
});

describe("a parent's letters with a child", () => {
  beforeEach(() => atHome());
  const box = (letters = [anEnvelope()], more = {}) => ({
    child: yu,
    letters,
    next: null,
    secretAnewAt: null,
    ...more,
  });

  test('stand newest first; one that the child has not opened can be taken back', async () => {
    let taken = false;
    serve({
      'letters.box': () =>
        box([
          anEnvelope(),
          anEnvelope({ letterId: 'l2', mine: true, from: '爸爸', to: '小雨', state: taken ? 'taken_back' : 'waiting' }),
        ]),
      'letters.takeBack': () => {
        taken = true;
        return { done: true };
      },
    });
    const page = await show(`${PAGES}/box`);
    expect(textOf(page)).toMatch(/和小雨的信.*爸爸写来的.*新的.*写给小雨的.*小雨还没打开/s);
    await tap(shown(page.dom, '收回'));
    await settle();
    expect(phone.askedFor('letters.takeBack')[0]?.input).toEqual({ letterId: 'l2' });
    expect(textOf(page)).toContain('收回了');
    await tap(shown(page.dom, '爸爸写来的'));
    expect(urlOf('navigateTo')).toBe(`/features/letters/pages/read/index?id=l1&studentId=${yu.id}`);
  });

  test('older ones come when asked for, and stay when the page is drawn anew', async () => {
    serve({
      'letters.box': ({ input: { before } }: { input: { before?: number } }) =>
        before === undefined
          ? box([anEnvelope()], { next: 500 })
          : box([anEnvelope({ letterId: 'l-old', from: '妈妈' })]),
    });
    const page = await show(`${PAGES}/box`);
    expect(textOf(page)).not.toContain('妈妈写来的');
    await tap(shown(page.dom, '更早的信'));
    await settle();
    await (page.instance.refresh as () => Promise<void>)();
    expect(textOf(page)).toMatch(/爸爸写来的.*妈妈写来的/s);
    expect(textOf(page)).not.toContain('更早的信');
  });

  test('one that was opened meanwhile cannot: the page says so and shows it', async () => {
    let state = 'waiting' as 'waiting' | 'opened';
    serve({
      'letters.box': () => box([anEnvelope({ mine: true, to: '小雨', state })]),
      'letters.takeBack': () => {
        state = 'opened';
        return refuse('letters.opened');
      },
    });
    const page = await show(`${PAGES}/box`);
    await tap(shown(page.dom, '收回'));
    await settle();
    expect(phone.said).toContain(errorText('letters.opened'));
    expect(textOf(page)).toContain('小雨看过了');
  });

  test('without a network one can write, and the letters come when it is back', async () => {
    serve({ 'letters.box': box() });
    phone.setNetwork(false);
    const page = await show(`${PAGES}/box`);
    expect(textOf(page)).toContain('以前的信，连上网络再看');
    await tap(shown(page.dom, '给小雨写信'));
    expect(urlOf('navigateTo')).toBe(`/features/letters/pages/write/index?studentId=${yu.id}`);
    phone.setNetwork(true);
    await settle(60);
    expect(textOf(page)).toContain('爸爸写来的');
  });

  test('with several children show one at a time', async () => {
    await atHome(both);
    serve({
      'letters.box': ({ input }: { input: { studentId: string } }) =>
        input.studentId === yu.id ? box() : box([], { child: yang }),
    });
    const page = await show(`${PAGES}/box`);
    await tap(shown(page.dom, '小阳'));
    await settle();
    expect(textOf(page)).toContain('和小阳的信');
    expect(textOf(page)).toContain('还没有信');
  });
});

describe('a letter to a child', () => {
  beforeEach(() => atHome());
  const PAGE = `${PAGES}/write`;
  const written = () => phone.askedFor('letters.write').map(({ input }) => input as { requestKey: string });

  test('is a voice, words, or both, sent once however often it is tapped', async () => {
    serve({ 'letters.write': { letterId: 'l1' } });
    phone.files.add('wxfile://usr/kept/v.mp3');
    const page = await show(PAGE, { studentId: yu.id });
    await tap(shown(page.dom, '寄出去'));
    expect(textOf(page)).toContain('说一段话，或者写几句，再寄出去');
    hear(page, 'onVoice', { recording: { path: 'wxfile://usr/kept/v.mp3', seconds: 12 } });
    hear(page, 'onText', { value: '  过年就回来。 ' });
    const button = shown(page.dom, '寄出去');
    await Promise.all([tap(button), tap(button)]);
    await settle(60);
    expect(written()).toHaveLength(1);
    expect(written()[0]).toMatchObject({
      studentId: yu.id,
      text: '过年就回来。',
      voice: { fileId: expect.stringMatching(/^cloud:/), seconds: 12 },
    });
    expect(textOf(page)).toContain('信寄出去了');
    expect(phone.files.has('wxfile://usr/kept/v.mp3')).toBe(false);
  });

  test('waits without a network and leaves by itself', async () => {
    serve({ 'letters.write': { letterId: 'l1' } });
    const page = await show(PAGE, { studentId: yu.id });
    phone.setNetwork(false);
    hear(page, 'onText', { value: '想你了' });
    await tap(shown(page.dom, '寄出去'));
    await settle(40);
    expect(textOf(page)).toContain('连上以后会自己寄出去');
    phone.setNetwork(true);
    await settle(60);
    expect(written()).toHaveLength(1);
    expect(textOf(page)).toContain('信寄出去了');
  });

  test('what the school does not take comes back into the form with the reason, and leaves under a new key', async () => {
    let times = 0;
    serve({ 'letters.write': () => (times++ === 0 ? refuse('content.risky') : { letterId: 'l1' }) });
    const page = await show(PAGE, { studentId: yu.id });
    hear(page, 'onText', { value: '不好的话' });
    await tap(shown(page.dom, '寄出去'));
    await settle(60);
    expect(textOf(page)).toContain('有不能发的内容');
    expect(page.instance.data.text).toBe('不好的话');
    expect(outbox.posts.get()).toEqual([]);
    hear(page, 'onText', { value: '好话' });
    await tap(shown(page.dom, '寄出去'));
    await settle(60);
    expect(textOf(page)).toContain('信寄出去了');
    expect(written()[1]?.requestKey).not.toBe(written()[0]?.requestKey);
  });

  test('one that was refused after its page was left is mended from the box', async () => {
    serve({
      'letters.box': { child: yu, letters: [], next: null, secretAnewAt: null },
      'letters.write': refuse('letters.too-many'),
    });
    await outbox.post({
      clientId: 'k1',
      method: 'letters.write',
      input: { requestKey: 'k1', studentId: yu.id, text: '第六封', voice: null },
      title: '写给小雨的信',
    });
    await settle(60);
    const page = await show(`${PAGES}/box`);
    expect(textOf(page)).toContain('今天写了不少信了');
    expect(textOf(page)).not.toContain('再发一次');
    await tap(shown(page.dom, '改一改'));
    expect(urlOf('navigateTo')).toBe(`${`/${PAGE}`}/index?studentId=${yu.id}&letter=k1`);
    // Without room for the draft the letter stays where it is.
    phone.storageFull = true;
    (await show(PAGE, { studentId: yu.id, letter: 'k1' })).detach();
    await settle();
    phone.storageFull = false;
    expect(phone.said.at(-1)).toContain('手机里放不下了');
    expect(outbox.posts.get()).toHaveLength(1);
    const form = await show(PAGE, { studentId: yu.id, letter: 'k1' });
    expect(form.instance.data.text).toBe('第六封');
    expect(textOf(form)).toContain('今天写了不少信了');
    expect(outbox.posts.get()).toEqual([]);
  });

  test('what was begun is there again, also after the app was killed', async () => {
    const page = await show(PAGE, { studentId: yu.id });
    hear(page, 'onText', { value: '写到一半' });
    await settle(350);
    page.detach();
    const again = await show(PAGE, { studentId: yu.id });
    expect(again.instance.data.text).toBe('写到一半');
  });

  test('goes along when the other child was meant, and is not written twice', async () => {
    await atHome(both);
    serve({ 'letters.write': { letterId: 'l1' } });
    const page = await show(PAGE, { studentId: yu.id });
    hear(page, 'onText', { value: '给你们' });
    await settle(350);
    await tap(shown(page.dom, '小阳'));
    expect(textOf(page)).toContain('写给小阳');
    expect(page.instance.data.text).toBe('给你们');
    await tap(shown(page.dom, '寄出去'));
    await settle(60);
    expect(written()).toMatchObject([{ studentId: yang.id, text: '给你们' }]);
    const first = await show(PAGE, { studentId: yu.id });
    expect(first.instance.data.text).toBe('');
  });

  test('an elder finds the voice before the words', async () => {
    elder.set(true);
    const text = textOf(await show(PAGE, { studentId: yu.id }));
    expect(text.indexOf('说给小雨听')).toBeLessThan(text.indexOf('不填也行'));
  });
});

describe('a letter that a parent opens', () => {
  const open = async (letter = aLetter({ from: '小雨' })) => {
    serve({ 'letters.open': letter, 'letters.report': { done: true } });
    return show(`${PAGES}/read`, { id: 'l1', studentId: yu.id });
  };

  test('has its words, and a way to answer', async () => {
    const page = await open();
    expect(textOf(page)).toContain('过年就回来。');
    await tap(shown(page.dom, '给小雨回信'));
    expect(urlOf('navigateTo')).toBe(`/features/letters/pages/write/index?studentId=${yu.id}`);
    page.triggerPageLifeTime('show');
    await settle();
    expect(phone.askedFor('letters.open')).toHaveLength(1);
  });

  test('has its voice as a file that goes with the page', async () => {
    const page = await open(
      aLetter({ from: '小雨', text: '', voice: { dataUrl: 'data:audio/mpeg;base64,AAAA', seconds: 7 } }),
    );
    const sounds = () => [...phone.files].filter((path) => path.includes('/passing/'));
    expect(textOf(page)).toContain('听小雨说');
    expect(sounds()).toHaveLength(1);
    page.detach();
    expect(sounds()).toEqual([]);
  });

  test('is reported with a reason; the letter itself is shown only when the reader says so', async () => {
    const page = await open();
    await tap(shown(page.dom, '不对劲，告诉学校'));
    await tap(shown(page.dom, '告诉老师'));
    expect(textOf(page)).toContain('请先点一个');
    await tap(shown(page.dom, '要钱、要东西'));
    await tap(shown(page.dom, '告诉老师'));
    await settle();
    expect(phone.askedFor('letters.report')[0]?.input).toEqual({
      letterId: 'l1',
      why: 'money',
      words: '',
      show: false,
    });
    expect(textOf(page)).toContain('已经告诉学校了');
  });

  test("one's own is neither answered nor reported", async () => {
    expect(textOf(await open(aLetter({ mine: true })))).not.toMatch(/回信|不对劲/);
  });
});

describe('the school', () => {
  const as = (role: 'teacher' | 'counsellor') => session.set({ ...opened(), memberships: [{ ...father, role }] });
  const row = { child: yu, waiting: 1, since: TODAY, sentTo: null, hasSecret: true };

  test('sends a child to a tablet', async () => {
    as('teacher');
    let sentTo: string | null = null;
    serve({
      'letters.waiting': () => ({ rows: [{ ...row, sentTo }], points: [{ id: 'p1', name: '1 号平板' }] }),
      'letters.sendTo': () => {
        sentTo = '1 号平板';
        return { until: NOW + 1_800_000 };
      },
    });
    const page = await show(`${PAGES}/waiting`);
    expect(textOf(page)).toContain('1 个孩子有信没看');
    await tap(shown(page.dom, '三(2)班 林小雨'));
    await tap(shown(page.dom, '把名字放到平板上'));
    await settle();
    expect(phone.askedFor('letters.sendTo')[0]?.input).toEqual({ studentId: yu.id, pointId: 'p1' });
    expect(textOf(page)).toContain('已请到1 号平板');
  });

  test('with several tablets one must be chosen; without any it says what to do', async () => {
    as('teacher');
    const points = [1, 2].map((n) => ({ id: `p${n}`, name: `${n} 号平板` }));
    serve({ 'letters.waiting': () => ({ rows: [row], points }) });
    const page = await show(`${PAGES}/waiting`);
    await tap(shown(page.dom, '三(2)班 林小雨'));
    await tap(shown(page.dom, '把名字放到平板上'));
    expect(textOf(page)).toContain('先点一下，请孩子到哪个平板');
    expect(phone.askedFor('letters.sendTo')).toEqual([]);
    points.length = 0;
    const none = await show(`${PAGES}/waiting`);
    await tap(shown(none.dom, '三(2)班 林小雨'));
    expect(textOf(none)).toContain('学校还没有通话平板');
  });

  test('a letter on paper is a record, of a child that is the caller’s to write about', async () => {
    as('teacher');
    serve({
      'letters.waiting': {
        rows: [row, { ...row, child: yang }],
        points: [{ id: 'p1', name: '1 号平板' }],
      },
      'records.kinds': { own: [], hidden: [] },
      'cadence.due': { rows: [], counts: [], total: 0 },
      'school.read': { classes: [] },
      'contacts.list': { children: [{ ...yu, tone: 'ok' }], next: null },
    });
    const page = await show(`${PAGES}/waiting`);
    await tap(shown(page.dom, '三(2)班 林小雨'));
    await tap(shown(page.dom, '记一封纸上的信'));
    expect(urlOf('navigateTo')).toBe(`/features/records/pages/write/index?studentId=${yu.id}&kind=letter`);
    await tap(shown(page.dom, `${yang.className} ${yang.name}`));
    expect(textOf(page)).toContain('请班主任');
    expect(textOf(page)).not.toContain('记一封纸上的信');
  });

  test('a forgotten secret is made anew only after a warning', async () => {
    as('teacher');
    serve({
      'letters.waiting': () => ({ rows: [row], points: [{ id: 'p1', name: '1 号平板' }] }),
      'letters.forgetSecret': { done: true },
    });
    const page = await show(`${PAGES}/waiting`);
    phone.answer = false;
    await tap(shown(page.dom, '三(2)班 林小雨'));
    await tap(shown(page.dom, '孩子忘了图案'));
    expect(phone.askedFor('letters.forgetSecret')).toEqual([]);
    phone.answer = true;
    await tap(shown(page.dom, '孩子忘了图案'));
    await settle();
    expect(phone.said.some((text) => text.includes('还没看的信要到明天才能打开'))).toBe(true);
    expect(phone.askedFor('letters.forgetSecret')).toHaveLength(1);
  });

  test('reads a reported letter only where it was handed over, and writes down what was done', async () => {
    as('counsellor');
    const report = {
      letterId: 'l1',
      child: yu,
      by: '小雨',
      from: '爸爸',
      why: 'scared',
      words: '我怕',
      at: NOW,
      handed: null as string | null,
      handedVoice: null as number | null,
      answered: null as string | null,
    };
    serve({
      'letters.reported': () => ({ reports: [report] }),
      'letters.handedVoice': { dataUrl: 'data:audio/mpeg;base64,AAAA', seconds: 7 },
      'letters.answerReport': () => {
        report.answered = '和孩子谈过了';
        return { done: true };
      },
    });
    const page = await show(`${PAGES}/reported`);
    expect(textOf(page)).toContain('收信的人没有把信给学校看');
    Object.assign(report, { handed: '', handedVoice: 7 });
    await (page.instance.refresh as () => Promise<void>)();
    await tap(shown(page.dom, '打开信里的录音，7 秒'));
    await settle();
    expect(phone.askedFor('letters.handedVoice')[0]?.input).toEqual({ letterId: 'l1' });
    expect(textOf(page)).toContain('听信里的声音');
    await tap(shown(page.dom, '孩子可能受伤害，马上报告'));
    expect(urlOf('navigateTo')).toBe(`/features/care/pages/concern/index?studentId=${yu.id}`);
    await tap(shown(page.dom, '记下做了什么'));
    await tap(shown(page.dom, '存好'));
    expect(textOf(page)).toContain('写一句做了什么，再存');
    hear(page, 'onText', { value: '和孩子谈过了' });
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(textOf(page)).toContain('处理过了');
  });
});
