import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { compileMiniProgram, formatProblem } from '../../local/browser/compiler';
import { type Gateway, type GatewayOptions, startGateway } from '../../local/browser/gateway';
import {
  type Clock,
  type Cloud,
  CloudCallError,
  type Delivery,
  type Identity,
  type PageCode,
  type Persona,
  type SubscribeAnswer,
  type Trouble,
  type Wechat,
} from '../../local/ports';
import { packNpm } from '../../scripts/pack-npm';
import { MINIPROGRAM } from '../../scripts/paths';
import { launchChromium, PHONE } from '../support/chromium';

const FIXTURE = join(dirname(fileURLToPath(import.meta.url)), 'fixtures', 'miniprogram');

/** A copy of the sample app with its packages packed, to compile or to break. */
export async function copyFixture(changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'sample-app-'));
  cpSync(FIXTURE, root, { recursive: true });
  await packNpm();
  symlinkSync(join(MINIPROGRAM, 'miniprogram_npm'), join(root, 'miniprogram_npm'), 'junction');
  for (const [file, text] of Object.entries(changes)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

class FakeClock implements Clock {
  offset = 0;
  readonly #listeners = new Set<(offset: number) => void>();

  now(): number {
    return Date.now() + this.offset;
  }

  moveTo(at: number): void {
    this.offset = at - Date.now();
    for (const listener of this.#listeners) listener(this.offset);
  }

  onMove(listener: (offset: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** A cloud with two functions: one answers what it got and from whom, one throws. */
class FakeCloud implements Cloud {
  readonly adminUrl = '';
  readonly sdkEnv = {};
  readonly files = new Map<string, { readonly bytes: Uint8Array; readonly owner: string }>();

  async invoke(name: string, event: unknown, identity: Identity): Promise<unknown> {
    if (name === 'echo') return { event, openid: identity.openid };
    if (name === 'broken') throw new CloudCallError(-504002, 'functions execute fail');
    throw new CloudCallError(-501000, 'FunctionName parameter could not be found');
  }

  async upload(path: string, bytes: Uint8Array, owner: string): Promise<string> {
    const fileId = `cloud://env.bucket/${path}`;
    this.files.set(fileId, { bytes, owner });
    return fileId;
  }

  async clientFileUrl(fileId: string, openid: string): Promise<string | undefined> {
    const file = this.files.get(fileId);
    if (file?.owner !== openid) return undefined;
    return `data:application/octet-stream;base64,${Buffer.from(file.bytes).toString('base64')}`;
  }

  async readFile(fileId: string): Promise<Uint8Array | undefined> {
    return this.files.get(fileId)?.bytes;
  }

  async close(): Promise<void> {}
}

class FakeWechat implements Wechat {
  readonly templates: Wechat['templates'] = new Map([
    ['tmpl-call', { title: '通话提醒', fields: ['time1'] }],
    ['tmpl-notice', { title: '通知提醒', fields: ['thing1'] }],
    ['tmpl-lasting', { title: '学校通知', fields: ['thing1'], lasting: true }],
  ]);
  readonly taken: Trouble[] = [];
  readonly printed: PageCode[] = [];
  readonly answers: { readonly openid: string; readonly answers: Readonly<Record<string, SubscribeAnswer>> }[] = [];
  readonly #off = new Set<string>();
  readonly #delivered: Delivery[] = [];
  readonly #listeners = new Set<(delivery: Delivery) => void>();

  async openApi(): Promise<Record<string, unknown>> {
    return { errcode: 0 };
  }

  async binaryApi(): Promise<Uint8Array> {
    return new Uint8Array();
  }

  async answerSubscribe(openid: string, answers: Readonly<Record<string, SubscribeAnswer>>): Promise<void> {
    this.answers.push({ openid, answers });
  }

  lasting(openid: string): readonly string[] {
    const last = this.answers.findLast((one) => one.openid === openid && 'tmpl-lasting' in one.answers);
    return last?.answers['tmpl-lasting'] === 'accept' ? ['tmpl-lasting'] : [];
  }

  async refuseTemplates(openid: string, templateIds: readonly string[]): Promise<void> {
    await this.answerSubscribe(openid, Object.fromEntries(templateIds.map((id) => [id, 'reject'])));
  }

  codes(): readonly PageCode[] {
    return this.printed;
  }

  provoke(trouble: Trouble): () => void {
    this.taken.push(trouble);
    return () => void this.taken.splice(this.taken.indexOf(trouble), 1);
  }

  troubles(): readonly Trouble[] {
    return this.taken;
  }

  setMessagesOn(openid: string, on: boolean): void {
    if (on) this.#off.delete(openid);
    else this.#off.add(openid);
  }

  messagesOn(openid: string): boolean {
    return !this.#off.has(openid);
  }

  issuePhoneCode(openid: string): string {
    return `code-of-${openid}`;
  }

  setPhoneNumber(): void {}

  acceptsVoip(): boolean {
    return false;
  }

  visited(): void {}

  deliveries(): readonly Delivery[] {
    return this.#delivered;
  }

  onDelivery(listener: (delivery: Delivery) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A message reaches somebody. */
  deliver(delivery: Delivery): void {
    this.#delivered.unshift(delivery);
    for (const listener of this.#listeners) listener(delivery);
  }

  async close(): Promise<void> {}
}

const PERSONAS: readonly Persona[] = [
  {
    key: 'father',
    openid: 'openid-father',
    title: '夜班爸爸',
    about: '在东莞上夜班，想约一次通话',
    device: 'phone',
    fontScale: 1,
    phoneNumber: '13800001234',
  },
  {
    key: 'grandma',
    openid: 'openid-grandma',
    title: '奶奶',
    about: '不识字，字要大',
    device: 'phone',
    fontScale: 1.65,
  },
  {
    key: 'grandpa',
    openid: 'openid-grandpa',
    title: '爷爷',
    about: '只有老人机',
    device: 'plain',
    fontScale: 1,
    phoneNumber: '13800005678',
  },
  {
    key: 'desk',
    openid: 'openid-desk',
    title: '通话台',
    about: '值日桌上的平板',
    device: 'tablet',
    fontScale: 1,
  },
];

/** The sample app in a browser. */
export interface Sample {
  readonly gateway: Gateway;
  readonly browser: Browser;
  /** Opens a persona's phone in a browser of its own; `search` is e.g. `?page=/pages/lab/index`. */
  phone(key: string, search?: string, context?: BrowserContext): Promise<Page>;
  close(): Promise<void>;
}

export interface BrowserWorld extends Sample {
  readonly cloud: FakeCloud;
  readonly wechat: FakeWechat;
  readonly clock: FakeClock;
  /** The world begins anew. */
  beginAnew(): void;
}

/** The sample app with fakes behind it. */
export async function startBrowserWorld(): Promise<BrowserWorld> {
  const [cloud, wechat, clock] = [new FakeCloud(), new FakeWechat(), new FakeClock()];
  let epoch = 1;
  const sample = await startSample({ cloud, wechat, clock, epoch: () => String(epoch) });
  return {
    ...sample,
    cloud,
    wechat,
    clock,
    beginAnew() {
      epoch += 1;
    },
  };
}

/** The sample app, compiled and served with what is given behind it. */
export async function startSample(
  behind: Pick<GatewayOptions, 'cloud' | 'wechat' | 'clock' | 'epoch'>,
): Promise<Sample> {
  const root = await copyFixture();
  const bundleDir = mkdtempSync(join(tmpdir(), 'sample-bundle-'));
  const { errors } = await compileMiniProgram(root, bundleDir);
  if (errors.length > 0) throw new Error(errors.map(formatProblem).join('\n'));
  const gateway = await startGateway({ port: 0, ...behind, personas: () => PERSONAS, bundleDir });
  const browser = await launchChromium();
  return {
    gateway,
    browser,
    async phone(key, search = '', context) {
      const page = await (context ?? (await browser.newContext(PHONE))).newPage();
      page.setDefaultTimeout(5000);
      page.on('pageerror', (error) => console.error('page error', error));
      await page.goto(`${gateway.url}/phone/${key}/${search}`);
      await page.locator('wx-page').first().waitFor();
      return page;
    },
    async close() {
      await browser.close();
      await gateway.close();
      for (const folder of [root, bundleDir]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The page of the app that shows. */
export const shown = (page: Page): Locator => page.locator('wx-page:not([hidden])');

/** Presses the button of an ability on the lab page and answers what it said. */
export async function tryAbility(page: Page, name: string): Promise<Locator> {
  await shown(page).locator('wx-button').getByText(name, { exact: true }).tap();
  return shown(page).locator('[id$="--result"]');
}

/** A computed style of an element, e.g. `fontSize`. */
export const styleOf = (element: Locator, property: string): Promise<unknown> =>
  element.evaluate((node, name) => node.ownerDocument.defaultView.getComputedStyle(node)[name], property);
