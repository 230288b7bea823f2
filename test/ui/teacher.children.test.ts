import { describe, expect, test, vi } from 'vitest';
import { ok } from './support/fake-wx';
import { settle, shown, tap, textOf } from './support/mount';
import { teacherPhone } from './support/teacher-phone';

const { phone, app, keepAllDrafts, show, askedFor, serve } = teacherPhone();

describe("the teacher's first screen", () => {
  test('reminds with one tap and opens what it names', async () => {
    const view = {
      kind: 'teacher',
      name: '李老师',
      classes: [{ id: 'c1', name: '三(2)班', rolled: false }],
      onDuty: true,
      due: [
        { id: 's1', name: '林小雨', className: '三(2)班', childDay: null, days: null, tone: 'red', remindedDay: null },
      ],
      dueCount: 1,
      calls: [],
      unheard: [{ noticeId: 'n1', title: '家长会', people: 3 }],
      care: { overdue: 0, soon: 0, first: [], cadences: [] },
    };
    serve({ 'ledger.remind': () => ok({ people: 2 }) });
    const panel = app.mount('pages/home/panels/teacher', { view });
    await settle();
    const changed = vi.fn();
    panel.addEventListener('changed', changed);
    await tap(shown(panel.dom, '提醒家长'));
    await settle();
    expect(askedFor('ledger.remind')[0]?.input).toEqual({ studentId: 's1' });
    expect(changed).toHaveBeenCalledTimes(1);
    const opened = () => vi.mocked(phone.wx.navigateTo as (o: { url: string }) => void).mock.lastCall?.[0].url;
    for (const [words, url] of [
      ['去值日台', '/features/duty/pages/board/index'],
      ['去点名', '/features/ledger/pages/roll/index?classId=c1'],
      ['看是谁', '/features/notices/pages/board/index?id=n1'],
      ['写一条记录', '/features/records/pages/write/index'],
      ['发通知', '/features/notices/pages/write/index'],
    ] as const) {
      await tap(shown(panel.dom, words));
      expect(opened()).toBe(url);
    }
  });
});

describe('the one-minute roll', () => {
  const rows = ['王子轩', '林小雨'].map((name, i) => ({
    id: `s${i}`,
    name,
    className: '三(2)班',
    childDay: null,
    caregiverDay: null,
    days: null,
    tone: 'ok',
    remindedDay: null,
    thisWeek: false,
    leftBehind: true,
    way: null,
    followed: null,
    worries: 0,
  }));
  const ledger = () =>
    ok({ weekOf: '2026-11-23', classes: [{ id: 'c1', name: '三(2)班' }], classId: 'c1', rolledDay: null, rows });

  test('tells those who were tapped as not yet', async () => {
    serve({ 'ledger.class': ledger, 'ledger.roll': () => ok({ contacted: 1, notYet: 1 }) });
    const page = await show('features/ledger/pages/roll', { classId: 'c1' });
    await tap(shown(page.dom, '林小雨'));
    await tap(shown(page.dom, '1 人通过，1 人没有，记下来'));
    await settle();
    expect(askedFor('ledger.roll').map(({ input }) => input)).toEqual([
      { classId: 'c1', weekOf: '2026-11-23', notYet: ['s1'] },
    ]);
    expect(phone.wx.navigateBack).toHaveBeenCalled();
  });

  test('asks once more when nobody was tapped, and keeps the taps of one who was called away', async () => {
    serve({ 'ledger.class': ledger });
    const page = await show('features/ledger/pages/roll', { classId: 'c1' });
    phone.answer = false;
    await tap(shown(page.dom, '2 人都通过了，记下来'));
    expect(phone.said).toEqual(['2 个孩子本周都通过话了，对吗？']);
    expect(askedFor('ledger.roll')).toEqual([]);
    await tap(shown(page.dom, '王子轩'));
    keepAllDrafts();
    page.detach();
    expect(textOf(await show('features/ledger/pages/roll', { classId: 'c1' }))).toContain('1 人通过，1 人没有');
  });
});
