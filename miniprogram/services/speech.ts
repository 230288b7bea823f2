import type { Source } from './player';
import { keepSound, keptSound } from './sounds';
import { wechatSI } from './wechat-si';

/*
 * Reads a text aloud with WeChat's own plugin 同声传译 (wechat-si.ts). Where it is not there, `canSpeak` is false and pages show
 * no such button. A teacher's recorded voice always comes first.
 */

/** The plugin takes at most this many characters a call. */
const LONGEST = 50;
/** Its addresses are good for three hours; ours are used for a little less, ms. */
const FRESH = 2.5 * 60 * 60_000;

/** For where the sound cannot be kept as a file: the plugin is not asked for the same words again. */
const addresses = new Map<string, { readonly url: string; readonly until: number }>();

/** True where texts can be read aloud. */
export const canSpeak = (): boolean => wechatSI() !== null;

/**
 * A text's sounds, in order, for `play`; each is fetched when it is its turn, and rejects where the plugin does not answer. Of a
 * `passing` text nothing stays on this device.
 */
export const spoken = (text: string, passing = false): Source[] =>
  piecesOf(text).map((piece) => () => (passing ? askFor(piece) : soundOf(piece)));

/** Cuts a text into pieces that can be spoken one by one: at the end of sentences, a long sentence at its commas. */
export function piecesOf(text: string): string[] {
  const sentences = partsOf(text, /[^。！？；!?;\n]*[。！？；!?;\n]+|[^。！？；!?;\n]+$/g).flatMap((sentence) =>
    packed(partsOf(sentence, /[^，、：,\s]*[，、：,\s]+|[^，、：,\s]+$/g).flatMap(chunksOf)),
  );
  return packed(sentences)
    .map((piece) => piece.replace(/\s+/g, ' ').trim())
    .filter((piece) => SPEAKABLE.test(piece));
}

/** There is more than marks in it. */
const SPEAKABLE = /[^\s。！？；，、：.!?;,:]/;
const partsOf = (text: string, part: RegExp): string[] => text.match(part) ?? [];
const chunksOf = (words: string): string[] => words.match(new RegExp(`[^]{1,${LONGEST}}`, 'gu')) ?? [];

/** As few pieces as fit: neighbours go into one as long as the plugin takes it. */
function packed(parts: readonly string[]): string[] {
  const pieces: string[] = [];
  for (const part of parts) {
    const last = pieces[pieces.length - 1];
    if (last !== undefined && last.length + part.length <= LONGEST) pieces[pieces.length - 1] = last + part;
    else pieces.push(part);
  }
  return pieces;
}

async function soundOf(piece: string): Promise<string> {
  return keptSound('speech', piece) ?? keepSound('speech', piece, await addressOf(piece));
}

async function addressOf(piece: string): Promise<string> {
  const known = addresses.get(piece);
  if (known && Date.now() < known.until) return known.url;
  const url = await askFor(piece);
  addresses.set(piece, { url, until: Date.now() + FRESH });
  return url;
}

function askFor(piece: string): Promise<string> {
  return new Promise((resolve, reject) => {
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
}
