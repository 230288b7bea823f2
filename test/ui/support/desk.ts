import { afterAll, beforeEach, vi } from 'vitest';
import type { BoardCall, Output } from '../../../miniprogram/shared/contract';
import { instantOf } from '../../../miniprogram/shared/domain/calendar';
import { fakePhone } from './fake-wx';
import { type Mounted, settle, simulate } from './mount';

export type Board = Output<'calls.board'>;

/** The day at the desk; it is half past seven in the evening. */
export const DAY = '2026-11-24';
export const rain = { id: 's1', name: '林小雨', className: '三(2)班' };
export const twin = { id: 's2', name: '林小雪', className: '一(1)班' };
const NOW = 1170;

export const aCall = (bookingId: string, from: number, more: Partial<BoardCall> = {}): BoardCall => ({
  bookingId,
  status: 'booked',
  day: DAY,
  from,
  to: from + 15,
  pointId: 'p1',
  pointName: '1 号电话',
  children: [rain],
  version: 1,
  adultName: '林建国',
  relation: '爸爸',
  channel: 'phone',
  minutes: null,
  startedAt: null,
  faces: {},
  origin: 'family',
  adultId: 'a1',
  why: null,
  collisions: [],
  untold: false,
  ...more,
});

export const aBoard = (calls: BoardCall[], more: Partial<Board> = {}): Board => ({
  day: DAY,
  nowMinute: NOW,
  points: [
    { id: 'p1', name: '1 号电话', kind: 'phone' },
    { id: 'p2', name: '2 号平板', kind: 'video' },
  ],
  calls,
  free: [],
  channels: { phone: ['phone'], video: ['wechat', 'phone'] },
  changeoverMinutes: 3,
  outages: [],
  ...more,
});

const teacher = { id: 'm-t', role: 'teacher', name: '李老师', schoolId: 's', schoolName: '青山镇中心小学' } as const;

/** The desk's tablet in the hands of the teacher on duty: before each test it is on, online, and nothing was done on it. */
export function deskPhone() {
  vi.useFakeTimers({ toFake: ['Date'], now: instantOf(DAY, NOW) });
  afterAll(() => void vi.useRealTimers());
  const phone = fakePhone();
  Object.assign(phone.wx, {
    makePhoneCall: vi.fn(({ success }: { success: () => void }) => success()),
    pageScrollTo: vi.fn(),
    setClipboardData: vi.fn(),
    navigateBack: vi.fn(),
  });
  const app = simulate(phone);
  const { session } = app.module<typeof import('../../../miniprogram/services/session')>('services/session');
  const outbox = app.module<typeof import('../../../miniprogram/services/outbox')>('services/outbox');
  const kept = app.module<typeof import('../../../miniprogram/services/desk-day')>('services/desk-day');
  const { watchNetwork } = app.module<typeof import('../../../miniprogram/services/network')>('services/network');
  watchNetwork();
  outbox.startOutbox();

  beforeEach(() => {
    vi.setSystemTime(instantOf(DAY, NOW));
    phone.forget();
    phone.setNetwork(true);
    outbox.posts.set([]);
    session.set({ memberships: [teacher], current: teacher.id, subscriptions: [] });
    kept.forgetOldDesks();
  });

  const openBoard = async (): Promise<Mounted> => {
    const page = app.mount('features/duty/pages/board');
    page.triggerPageLifeTime('show');
    await settle(60);
    return page;
  };
  return { phone, app, outbox, kept, openBoard };
}
