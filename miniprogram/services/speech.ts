import { recall, remember } from './storage';
import { wechatSI } from './wechat-si';

/*
 * Reads a text aloud with WeChat's own plugin 同声传译 (wechat-si.ts) where the school's account has added it. Where it is not
 * there, `canSpeak` is false and pages show no such button. A teacher's recorded voice always comes first.
 */

/** The plugin takes at most this many characters a call. */
const LONGEST = 50;
/** Its addresses are good for three hours; ours are used for a little less, ms. */
const FRESH = 2.5 * 60 * 60_000;
const CACHE = 'speech';
const CACHED = 60;

type Cache = Readonly<Record<string, { readonly url: string; readonly at: number }>>;

/** True where texts can be read aloud. */
export const canSpeak = (): boolean => wechatSI() !== null;

/** The addresses of a text's sound, in order, for `play`. @throws when the plugin is not there or does not answer. */
export async function speechOf(text: string): Promise<string[]> {
  const sounds: string[] = [];
  for (const piece of piecesOf(text)) sounds.push(await soundOf(piece));
  return sounds;
}

/** Cuts a text into pieces that can be spoken one by one: at the end of a sentence where there is one. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let rest = text.replace(/\s+/g, ' ').trim();
  while (rest.length > LONGEST) {
    const head = rest.slice(0, LONGEST);
    const cut =
      Math.max(...['。', '！', '？', '；', '，', '、', ' '].map((mark) => head.lastIndexOf(mark))) + 1 || LONGEST;
    pieces.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  return rest ? [...pieces, rest] : pieces;
}

async function soundOf(piece: string): Promise<string> {
  const cache = recall<Cache>(CACHE, {});
  const known = cache[piece];
  if (known && Date.now() - known.at < FRESH) return known.url;
  const url = await new Promise<string>((resolve, reject) => {
    const speaker = wechatSI();
    if (!speaker) return reject(new Error('speech: the plugin is not there'));
    speaker.textToSpeech({
      lang: 'zh_CN',
      tts: true,
      content: piece,
      success: ({ filename }) => resolve(filename),
      fail: reject,
    });
  });
  const newest = Object.entries({ ...cache, [piece]: { url, at: Date.now() } }).sort(([, a], [, b]) => b.at - a.at);
  remember(CACHE, Object.fromEntries(newest.slice(0, CACHED)));
  return url;
}
