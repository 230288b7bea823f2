/*
 * WeChat's own plugin 同声传译 (WechatSI), which app.json names. The school's account must have added it (README, From nothing to
 * a running school); without it WeChat does not compile the app, and where its entry is taken out all goes on in silence.
 * https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/extended/translator.html
 */

/** The one listener to what is spoken. Its events are fields, not functions that take a listener. */
export interface Recognition {
  onStart?: () => void;
  /** What was understood so far. */
  onRecognize?: (heard: { readonly result: string }) => void;
  /** What was understood in all. */
  onStop?: (heard: { readonly result: string }) => void;
  /** −30001: the microphone is not to be had; the others: the network or the service failed. */
  onError?: (failure: { readonly retcode: number; readonly msg: string }) => void;
  /** `duration` in ms, 60,000 at most; then it stops by itself. */
  start(option: { readonly lang: 'zh_CN'; readonly duration: number }): void;
  stop(): void;
}

interface WechatSI {
  textToSpeech(option: {
    lang: 'zh_CN';
    tts: true;
    content: string;
    success(result: { filename: string }): void;
    fail(reason: unknown): void;
  }): void;
  getRecordRecognitionManager?(): Recognition;
}

let plugin: WechatSI | null | undefined;

/** The plugin; `null` where the account has not added it. */
export function wechatSI(): WechatSI | null {
  if (plugin === undefined) {
    try {
      plugin = requirePlugin('WechatSI') as WechatSI;
    } catch {
      plugin = null;
    }
  }
  return plugin;
}
