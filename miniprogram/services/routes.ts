import { say } from './feedback';

/** Every page that another page opens, by what it is for. */
export const ROUTES = {
  bind: '/features/account/pages/bind/index',
  bindByPhone: '/features/account/pages/phone/index',
  familyFile: '/features/family/pages/file/index',
  familyChange: '/features/family/pages/change/index',
  consents: '/features/family/pages/consents/index',
  familyData: '/features/family/pages/data/index',
  slots: '/features/booking/pages/slots/index',
  ticket: '/features/booking/pages/ticket/index',
  standing: '/features/booking/pages/standing/index',
  room: '/features/booking/pages/room/index',
  notice: '/features/notices/pages/open/index',
  noticeBoard: '/features/notices/pages/board/index',
  noticePerson: '/features/notices/pages/person/index',
  relaySlip: '/features/notices/pages/relay/index',
  writeNotice: '/features/notices/pages/write/index',
  sentNotices: '/features/notices/pages/sent/index',
  noticeAudience: '/features/notices/pages/audience/index',
  noticeDetail: '/features/notices/pages/detail/index',
  writeVisit: '/features/records/pages/write/index',
  records: '/features/records/pages/list/index',
  record: '/features/records/pages/open/index',
  correctRecord: '/features/records/pages/correct/index',
  due: '/features/care/pages/due/index',
  careOverview: '/features/care/pages/overview/index',
  careChild: '/features/care/pages/child/index',
  careRules: '/features/care/pages/rules/index',
  recordKinds: '/features/care/pages/kinds/index',
  pairing: '/features/care/pages/pairing/index',
  pair: '/features/care/pages/pair/index',
  mentors: '/features/care/pages/mentors/index',
  plans: '/features/care/pages/plans/index',
  plan: '/features/care/pages/plan/index',
  writePlan: '/features/care/pages/plan-write/index',
  concern: '/features/care/pages/concern/index',
  concerns: '/features/care/pages/concerns/index',
  openConcern: '/features/care/pages/concern-open/index',
  letters: '/features/letters/pages/box/index',
  writeLetter: '/features/letters/pages/write/index',
  letter: '/features/letters/pages/read/index',
  boothLetters: '/features/letters/pages/booth/index',
  waitingLetters: '/features/letters/pages/waiting/index',
  reportedLetters: '/features/letters/pages/reported/index',
  classLedger: '/features/ledger/pages/class/index',
  roll: '/features/ledger/pages/roll/index',
  childLedger: '/features/ledger/pages/child/index',
  familyLedger: '/features/ledger/pages/mine/index',
  schoolLedger: '/features/ledger/pages/school/index',
  contacts: '/features/contacts/pages/list/index',
  file: '/features/contacts/pages/file/index',
  editFile: '/features/contacts/pages/edit/index',
  editMember: '/features/contacts/pages/member/index',
  timeline: '/features/contacts/pages/timeline/index',
  proposals: '/features/contacts/pages/proposals/index',
  delegate: '/features/contacts/pages/delegate/index',
  paperConsents: '/features/contacts/pages/paper/index',
  checks: '/features/contacts/pages/checks/index',
  exportFiles: '/features/contacts/pages/export/index',
  dutyBoard: '/features/duty/pages/board/index',
  deskBook: '/features/duty/pages/book/index',
  deskTrouble: '/features/duty/pages/trouble/index',
  importRoster: '/features/school/pages/import/index',
  imports: '/features/school/pages/history/index',
  staff: '/features/school/pages/staff/index',
  person: '/features/school/pages/person/index',
  handover: '/features/school/pages/handover/index',
  handoverOpen: '/features/school/pages/handover-open/index',
  transfer: '/features/school/pages/transfer/index',
  printCards: '/features/school/pages/cards/index',
  schoolSetup: '/features/school/pages/setup/index',
  schoolPart: '/features/school/pages/part/index',
  capacity: '/features/school/pages/capacity/index',
  dutyTable: '/features/school/pages/duty/index',
  privacy: '/features/school/pages/privacy/index',
  requests: '/features/school/pages/requests/index',
  audit: '/features/school/pages/audit/index',
  county: '/features/bureau/pages/county/index',
} as const;
export type Route = keyof typeof ROUTES;

/** Values are the contract's ids and words of our own: WeChat hands them on as written, decoded by nobody. */
type Query = Readonly<Record<string, string>>;

/** Opens a page. Where its part of the app was never fetched and there is no network, a sentence says so. */
export const go = (route: Route, query: Query = {}): void => wx.navigateTo(destination(route, query));

/** The same in place of the page that is shown: what was done there is over, and going back must not lead to it. */
export const goInstead = (route: Route, query: Query = {}): void => wx.redirectTo(destination(route, query));

function destination(route: Route, query: Query): { url: string; fail: () => void } {
  const pairs = Object.entries(query).map(([key, value]) => `${key}=${value}`);
  return {
    url: pairs.length > 0 ? `${ROUTES[route]}?${pairs.join('&')}` : ROUTES[route],
    fail: () => void say('这一页还没有下载好，请连上网络再打开一次。'),
  };
}

export const HOME = '/pages/home/index';

/** Shows the home page anew, for whoever the person is now. */
export const goHome = (): void => void wx.reLaunch({ url: HOME });
