import type { TabItem } from '../../bundle';
import { scripts } from '../framework/scripts';
import { closeTransientUi } from '../ui/layers';
import { confirmSheet } from '../ui/modal';
import { WxFailure } from '../wx/failure';
import { Chrome, type ChromeActions } from './chrome';
import { EventChannel } from './event-channel';
import { markFirstReady } from './measure';
import { Page } from './page';
import { installPageScroll } from './page-scroll';
import { type PageUrl, parsePageUrl } from './url';

const MAX_DEPTH = 10;

/** The pages of the app: what WeChat's navigation APIs move. */
class PageStack {
  #pages: Page[] = [];
  /** Tab pages stay alive when another tab shows. */
  readonly #tabs = new Map<string, Page>();
  #chrome!: Chrome;

  /** Builds the frame into `root`. */
  mount(root: HTMLElement, actions: Omit<ChromeActions, 'back' | 'home' | 'tab'>): void {
    this.#chrome = new Chrome(root, {
      ...actions,
      back: () => void this.leave(1),
      home: () => void this.reLaunch(`/${scripts.manifest.pages[0]}`),
      tab: (item) => void this.#tapTab(item),
    });
    new ResizeObserver(() => this.#measureStage()).observe(this.#chrome.stage);
  }

  get chrome(): Chrome {
    return this.#chrome;
  }

  get all(): readonly Page[] {
    return this.#pages;
  }

  /** The page that shows. Throws before the first one is open. */
  get top(): Page {
    const page = this.#pages.at(-1);
    if (page === undefined) throw new WxFailure('no page is open');
    return page;
  }

  get isEmpty(): boolean {
    return this.#pages.length === 0;
  }

  /** The page whose component owns a DOM node. */
  pageOf(node: Node): Page | undefined {
    return this.#pages.find(({ element }) => element.contains(node));
  }

  async navigateTo(url: string): Promise<EventChannel> {
    const target = await this.#prepare(url);
    if (this.#isTab(target.path)) throw new WxFailure('can not navigateTo a tabbar page');
    if (this.#pages.length >= MAX_DEPTH) throw new WxFailure('webview count limit exceed');
    this.#pages.at(-1)?.hide();
    const channel = new EventChannel();
    this.#open(target, channel);
    return channel;
  }

  async redirectTo(url: string): Promise<void> {
    const target = await this.#prepare(url);
    if (this.#isTab(target.path)) throw new WxFailure('can not redirectTo a tabbar page');
    this.#close(1);
    this.#open(target);
  }

  async reLaunch(url: string): Promise<void> {
    const target = await this.#prepare(url);
    this.#close(this.#pages.length);
    for (const tab of this.#tabs.values()) tab.unload();
    this.#tabs.clear();
    this.#open(target);
  }

  async switchTab(url: string): Promise<void> {
    const target = await this.#prepare(url);
    if (!this.#isTab(target.path)) throw new WxFailure('can not switch to no-tabBar page');
    const root = this.#pages[0];
    if (root?.path === target.path && this.#pages.length === 1) return;
    const rootIsTab = root !== undefined && this.#tabs.get(root.path) === root;
    this.#close(this.#pages.length - (rootIsTab ? 1 : 0));
    if (rootIsTab && root.path !== target.path) root.hide();
    this.#pages = [];
    const known = this.#tabs.get(target.path);
    if (known === undefined) return this.#open(target);
    this.#pages = [known];
    this.#reveal();
  }

  /** Goes back as far as there are pages. Fails on the first page, as WeChat does. */
  navigateBack(delta: number): void {
    if (this.#pages.length < 2) throw new WxFailure('cannot navigate back at first page.');
    this.#close(Math.min(delta, this.#pages.length - 1));
    this.#reveal();
  }

  /** The person leaves by the back button: asks first when the page wishes so. */
  async leave(delta: number): Promise<void> {
    const question = this.top.leaveQuestion;
    if (question !== undefined && !(await confirmSheet(question))) return;
    if (this.#pages.length > 1) this.navigateBack(delta);
  }

  /** Draws bar and tabs for the page that shows, e.g. after its title changed. */
  refreshChrome(): void {
    if (this.isEmpty) return;
    const { bar, path, unit } = this.top;
    const config = { ...scripts.manifest.app.window, ...unit.config };
    const isTab = this.#isTab(path);
    const isHome = path === scripts.manifest.pages[0];
    this.#chrome.show({
      config,
      title: bar.title ?? config.navigationBarTitleText ?? '',
      background: bar.background ?? config.navigationBarBackgroundColor ?? '#ffffff',
      color: bar.color ?? config.navigationBarTextStyle ?? 'black',
      loading: bar.loading ?? false,
      leading: this.#pages.length > 1 ? 'back' : isTab || isHome ? 'none' : 'home',
      tab: isTab ? path : undefined,
    });
    document.documentElement.style.fontSize = this.top.rootFontSize;
    this.#measureStage();
  }

  /** Finds the page and downloads its package. */
  async #prepare(url: string): Promise<PageUrl> {
    const target = parsePageUrl(url, this.#pages.at(-1)?.path ?? '');
    if (!scripts.manifest.pages.includes(target.path)) throw new WxFailure(`page "${target.path}" is not found`);
    await scripts.loadPackage(scripts.packageOf(target.path)).catch((error: Error) => {
      throw new WxFailure(error.message, { errno: 600001 });
    });
    return target;
  }

  #open(target: PageUrl, channel?: EventChannel): void {
    const page = new Page(target.path, target.query, channel);
    this.#pages.push(page);
    if (this.#isTab(target.path)) this.#tabs.set(target.path, page);
    installPageScroll(page);
    page.attach(this.#chrome.stage);
    this.#reveal();
    requestAnimationFrame(() => {
      page.ready();
      markFirstReady();
    });
    this.#preload(target.path);
  }

  #reveal(): void {
    closeTransientUi();
    this.refreshChrome();
    this.top.show();
  }

  /** Takes pages off the top; tab pages below stay alive in their tab. */
  #close(count: number): void {
    for (const page of this.#pages.splice(this.#pages.length - count, count).reverse()) {
      this.#tabs.delete(page.path);
      page.unload();
    }
  }

  #isTab(path: string): boolean {
    return scripts.manifest.app.tabBar?.list.some((item) => item.pagePath === path) ?? false;
  }

  async #tapTab(item: TabItem): Promise<void> {
    const index = scripts.manifest.app.tabBar?.list.indexOf(item) ?? 0;
    await this.switchTab(`/${item.pagePath}`);
    this.top.call('onTabItemTap', { index, pagePath: item.pagePath, text: item.text });
  }

  #preload(path: string): void {
    const { preloadRule, subPackages = [] } = scripts.manifest.app;
    const wanted = preloadRule?.[path]?.packages ?? [];
    for (const { root, name } of subPackages) {
      // without a network it is simply not there when it is needed
      if (wanted.includes(root) || (name !== undefined && wanted.includes(name)))
        scripts.loadPackage(root).catch(() => undefined);
    }
  }

  #measureStage(): void {
    const { clientHeight, clientWidth } = this.#chrome.stage;
    document.documentElement.style.setProperty('--vh', `${clientHeight / 100}px`);
    this.#pages.at(-1)?.resize({ windowWidth: clientWidth, windowHeight: clientHeight });
  }
}

export const pages = new PageStack();
