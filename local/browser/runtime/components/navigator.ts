import { pages } from '../pages/stack';
import { WxFailure } from '../wx/failure';
import { defineBuiltin, type Host } from './define';

/** Where a navigator goes, by `open-type`. */
const MOVES: Record<string, (url: string, delta: number) => unknown> = {
  navigate: (url) => pages.navigateTo(url),
  redirect: (url) => pages.redirectTo(url),
  switchTab: (url) => pages.switchTab(url),
  reLaunch: (url) => pages.reLaunch(url),
  navigateBack: (_url, delta) => pages.navigateBack(delta),
};

/** `navigator`: a link to another page. */
export function defineNavigator(): void {
  defineBuiltin('navigator', {
    properties: {
      url: String,
      openType: [String, 'navigate'],
      delta: [Number, 1],
      target: String,
      hoverClass: [String, 'navigator-hover'],
    },
    create: (host) => {
      host.element.addEventListener('click', () => void go(host));
      return {};
    },
  });
}

async function go(host: Host): Promise<void> {
  const openType = host.get<string>('openType') || 'navigate';
  try {
    await MOVES[openType]?.(host.get<string>('url'), host.get<number>('delta'));
    host.trigger('success', { errMsg: `${openType}:ok` });
  } catch (error) {
    if (!(error instanceof WxFailure)) throw error;
    host.trigger('fail', { errMsg: `${openType}:fail ${error.reason}` });
  }
}
