import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page, Route } from 'playwright-core';
import type { CastKey } from '../../local/demo/cast';
import { ROOT } from '../../scripts/paths';
import { DESKTOP, PHONE, TABLET } from './chromium';

/** Where screenshots are kept for people to look at. */
export const SHOTS = join(ROOT, 'test', 'shots');

const SIZES = { phone: PHONE, tablet: TABLET, pc: DESKTOP } as const;
export type Size = keyof typeof SIZES;

/** WeChat's largest type. */
export const LARGEST_TYPE = 1.65;

export interface PhoneOptions {
  readonly size?: Size;
  /** The system's type, 1–1.65; the persona's own without it. */
  readonly fontScale?: number;
  /** The page to begin with, as a tap on a delivered message opens it, e.g. `features/booking/pages/ticket/index?id=…`. */
  readonly page?: string;
}

/** How long anything on a screen may take, ms. */
const PATIENCE = 15_000;
/** What belongs to the Mini Program's package: WeChat keeps it on the phone, so it is there without a network. */
const PACKAGE = /\/(bundle|icons)\/|\/phone\/[^/]+\/(\?|$)/;

/** One person's phone (or tablet, or PC) with the Mini Program on it. Storage and files stay with it when it is killed. */
export class Phone {
  #page: Page | undefined;
  /** Errors that the page threw or logged. */
  readonly faults: string[] = [];
  /** Everything that came over the network since the phone was taken up, as text. */
  readonly replies: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    private readonly base: string,
    readonly who: CastKey,
    readonly size: Size,
    private readonly fontScale: number | undefined,
  ) {}

  static async open(browser: Browser, base: string, who: CastKey, options: PhoneOptions = {}): Promise<Phone> {
    const { size = 'phone', fontScale, page } = options;
    const context = await browser.newContext({
      ...SIZES[size],
      permissions: ['microphone', 'camera'],
      acceptDownloads: true,
    });
    const phone = new Phone(context, base, who, size, fontScale);
    await phone.start(page);
    return phone;
  }

  /** Opens the Mini Program anew, as a tap in the list of recent ones (or on a message) does. */
  async start(path?: string): Promise<void> {
    await this.kill();
    const page = await this.context.newPage();
    this.#page = page;
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', (error) => this.faults.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.faults.push(message.text());
    });
    page.on('response', (response) => {
      if (!response.url().includes('/api/') || response.url().endsWith('/api/events')) return;
      void response.text().then(
        (text) => this.replies.push(text),
        () => undefined, // the page was left meanwhile
      );
    });
    const search = new URLSearchParams({
      ...(path === undefined ? {} : { page: path }),
      ...(this.fontScale === undefined ? {} : { fontScale: String(this.fontScale) }),
    });
    await page.goto(`${this.base}/phone/${this.who}/?${search}`);
    await this.shown.waitFor();
  }

  /** The person (or the system) throws the app out: whatever was only in memory is gone. */
  async kill(): Promise<void> {
    await this.#page?.close();
    this.#page = undefined;
  }

  /** Cuts the network, or brings it back. What WeChat keeps of the Mini Program itself stays on the phone. */
  async cutNetwork(cut: boolean): Promise<void> {
    if (cut) await this.context.route(PACKAGE, keptOnPhone);
    await this.context.setOffline(cut);
    if (!cut) await this.context.unroute(PACKAGE, keptOnPhone);
  }

  get isOn(): boolean {
    return this.#page !== undefined;
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error(`the phone of ${this.who} is not open`);
    return this.#page;
  }

  /** The page of the Mini Program that shows. */
  get shown(): Locator {
    return this.page.locator('wx-page:not([hidden])');
  }

  /** Something that is written on the page that shows; as a whole unless it is given as an expression. */
  text(words: string | RegExp): Locator {
    return this.shown.getByText(words, { exact: true }).filter({ visible: true });
  }

  /** Something that WeChat itself draws above the page: `subscribe`, `modal`, `dial`, `calendar`, `action-sheet`, `toast`. */
  sheet(kind: string): Locator {
    return this.page.locator(`[data-ui="${kind}"]`);
  }

  /** Waits for something to stand on the page. */
  async see(...words: readonly (string | RegExp)[]): Promise<void> {
    for (const one of words) await this.text(one).first().waitFor();
  }

  /** Taps with a finger, as soon as the page lets it; on a PC clicks. */
  async tap(target: string | RegExp | Locator): Promise<void> {
    const place = typeof target === 'string' || target instanceof RegExp ? this.text(target) : target;
    await place
      .locator('xpath=ancestor::*[contains(@class, "t-button--disabled")]')
      .first()
      .waitFor({ state: 'detached' });
    await (this.size === 'pc' ? place.click() : place.tap());
  }

  /** The action at the right of the row that has `name`, e.g. 「提醒家长」. */
  action(name: string, action: string): Locator {
    return this.shown.locator(`[aria-label="${name} ${action}"]`);
  }

  /** The field of a label; what a person types goes there. */
  field(label: string): Locator {
    const labelled = this.shown.locator(`[aria-label="${label}"]`);
    return labelled
      .locator('input, textarea')
      .or(labelled.and(this.page.locator('input, textarea')))
      .first();
  }

  /** A row of a list: its name, with what stands below it. */
  row(name: string | RegExp): Locator {
    return this.shown.locator('.line__text').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Scrolls down, and further where more is drawn at the end, until it is there. */
  async scrollTo(target: Locator): Promise<void> {
    const end = Date.now() + PATIENCE;
    while ((await target.count()) === 0 && Date.now() < end) {
      await this.shown.evaluate((page) => page.scrollTo(0, page.scrollHeight));
      await this.page.waitForTimeout(100);
    }
    await target.scrollIntoViewIfNeeded();
  }

  /** Answers WeChat's sheet that asks whether messages may be sent. */
  async allowMessages(): Promise<void> {
    await this.tap(this.sheet('subscribe').getByText('允许', { exact: true }));
  }

  /** The switch beside some words. */
  switch(words: string): Locator {
    return this.shown.locator('.row', { hasText: words }).locator('.t-switch').filter({ visible: true });
  }

  /** Taps a tab at the bottom: 首页, 消息, 我的. */
  async tab(name: string): Promise<void> {
    await this.tap(this.page.locator('.tabbar .tab').getByText(name));
  }

  /** The arrow at the top left. */
  async back(): Promise<void> {
    await this.tap(this.page.locator('.navbar-leading'));
  }

  /** Everything that can be read on the screen. */
  async words(): Promise<string> {
    return (await this.shown.innerText()) ?? '';
  }

  /** A screenshot for people to look at: `test/shots/<step>-<what>-<size>.png`. */
  async shoot(name: string, kind: string): Promise<void> {
    mkdirSync(SHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SHOTS, `${name}-${kind}.png`), animations: 'disabled' });
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

/** Answers from what the phone has, whatever became of the network. */
async function keptOnPhone(route: Route): Promise<void> {
  const kept = await fetch(route.request().url());
  await route.fulfill({
    status: kept.status,
    headers: Object.fromEntries(kept.headers),
    body: Buffer.from(await kept.arrayBuffer()),
  });
}
