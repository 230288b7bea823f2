import { createSignal } from './signal';

/** What is heard at the moment: whose it is, how far, and how long it is in all, in seconds (0 while unknown, and of several pieces). */
export interface Playing {
  readonly key: string;
  readonly at: number;
  readonly length: number;
  /** It is still being fetched. */
  readonly waiting: boolean;
}

/** A local path or https address, or the way to get it. */
export type Source = string | (() => Promise<string>);

export interface Listening {
  /** Who plays; a component's own id. */
  readonly key: string;
  /** Played one after the other as one; while one plays, the next is fetched. */
  readonly sources: readonly Source[];
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
/** The next source, fetched while this one plays. */
let ahead: Promise<string> | undefined;

/** Starts a voice from the beginning; another one that is playing stops. */
export function play(listening: Listening): void {
  stopPlaying();
  current = listening;
  index = 0;
  ahead = undefined;
  start(listening);
}

/** Stops what plays (only if it is `key`'s, when a key is given). */
export function stopPlaying(key?: string): void {
  if (!current || (key !== undefined && current.key !== key)) return;
  current = undefined;
  audio?.destroy();
  audio = undefined;
  playing.set(null);
}

function start(listening: Listening): void {
  const source = listening.sources[index];
  const address = ahead ?? (typeof source === 'function' ? source() : source);
  ahead = undefined;
  if (address === undefined) end();
  else if (typeof address === 'string') sound(listening, address);
  else {
    playing.set({ key: listening.key, at: 0, length: 0, waiting: true });
    address.then(
      (fetched) => current === listening && sound(listening, fetched),
      () => current === listening && fail(),
    );
  }
}

function sound(listening: Listening, address: string): void {
  const context = wx.createInnerAudioContext();
  audio = context;
  context.obeyMuteSwitch = false;
  const whole = listening.sources.length === 1;
  playing.set({ key: listening.key, at: 0, length: 0, waiting: false });
  context.onTimeUpdate(() => {
    if (audio !== context) return;
    const length = (whole && context.duration) || 0;
    playing.set({ key: listening.key, at: context.currentTime, length, waiting: false });
  });
  context.onEnded(() => audio === context && next(listening, context));
  context.onError(() => audio === context && fail());
  context.src = address;
  context.play();
  fetchAhead(listening);
}

function fetchAhead({ sources }: Listening): void {
  const source = sources[index + 1];
  if (typeof source !== 'function') return;
  ahead = source();
  // Whether it failed is seen when its turn comes; until then it must not count as forgotten.
  ahead.catch(() => undefined);
}

function next(listening: Listening, context: WechatMiniprogram.InnerAudioContext): void {
  context.destroy();
  audio = undefined;
  index += 1;
  start(listening);
}

function end(): void {
  const heard = current?.onHeard;
  stopPlaying();
  heard?.();
}

function fail(): void {
  const failed = current?.onFail;
  stopPlaying();
  failed?.();
}
