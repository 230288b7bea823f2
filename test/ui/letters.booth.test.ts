import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakePhone, ok, refuse } from './support/fake-wx';
import { yang, yu } from './support/family';
import { aLetter, anEnvelope, tablet } from './support/letters';
import { type Mounted, settle, shown, simulate, tap, textOf } from './support/mount';

const phone = fakePhone();
Object.assign(phone.wx, {
  pageScrollTo: vi.fn(),
  openDocument: vi.fn(({ success }: { success(): void }) => success()),
});
/** What was read aloud, and each sound is over at once. */
const said: string[] = [];
vi.stubGlobal('requirePlugin', () => ({
  textToSpeech({ content, success }: { content: string; success(result: object): void }) {
    said.push(content);
    success({ filename: `https://si/${said.length}` });
  },
}));
phone.wx.createInnerAudioContext = () => {
  const audio = { ended: () => {}, onTimeUpdate() {}, onError() {}, destroy() {} };
  return Object.assign(audio, {
    onEnded: (handler: () => void) => Object.assign(audio, { ended: handler }),
    play: () => setTimeout(() => audio.ended()),
  });
};
const app = simulate(phone);
const { session } = app.module<typeof import('../../miniprogram/services/session')>('services/session');
const { watchNetwork } = app.module<typeof import('../../miniprogram/services/network')>('services/network');
watchNetwork();

const SECRET = [0, 4, 11];
type Answer = (input: Record<string, unknown>) => unknown;
let answers: Record<string, Answer>;
const hear = (page: Mounted, handler: string, detail: object = {}) =>
  (page.instance[handler] as (event: object) => unknown)({ detail });
const passing = () => [...phone.files].filter((path) => path.includes('/passing/'));
const inputs = (method: string) => phone.askedFor(method).map(({ input }) => input as Record<string, unknown>);

beforeEach(() => {
  phone.forget();
  phone.files.clear();
  phone.setNetwork(true);
  session.set({ memberships: [tablet], current: tablet.id, subscriptions: [] });
  answers = {
    'letters.booth': () => ({
      children: [
        { studentId: yu.id, name: yu.name, waiting: 1, hasSecret: true, mayChoose: false },
        { studentId: yang.id, name: yang.name, waiting: 0, hasSecret: false, mayChoose: true },
      ],
    }),
    'letters.boothBox': () => ({
      name: yu.name,
      letters: [anEnvelope()],
      next: null,
      to: [{ adultId: 'a1', name: '爸爸' }],
    }),
    'letters.boothOpen': () => aLetter({ voice: { dataUrl: 'data:audio/mpeg;base64,AAAA', seconds: 7 } }),
    'letters.boothWrite': () => ({ letterId: 'l9' }),
    'letters.boothReport': () => ({ done: true }),
    'letters.chooseSecret': () => ({ done: true }),
    'letters.boothPrint': () => ({ fileId: 'f', url: 'https://x/1', fileName: '爸爸的信.docx' }),
  };
  phone.serve = async ({ method, input }) => {
    const got = (await answers[method]?.(input as never)) ?? refuse('system.version');
    return typeof got === 'object' && 'ok' in got ? (got as ReturnType<typeof ok>) : ok(got);
  };
});
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

const openBooth = () => app.show('features/letters/pages/booth');
async function tapSecret(page: Mounted, names = ['猫', '樱桃', '房子']): Promise<void> {
  for (const name of names) await tap(shown(page.dom, name));
  await settle(40);
}
async function openBox(): Promise<Mounted> {
  const page = await openBooth();
  await tap(shown(page.dom, '小雨'));
  await tapSecret(page);
  return page;
}

describe('a child at the tablet', () => {
  test('says who it is, opens its letter, and writes back by voice', async () => {
    const page = await openBooth();
    expect(textOf(page)).toMatch(/谁来看信、写信？.*小雨.*有信在等你.*小阳.*可以写信/s);
    await tap(shown(page.dom, '小雨'));
    expect(textOf(page)).toContain('按先后点你的三个图案');
    await tapSecret(page);
    expect(inputs('letters.boothBox')).toEqual([{ studentId: yu.id, secret: SECRET }]);
    expect(textOf(page)).toContain('小雨的信');
    await tap(shown(page.dom, '爸爸写来的'));
    await settle();
    expect(textOf(page)).toMatch(/爸爸写来的信.*听爸爸说.*过年就回来/s);
    expect(passing()).toHaveLength(1);

    await tap(shown(page.dom, '写回信'));
    expect(passing()).toEqual([]);
    await tap(shown(page.dom, '寄出去'));
    expect(textOf(page)).toContain('说一段话，或者写几个字');
    phone.files.add('wxfile://usr/kept/v.mp3');
    await hear(page, 'onVoice', { recording: { path: 'wxfile://usr/kept/v.mp3', seconds: 5 } });
    expect(phone.files.has('wxfile://usr/kept/v.mp3')).toBe(false);
    const button = shown(page.dom, '寄出去');
    await Promise.all([tap(button), tap(button)]);
    await settle(40);
    expect(inputs('letters.boothWrite')).toMatchObject([
      { studentId: yu.id, secret: SECRET, adultId: 'a1', text: '', voice: { seconds: 5 } },
    ]);
    expect(textOf(page)).toMatch(/信寄出去了.*爸爸很快就能看到、听到/s);
    expect(passing()).toEqual([]);
  });

  test('chooses its pictures the first time, and taps them twice', async () => {
    const page = await openBooth();
    await tap(shown(page.dom, '小阳'));
    expect(textOf(page)).toContain('选三个图案，记住先后');
    await tapSecret(page);
    expect(textOf(page)).toContain('再点一遍');
    await tapSecret(page, ['猫', '猫', '猫']);
    expect(textOf(page)).toContain('两次点的不一样');
    expect(inputs('letters.chooseSecret')).toEqual([]);
    await tapSecret(page);
    await tapSecret(page);
    expect(inputs('letters.chooseSecret')).toEqual([{ studentId: yang.id, secret: SECRET }]);
    expect(textOf(page)).toContain('小雨的信');
  });

  test('whose pictures were chosen meanwhile is asked for them', async () => {
    answers['letters.chooseSecret'] = () => refuse('letters.secret-set');
    const page = await openBooth();
    await tap(shown(page.dom, '小阳'));
    await tapSecret(page);
    await tapSecret(page);
    expect(textOf(page)).toContain('已经选过图案了');
    expect(textOf(page)).toContain('按先后点你的三个图案');
  });

  test('hears how many tries are left after wrong pictures, and what to do when there are none', async () => {
    let left = 2;
    answers['letters.boothBox'] = () => refuse('letters.secret-wrong', { left: --left });
    const page = await openBox();
    expect(textOf(page)).toContain('今天还能试 1 次');
    await tapSecret(page);
    expect(textOf(page)).toContain('请告诉值日老师');
    expect(textOf(page)).not.toContain('樱桃');
    await tap(shown(page.dom, '不是我，换一个人'));
    answers['letters.boothBox'] = () => refuse('letters.secret-locked');
    await tap(shown(page.dom, '小雨'));
    await tapSecret(page);
    expect(textOf(page)).toMatch(/今天试的次数用完了.*告诉老师/s);
  });

  test('reads why a letter stays closed', async () => {
    answers['letters.boothOpen'] = () => refuse('letters.closed', { until: Date.parse('2026-11-25T07:30:00Z') });
    const page = await openBox();
    await tap(shown(page.dom, '爸爸写来的'));
    await settle();
    expect(textOf(page)).toContain('刚换过图案。以前的信，11月25日周三下午 3:30以后才能打开');
  });

  test('tells the teacher of a letter that hurts; the letter goes along only when it says so', async () => {
    const page = await openBox();
    await tap(shown(page.dom, '爸爸写来的'));
    await settle();
    await tap(shown(page.dom, '这封信让我不舒服'));
    await tap(shown(page.dom, '看了害怕、担心'));
    await tap(shown(page.dom, '告诉老师'));
    await settle();
    expect(inputs('letters.boothReport')).toMatchObject([
      { studentId: yu.id, secret: SECRET, letterId: 'l1', why: 'scared', show: false },
    ]);
    expect(textOf(page)).toContain('这不是你的错');
  });

  test('prints a letter into a folder that is emptied', async () => {
    const page = await openBox();
    await tap(shown(page.dom, '爸爸写来的'));
    await settle();
    await tap(shown(page.dom, '印在纸上'));
    await settle();
    expect(passing().some((path) => path.endsWith('爸爸的信.docx'))).toBe(true);
    await tap(shown(page.dom, '我看完了，收起来'));
    await settle();
    expect(passing()).toEqual([]);
  });

  test('is asked before what it wrote is dropped; an empty letter is simply left', async () => {
    const page = await openBox();
    await tap(shown(page.dom, '我要写信'));
    await tap(shown(page.dom, '不写了'));
    await settle();
    expect(phone.said).toEqual([]);
    await tap(shown(page.dom, '我要写信'));
    hear(page, 'onText', { value: '我考了一百分' });
    phone.answer = false;
    await tap(shown(page.dom, '不写了'));
    await settle();
    expect(page.instance.data).toMatchObject({ step: 'write', text: '我考了一百分' });
    phone.answer = true;
    await tap(shown(page.dom, '不写了'));
    await settle();
    expect(phone.said).toEqual(['刚才说的、写的就没有了。', '刚才说的、写的就没有了。']);
    expect(page.instance.data).toMatchObject({ step: 'box', text: '' });
  });

  test('keeps what it wrote when there is no network', async () => {
    const page = await openBox();
    await tap(shown(page.dom, '我要写信'));
    hear(page, 'onText', { value: '我考了一百分' });
    phone.setNetwork(false);
    await tap(shown(page.dom, '寄出去'));
    await settle();
    expect(page.instance.data).toMatchObject({ step: 'write', text: '我考了一百分' });
    expect(textOf(page)).toContain('网络');
    phone.setNetwork(true);
    await tap(shown(page.dom, '寄出去'));
    await settle(40);
    expect(textOf(page)).toContain('信寄出去了');
    const keys = inputs('letters.boothWrite').map(({ requestKey }) => requestKey);
    expect(new Set(keys).size).toBe(1);
  });
});

describe('a child that does not read yet', () => {
  /** What the round button of this step says. */
  const hearNth = async (page: Mounted, n: number): Promise<string> => {
    said.length = 0;
    const button = [...page.dom.querySelectorAll('[class*="player__button"]')][n];
    if (!button) throw new Error(`Nothing to be heard in: ${textOf(page)}`);
    await tap(button);
    await settle(60);
    return said.join('');
  };
  const hearStep = (page: Mounted) => hearNth(page, 0);

  test('hears every step, and nothing of what it heard is kept', async () => {
    const page = await openBooth();
    expect(await hearStep(page)).toContain('点一下自己的名字');
    await tap(shown(page.dom, '小雨'));
    expect(await hearStep(page)).toContain('忘了图案，告诉值日老师');
    answers['letters.boothBox'] = () => refuse('letters.secret-wrong', { left: 3 });
    await tapSecret(page);
    expect(await hearStep(page)).toContain('今天还能试 3 次');
    answers['letters.boothBox'] = () => ({
      name: yu.name,
      letters: [anEnvelope()],
      next: null,
      to: [{ adultId: 'a1', name: '爸爸' }],
    });
    await tapSecret(page);
    expect(await hearStep(page)).toContain('爸爸写来的');
    await tap(shown(page.dom, '爸爸写来的'));
    await settle();
    expect(await hearStep(page)).toContain('老师会来帮你');
    expect(await hearNth(page, 2)).toBe('过年就回来。');
    await tap(shown(page.dom, '写回信'));
    expect(await hearStep(page)).toContain('开始说话');
    expect([...phone.files].filter((path) => path.includes('/sounds/'))).toEqual([]);
    expect(JSON.stringify([...phone.storage])).not.toContain('过年');
  });
});

describe('nothing of a child stays', () => {
  const NOTHING = { step: 'children', studentId: '', letter: null, box: null, text: '', path: '', _secret: [] };

  test('when it says that it is done', async () => {
    const page = await openBox();
    await tap(shown(page.dom, '爸爸写来的'));
    await settle();
    await tap(shown(page.dom, '我看完了，收起来'));
    await settle();
    expect(page.instance.data).toMatchObject(NOTHING);
    expect(textOf(page)).not.toMatch(/过年就回来|爸爸/);
    expect(passing()).toEqual([]);
    expect(JSON.stringify([...phone.storage])).not.toContain('过年');
  });

  test('when the tablet shows something else', async () => {
    const page = await openBox();
    await tap(shown(page.dom, '我要写信'));
    hear(page, 'onText', { value: '秘密' });
    page.triggerPageLifeTime('hide');
    expect(page.instance.data).toMatchObject(NOTHING);
  });

  test('when nobody touches it: it asks for twenty seconds, then puts all away', async () => {
    const page = await openBox();
    const { now } = app.module<typeof import('../../miniprogram/services/time')>('services/time');
    const quiet = (seconds: number) => {
      page.instance.data._touched = now() - seconds * 1_000;
      (page.instance.tick as (n: number) => void)(1);
    };
    quiet(105);
    await settle();
    expect(textOf(page)).toMatch(/还在这里吗？没有人的话，1\d 秒后/);
    await tap(shown(page.dom, '我还在'));
    expect(textOf(page)).not.toContain('还在这里吗');
    quiet(121);
    await settle();
    expect(page.instance.data).toMatchObject(NOTHING);
  });

  test('keeps the older letters that it asked for when it comes back from one of them', async () => {
    answers['letters.boothBox'] = (input: { before?: number }) => ({
      name: yu.name,
      letters: [anEnvelope(input.before ? { letterId: 'l-old', from: '妈妈' } : {})],
      next: input.before ? null : 500,
      to: [],
    });
    const page = await openBox();
    await tap(shown(page.dom, '更早的信'));
    await settle(40);
    await tap(shown(page.dom, '妈妈写来的'));
    await settle(40);
    await tap(shown(page.dom, '看别的信'));
    await settle(40);
    expect(textOf(page)).toMatch(/爸爸写来的.*妈妈写来的/s);
    expect(textOf(page)).not.toContain('更早的信');
  });

  test('when its letter comes after it has gone: the next child does not see it', async () => {
    let arrive: (letter: unknown) => void = () => undefined;
    answers['letters.boothOpen'] = () => new Promise((resolve) => (arrive = resolve));
    const page = await openBox();
    await tap(shown(page.dom, '爸爸写来的'));
    page.triggerPageLifeTime('hide');
    await tap(shown(page.dom, '小阳'));
    arrive(aLetter());
    await settle(40);
    expect(page.instance.data).toMatchObject({ step: 'secret', letter: null, studentId: yang.id });
    expect(textOf(page)).not.toContain('过年');
  });

  test('when the app was killed while it listened: the sound is gone when it starts again', async () => {
    phone.files.add('wxfile://usr/passing/left.mp3');
    await openBooth();
    expect(passing()).toEqual([]);
  });
});
