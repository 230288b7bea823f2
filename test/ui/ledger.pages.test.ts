import { describe, expect, test, vi } from 'vitest';
import { lastWeeks } from '../../miniprogram/shared/domain/ledger';
import { TODAY, yu } from './support/family';
import { familyPhone, father, opened } from './support/family-phone';
import { settle, shown, tap, textOf } from './support/mount';

const { phone, session, elder, serve, show, urlOf } = familyPhone();
const MONDAY = '2026-11-23';

describe("a family's own view", () => {
  const PAGE = 'features/ledger/pages/mine';
  let heard = false;
  const mine = () => ({
    child: yu,
    weeks: lastWeeks(TODAY, 12).map((weekOf, i) => ({ weekOf, child: i > 2 || heard, caregiver: false })),
    childDay: heard ? TODAY : '2026-11-08',
    caregiverDay: null,
    entries: heard
      ? [{ day: TODAY, with: 'child', way: 'own_call', saidBy: '林建国', bySchool: false, byYou: true }]
      : [],
  });

  test('is told anew when the parent says that they talked', async () => {
    heard = false;
    serve({
      'ledger.mine': mine,
      'ledger.own': () => {
        heard = true;
        return { done: true };
      },
    });
    const page = await show(PAGE, { studentId: yu.id });
    expect(textOf(page)).toContain('小雨上次有爸爸妈妈的消息是 16 天前');
    await tap(shown(page.dom, '我已自己联系过'));
    await settle();
    await tap(shown(page.dom, '和小雨说过话了'));
    await settle();
    expect(textOf(page)).toContain('小雨今天有了您的消息');
    expect(textOf(page)).toContain('记好了：今天，和小雨说过话了。');
    expect(phone.askedFor('ledger.own')[0]?.input).toEqual({
      studentId: yu.id,
      day: TODAY,
      with: 'child',
      way: 'own_call',
    });
    await tap(shown(page.dom, '约一次通话'));
    expect(urlOf('navigateTo')).toBe(`/features/booking/pages/slots/index?studentId=${yu.id}`);
  });

  test('is one sentence and one thing to say for an elder', async () => {
    heard = false;
    session.set({ ...opened(), memberships: [{ ...father, role: 'guardian' }] });
    elder.set(true);
    serve({ 'ledger.mine': mine });
    const page = await show(PAGE, { studentId: yu.id });
    await settle();
    const text = textOf(page);
    expect(text).toContain('爸爸妈妈来过电话了');
    expect(text).not.toMatch(/约一次通话|上周|记下来的/);
    await tap(shown(page.dom, '爸爸妈妈来过电话了'));
    await settle();
    expect(textOf(page)).not.toContain('前天');
  });
});

describe("the school's view", () => {
  const PAGE = 'features/ledger/pages/school';
  const concern = { id: 'w1', day: TODAY, kind: 'quarrel', note: '哭了', by: '李老师', status: 'open', outcome: null };
  const school = (worries: boolean, waits = 7) => ({
    weekOf: MONDAY,
    leftBehind: 20,
    weeks: [{ weekOf: MONDAY, reached: 12 }],
    classes: [{ id: 'c1', name: '三(2)班', headTeacher: '李老师', leftBehind: 20, thisWeek: 12, amber: 0, red: waits }],
    waiting: Array.from({ length: waits }, (_, n) => ({ ...yu, id: `s${n}`, name: `孩子${n}`, days: 30, tone: 'red' })),
    concerns: worries ? [{ ...concern, child: yu }] : [],
  });
  const as = (role: 'school_admin' | 'counsellor') => session.set({ ...opened(), memberships: [{ ...father, role }] });

  test('names who waits longest, all of them when asked, and leads to child and class', async () => {
    as('school_admin');
    serve({ 'ledger.school': school(false) });
    const page = await show(PAGE);
    expect(textOf(page)).toContain('20 个孩子里，本周有 12 个联系上了');
    expect(textOf(page)).not.toContain('孩子5');
    await tap(shown(page.dom, '看等得久的 7 个孩子'));
    await settle();
    await tap(shown(page.dom, '三(2)班 孩子6'));
    expect(urlOf('navigateTo')).toBe('/features/ledger/pages/child/index?studentId=s6');
    await tap(shown(page.dom, '三(2)班'));
    expect(urlOf('navigateTo')).toBe('/features/ledger/pages/class/index?classId=c1');
  });

  test('lets the counsellor settle what worries, and opens no file', async () => {
    as('counsellor');
    let open = true;
    serve({
      'ledger.school': () => school(open, 0),
      'ledger.settle': () => {
        open = false;
        return { done: true };
      },
    });
    const page = await show(PAGE);
    vi.mocked(phone.wx.navigateTo as () => void).mockClear();
    await tap(shown(page.dom, '三(2)班 林小雨 · 通话时吵起来了'));
    await tap(shown(page.dom, '三(2)班'));
    expect(phone.wx.navigateTo).not.toHaveBeenCalled();
    await tap(shown(page.dom, '了结'));
    await settle();
    await tap(shown(page.dom, '了结了'));
    await settle();
    expect(phone.askedFor('ledger.settle')[0]?.input).toEqual({ concernId: 'w1', outcome: '' });
    expect(textOf(page)).toContain('现在没有老师放心不下的事');
  });
});
