import { startPullDown, stopPullDown } from '../pages/page-scroll';
import { pages } from '../pages/stack';
import { asyncApi } from './api';

interface Target {
  url: string;
}

const colors = { '#000000': 'black', '#ffffff': 'white' } as const;

export const navigationApi = {
  navigateTo: asyncApi<Target & { events?: Record<string, (...values: unknown[]) => void> }>(
    'navigateTo',
    async ({ url, events = {} }) => {
      const eventChannel = await pages.navigateTo(url);
      for (const [name, listener] of Object.entries(events)) eventChannel.on(name, listener);
      return { eventChannel };
    },
  ),
  redirectTo: asyncApi<Target>('redirectTo', ({ url }) => pages.redirectTo(url)),
  reLaunch: asyncApi<Target>('reLaunch', ({ url }) => pages.reLaunch(url)),
  switchTab: asyncApi<Target>('switchTab', ({ url }) => pages.switchTab(url)),
  navigateBack: asyncApi<{ delta?: number }>('navigateBack', ({ delta = 1 }) => pages.navigateBack(delta)),

  setNavigationBarTitle: asyncApi<{ title: string }>('setNavigationBarTitle', ({ title }) => {
    pages.top.bar.title = title;
    pages.refreshChrome();
  }),
  setNavigationBarColor: asyncApi<{ frontColor: keyof typeof colors; backgroundColor: string }>(
    'setNavigationBarColor',
    ({ frontColor, backgroundColor }) => {
      pages.top.bar.color = colors[frontColor];
      pages.top.bar.background = backgroundColor;
      pages.refreshChrome();
    },
  ),
  showNavigationBarLoading: asyncApi('showNavigationBarLoading', () => setBarLoading(true)),
  hideNavigationBarLoading: asyncApi('hideNavigationBarLoading', () => setBarLoading(false)),
  hideHomeButton: asyncApi('hideHomeButton', () => undefined),

  setTabBarBadge: asyncApi<{ index: number; text: string }>('setTabBarBadge', ({ index, text }) =>
    pages.chrome.setBadge(index, text.length > 3 ? '…' : text),
  ),
  removeTabBarBadge: asyncApi<{ index: number }>('removeTabBarBadge', ({ index }) =>
    pages.chrome.setBadge(index, undefined),
  ),
  showTabBarRedDot: asyncApi<{ index: number }>('showTabBarRedDot', ({ index }) => pages.chrome.setBadge(index, '')),
  hideTabBarRedDot: asyncApi<{ index: number }>('hideTabBarRedDot', ({ index }) =>
    pages.chrome.setBadge(index, undefined),
  ),
  showTabBar: asyncApi('showTabBar', () => pages.chrome.hideTabBar(false)),
  hideTabBar: asyncApi('hideTabBar', () => pages.chrome.hideTabBar(true)),

  startPullDownRefresh: asyncApi('startPullDownRefresh', () => startPullDown(pages.top)),
  stopPullDownRefresh: asyncApi('stopPullDownRefresh', () => stopPullDown(pages.top)),
  pageScrollTo: asyncApi<{ scrollTop?: number; selector?: string; offsetTop?: number; duration?: number }>(
    'pageScrollTo',
    ({ scrollTop, selector, offsetTop = 0, duration = 300 }) => {
      const page = pages.top.element;
      const behavior = duration > 0 ? 'smooth' : 'instant';
      if (selector !== undefined) {
        const target = page.querySelector(selector.replace(/^#(.*)/, '[id="$1"], [id$="--$1"]'));
        const top = target?.getBoundingClientRect().top ?? 0;
        page.scrollBy({ top: top - page.getBoundingClientRect().top + offsetTop, behavior });
      } else page.scrollTo({ top: scrollTop ?? 0, behavior });
    },
  ),
  enableAlertBeforeUnload: asyncApi<{ message: string }>('enableAlertBeforeUnload', ({ message }) => {
    pages.top.leaveQuestion = message;
  }),
  disableAlertBeforeUnload: asyncApi('disableAlertBeforeUnload', () => {
    pages.top.leaveQuestion = undefined;
  }),
};

function setBarLoading(loading: boolean): void {
  pages.top.bar.loading = loading;
  pages.refreshChrome();
}
