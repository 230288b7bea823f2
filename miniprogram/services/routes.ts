import { say } from './feedback';

/** Every page that another page opens, by what it is for. */
export const ROUTES = {
  bind: '/features/account/pages/bind/index',
  slots: '/features/booking/pages/slots/index',
  ticket: '/features/booking/pages/ticket/index',
  notice: '/features/notices/pages/open/index',
  noticeBoard: '/features/notices/pages/board/index',
  writeNotice: '/features/notices/pages/write/index',
  sentNotices: '/features/notices/pages/sent/index',
  writeVisit: '/features/records/pages/write/index',
  records: '/features/records/pages/list/index',
  classLedger: '/features/ledger/pages/class/index',
  roll: '/features/ledger/pages/roll/index',
  childLedger: '/features/ledger/pages/child/index',
  children: '/features/contacts/pages/list/index',
  childFile: '/features/contacts/pages/file/index',
  dutyBoard: '/features/duty/pages/board/index',
} as const;
export type Route = keyof typeof ROUTES;

/** Opens a page. Where its part of the app was never fetched and there is no network, a sentence says so. */
export function go(route: Route, query: Readonly<Record<string, string>> = {}): void {
  const pairs = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  wx.navigateTo({
    url: pairs.length > 0 ? `${ROUTES[route]}?${pairs.join('&')}` : ROUTES[route],
    fail: () => void say('这一页还没有下载好，请连上网络再打开一次。'),
  });
}

/** Shows the home page anew, for whoever the person is now. */
export const goHome = (): void => void wx.reLaunch({ url: '/pages/home/index' });
