import { post } from '../system/server';
import { recognitionManager } from './dictation';

interface SpeechOptions {
  content: string;
  lang?: string;
  tts?: boolean;
  success?(result: { retcode: number; origin: string; filename: string; expired_time: number }): void;
  fail?(error: { retcode: number; msg: string }): void;
}

/** The plugin's own limit for one call. */
const MAX_CHARACTERS = 50;
const WRONG_CONTENT = -20003;
const NO_NETWORK = -20005;

/** Plugins: `WechatSI` (微信同声传译), with a voice of this machine's own. */
export function requirePlugin(name: string): object {
  if (name !== 'WechatSI') throw new Error(`plugin "${name}" is not available in the local browser runtime`);
  return { textToSpeech, getRecordRecognitionManager: () => recognitionManager };
}

/** Answers the address of the sound; it is good for three hours, as the real one. */
function textToSpeech({ content, success, fail }: SpeechOptions): void {
  const { length } = [...content];
  if (length === 0 || length > MAX_CHARACTERS) {
    setTimeout(() => fail?.({ retcode: WRONG_CONTENT, msg: 'content length invalid' }));
    return;
  }
  post<{ path: string; until: number }>('speech', { text: content }).then(
    ({ path, until }) =>
      success?.({
        retcode: 0,
        origin: content,
        filename: new URL(path, location.href).href,
        expired_time: Math.floor(until / 1000),
      }),
    () => fail?.({ retcode: NO_NETWORK, msg: 'network error' }),
  );
}
