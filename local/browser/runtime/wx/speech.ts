import { storeTemporary } from './file-store';

interface SpeechOptions {
  content: string;
  lang?: string;
  tts?: boolean;
  success?(result: { retcode: number; origin: string; filename: string; expired_time: number }): void;
  fail?(error: { retcode: number; msg: string }): void;
}

/** The plugin's own limit for one call. */
const MAX_CHARACTERS = 50;
const URL_LIFE_S = 3 * 60 * 60;
const SAMPLE_RATE = 8000;
const CHARACTER_S = 0.22;

/**
 * Plugins. `WechatSI` reads a text aloud on a phone; a browser without a voice cannot, so the file is
 * a soft tone for each character: one hears that, how long and where it speaks.
 */
export function requirePlugin(name: string): object {
  if (name !== 'WechatSI') throw new Error(`plugin "${name}" is not available in the local browser runtime`);
  return { textToSpeech };
}

function textToSpeech({ content, success, fail }: SpeechOptions): void {
  const length = [...content].length;
  if (length === 0 || length > MAX_CHARACTERS) {
    setTimeout(() => fail?.({ retcode: -20003, msg: 'content length invalid' }));
    return;
  }
  void storeTemporary(tones([...content]), 'speech.wav').then((filename) => {
    const expired_time = Math.floor(Date.now() / 1000) + URL_LIFE_S;
    success?.({ retcode: 0, origin: content, filename, expired_time });
  });
}

/** A mono 16-bit WAV: a short tone a character, its pitch from the character, silence for punctuation. */
function tones(characters: readonly string[]): Blob {
  const perCharacter = Math.round(SAMPLE_RATE * CHARACTER_S);
  const samples = new Int16Array(characters.length * perCharacter);
  characters.forEach((character, index) => {
    if (/[\p{P}\s]/u.test(character)) return;
    const pitch = 180 + ((character.codePointAt(0) ?? 0) % 12) * 15;
    for (let i = 0; i < perCharacter; i += 1) {
      const fade = Math.sin((Math.PI * i) / perCharacter);
      samples[index * perCharacter + i] = Math.sin((2 * Math.PI * pitch * i) / SAMPLE_RATE) * fade * 9000;
    }
  });
  return new Blob([wavHeader(samples.byteLength), samples], { type: 'audio/wav' });
}

function wavHeader(bytes: number): ArrayBuffer {
  const header = new DataView(new ArrayBuffer(44));
  const text = (offset: number, value: string) => {
    [...value].forEach((letter, index) => {
      header.setUint8(offset + index, letter.charCodeAt(0));
    });
  };
  text(0, 'RIFF');
  header.setUint32(4, 36 + bytes, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, SAMPLE_RATE, true);
  header.setUint32(28, SAMPLE_RATE * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, 'data');
  header.setUint32(40, bytes, true);
  return header.buffer;
}
