import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../../scripts/chromium';

/** A browser that touches nothing outside of this machine, with a camera and a microphone that beeps; its phones can call each other. */
export const LAUNCH_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
];

/** Starts the browser of this machine without a window. Throws one clear sentence when there is none; `npm test` installs one. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('No Chromium, Chrome or Edge was found: install one, or set CHROMIUM to its path.');
  return chromium.launch({ executablePath, headless: true, args: LAUNCH_ARGS });
}

/** A phone held upright, as most of our people hold theirs. */
export const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
} as const;

/** A tablet lying on the desk. */
export const TABLET = { ...PHONE, viewport: { width: 1180, height: 820 } } as const;

/** WeChat on a PC. */
export const DESKTOP = {
  viewport: { width: 1280, height: 800 },
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
} as const;
