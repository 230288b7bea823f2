import { scripts } from '../framework/scripts';
import { element } from '../ui/dom';
import { onDrag } from '../ui/drag';
import type { Page } from './page';

const REFRESH_AT_PX = 60;
const DEFAULT_REACH_BOTTOM_PX = 50;

/** The page's own scrolling: `onPageScroll`, `onReachBottom` and pulling down to refresh. */
export function installPageScroll(page: Page): void {
  const config = { ...scripts.manifest.app.window, ...page.unit.config };
  const { element: scroller } = page;
  const distance = config.onReachBottomDistance ?? DEFAULT_REACH_BOTTOM_PX;
  /** How high the page was when its end was reached; where more was drawn since, the end is a new one. */
  let reachedAt = 0;
  scroller.addEventListener('scroll', () => {
    page.call('onPageScroll', { scrollTop: scroller.scrollTop });
    // what the page draws next may make it higher: its height is taken before
    const { scrollTop, clientHeight, scrollHeight } = scroller;
    const isNear = scrollTop + clientHeight >= scrollHeight - distance;
    const isNew = isNear && scrollHeight !== reachedAt;
    reachedAt = isNear ? scrollHeight : 0;
    if (isNew) page.call('onReachBottom');
  });
  if (config.disableScroll === true) scroller.style.overflow = 'hidden';
  if (config.enablePullDownRefresh === true) installPullDown(page);
}

function installPullDown(page: Page): void {
  const { element: scroller } = page;
  let pulled = 0;
  onDrag(scroller, {
    start: () => scroller.scrollTop <= 0 && !isRefreshing(page),
    move: ({ dy }) => {
      pulled = Math.max(0, Math.min(dy / 2, REFRESH_AT_PX * 1.5));
      scroller.style.transform = pulled > 0 ? `translateY(${pulled}px)` : '';
      return pulled > 0;
    },
    end: () => {
      scroller.style.transform = '';
      if (pulled >= REFRESH_AT_PX) startPullDown(page);
      pulled = 0;
    },
  });
}

const isRefreshing = (page: Page): boolean => page.element.dataset.refreshing !== undefined;

/** Shows the three dots and calls `onPullDownRefresh`. */
export function startPullDown(page: Page): void {
  if (isRefreshing(page)) return;
  page.element.dataset.refreshing = '';
  page.element.prepend(element('div', { class: 'pull-down' }, element('i'), element('i'), element('i')));
  page.call('onPullDownRefresh');
}

/** The page has been refreshed. */
export function stopPullDown(page: Page): void {
  delete page.element.dataset.refreshing;
  page.element.querySelector(':scope > .pull-down')?.remove();
}
