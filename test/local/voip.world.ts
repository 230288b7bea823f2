import { join } from 'node:path';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { expect } from 'vitest';
import { createClock } from '../../local/clock';
import type { LocalCloud } from '../../local/cloud';
import type { Clock } from '../../local/ports';
import { createWechat, type LocalWechat } from '../../local/wechat';
import { ROOT } from '../../scripts/paths';
import { PHONE } from '../support/chromium';
import { type Sample, startSample } from './browser.world';
import { bundle, folder, startEmpty } from './cloud.support';

/** A function that asks WeChat for a signature as the product does. `openid`: for whom it asks, its caller if not said. */
const SIGN = `
import cloudbase from '@cloudbase/node-sdk';
import { createWechatApi } from ${JSON.stringify(join(ROOT, 'cloudfunctions/_server/wechat/api'))};
const wechat = createWechatApi(cloudbase.init({ env: cloudbase.SYMBOL_CURRENT_ENV }));
export async function main({ groupId, openid = cloudbase.getCloudbaseContext().WX_OPENID }) {
  const ticket = { groupId, nonceStr: 'n' + Math.random(), timeStamp: Math.floor(Date.now() / 1000) };
  return { openid, ...ticket, signature: await wechat.voipSign({ openid, ...ticket }) };
}`;

export interface Ticket {
  readonly openid: string;
  readonly groupId: string;
  readonly nonceStr: string;
  readonly timeStamp: number;
  readonly signature: string;
}

export interface VoipWorld extends Sample {
  readonly clock: Clock;
  readonly cloud: LocalCloud;
  readonly wechat: LocalWechat;
  /** What the server answers this user who wants to join. */
  ticket(openid: string, groupId: string, forWhom?: string): Promise<Ticket>;
  /** A persona's phone on the call page. */
  caller(key: string, query: Readonly<Record<string, string>>, options?: CallerOptions): Promise<Page>;
}

export interface CallerOptions {
  readonly context?: BrowserContext;
  /** `getUserMedia` fails with this name for every wish, as on a computer without devices. */
  readonly mediaError?: string;
}

/** The sample app on the real local cloud and WeChat's real local side. */
export async function startVoipWorld(): Promise<VoipWorld> {
  const clock = createClock();
  const files = folder();
  const wechat = createWechat({ clock, templates: [], pushEvent: async () => {} });
  const file = bundle(files.path, 'sign', SIGN);
  const cloud = await startEmpty({
    clock,
    wechat,
    functions: [{ name: 'sign', file, openapi: ['cloudbase.getVoIPSign'] }],
  });
  const sample = await startSample({ cloud, wechat, clock });
  return {
    ...sample,
    clock,
    cloud,
    wechat,
    ticket: async (openid, groupId, forWhom) =>
      (await cloud.invoke('sign', { groupId, openid: forWhom }, { openid, source: 'wx_client' })) as Ticket,
    async caller(key, query, { context, mediaError } = {}) {
      const own = context ?? (await sample.browser.newContext(PHONE));
      await own.addInitScript(watchDevices(mediaError));
      const search = new URLSearchParams(query).toString();
      return sample.phone(key, `?page=${encodeURIComponent(`/pages/call/index?${search}`)}`, own);
    },
    async close() {
      await sample.close();
      await cloud.close();
      await wechat.close();
      files.remove();
    },
  };
}

/** Runs in the phone: remembers every track of a device and every connection, or lets devices fail. */
const watchDevices = (mediaError = '') => `{
  const mediaError = ${JSON.stringify(mediaError)};
  const tracks = (globalThis.__tracks = []);
  const connections = (globalThis.__connections = []);
  const { mediaDevices } = navigator;
  const real = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wish) => {
    if (mediaError) throw new DOMException('no', mediaError);
    const stream = await real(wish);
    tracks.push(...stream.getTracks());
    return stream;
  };
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(options) {
      super(options);
      connections.push(this);
    }
  };
}`;

type Phone = Page | Frame;
const shownOf = (phone: Phone) => phone.locator('wx-page:not([hidden])');

/** Presses a button of the call page. */
export const press = (phone: Phone, name: string): Promise<void> =>
  shownOf(phone).locator('wx-button').getByText(name, { exact: true }).click();

/** Presses a button and waits for what it came to. */
export async function tell(phone: Phone, name: string): Promise<string> {
  await press(phone, name);
  const result = shownOf(phone).locator('[id$="--result"]');
  await expect.poll(() => result.textContent(), { timeout: 10_000 }).not.toBe('');
  return (await result.textContent()) ?? '';
}

export const events = async (phone: Phone): Promise<string> =>
  (await shownOf(phone).locator('[id$="--events"]').textContent()) ?? '';
export const members = async (phone: Phone): Promise<string> =>
  (await shownOf(phone).locator('[id$="--members"]').textContent()) ?? '';

/** How many different pictures of a member this phone showed until two were seen, or three seconds went by. */
export const picturesOf = (phone: Phone, openid: string): Promise<number> =>
  picturesIn(phone, `[id$="--picture-${openid}"] video`);

/** The same of the video that a selector finds. */
export const picturesIn = (phone: Phone, selector: string): Promise<number> =>
  phone.evaluate(`(async () => {
    const video = document.querySelector(${JSON.stringify(selector)});
    const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 24 });
    const drawing = canvas.getContext('2d', { willReadFrequently: true });
    const seen = new Set();
    for (const end = performance.now() + 3000; seen.size < 2 && performance.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (!video?.videoWidth) continue;
      drawing.drawImage(video, 0, 0, 32, 24);
      const pixels = drawing.getImageData(0, 0, 32, 24).data;
      if (pixels.some((value, index) => index % 4 !== 3 && value > 0)) seen.add(pixels.join());
    }
    return seen.size;
  })()`);

/** The loudest moment of what this phone plays of a member, 0–1, within \`ms\`; ends early once it is no silence. */
export const loudnessOf = (phone: Phone, openid: string, ms = 3000): Promise<number> =>
  phone.evaluate(`(async () => {
    const player = document.querySelector('audio[data-openid="${openid}"]');
    if (!player || player.muted || player.paused) return -1;
    const context = new AudioContext();
    const ear = context.createAnalyser();
    context.createMediaStreamSource(player.srcObject).connect(ear);
    const samples = new Float32Array(ear.fftSize);
    let loudest = 0;
    for (const end = performance.now() + ${ms}; loudest < 0.01 && performance.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      ear.getFloatTimeDomainData(samples);
      loudest = Math.max(loudest, ...samples.map(Math.abs));
    }
    await context.close();
    return loudest;
  })()`);

/** Microphones, cameras and connections of this phone that were ever on, and those that still are. */
export const devices = (phone: Phone): Promise<{ opened: string[]; live: number; connections: number }> =>
  phone.evaluate(`({
    opened: __tracks.map(({ kind }) => kind).sort(),
    live: __tracks.filter(({ readyState }) => readyState === 'live').length,
    connections: __connections.filter(({ connectionState }) => connectionState !== 'closed').length,
  })`);
