import { createSignal } from './signal';

/** What is heard at the moment: whose it is, how far, and how long it is in all (0 while unknown), in seconds. */
export interface Playing {
  readonly key: string;
  readonly at: number;
  readonly length: number;
}

export interface Listening {
  /** Who plays; a component's own id. */
  readonly key: string;
  /** Local paths or https addresses, played one after the other as one. */
  readonly sources: readonly string[];
  /** Everything was played to its end. */
  onHeard?(): void;
  /** It cannot be played: no network, or the address is too old. */
  onFail?(): void;
}

/** One voice at a time on this phone; null when it is silent. */
export const playing = createSignal<Playing | null>(null);

let audio: WechatMiniprogram.InnerAudioContext | undefined;
let current: Listening | undefined;
let index = 0;

/** Starts a voice from the beginning; another one that is playing stops. */
export function play(listening: Listening): void {
  stopPlaying();
  current = listening;
  index = 0;
  playing.set({ key: listening.key, at: 0, length: 0 });
  start();
}

/** Stops what plays (only if it is `key`'s, when a key is given). */
export function stopPlaying(key?: string): void {
  if (!current || (key !== undefined && current.key !== key)) return;
  current = undefined;
  audio?.destroy();
  audio = undefined;
  playing.set(null);
}

function start(): void {
  const source = current?.sources[index];
  if (source === undefined) {
    end();
    return;
  }
  const context = wx.createInnerAudioContext();
  audio = context;
  context.obeyMuteSwitch = false;
  context.onTimeUpdate(() => {
    if (audio !== context || !current) return;
    playing.set({ key: current.key, at: context.currentTime, length: context.duration || 0 });
  });
  context.onEnded(() => next(context));
  context.onError(() => fail(context));
  context.src = source;
  context.play();
}

function next(context: WechatMiniprogram.InnerAudioContext): void {
  if (audio !== context) return;
  context.destroy();
  audio = undefined;
  index += 1;
  start();
}

function end(): void {
  const heard = current?.onHeard;
  stopPlaying();
  heard?.();
}

function fail(context: WechatMiniprogram.InnerAudioContext): void {
  if (audio !== context) return;
  const failed = current?.onFail;
  stopPlaying();
  failed?.();
}
