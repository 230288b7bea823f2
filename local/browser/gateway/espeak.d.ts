/** The voice of `WechatSI` on this machine: eSpeak NG as WebAssembly; only what we use of it. */
declare module '@echogarden/espeak-ng-emscripten' {
  interface Worker {
    /** 0 when there is such a voice. */
    set_voice(name: string): number;
    /** Words a minute, 80–450. */
    set_rate(wordsPerMinute: number): void;
    get_samplerate(): number;
    /** Calls back with 16-bit samples as they come, at last with `null`; answer `true` to stop. */
    synthesize(text: string, take: (samples: Int16Array | null) => boolean): void;
  }
  export default function load(): Promise<{ readonly eSpeakNGWorker: new () => Worker }>;
}
