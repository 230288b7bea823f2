import { beforeEach, vi } from 'vitest';
import { fakePhone, type ok, refuse } from './fake-wx';
import { type Mounted, simulate } from './mount';

const teacher = { id: 'm-t', role: 'teacher', name: '李老师', schoolId: 's', schoolName: '青山镇中心小学' } as const;

/** The school's answers by method; what is not among them is refused. */
export type Answers = Partial<Record<string, (input: never) => ReturnType<typeof ok>>>;

/** Types as the keyboard would: the page's own handler gets the value. */
export const type = (page: Mounted, handler: string, value: string): void =>
  (page.instance[handler] as (event: object) => void)({ detail: { value } });

/** The phone of a teacher for a file of tests: before each of them it is on, online, hers, and nothing was done on it. */
export function teacherPhone() {
  const phone = fakePhone();
  /** The sheet from below: what it offered each time, and what the person chooses; −1 for going back. */
  const sheet = { offered: [] as string[][], chosen: 0 };
  Object.assign(phone.wx, {
    makePhoneCall: vi.fn(({ success }: { success: () => void }) => success()),
    showActionSheet({ itemList, success, fail }: { itemList: string[]; success(r: object): void; fail(): void }) {
      sheet.offered.push(itemList);
      if (sheet.chosen < 0) fail();
      else success({ tapIndex: sheet.chosen });
    },
    pageScrollTo: vi.fn(),
    navigateBack: vi.fn(),
    redirectTo: vi.fn(),
  });
  const app = simulate(phone);
  const { session } = app.module<typeof import('../../../miniprogram/services/session')>('services/session');
  const outbox = app.module<typeof import('../../../miniprogram/services/outbox')>('services/outbox');
  const { keepAllDrafts } = app.module<typeof import('../../../miniprogram/services/drafts')>('services/drafts');
  const { offline, watchNetwork } =
    app.module<typeof import('../../../miniprogram/services/network')>('services/network');
  watchNetwork();
  outbox.startOutbox();

  beforeEach(() => {
    keepAllDrafts();
    phone.forget();
    sheet.offered.length = 0;
    sheet.chosen = 0;
    phone.answer = true;
    phone.setNetwork(true);
    outbox.posts.set([]);
    session.set({ memberships: [teacher], current: teacher.id, subscriptions: [] });
    vi.mocked(phone.wx.makePhoneCall as () => void).mockClear();
    vi.mocked(phone.wx.redirectTo as () => void).mockClear();
  });

  return {
    phone,
    app,
    sheet,
    outbox,
    offline,
    keepAllDrafts,
    show: app.show,
    askedFor: phone.askedFor,
    serve(answers: Answers): void {
      phone.serve = ({ method, input }) => answers[method]?.(input as never) ?? refuse('system.version');
    },
  };
}
