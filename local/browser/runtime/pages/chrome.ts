import type { TabItem, WindowConfig } from '../../bundle';
import { scripts } from '../framework/scripts';
import { element } from '../ui/dom';

/** Things on the frame that a person can press. */
export interface ChromeActions {
  back(): void;
  home(): void;
  menu(): void;
  leave(): void;
  tab(item: TabItem): void;
}

export interface ChromeState {
  readonly config: WindowConfig;
  readonly title: string;
  readonly background: string;
  readonly color: 'black' | 'white';
  readonly loading: boolean;
  /** What stands at the left of the bar. */
  readonly leading: 'back' | 'home' | 'none';
  /** The tab that shows, when the page is one. */
  readonly tab: string | undefined;
}

const badges = new Map<number, string>();

/** WeChat's own parts around a page: navigation bar, capsule and tab bar. */
export class Chrome {
  readonly stage = element('main', { class: 'stage' });
  readonly overlays = element('div', { class: 'overlays' });
  readonly #title = element('span', { class: 'navbar-title' });
  readonly #leading = element('button', { class: 'navbar-leading' });
  readonly #navbar = element('header', { class: 'navbar' }, this.#leading, this.#title);
  readonly #capsule: HTMLElement;
  readonly #tabbar = element('nav', { class: 'tabbar' });
  readonly #actions: ChromeActions;
  #state: ChromeState | undefined;

  constructor(root: HTMLElement, actions: ChromeActions) {
    this.#actions = actions;
    this.#capsule = element(
      'div',
      { class: 'capsule' },
      element('button', { class: 'capsule-menu', 'aria-label': '更多', onclick: actions.menu }),
      element('button', { class: 'capsule-leave', 'aria-label': '退出', onclick: actions.leave }),
    );
    this.#leading.onclick = () => (this.#state?.leading === 'home' ? actions.home() : actions.back());
    root.replaceChildren(this.#navbar, this.stage, this.#tabbar, this.#capsule, this.overlays);
  }

  show(state: ChromeState): void {
    this.#state = state;
    const { config, title, background, color, loading, leading, tab } = state;
    this.#navbar.hidden = config.navigationStyle === 'custom';
    this.#navbar.style.background = background;
    this.#navbar.dataset.text = color;
    this.#capsule.dataset.text = color;
    this.#navbar.classList.toggle('is-loading', loading);
    this.#title.textContent = title;
    document.title = title;
    this.#leading.hidden = leading === 'none';
    this.#leading.dataset.icon = leading;
    this.#leading.setAttribute('aria-label', leading === 'home' ? '回到首页' : '返回');
    this.#showTabs(tab);
  }

  setBadge(index: number, text: string | undefined): void {
    if (text === undefined) badges.delete(index);
    else badges.set(index, text);
    this.#showTabs(this.#state?.tab);
  }

  hideTabBar(hidden: boolean): void {
    this.#tabbar.classList.toggle('is-hidden', hidden);
  }

  get capsuleRect(): DOMRect {
    return this.#capsule.getBoundingClientRect();
  }

  #showTabs(current: string | undefined): void {
    const { tabBar } = scripts.manifest.app;
    this.#tabbar.hidden = current === undefined || tabBar === undefined;
    if (tabBar === undefined || current === undefined) return;
    this.#tabbar.style.background = tabBar.backgroundColor ?? '#ffffff';
    this.#tabbar.dataset.border = tabBar.borderStyle ?? 'black';
    this.#tabbar.replaceChildren(
      ...tabBar.list.map((item, index) => {
        const selected = item.pagePath === current;
        const icon = (selected ? item.selectedIconPath : item.iconPath) ?? item.iconPath;
        const button = element('button', { class: 'tab', onclick: () => this.#actions.tab(item) });
        button.style.color = (selected ? tabBar.selectedColor : tabBar.color) ?? '';
        if (selected) button.setAttribute('aria-current', 'page');
        if (icon !== undefined) button.append(element('img', { src: `/bundle/assets/${icon}`, alt: '' }));
        button.append(element('span', {}, item.text));
        const badge = badges.get(index);
        if (badge !== undefined) button.append(element('i', { class: badge === '' ? 'dot' : 'badge' }, badge));
        return button;
      }),
    );
  }
}
