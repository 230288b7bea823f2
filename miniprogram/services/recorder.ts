import { LIMITS } from '../shared/limits';
import { keepFile } from './files';
import { createSignal } from './signal';

/** A recorded voice: a kept local file and its length, at least one second. */
export interface Recording {
  readonly path: string;
  readonly seconds: number;
}

/** The microphone cannot be used: not allowed by the person, or taken by a call. */
export class NoMicrophone extends Error {}

/** WeChat stops by itself at this length, ms. */
const LONGEST = LIMITS.voiceSeconds * 1_000;
/** Small and still clear for a voice: a minute is about 240 KB. */
const FORMAT = { format: 'mp3', sampleRate: 16_000, numberOfChannels: 1, encodeBitRate: 32_000 } as const;

/** True while the microphone is on. The phone has one recorder, so one recording at a time. */
export const recording = createSignal(false);

let device: WechatMiniprogram.RecorderManager | undefined;
let finish: ((result: WechatMiniprogram.OnStopListenerResult) => void) | undefined;
let giveUp: ((reason: unknown) => void) | undefined;

/**
 * Records until `stopRecording`, an interruption (an incoming call) or the longest length.
 * @throws NoMicrophone
 */
export async function record(): Promise<Recording> {
  const recorder = open();
  const result = await new Promise<WechatMiniprogram.OnStopListenerResult>((resolve, reject) => {
    finish = resolve;
    giveUp = reject;
    recorder.start({ ...FORMAT, duration: LONGEST });
  }).finally(() => {
    recording.set(false);
    finish = undefined;
    giveUp = undefined;
  });
  const path = await keepFile(result.tempFilePath);
  return { path, seconds: Math.min(LIMITS.voiceSeconds, Math.max(1, Math.round(result.duration / 1_000))) };
}

export function stopRecording(): void {
  device?.stop();
}

function open(): WechatMiniprogram.RecorderManager {
  if (device) return device;
  device = wx.getRecorderManager();
  device.onStart(() => recording.set(true));
  device.onStop((result) => finish?.(result));
  device.onError(({ errMsg }) => giveUp?.(new NoMicrophone(errMsg)));
  device.onInterruptionBegin(() => device?.stop());
  return device;
}
