import type { ServerResponse } from 'node:http';
import type { Clock } from '../../ports';
import { HttpError } from './http';

/** As long as an address of the real plugin. */
const LIFE_MS = 3 * 60 * 60_000;
/** Mandarin, a little slower than eSpeak speaks by itself. */
const VOICE = 'cmn';
const WORDS_A_MINUTE = 150;
const KEPT = 200;

/** Sounds of texts as WAV; made once each, the newest are kept. */
const sounds = new Map<string, Promise<Buffer>>();

/** Where the sound of a text is to be had, and until when (local-clock ms). */
export function speechAddress(text: string, clock: Clock): { readonly path: string; readonly until: number } {
  const until = clock.now() + LIFE_MS;
  return { path: `/speech?${new URLSearchParams({ until: String(until), text })}`, until };
}

/** Answers `GET /speech`: what the plugin's address answers, until it is too old. */
export async function serveSpeech(url: URL, clock: Clock, response: ServerResponse): Promise<void> {
  const text = url.searchParams.get('text') ?? '';
  if (Number(url.searchParams.get('until')) < clock.now()) throw new HttpError(403, 'the address is too old');
  const sound = sounds.get(text) ?? speak(text);
  sounds.delete(text);
  sounds.set(text, sound);
  for (const oldest of sounds.keys()) if (sounds.size > KEPT) sounds.delete(oldest);
  const bytes = await sound;
  response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': bytes.length });
  response.end(bytes);
}

/** Says a text: mono, 16 bit. The voice is loaded when it is first needed. */
export async function speak(text: string): Promise<Buffer> {
  const { default: load } = await import('@echogarden/espeak-ng-emscripten');
  const { eSpeakNGWorker } = await load();
  const voice = new eSpeakNGWorker();
  if (voice.set_voice(VOICE) !== 0) throw new Error(`eSpeak has no voice ${VOICE}`);
  voice.set_rate(WORDS_A_MINUTE);
  const parts: Buffer[] = [];
  voice.synthesize(text, (samples) => {
    if (samples !== null) parts.push(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
    return false;
  });
  return wav(Buffer.concat(parts), voice.get_samplerate());
}

/** The header that makes samples a file (RIFF). */
function wav(samples: Buffer, rate: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
