import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FakePhone, fakePhone } from './support/fake-wx';

let phone: FakePhone;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.resetModules();
  phone = fakePhone();
  vi.stubGlobal('wx', phone.wx);
});
afterEach(() => vi.useRealTimers());

describe('speech', () => {
  test('any text is cut into pieces the plugin takes, and no word is lost', async () => {
    const { piecesOf } = await import('../../miniprogram/services/speech');
    const letters = fc.string({ unit: fc.constantFrom(...'家长您好。，！ \n通知x'), maxLength: 400 });
    const words = (text: string) => text.replace(/[\s。，！]/g, '');
    fc.assert(
      fc.property(letters, (text) => {
        const pieces = piecesOf(text);
        expect(pieces.every((piece) => words(piece).length > 0 && piece.length <= 50)).toBe(true);
        expect(words(pieces.join(''))).toBe(words(text));
      }),
    );
  });

  test('cuts at the end of a sentence where there is one, a long sentence at its commas', async () => {
    const { piecesOf } = await import('../../miniprogram/services/speech');
    const first = `${'家'.repeat(20)}。${'校'.repeat(20)}，`;
    const second = `${'长'.repeat(20)}，${'短'.repeat(20)}。`;
    expect(piecesOf(`${'家'.repeat(30)}。${'长'.repeat(40)}`)).toEqual([`${'家'.repeat(30)}。`, '长'.repeat(40)]);
    expect(piecesOf(`周五家长会。\n${first}${second}`)).toEqual([
      `周五家长会。 ${'家'.repeat(20)}。`,
      `${'校'.repeat(20)}，${'长'.repeat(20)}，`,
      `${'短'.repeat(20)}。`,
    ]);
  });

  test('is not offered where the plugin is not there', async () => {
    vi.stubGlobal('requirePlugin', () => {
      throw new Error('plugin is not declared');
    });
    expect((await import('../../miniprogram/services/speech')).canSpeak()).toBe(false);
  });

  /** A plugin that says where it would sound, and a phone that fetches it or not. */
  async function speaker({ fetches }: { readonly fetches: boolean }) {
    const textToSpeech = vi.fn(({ content, success }: { content: string; success(result: object): void }) =>
      success({ filename: `https://si/${content}` }),
    );
    vi.stubGlobal('requirePlugin', () => ({ textToSpeech }));
    phone.canDownload = fetches;
    const { spoken } = await import('../../miniprogram/services/speech');
    const hear = async (text: string) => {
      const sounds: string[] = [];
      for (const source of spoken(text)) if (typeof source === 'function') sounds.push(await source());
      return sounds;
    };
    return { textToSpeech, hear };
  }

  test('is kept as files: heard again, the plugin is not asked again, not even without a network', async () => {
    const { textToSpeech, hear } = await speaker({ fetches: true });
    const sounds = await hear('周五家长会。');
    expect(sounds).toEqual([expect.stringMatching(/^wxfile:\/\/usr\/sounds\/\w+\.mp3$/)]);
    phone.setNetwork(false);
    expect(await hear('周五家长会。')).toEqual(sounds);
    expect(textToSpeech).toHaveBeenCalledOnce();
  });

  test('where it may not be fetched its address is played', async () => {
    const { textToSpeech, hear } = await speaker({ fetches: false });
    expect(await hear('周五家长会。')).toEqual(['https://si/周五家长会。']);
    expect(await hear('周五家长会。')).toEqual(['https://si/周五家长会。']);
    expect(textToSpeech).toHaveBeenCalledOnce();
  });
});

describe('sounds', () => {
  const open = () => import('../../miniprogram/services/sounds');

  test('only the newest voices are kept, and what no list names goes', async () => {
    const { keepSound, keptSound, dropStraySounds } = await open();
    for (let i = 0; i < 13; i += 1) await keepSound('voice', `r${i}`, 'https://x/v.mp3');
    expect(keptSound('voice', 'r0')).toBeUndefined();
    expect(keptSound('voice', 'r12')).toMatch(/^wxfile:\/\/usr\/sounds\//);
    expect(phone.files.size).toBe(12);
    phone.files.add('wxfile://usr/sounds/stray.mp3');
    dropStraySounds();
    expect(phone.files.size).toBe(12);
    expect(phone.files.has('wxfile://usr/sounds/stray.mp3')).toBe(false);
  });

  test('who asks twice at once fetches once', async () => {
    const { keepSound } = await open();
    const [first, second] = await Promise.all([1, 2].map(() => keepSound('voice', 'r1', 'https://x/v.mp3')));
    expect(first).toBe(second);
    expect(phone.files.size).toBe(1);
  });
});

describe('player', () => {
  class FakeAudio {
    static readonly all: FakeAudio[] = [];
    src = '';
    currentTime = 0;
    duration = 12;
    destroyed = false;
    ended = () => {};
    onTimeUpdate(_: () => void) {}
    onError(_: () => void) {}
    onEnded(listener: () => void) {
      this.ended = listener;
    }
    play() {}
    destroy() {
      this.destroyed = true;
    }
  }
  const open = async () => {
    FakeAudio.all.length = 0;
    phone.wx.createInnerAudioContext = () => {
      const audio = new FakeAudio();
      FakeAudio.all.push(audio);
      return audio;
    };
    return import('../../miniprogram/services/player');
  };

  test('one voice at a time: the second one silences the first', async () => {
    const { play, playing } = await open();
    play({ key: 'a', sources: ['a.mp3'] });
    play({ key: 'b', sources: ['b.mp3'] });
    expect(FakeAudio.all.map(({ destroyed }) => destroyed)).toEqual([true, false]);
    expect(playing.get()?.key).toBe('b');
  });

  test('plays pieces one after the other and says once that all was heard', async () => {
    const { play, playing } = await open();
    const onHeard = vi.fn();
    play({ key: 'a', sources: ['1.mp3', '2.mp3'], onHeard });
    FakeAudio.all[0]?.ended();
    expect(FakeAudio.all[1]?.src).toBe('2.mp3');
    expect(onHeard).not.toHaveBeenCalled();
    FakeAudio.all[1]?.ended();
    expect(onHeard).toHaveBeenCalledOnce();
    expect(playing.get()).toBeNull();
  });

  test('while one piece plays the next is fetched, and only that', async () => {
    const { play, playing } = await open();
    const fetched: string[] = [];
    const source = (name: string) => async () => {
      fetched.push(name);
      return name;
    };
    play({ key: 'a', sources: ['1', '2', '3'].map(source) });
    expect(playing.get()?.waiting).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(playing.get()?.waiting).toBe(false);
    expect(fetched).toEqual(['1', '2']);
    FakeAudio.all[0]?.ended();
    await vi.advanceTimersByTimeAsync(0);
    expect(fetched).toEqual(['1', '2', '3']);
    expect(FakeAudio.all.map(({ src }) => src)).toEqual(['1', '2']);
  });

  test('what cannot be fetched is told once, when its turn comes', async () => {
    const { play, playing } = await open();
    const onFail = vi.fn();
    play({ key: 'a', sources: ['1', () => Promise.reject(new Error('no network'))], onFail });
    await vi.advanceTimersByTimeAsync(0);
    expect(onFail).not.toHaveBeenCalled();
    FakeAudio.all[0]?.ended();
    await vi.advanceTimersByTimeAsync(0);
    expect(onFail).toHaveBeenCalledOnce();
    expect(playing.get()).toBeNull();
  });

  test('a voice that was stopped was not heard', async () => {
    const { play, stopPlaying } = await open();
    const onHeard = vi.fn();
    play({ key: 'a', sources: ['1.mp3'], onHeard });
    stopPlaying('b');
    expect(FakeAudio.all[0]?.destroyed).toBe(false);
    stopPlaying('a');
    FakeAudio.all[0]?.ended();
    expect(onHeard).not.toHaveBeenCalled();
  });
});
