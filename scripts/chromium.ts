import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { isMain, ROOT } from './paths';

/** Names under which a browser that speaks Chromium's protocol is found on the PATH. */
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'msedge',
  'microsoft-edge',
];

/** Where installers of macOS and Windows put it. */
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
];

/** Path of a Chromium, Chrome or Edge on this machine; `CHROMIUM` in the environment goes first. */
export function findChromium(): string | undefined {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, process.platform === 'win32' ? `${name}.exe` : name)));
  const candidates = [process.env.CHROMIUM, ...onPath, ...PLACES, playwrightsOwn()];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}

/** Finds a browser or installs one. Throws one sentence that says what to do. */
export function ensureChromium(): string {
  const there = findChromium();
  if (there !== undefined) return there;
  console.log('没有找到浏览器，正在安装 / no browser found, installing one …');
  if (isRootOnDebian()) installFromDebian();
  else
    spawnSync(process.execPath, [join(ROOT, 'node_modules/playwright-core/cli.js'), 'install', 'chromium'], {
      stdio: 'inherit',
    });
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new Error(
    '测试需要 Chromium、Chrome 或 Edge：请安装其中一个，或用环境变量 CHROMIUM 指出它的路径。' +
      ' The tests need Chromium, Chrome or Edge: install one, or set CHROMIUM to its path.',
  );
}

/** Where Playwright's own download would be. */
function playwrightsOwn(): string | undefined {
  try {
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

const isRootOnDebian = (): boolean => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** The fonts too: without them Chinese is boxes, and lines break elsewhere. */
function installFromDebian(): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    execFileSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env });
  try {
    apt('update');
    apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk');
  } catch {
    // The sentence of `ensureChromium` says what to do.
  }
}

if (isMain(import.meta)) console.log(ensureChromium());
