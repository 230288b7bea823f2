import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import type { CastKey } from '../../local/demo/cast';
import type { World } from '../../local/world';
import { ensureChromium } from '../chromium';
import { atMost, exactly, fact, type Group, median, type Row } from './rows';

const ROUNDS = 5;
const SLOWED = 6;
const LIMITS = { nodes: 600, setDataKb: 64, calls: 1 } as const;
const KB = 1024;
/** What the page still does once it can be used is counted too. */
const SETTLES_MS = 1000;

const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
};
/** Chromium alone on its machine: it looks for nothing elsewhere. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Who opens it, and a word that is on the screen when it can be used. */
const WHO: Readonly<Partial<Record<CastKey, string>>> = {
  father: '小雨',
  granny: '小雨',
  teacher: '个孩子在等您',
  head: '本周已联系',
};

interface Opened {
  readonly usableMs: number;
  readonly nodes: number;
  readonly bytes: number;
  readonly calls: number;
}

/** The first screen of each role, from the tap to what can be used, on a phone that is six times as slow as this machine. */
export const home: Group = {
  name: 'home',
  title: `Home page in Chromium with the CPU slowed ${SLOWED}×, median of ${ROUNDS}`,
  async run({ note, demo }) {
    note('the demo school settles');
    const world = await demo.awake();
    const browser = await chromium.launch({ executablePath: ensureChromium(), headless: true, args: ARGS });
    try {
      const rows: Row[] = [];
      for (const [who, word] of Object.entries(WHO)) {
        note(who);
        rows.push(...(await measured(browser, world, who, word)));
      }
      return rows;
    } finally {
      await browser.close();
    }
  },
};

async function measured(browser: Browser, world: World, who: string, word: string): Promise<Row[]> {
  const rounds: Opened[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await open(browser, world, who, word));
  const of = (key: keyof Opened) => median(rounds.map((opened) => opened[key]));
  return [
    fact(`home: ${who}, load to usable`, of('usableMs'), 'ms'),
    atMost(LIMITS.nodes, `home: ${who}, nodes`, of('nodes'), ''),
    atMost(LIMITS.setDataKb, `home: ${who}, setData`, of('bytes') / KB, 'KB'),
    exactly(LIMITS.calls, `home: ${who}, function calls`, of('calls'), ''),
  ];
}

/** Opens the Mini Program on a phone that has never seen it. */
async function open(browser: Browser, world: World, who: string, word: string): Promise<Opened> {
  const context = await browser.newContext(PHONE);
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    let calls = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/api/call')) calls += 1;
    });
    await page.goto(`${world.url}/phone/${who}/`, { waitUntil: 'commit' });
    // Looked for in each frame of the page itself: a look from outside would wait for the slowed page to answer.
    const shown = `document.querySelector('#phone')?.textContent.includes(${JSON.stringify(word)}) && performance.now()`;
    const usable = await page.waitForFunction(shown, undefined, { polling: 'raf' });
    await page.waitForTimeout(SETTLES_MS);
    const counted = await page.evaluate(() => {
      const { setData, nodes } = (globalThis as unknown as { __measure: Measure }).__measure;
      return { nodes: nodes(), bytes: setData.bytes };
    });
    return { usableMs: Number(await usable.jsonValue()), calls, ...counted };
  } finally {
    await context.close();
  }
}

/** What the local runtime counts in the page (local/browser/runtime/pages/measure.ts). */
interface Measure {
  readonly setData: { readonly bytes: number };
  nodes(): number;
}
