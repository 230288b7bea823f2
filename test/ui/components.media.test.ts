import { describe, expect, test, vi } from 'vitest';
import { fakePhone } from './support/fake-wx';
import { listen, settle, shown, simulate, tap, textOf } from './support/mount';

const phone = fakePhone();
const app = simulate(phone);

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

  test('one of several is taken away only after asking', async () => {
    phone.files.add('wxfile://usr/kept/v.mp3');
    const recorder = app.mount('components/voice-recorder', {
      path: 'wxfile://usr/kept/v.mp3',
      seconds: 7,
      several: true,
    });
    await settle();
    const changes = listen(recorder, 'change');
    phone.answer = false;
    await tap(shown(recorder.dom, '去掉这一段'));
    await settle();
    expect(phone.said.at(-1)).toContain('不要了吗');
    expect(changes).toEqual([]);
    phone.answer = true;
    await tap(shown(recorder.dom, '去掉这一段'));
    await settle();
    expect(changes).toEqual([{ recording: null }]);
    expect(phone.files.has('wxfile://usr/kept/v.mp3')).toBe(false);
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
  interface Speech {
    content: string;
    success(result: object): void;
    fail(): void;
  }
  const textToSpeech = vi.fn(({ content, success }: Speech) => success({ filename: `https://si/${content}` }));
  vi.stubGlobal('requirePlugin', () => ({ textToSpeech }));
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

  test('of a voice of two seconds never three are left, though its file is longer', async () => {
    const player = app.mount('components/voice-player', { src: 'd.mp3', seconds: 2 });
    await settle();
    await tap(player.querySelector('.player__button')?.dom ?? player.dom);
    const audio = audios.at(-1);
    if (!audio) throw new Error('nothing plays');
    Object.assign(audio, { duration: 2.3 });
    audio.time();
    await settle();
    expect(textOf(player)).toContain('还有 2 秒');
  });

  test('where something below must not move it stays on one line', async () => {
    const player = app.mount('components/voice-player', { src: 'e.mp3', brief: true });
    await settle();
    await tap(player.querySelector('.player__button')?.dom ?? player.dom);
    audios.at(-1)?.time();
    await settle();
    expect(textOf(player)).toBe('点一下停');
    expect(player.querySelector('.player__track')).toBeFalsy();
  });

  test('reads a text aloud piece by piece where there is no voice, and only after a tap', async () => {
    phone.canDownload = false;
    const speech = `周五下午家长会。\n${'请家里人都来。'.repeat(10)}`;
    const player = app.mount('components/voice-player', { speech });
    await settle();
    const heard = listen(player, 'heard');
    expect(textToSpeech).not.toHaveBeenCalled();
    await tap(player.querySelector('.player__button')?.dom ?? player.dom);
    await settle();
    expect(textOf(player)).toContain('正在放');
    // How long all pieces are nobody knows, so nothing counts down.
    audios.at(-1)?.time();
    await settle();
    expect(textOf(player)).not.toContain('还有');
    const spoken = () => textToSpeech.mock.calls.map(([{ content }]) => content);
    expect(spoken()[0]).toMatch(/^周五下午家长会。/);
    while (heard.length === 0) {
      audios.at(-1)?.ended();
      await settle();
    }
    expect(spoken().join('').replaceAll(' ', '')).toBe(speech.replaceAll('\n', ''));
    expect(spoken().every((piece) => piece.length <= 50)).toBe(true);
  });

  test('where nothing can be played it says so, and tells its page', async () => {
    textToSpeech.mockImplementationOnce(({ fail }) => fail());
    const player = app.mount('components/voice-player', { speech: '明天放假。' });
    await settle();
    const failed = listen(player, 'fail');
    await tap(player.querySelector('.player__button')?.dom ?? player.dom);
    await settle();
    expect(failed).toHaveLength(1);
    expect(phone.said.at(-1)).toContain('声音没有放出来');
    expect(textOf(player)).toContain('听一听');
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
