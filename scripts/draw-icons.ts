/**
 * Draws the product's icons from tdesign-icons-svg: `components/icon/glyphs.wxss` (masks, so that an icon has the colour of
 * its text) and the tab bar's PNGs (81 × 81, by Chromium). Run by hand when a name is added: `npx tsx scripts/draw-icons.ts`.
 * TDesign's own icon font is not used: it comes from a CDN.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureChromium } from './chromium';
import { MINIPROGRAM, ROOT } from './paths';

/** Our name → the file in tdesign-icons-svg. Ours say what is meant, so that a drawing can change. */
const GLYPHS = {
  phone: 'call-filled',
  video: 'video-filled',
  calendar: 'calendar',
  time: 'time',
  next: 'chevron-right',
  play: 'play',
  pause: 'pause',
  stop: 'stop',
  record: 'microphone-1-filled',
  check: 'check',
  close: 'close',
  add: 'add',
  remove: 'delete',
  camera: 'camera',
  listen: 'sound-filled',
  person: 'user',
  people: 'usergroup',
  letter: 'mail',
  again: 'refresh',
  offline: 'wifi-off',
  edit: 'edit',
  place: 'location',
  file: 'file',
  search: 'search',
  home: 'home',
  hangup: 'call-off-filled',
  turn: 'camera-1',
  // The pictures of a child's secret (domain/letters.ts).
  cat: 'cat-filled',
  dog: 'doge-filled',
  fish: 'fish-filled',
  apple: 'apple-filled',
  cherry: 'cherry-filled',
  mushroom: 'mushroom-filled',
  sun: 'sunny-filled',
  moon: 'moon-filled',
  star: 'star-filled',
  guitar: 'guitar-filled',
  rocket: 'rocket-filled',
} as const;

/** Tab → drawing when not chosen and when chosen. */
const TABS = {
  home: ['home', 'home-filled'],
  inbox: ['notification', 'notification-filled'],
  mine: ['user', 'user-filled'],
} as const;
const TAB_COLOURS = ['#6B675F', '#1F6F64'] as const;

/** The library misspells `viewBox` and adds what a mask does not need. */
function drawing(file: string): string {
  return readFileSync(join(ROOT, 'node_modules/tdesign-icons-svg/src', `${file}.svg`), 'utf8')
    .replace('view-box', 'viewBox')
    .replace(/ (?:id|class|width|height)="[^"]*"/g, '')
    .replace(/ fill="transparent"/g, ' fill="none"')
    .trim();
}

function writeGlyphs(): void {
  const rules = Object.entries(GLYPHS).map(([name, file]) => {
    const svg = encodeURIComponent(drawing(file).replaceAll('currentColor', '#000'))
      .replace(/%20/g, ' ')
      .replace(/%3D/g, '=')
      .replace(/%2F/g, '/')
      .replace(/%3A/g, ':')
      .replace(/%22/g, "'");
    return `.icon--${name} {\n  --glyph: url("data:image/svg+xml,${svg}");\n}\n`;
  });
  const header = '/* Made by scripts/draw-icons.ts from tdesign-icons-svg (MIT). */\n';
  writeFileSync(join(MINIPROGRAM, 'components/icon/glyphs.wxss'), header + rules.join('\n'));
}

async function drawTabs(): Promise<void> {
  const folder = join(MINIPROGRAM, 'assets/tab');
  mkdirSync(folder, { recursive: true });
  const executablePath = ensureChromium();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: { width: 81, height: 81 } });
    for (const [tab, files] of Object.entries(TABS)) {
      for (const [chosen, file] of files.entries()) {
        const colour = TAB_COLOURS[chosen] ?? TAB_COLOURS[0];
        await page.setContent(
          `<style>body{margin:0}svg{display:block;width:61px;height:61px;padding:10px;color:${colour}}</style>${drawing(file)}`,
        );
        await page.screenshot({ path: join(folder, `${tab}${chosen ? '-on' : ''}.png`), omitBackground: true });
      }
    }
  } finally {
    await browser.close();
  }
}

writeGlyphs();
await drawTabs();
