import { afterEach, beforeEach, vi } from 'vitest';
import type { Membership, Output } from '../../../miniprogram/shared/contract';
import { type Asked, fakePhone, ok } from './fake-wx';
import { aChild, NOW, yu } from './family';
import { simulate } from './mount';

export const father: Membership = {
  id: 'm-f',
  role: 'parent',
  name: '林建国',
  schoolId: 's1',
  schoolName: '青山镇中心小学',
};
const KINDS = ['call', 'notice', 'contact'] as const;

/** What 林小雨's father gets when he opens the app. */
export const opened = (home: Partial<Output<'home.open'>['home']> = {}): Output<'home.open'> => ({
  memberships: [father],
  current: father.id,
  subscriptions: KINDS.map((kind) => ({ kind, templateId: `t-${kind}`, left: 0, lasting: false })),
  home: {
    kind: 'family',
    role: 'parent',
    name: '林建国',
    children: [aChild(yu)],
    calls: [],
    items: [],
    asksConsent: null,
    ...home,
  } as never,
});

/** The phone of 林小雨's father for a file of tests: before each of them it is on, online, his, and nothing was done on it. */
export function familyPhone() {
  const phone = fakePhone();
  const app = simulate(phone);
  const { session, leaveCurrent, elder } =
    app.module<typeof import('../../../miniprogram/services/session')>('services/session');
  const outbox = app.module<typeof import('../../../miniprogram/services/outbox')>('services/outbox');
  const { watchNetwork } = app.module<typeof import('../../../miniprogram/services/network')>('services/network');
  const { learnServerTime } = app.module<typeof import('../../../miniprogram/services/time')>('services/time');
  watchNetwork();
  outbox.startOutbox();
  /** What was asked of WeChat and of the school, in order. */
  const order: string[] = [];

  beforeEach(() => {
    Object.assign(phone.wx, {
      redirectTo: vi.fn(),
      switchTab: vi.fn(),
      pageScrollTo: vi.fn(),
      navigateTo: vi.fn(),
      reLaunch: vi.fn(),
      addPhoneCalendar: vi.fn(({ success }: { success(): void }) => success()),
      requestSubscribeMessage: vi.fn(({ tmplIds, success }: { tmplIds: string[]; success(answers: object): void }) => {
        order.push('sheet');
        success(Object.fromEntries(tmplIds.map((id) => [id, 'accept'])));
      }),
    });
    order.length = 0;
    phone.forget();
    phone.setNetwork(true);
    outbox.posts.set([]);
    leaveCurrent();
    session.set(opened());
    elder.set(false);
    learnServerTime(NOW);
  });
  afterEach(() => document.body.replaceChildren());

  return {
    phone,
    order,
    session,
    elder,
    outbox,
    show: app.show,
    /** Where the page wanted to go with this function of WeChat's. */
    urlOf: (api: string): string | undefined =>
      (vi.mocked(phone.wx[api] as (option: { url: string }) => void).mock.lastCall?.[0] as { url: string } | undefined)
        ?.url,
    /** The school's answers by method; a function makes them from the call. */
    serve(answers: Readonly<Record<string, unknown>>): void {
      phone.serve = (asked) => {
        order.push(asked.method);
        const answer = answers[asked.method];
        const made = typeof answer === 'function' ? (answer as (asked: Asked) => unknown)(asked) : answer;
        const reply =
          typeof made === 'object' && made !== null && 'ok' in made ? (made as ReturnType<typeof ok>) : ok(made);
        return { ...reply, now: NOW };
      };
    },
  };
}
