import { pages } from '../pages/stack';
import { mediaUrl } from '../system/media-url';
import { Emitter } from './emitter';
import { storeTemporary } from './file-store';

/** Events of WeChat's player and those of the browser's that fire them. */
const PLAYER_EVENTS: Record<string, string> = {
  Canplay: 'canplay',
  Play: 'play',
  Pause: 'pause',
  Ended: 'ended',
  TimeUpdate: 'timeupdate',
  Waiting: 'waiting',
  Seeking: 'seeking',
  Seeked: 'seeked',
};

function createInnerAudioContext(): object {
  const audio = new Audio();
  const emitter = new Emitter();
  let source = '';
  let ready: Promise<void> = Promise.resolve();
  for (const [name, event] of Object.entries(PLAYER_EVENTS)) audio.addEventListener(event, () => emitter.emit(name));
  const failed = (errMsg: string) => emitter.emit('Error', { errCode: 10001, errMsg });
  audio.addEventListener('error', () => failed('audio cannot be played'));
  const load = async (path: string) => {
    const url = await mediaUrl(path, pages.top.path).catch(() => undefined);
    if (url === undefined) failed(`no such file ${path}`);
    else audio.src = url;
  };
  const context = {
    ...emitter.methods([...Object.keys(PLAYER_EVENTS), 'Stop', 'Error']),
    play: () => void ready.then(() => audio.play()).catch((error: Error) => failed(error.message)),
    pause: () => audio.pause(),
    stop: () => {
      audio.pause();
      audio.currentTime = 0;
      emitter.emit('Stop');
    },
    seek: (seconds: number) => {
      audio.currentTime = seconds;
    },
    destroy: () => {
      audio.pause();
      audio.removeAttribute('src');
    },
    get src() {
      return source;
    },
    set src(path: string) {
      source = path;
      ready = load(path);
      if (context.autoplay) context.play();
    },
    startTime: 0,
    autoplay: false,
    obeyMuteSwitch: true,
    get duration() {
      return Number.isFinite(audio.duration) ? audio.duration : 0;
    },
    get paused() {
      return audio.paused;
    },
    get buffered() {
      return audio.buffered.length === 0 ? 0 : audio.buffered.end(audio.buffered.length - 1);
    },
  };
  for (const name of ['currentTime', 'volume', 'loop', 'playbackRate'] as const) {
    Object.defineProperty(context, name, {
      enumerable: true,
      get: () => audio[name],
      set: (value: never) => {
        audio[name] = value;
      },
    });
  }
  return context;
}

/** Records with the microphone; tells of it by `Start`, `Stop` (path, ms, bytes) and `Error`. */
export class Recorder {
  readonly emitter = new Emitter();
  #recorder: MediaRecorder | undefined;
  #startedAt = 0;
  #recordedMs = 0;
  #limit: number | undefined;

  async start({ duration = 60_000 }: { duration?: number } = {}): Promise<void> {
    if (this.#recorder !== undefined)
      return this.emitter.emit('Error', { errMsg: 'operateRecorder:fail is recording or paused' });
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.#record(stream, duration);
    } catch (error) {
      this.emitter.emit('Error', { errMsg: `operateRecorder:fail ${(error as Error).message}` });
    }
  }

  pause(): void {
    this.#recordedMs += performance.now() - this.#startedAt;
    this.#recorder?.pause();
    this.emitter.emit('Pause');
  }

  resume(): void {
    this.#startedAt = performance.now();
    this.#recorder?.resume();
    this.emitter.emit('Resume');
  }

  stop(): void {
    clearTimeout(this.#limit);
    this.#recorder?.stop();
  }

  #record(stream: MediaStream, maxMs: number): void {
    const parts: Blob[] = [];
    const recorder = new MediaRecorder(stream);
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = async () => {
      const paused = this.#recorder?.state === 'paused';
      if (!paused) this.#recordedMs += performance.now() - this.#startedAt;
      for (const track of stream.getTracks()) track.stop();
      this.#recorder = undefined;
      const blob = new Blob(parts, { type: recorder.mimeType });
      // WeChat records mp3 or aac; the browser's own format plays here just as well
      const tempFilePath = await storeTemporary(blob, 'voice.webm');
      this.emitter.emit('Stop', { tempFilePath, duration: Math.round(this.#recordedMs), fileSize: blob.size });
    };
    this.#recorder = recorder;
    this.#recordedMs = 0;
    this.#startedAt = performance.now();
    recorder.start();
    this.#limit = setTimeout(() => this.stop(), maxMs) as unknown as number;
    this.emitter.emit('Start');
  }
}

/** The only recorder of the app. */
const recorder = new Recorder();
const recorderManager = {
  ...recorder.emitter.methods([
    'Start',
    'Pause',
    'Resume',
    'Stop',
    'FrameRecorded',
    'Error',
    'InterruptionBegin',
    'InterruptionEnd',
  ]),
  start: (options?: { duration?: number }) => void recorder.start(options),
  pause: () => recorder.pause(),
  resume: () => recorder.resume(),
  stop: () => recorder.stop(),
};

export const audioApi = {
  createInnerAudioContext,
  setInnerAudioOption: () => undefined,
  getRecorderManager: () => recorderManager,
};
