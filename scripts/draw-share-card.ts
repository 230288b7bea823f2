/**
 * Draws the cards that WeChat shows for what is sent on: `assets/share/notice.png` for a class's group where a phone cannot draw one itself,
 * `invite.png` for an invite code; by Chromium and the very drawing that runs on the phone. Run by hand when the drawing changes: `npx tsx scripts/draw-share-card.ts`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { chromium } from 'playwright-core';
import { ensureChromium } from './chromium';
import { MINIPROGRAM } from './paths';

/** WeChat shows it this wide on the sharpest phones, px; a shipped file is as small as it may be. */
const WIDTH = 500;

function drawing(): string {
  const entryPoints = [join(MINIPROGRAM, 'features/notices/components/group-card/card.ts')];
  const { outputFiles } = buildSync({ entryPoints, bundle: true, write: false, format: 'iife', globalName: 'card' });
  return outputFiles[0]?.text ?? '';
}

/** The tokens by name: `ink` → its colour. */
function colours(): Record<string, string | undefined> {
  const tokens = readFileSync(join(MINIPROGRAM, 'styles/tokens.wxss'), 'utf8');
  return Object.fromEntries(
    [...tokens.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name, colour]) => [name, colour]),
  );
}

/** File → its words; without a title it says that there is a notice. */
const CARDS = { notice: null, invite: '学校给您的邀请' } as const;

/** Runs in the page. */
const drawOf = (title: string | null): string => `(() => {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, card.CARD);
  card.drawCard(canvas.getContext('2d'), { school: '亲情连线', title: ${JSON.stringify(title)} }, ${JSON.stringify(colours())});
  const small = document.createElement('canvas');
  Object.assign(small, { width: ${WIDTH}, height: (${WIDTH} * card.CARD.height) / card.CARD.width });
  const pen = small.getContext('2d');
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(canvas, 0, 0, small.width, small.height);
  return small.toDataURL('image/png');
})()`;

const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage();
  await page.addScriptTag({ content: drawing() });
  const folder = join(MINIPROGRAM, 'assets/share');
  mkdirSync(folder, { recursive: true });
  for (const [name, title] of Object.entries(CARDS)) {
    const url = String(await page.evaluate(drawOf(title)));
    writeFileSync(join(folder, `${name}.png`), Buffer.from(url.replace(/^data:.*,/, ''), 'base64'));
  }
} finally {
  await browser.close();
}
