import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { PATIENT } from '../week/week';

/** What was heard of a phone: pieces begun, seconds played, and its loudest moment, 0–1. */
interface Heard {
  readonly pieces: number;
  readonly seconds: number;
  readonly loudest: number;
}

/** Louder than any silence. */
const SOUND = 0.01;

/** Puts an ear to a phone: whatever it plays from now on is measured, as it comes out of the player. */
export const listenTo = (phone: Phone): Promise<unknown> => phone.page.evaluate(EAR);

export const heardFrom = (phone: Phone): Promise<Heard> => phone.page.evaluate('globalThis.__ear');

/** Waits until something was really heard: time went by in the player, and it was no silence. */
export async function hears(phone: Phone): Promise<void> {
  await expect.poll(async () => (await heardFrom(phone)).seconds, PATIENT).toBeGreaterThan(0.5);
  await expect.poll(async () => (await heardFrom(phone)).loudest, PATIENT).toBeGreaterThan(SOUND);
}

/** Runs in the browser. Text, so that nothing of it is compiled for Node. */
const EAR = `(() => {
  const heard = { pieces: 0, seconds: 0, loudest: 0 };
  globalThis.__ear = heard;
  const play = HTMLMediaElement.prototype.play;
  const measure = (audio) => {
    const context = new AudioContext();
    const ear = context.createAnalyser();
    context.createMediaStreamSource(audio.captureStream()).connect(ear);
    const samples = new Float32Array(ear.fftSize);
    const listen = () => {
      if (audio.paused || audio.ended) return void context.close();
      ear.getFloatTimeDomainData(samples);
      heard.loudest = Math.max(heard.loudest, ...samples.map(Math.abs));
      setTimeout(listen, 20);
    };
    listen();
  };
  HTMLMediaElement.prototype.play = function () {
    heard.pieces += 1;
    let before = 0;
    this.addEventListener('timeupdate', () => {
      heard.seconds += Math.max(0, this.currentTime - before);
      before = this.currentTime;
    });
    this.addEventListener('playing', () => measure(this), { once: true });
    return play.call(this);
  };
})()`;
