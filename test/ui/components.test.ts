import { describe, expect, test, vi } from 'vitest';
import { fakePhone } from './support/fake-wx';
import { type Mounted, settle, shown, simulate, tap } from './support/mount';

const phone = fakePhone();
const app = simulate(phone);

/** Collects what a component tells its page. */
function listen(component: Mounted, name: string): unknown[] {
  const heard: unknown[] = [];
  component.addEventListener(name, ({ detail }) => heard.push(detail));
  return heard;
}
const textOf = ({ dom }: Mounted) => dom.textContent?.replace(/\s+/g, ' ').trim();

describe('big-button', () => {
  test('tells its page of a tap', async () => {
    const button = app.mount('components/big-button', { label: '加入日历' });
    await settle();
    const taps = listen(button, 'tap');
    await tap(shown(button.dom, '加入日历'));
    expect(taps).toHaveLength(1);
  });

  test.each([{ loading: true }, { disabled: true }])('does nothing while %o', async (state) => {
    const button = app.mount('components/big-button', { label: '加入日历', ...state });
    await settle();
    const onTap = vi.spyOn(button.instance as unknown as { triggerEvent: () => void }, 'triggerEvent');
    (button.instance.onTap as () => void)();
    expect(onTap).not.toHaveBeenCalled();
  });
});

describe('page-shell', () => {
  const shell = { phase: 'loading', problem: '', elder: false, large: false, offline: false };

  test('keeps the layout while it loads, and shows nothing of the page', async () => {
    const page = app.mount('components/page-shell', { shell, skeleton: 2 });
    await settle();
    expect(page.querySelectorAll('.card')).toHaveLength(2);
  });

  test('says what is wrong and tries again', async () => {
    const page = app.mount('components/page-shell', { shell: { ...shell, phase: 'failed', problem: '没有网络。' } });
    await settle();
    expect(textOf(page)).toContain('没有网络。');
    const retries = listen(page, 'retry');
    await tap(shown(page.dom, '再试一次'));
    expect(retries).toHaveLength(1);
  });

  test('where nothing is to be had any more there is a way home, except on a tab', async () => {
    const failed = { ...shell, phase: 'failed', problem: '没有找到。' };
    const page = app.mount('components/page-shell', { shell: failed });
    await settle();
    await tap(shown(page.dom, '回首页'));
    expect(phone.wx.reLaunch).toHaveBeenCalledWith({ url: '/pages/home/index' });
    const tab = app.mount('components/page-shell', { shell: failed, tab: true });
    await settle();
    expect(textOf(tab)).not.toContain('回首页');
  });

  test('says that there is no network, and that nothing is lost', async () => {
    const page = app.mount('components/page-shell', { shell: { ...shell, phase: 'ready', offline: true } });
    await settle();
    expect(textOf(page)).toContain('没有网络，写的都留着');
  });

  test('elder mode is one class on everything', async () => {
    const page = app.mount('components/page-shell', { shell: { ...shell, elder: true } });
    await settle();
    expect(page.querySelector('.elder')).toBeDefined();
  });
});

describe('choice-chips', () => {
  const choices = ['身体好', '想家', '作业难'].map((label, index) => ({ value: String(index), label }));

  test('several answers keep the order of the choices', async () => {
    const chips = app.mount('components/choice-chips', { choices, multiple: true });
    await settle();
    const changes = listen(chips, 'change');
    await tap(shown(chips.dom, '作业难'));
    await tap(shown(chips.dom, '身体好'));
    await tap(shown(chips.dom, '作业难'));
    expect(changes).toEqual([{ value: ['2'] }, { value: ['0', '2'] }, { value: ['0'] }]);
  });

  test('one answer replaces the other and, where one is needed, cannot be taken back', async () => {
    const chips = app.mount('components/choice-chips', { choices, value: ['0'], required: true });
    await settle();
    const changes = listen(chips, 'change');
    await tap(shown(chips.dom, '想家'));
    await tap(shown(chips.dom, '想家'));
    expect(changes.at(-1)).toEqual({ value: ['1'] });
    expect(chips.querySelectorAll('.chip--on')).toHaveLength(1);
  });

  test('does nothing while it is disabled', async () => {
    const chips = app.mount('components/choice-chips', { choices, disabled: true });
    await settle();
    const changes = listen(chips, 'change');
    await tap(shown(chips.dom, '想家'));
    expect(changes).toEqual([]);
  });
});

describe('face-picker', () => {
  test("a child's face can be changed", async () => {
    const picker = app.mount('components/face-picker');
    await settle();
    const changes = listen(picker, 'change');
    await tap(shown(picker.dom, '不开心'));
    await tap(shown(picker.dom, '还行'));
    expect(changes).toEqual([{ value: 'low' }, { value: 'so_so' }]);
    expect(picker.querySelectorAll('.face--on')).toHaveLength(1);
  });
});

describe('list-row', () => {
  test('the row opens and the action acts, each by itself', async () => {
    const row = app.mount('components/list-row', {
      key: 'r1',
      name: '王小雨',
      fact: '9 天前',
      action: '打电话',
      opens: true,
    });
    await settle();
    const [opened, acted] = [listen(row, 'open'), listen(row, 'act')];
    await tap(shown(row.dom, '打电话'));
    await tap(shown(row.dom, '王小雨'));
    expect({ opened, acted }).toEqual({ opened: [{ key: 'r1' }], acted: [{ key: 'r1' }] });
  });

  test('a row that opens nothing says nothing when it is tapped', async () => {
    const row = app.mount('components/list-row', { key: 'r1', name: '王小雨' });
    await settle();
    const opened = listen(row, 'open');
    await tap(shown(row.dom, '王小雨'));
    expect(opened).toEqual([]);
  });
});

describe('ticket and state-word', () => {
  test('says the call in words and its state in a word', async () => {
    const ticket = app.mount('components/ticket', {
      headline: '今晚 7:30',
      date: '11月22日',
      who: '和小雨视频',
      where: '3 号平板',
      state: '约好了',
      tone: 'ok',
    });
    await settle();
    for (const words of ['今晚 7:30', '11月22日', '和小雨视频', '3 号平板', '约好了']) shown(ticket.dom, words);
  });
});

describe('bar-chart', () => {
  const bars = [
    { label: '第 1 周', value: 40, figure: '40 户' },
    { label: '第 2 周', value: 1, figure: '1 户', tone: 'red' },
    { label: '第 3 周', value: 0, figure: '0 户' },
  ];
  const widths = ({ instance }: Mounted) => (instance.data.rows as { width: number }[]).map(({ width }) => width);

  test('the figures stand beside the bars', async () => {
    const chart = app.mount('components/bar-chart', { bars, title: '每周通话' });
    await settle();
    for (const { figure, label } of bars) {
      shown(chart.dom, figure);
      shown(chart.dom, label);
    }
  });

  test('the largest fills the row, nothing is nothing, and a little is still seen', async () => {
    const chart = app.mount('components/bar-chart', { bars });
    await settle();
    expect(widths(chart)).toEqual([100, 3, 0]);
    chart.setData({ most: 400 });
    await settle();
    expect(widths(chart)).toEqual([10, 1, 0]);
  });

  test('no bars and only zeros draw nothing', async () => {
    const chart = app.mount('components/bar-chart', { bars: [] });
    await settle();
    expect(widths(chart)).toEqual([]);
    chart.setData({ bars: [{ label: '周一', value: 0, figure: '0' }] });
    await settle();
    expect(widths(chart)).toEqual([0]);
  });
});

describe('photo-grid', () => {
  const pick = (paths: string[]) => {
    for (const path of paths) phone.files.add(path);
    phone.wx.chooseMedia = vi.fn(({ success }: { success: (result: object) => void }) =>
      success({ tempFiles: paths.map((tempFilePath) => ({ tempFilePath })) }),
    );
    phone.wx.compressImage = ({ src, success }: { src: string; success: (result: object) => void }) =>
      success({ tempFilePath: src });
  };

  test('keeps what was chosen where WeChat does not clean up, up to nine', async () => {
    pick(['tmp/1.jpg', 'tmp/2.jpg']);
    const grid = app.mount('components/photo-grid', { photos: ['wxfile://usr/kept/old.jpg'] });
    await settle();
    const changes = listen(grid, 'change') as { photos: string[] }[];
    await tap(shown(grid.dom, '加照片'));
    expect(phone.wx.chooseMedia).toHaveBeenCalledWith(expect.objectContaining({ count: 8 }));
    expect(changes[0]?.photos).toHaveLength(3);
    expect(changes[0]?.photos.every((path) => path.startsWith('wxfile://usr/kept/'))).toBe(true);
  });

  test('a photo taken away is deleted from the phone', async () => {
    phone.files.add('wxfile://usr/kept/a.jpg');
    const grid = app.mount('components/photo-grid', { photos: ['wxfile://usr/kept/a.jpg', 'wxfile://usr/kept/b.jpg'] });
    await settle();
    const changes = listen(grid, 'change');
    await tap(grid.querySelectorAll('.photo__remove')[0]?.dom ?? grid.dom);
    expect(changes).toEqual([{ photos: ['wxfile://usr/kept/b.jpg'] }]);
    expect(phone.files.has('wxfile://usr/kept/a.jpg')).toBe(false);
  });

  test('nine are enough: nothing more can be added', async () => {
    const photos = Array.from({ length: 9 }, (_, index) => `wxfile://usr/kept/${index}.jpg`);
    const grid = app.mount('components/photo-grid', { photos });
    await settle();
    expect(() => shown(grid.dom, '加照片')).toThrow();
  });
});

describe('voice-recorder', () => {
  type Handlers = Record<'start' | 'stop' | 'error', (result?: object) => void>;
  const handlers = {} as Handlers;
  const device = {
    onStart: (handler: () => void) => Object.assign(handlers, { start: handler }),
    onStop: (handler: () => void) => Object.assign(handlers, { stop: handler }),
    onError: (handler: () => void) => Object.assign(handlers, { error: handler }),
    onInterruptionBegin: () => {},
    start: vi.fn(() => handlers.start()),
    stop: vi.fn(() => handlers.stop({ tempFilePath: 'tmp/voice.mp3', duration: 4_400 })),
  };
  phone.wx.getRecorderManager = () => device;

  test('tap to start, tap to stop: the voice is kept with its length and can be recorded anew', async () => {
    phone.files.add('tmp/voice.mp3');
    const recorder = app.mount('components/voice-recorder');
    await settle();
    const changes = listen(recorder, 'change') as { recording: { path: string; seconds: number } | null }[];
    await tap(shown(recorder.dom, '点一下，开始说话'));
    expect(textOf(recorder)).toContain('正在录音');
    await tap(shown(recorder.dom, '说完了'));
    expect(changes[0]?.recording).toMatchObject({ path: expect.stringMatching(/kept\/\w+\.mp3$/), seconds: 4 });
    expect(textOf(recorder)).toContain('听一遍');

    await tap(shown(recorder.dom, '重新录'));
    expect(changes[1]).toEqual({ recording: null });
    expect([...phone.files].some((path) => path.endsWith('.mp3') && path.includes('/kept/'))).toBe(false);
    expect(textOf(recorder)).toContain('点一下，开始说话');
  });

  test('without leave to use the microphone says how to give it', async () => {
    device.start.mockImplementationOnce(() => handlers.error({ errMsg: 'operateRecorder:fail auth deny' }));
    const recorder = app.mount('components/voice-recorder');
    await settle();
    await tap(shown(recorder.dom, '点一下，开始说话'));
    expect(textOf(recorder)).toContain('去允许用话筒');
    expect(textOf(recorder)).toContain('点一下，开始说话');
  });

  test('brings back the voice of a draft', async () => {
    const recorder = app.mount('components/voice-recorder', { path: 'wxfile://usr/kept/v.mp3', seconds: 7 });
    await settle();
    expect(textOf(recorder)).toContain('7 秒');
  });
});

describe('voice-player', () => {
  const audios: { ended: () => void; time: () => void; currentTime: number }[] = [];
  phone.wx.createInnerAudioContext = () => {
    const audio = {
      currentTime: 0,
      duration: 10,
      ended: () => {},
      time: () => {},
      onTimeUpdate: (handler: () => void) => Object.assign(audio, { time: handler }),
      onEnded: (handler: () => void) => Object.assign(audio, { ended: handler }),
      onError: () => {},
      play: () => {},
      destroy: () => {},
    };
    audios.push(audio);
    return audio;
  };

  test('one plays at a time, shows how much is left, and says when all was heard', async () => {
    const [first, second] = ['a', 'b'].map((name) => app.mount('components/voice-player', { src: `${name}.mp3` }));
    if (!first || !second) throw new Error('not mounted');
    await settle();
    const heard = listen(second, 'heard');
    await tap(first.querySelector('.player__button')?.dom ?? first.dom);
    expect(textOf(first)).toContain('正在放');
    await tap(second.querySelector('.player__button')?.dom ?? second.dom);
    expect(textOf(first)).toContain('听一听');
    const audio = audios.at(-1);
    if (!audio) throw new Error('nothing plays');
    audio.currentTime = 4;
    audio.time();
    await settle();
    expect(textOf(second)).toContain('还有 6 秒');
    audio.ended();
    await settle();
    expect(heard).toHaveLength(1);
    expect(textOf(second)).toContain('听一听');
  });

  test('falls silent when its page is left', async () => {
    const player = app.mount('components/voice-player', { src: 'c.mp3' });
    await settle();
    await tap(player.querySelector('.player__button')?.dom ?? player.dom);
    player.detach();
    const { playing } = app.module<typeof import('../../miniprogram/services/player')>('services/player');
    expect(playing.get()).toBeNull();
  });
});

describe('outbox-card', () => {
  type Post = import('../../miniprogram/services/outbox').Post;
  const post = (clientId: string, more: Partial<Post>): Post => ({
    clientId,
    method: 'records.write',
    input: {},
    files: [],
    uploaded: {},
    title: `去${clientId}家走访`,
    at: 0,
    state: 'queued',
    ...more,
  });

  test('shows what waits and why something was refused, and nothing that has arrived', async () => {
    const outbox = app.module<typeof import('../../miniprogram/services/outbox')>('services/outbox');
    outbox.posts.set([
      post('小雨', {}),
      post('小明', { state: 'refused', refusal: { code: 'content.risky', details: {} } }),
      post('小红', { state: 'sent' }),
    ]);
    const card = app.mount('components/outbox-card');
    await settle();
    expect(textOf(card)).toContain('没有发出去，等有网络了会自动再发。');
    expect(textOf(card)).toContain('这段话里有不能发的内容，请改一改再发。');
    expect(textOf(card)).not.toContain('小红');
    await tap(shown(card.dom, '再发一次'));
    expect(phone.asked.map(({ requestId }) => requestId)).toContain('小明');
    outbox.posts.set([]);
    await settle();
    expect(textOf(card)).toBe('');
  });
});

describe('confirm-sheet', () => {
  test('waits for one of two answers', async () => {
    const sheet = app.mount('components/confirm-sheet', {
      open: true,
      title: '取消这次通话？',
      yes: '取消通话',
      no: '不取消',
    });
    await settle(400);
    const [yes, no] = [listen(sheet, 'yes'), listen(sheet, 'no')];
    await tap(shown(sheet.dom, '取消通话'));
    await tap(shown(sheet.dom, '不取消'));
    expect([yes.length, no.length]).toEqual([1, 1]);
  });
});
