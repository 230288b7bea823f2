import { expect, test, vi } from 'vitest';
import type { Output } from '../../miniprogram/shared/contract';
import { addDays, dayOf } from '../../miniprogram/shared/domain/calendar';
import { ok } from './support/fake-wx';
import { listen, settle, shown, tap, textOf } from './support/mount';
import { teacherPhone } from './support/teacher-phone';

const { phone, app, show, serve, askedFor } = teacherPhone();
const DUE = 'features/care/pages/due';
const STATE = 'features/records/components/letter-state';

const tally = { cadenceId: 'month_visit', ok: 0, open: 0, soon: 1, overdue: 0, paused: 0 };
const due: Output<'cadence.due'> = {
  term: { name: '秋季学期', from: '2026-09-01', to: '2027-01-20' },
  cadences: [{ id: 'month_visit', name: '每月家访', window: 'month', counts: ['visit'], by: 'mentor' }],
  children: 1,
  rows: [
    {
      ...{ child: { id: 's1', name: '林小雨', className: '三(2)班' }, cadenceId: 'month_visit', state: 'soon' },
      ...{ from: '2026-11-01', due: '2026-11-30', done: 0, times: 1, missed: 0, mentor: null },
    },
  ],
  more: 0,
  tallies: [tally],
  classes: [],
};

test('what is due leads to the entry that answers it, and that back to the list', async () => {
  let answer = due;
  serve({ 'cadence.due': () => ok(answer) });
  const page = await show(DUE);
  await tap(shown(page.dom, '写一笔'));
  expect(phone.wx.navigateTo).toHaveBeenLastCalledWith(
    expect.objectContaining({ url: '/features/records/pages/write/index?studentId=s1&kind=home_visit&due=1' }),
  );
  const written = app.mount(STATE, { letter: 'l1', title: '家访 · 林小雨', due: true });
  await tap(shown(written.dom, '回到该做的'));
  expect(phone.wx.navigateBack).toHaveBeenCalledTimes(1);
  // The list is fetched again whenever it is shown: what was done is gone from it.
  answer = { ...due, rows: [], tallies: [{ ...tally, soon: 0, ok: 1 }] };
  page.triggerPageLifeTime('show');
  await settle(50);
  expect(textOf(page)).not.toContain('写一笔');
  expect(textOf(page)).toContain('现在没有要做的');
});

test('an entry that was not asked for leads home', async () => {
  const launched = vi.fn();
  Object.assign(phone.wx, { reLaunch: launched });
  const written = app.mount(STATE, { letter: 'l1', title: '家访 · 林小雨' });
  const another = listen(written, 'another');
  await tap(shown(written.dom, '再写一条'));
  expect(another).toHaveLength(1);
  await tap(shown(written.dom, '回首页'));
  expect(launched).toHaveBeenCalledWith({ url: '/pages/home/index' });
});

const CHILD = 'features/care/pages/child';
const away = (from: string): Output<'cadence.child'> => ({
  ...{ child: { id: 's1', name: '林小雨', className: '三(2)班' }, term: due.term, cadences: [] },
  pauses: [{ from, to: null, why: 'away' }],
  focus: false,
});

test('a child that was away and is back: the days before stay out, from today on all is asked again', async () => {
  const today = dayOf(Date.now());
  let from = addDays(today, -9);
  serve({
    'cadence.child': () => ok(away(from)),
    'cadence.pause': () => ok({ done: true }),
    'cadence.unpause': () => ok({ done: true }),
  });
  const page = await show(CHILD, { studentId: 's1' });
  await tap(shown(page.dom, '回来了'));
  await settle(50);
  expect(askedFor('cadence.pause').map(({ input }) => input)).toEqual([
    { studentId: 's1', why: 'away', from, to: addDays(today, -1) },
  ]);
  from = today;
  const again = await show(CHILD, { studentId: 's1' });
  await tap(shown(again.dom, '回来了'));
  await settle(50);
  expect(askedFor('cadence.unpause').map(({ input }) => input)).toEqual([{ studentId: 's1', from }]);
});

test('a child is marked as one to watch, and the page says so', async () => {
  let focus = false;
  serve({
    'cadence.child': () => ok({ ...away('2026-11-20'), pauses: [], focus }),
    'cadence.focus': ({ on }) => {
      focus = on;
      return ok({ done: true });
    },
  });
  const page = await show(CHILD, { studentId: 's1' });
  expect(textOf(page)).not.toContain('重点关注的孩子');
  await tap(shown(page.dom, '重点关注这个孩子'));
  await settle(50);
  expect(textOf(page)).toContain('重点关注的孩子');
  await tap(shown(page.dom, '不用重点关注了'));
  await settle(50);
  expect(askedFor('cadence.focus').map(({ input }) => input)).toEqual([
    { studentId: 's1', on: true },
    { studentId: 's1', on: false },
  ]);
  expect(textOf(page)).not.toContain('重点关注的孩子');
});
