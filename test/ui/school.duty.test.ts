import { beforeEach, describe, expect, test, vi } from 'vitest';
import { capacityView } from '../../miniprogram/features/school/pages/capacity/view';
import * as duty from '../../miniprogram/features/school/pages/duty/view';
import { dayOf } from '../../miniprogram/shared/domain/calendar';
import { fakePhone, ok, refuse } from './support/fake-wx';
import { settle, shown, simulate, tap, textOf } from './support/mount';
import { schoolAt } from './support/school';

const phone = fakePhone();
const app = simulate(phone);
const { session } = app.module<typeof import('../../miniprogram/services/session')>('services/session');
const me = { id: 'm-t', role: 'teacher', name: '吴国平', schoolId: 's', schoolName: '青山镇中心小学' } as const;

const TODAY = '2026-11-24';
const wu = { id: 't1', name: '吴国平' };
const li = { id: 't2', name: '李秀兰' };
const he = { id: 't3', name: '何静' };
const table = (swaps: duty.Duty['swaps'] = []): duty.Duty => ({
  days: [
    { day: '2026-11-24', people: [wu], mine: true, swapped: false },
    { day: '2026-11-25', people: [li], mine: false, swapped: true },
    { day: '2026-11-28', people: [], mine: false, swapped: false },
    { day: '2026-12-02', people: [li], mine: false, swapped: false },
  ],
  swaps,
  staff: [li, he],
});
const swap = (part: Partial<duty.Duty['swaps'][number]>): duty.Duty['swaps'][number] => ({
  id: 'w1',
  asker: '吴国平',
  other: '李秀兰',
  day: '2026-11-24',
  inReturn: '2026-12-02',
  status: 'asked',
  mine: 'asked_by_me',
  ...part,
});

beforeEach(() => {
  phone.forget();
  session.set({ memberships: [me], current: me.id, subscriptions: [] });
});

describe('the duty table', () => {
  test('marks my days; days without anybody are left out', () => {
    const { headline, weeks } = duty.dutyView(table(), TODAY);
    expect(headline).toBe('今天轮到您值日');
    expect(weeks.map(({ name, days }) => [name, days.map(({ fact, action }) => fact + action)])).toEqual([
      ['这周', ['吴国平换班', '李秀兰（换过班）']],
      ['下周', ['李秀兰']],
    ]);
  });
  test('a day that is being swapped is not asked for twice', () => {
    const { weeks, waiting } = duty.dutyView(table([swap({})]), TODAY);
    expect(weeks[0]?.days[0]?.action).toBe('');
    expect(waiting).toMatchObject([{ name: '请李秀兰替您', action: '不换了', state: '等回答' }]);
  });
  test('says what is asked of me, with and without a day in return', () => {
    const asked = { asker: '李秀兰', other: '吴国平', day: '2026-12-02', mine: 'asked_me' as const };
    const texts = [swap({ ...asked, inReturn: '2026-11-24' }), swap({ ...asked, inReturn: null })].map(
      (one) => duty.dutyView(table([one]), TODAY).questions[0]?.text,
    );
    expect(texts).toEqual([
      '12月2日 周三请您来值日，今天 11月24日 周二换李秀兰来。',
      '12月2日 周三请您来值日，不用还。',
    ]);
  });
  test('those with duty stand first, and only their days come in return', () => {
    const ask = { day: '2026-11-25', otherId: '', inReturn: '', sought: '' };
    expect(duty.othersFor(table(), ask).map(({ label }) => label)).toEqual(['何静']);
    const mine = { ...ask, day: '2026-11-24', otherId: 't2' };
    expect(duty.returnsFor(table(), mine, TODAY).map(({ value }) => value)).toEqual(['', '2026-11-25', '2026-12-02']);
  });
});

describe('on the page', () => {
  const today = dayOf(Date.now());
  const mineToday: duty.Duty = {
    ...table(),
    days: [{ day: today, people: [wu], mine: true, swapped: false }],
  };

  test('a swap is asked for, and not without somebody', async () => {
    phone.serve = ({ method }) => ok(method === 'duty.read' ? mineToday : swap({}));
    const page = await app.show('features/school/pages/duty');
    await tap(shown(page.dom, '换班'));
    await tap(shown(page.dom, '问问看'));
    expect(textOf(page)).toContain('请选和哪位老师换');
    await tap(shown(page.dom, '李秀兰'));
    await tap(shown(page.dom, '问问看'));
    await settle(60);
    expect(phone.askedFor('duty.ask')[0]?.input).toEqual({ day: today, otherId: 't2', inReturn: null });
    expect(phone.said.join()).toContain('等那位老师点「好」');
  });

  test('what waits for my yes stands first, and is answered with a tap', async () => {
    const asked = swap({ asker: '李秀兰', mine: 'asked_me' });
    phone.serve = ({ method }) => ok(method === 'duty.read' ? table([asked]) : asked);
    const page = await app.show('features/school/pages/duty');
    await tap(shown(page.dom, '不行'));
    await settle(60);
    expect(phone.askedFor('duty.answer')[0]?.input).toEqual({ swapId: 'w1', agree: false });
  });

  test('what was settled meanwhile is said and shown', async () => {
    let swaps = [swap({})];
    phone.serve = ({ method }) => {
      if (method === 'duty.read') return ok(table(swaps));
      swaps = [swap({ status: 'agreed' })];
      return refuse('duty.settled');
    };
    const page = await app.show('features/school/pages/duty');
    await tap(shown(page.dom, '不换了'));
    await settle(60);
    expect(phone.said.join()).toContain('已经有结果了');
    expect(textOf(page)).toContain('换好了');
  });

  test('only a headteacher is led to the weekly duty', async () => {
    phone.serve = () => ok(table());
    expect(textOf(await app.show('features/school/pages/duty'))).not.toContain('每周谁值日');
    session.set({ memberships: [{ ...me, role: 'school_admin' }], current: me.id, subscriptions: [] });
    expect(textOf(await app.show('features/school/pages/duty'))).toContain('每周谁值日');
  });
});

describe('the capacity advisor', () => {
  const capacity = {
    slots: 360,
    households: 118,
    reached: 96,
    noTime: [{ shift: 'night', households: 9 }],
    crowdedOut: 13,
    gains: [
      { kind: 'point' as const, weekday: null, from: null, reached: 14 },
      { kind: 'hour' as const, weekday: 3, from: 1170, reached: 6 },
    ],
  };
  test('says what holds families back, and what would help most', () => {
    const view = capacityView(capacity, 3);
    expect(view.headline).toBe('现在 3 个通话点，一周能让 118 户里的 96 户打上电话');
    expect(view.why).toEqual([
      '9 户上夜班，开放的时间都在上班或者睡觉。',
      '一周一共 360 个时间。还有 13 户也有合适的，可是都排满了，挤不下。',
    ]);
    expect(view.point).toBe('再添一个通话点：多 14 户');
    expect(view.hours).toEqual([{ label: '周三晚上 7:30', value: 6, figure: '多 6 户' }]);
    expect(view.advice).toContain('先添一个通话点');
    expect(view.bars.map(({ value }) => value)).toEqual([96, 13, 9]);
  });
  test('an hour that brings as much comes first: it costs nothing', () => {
    const gains = [{ kind: 'point' as const, weekday: null, from: null, reached: 6 }, ...capacity.gains.slice(1)];
    expect(capacityView({ ...capacity, gains }, 3).advice).toContain('周三晚上 7:30');
  });
  test('where all are reached, or nothing helps, it says so', () => {
    expect(capacityView({ ...capacity, reached: 118, noTime: [], crowdedOut: 0, gains: [] }, 3).advice).toBe(
      '不用再添了。',
    );
    expect(capacityView({ ...capacity, gains: [] }, 3).advice).toContain('都帮不上');
  });
  test('stands on its page with the way to change it', async () => {
    phone.serve = ({ method }) => ok(method === 'school.capacity' ? capacity : schoolAt());
    const page = await app.show('features/school/pages/capacity');
    expect(textOf(page)).toContain('再添一个通话点：多 14 户');
    await tap(shown(page.dom, '去改开放时间'));
    expect(vi.mocked(phone.wx.navigateTo as (option: { url: string }) => void).mock.lastCall?.[0].url).toBe(
      '/features/school/pages/part/index?part=hours',
    );
  });
});
