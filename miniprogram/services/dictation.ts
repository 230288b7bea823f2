import { NoMicrophone } from './recorder';
import { type Recognition, wechatSI } from './wechat-si';

/*
 * Writes down what is spoken, with WeChat's plugin 同声传译 where the account has added it; else `canDictate` is false and
 * pages show no such button. The recording itself is not kept.
 */

/** Nothing was understood, or nothing came back. */
export class NotHeard extends Error {}

/** The plugin listens so long at most, ms. */
const LONGEST = 60_000;
/** After the person has stopped, words come back within this, ms, or not at all. */
const PATIENCE = 10_000;
/** The plugin's number for a microphone that is not allowed, or taken. */
const MICROPHONE = -30_001;

let listener: Recognition | null | undefined;
let giveUp: ((reason: Error) => void) | undefined;

/** True where what is spoken can be written down. */
export const canDictate = (): boolean => recognition() !== null;

/**
 * Listens until `stopDictation` or a minute is over. `heard` gets what was understood so far, again and again; the answer is
 * what was understood in all.
 * @throws NoMicrophone, NotHeard
 */
export async function dictate(heard: (text: string) => void): Promise<string> {
  const plugin = recognition();
  if (!plugin || giveUp) throw new NotHeard();
  const text = await new Promise<string>((resolve, reject) => {
    giveUp = reject;
    plugin.onRecognize = ({ result }) => heard(result);
    plugin.onStop = ({ result }) => resolve(result);
    plugin.onError = ({ retcode, msg }) => reject(retcode === MICROPHONE ? new NoMicrophone(msg) : new NotHeard(msg));
    plugin.start({ lang: 'zh_CN', duration: LONGEST });
  }).finally(() => {
    giveUp = undefined;
  });
  if (text.trim() === '') throw new NotHeard();
  return text;
}

/** The person has said it. Where nothing comes back after a while, `dictate` gives up. */
export function stopDictation(): void {
  const stopped = giveUp;
  if (!stopped) return;
  recognition()?.stop();
  setTimeout(() => giveUp === stopped && stopped(new NotHeard()), PATIENCE);
}

function recognition(): Recognition | null {
  if (listener === undefined) listener = wechatSI()?.getRecordRecognitionManager?.() ?? null;
  return listener;
}
