import { describe, expect, test, vi } from 'vitest';
import { ok, refuse } from './support/fake-wx';
import { listen, type Mounted, settle, shown, tap, textOf } from './support/mount';
import { teacherPhone } from './support/teacher-phone';

const { phone, app, sheet, show, askedFor, serve } = teacherPhone();
const TODAY = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const yu = { id: 's1', name: '林小雨', className: '三(2)班' };
const row = {
  ...yu,
  childDay: null,
  caregiverDay: null,
  days: null,
  tone: 'red',
  remindedDay: null,
  thisWeek: false,
  leftBehind: true,
  way: null,
  followed: null,
  worries: 0,
};
const concern = { id: 'w1', day: TODAY, kind: 'quarrel', note: '哭了', by: '李老师', status: 'open', outcome: null };
const childAnswer = () => ok({ child: yu, entries: [], followUps: [], concerns: [concern] });
const wentTo = () => vi.mocked(phone.wx.navigateTo as (o: { url: string }) => void).mock.lastCall?.[0].url;

describe("the class's ledger", () => {
  const ledger = () => ok({ weekOf: TODAY, classes: [], classId: 'c1', mentees: 0, rolledDay: null, rows: [row] });

  test('writes down what was done with one tap of the sheet, or sends the reminder itself', async () => {
    serve({
      'ledger.class': ledger,
      'ledger.follow': () => ok({ done: true }),
      'ledger.remind': () => ok({ people: 0 }),
    });
    const page = await show('features/ledger/pages/class');
    sheet.chosen = 2;
    await tap(shown(page.dom, '记一笔'));
    await settle();
    expect(sheet.offered[0]).toEqual(['现在发微信提醒家长', '打过电话了', '去家里看过了', '托人去看过了']);
    expect(askedFor('ledger.follow')[0]?.input).toMatchObject({ studentId: 's1', kind: 'visited', note: '' });
    sheet.chosen = 0;
    await tap(shown(page.dom, '记一笔'));
    await settle();
    expect(askedFor('ledger.remind')).toHaveLength(1);
    expect(phone.said).toEqual(['记好了', '家里没有微信，请打个电话']);
    sheet.chosen = -1;
    await tap(shown(page.dom, '记一笔'));
    await settle();
    expect(askedFor('ledger.follow')).toHaveLength(1);
    await tap(shown(page.dom, '林小雨'));
    expect(wentTo()).toBe('/features/ledger/pages/child/index?studentId=s1');
  });
});

describe("a child's page", () => {
  const PAGE = 'features/ledger/pages/child';
  const type = (page: Awaited<ReturnType<typeof show>>, value: string) =>
    (page.querySelector('#sheet') as Mounted & { instance: { onNote(event: object): void } }).instance.onNote({
      detail: { value },
    });

  test('takes a concern with a kind and words, and does not take one without a kind', async () => {
    serve({ 'ledger.child': childAnswer, 'ledger.worry': () => ok({ done: true }) });
    const page = await show(PAGE, { studentId: 's1' });
    await tap(shown(page.dom, '有件事放心不下'));
    await settle();
    await tap(shown(page.dom, '记下来'));
    await settle();
    expect(textOf(page)).toContain('请先点一个');
    await tap(shown(page.dom, '孩子通完话很难过'));
    type(page, ' 不肯吃饭 ');
    await tap(shown(page.dom, '记下来'));
    await settle();
    expect(askedFor('ledger.worry').map(({ input }) => input)).toMatchObject([
      { studentId: 's1', kind: 'child_upset', note: '不肯吃饭' },
    ]);
    expect(phone.said).toEqual(['记好了']);
  });

  test('sends the very same request again where it was refused, with what was typed', async () => {
    serve({ 'ledger.child': childAnswer, 'ledger.follow': () => refuse('common.stale') });
    const page = await show(PAGE, { studentId: 's1' });
    await tap(shown(page.dom, '今天做了什么'));
    await settle();
    await tap(shown(page.dom, '打过电话'));
    type(page, '爸爸在上班');
    await tap(shown(page.dom, '记下来'));
    await settle();
    serve({ 'ledger.child': childAnswer, 'ledger.follow': () => ok({ done: true }) });
    await tap(shown(page.dom, '记下来'));
    await settle();
    const [first, second] = askedFor('ledger.follow').map(({ input }) => input);
    expect(first).toMatchObject({ kind: 'called', note: '爸爸在上班' });
    expect(second).toEqual(first);
  });

  test('settles what worried', async () => {
    serve({ 'ledger.child': childAnswer, 'ledger.settle': () => ok({ done: true }) });
    const page = await show(PAGE, { studentId: 's1' });
    await tap(shown(page.dom, '了结'));
    await settle();
    type(page, '和好了');
    await tap(shown(page.dom, '了结了'));
    await settle();
    expect(askedFor('ledger.settle')[0]?.input).toEqual({ concernId: 'w1', outcome: '和好了' });
  });
});

describe('an own contact', () => {
  test('is said with two taps and can be taken back', async () => {
    serve({ 'ledger.own': () => ok({ done: true }), 'ledger.unsay': () => ok({ done: true }) });
    const button = app.mount('components/own-contact', { studentId: 's1', name: '小雨' });
    const changed = listen(button, 'changed');
    await tap(shown(button.dom, '家里自己联系过了'));
    await settle();
    await tap(shown(button.dom, '和他们都说过话了'));
    await settle();
    const said = { studentId: 's1', day: TODAY, with: 'both', way: 'own_call' };
    expect(askedFor('ledger.own').map(({ input }) => input)).toEqual([said]);
    expect(textOf(button)).toContain('记好了：今天，和他们都说过话了。');
    await tap(shown(button.dom, '记错了，去掉'));
    await settle();
    expect(askedFor('ledger.unsay').map(({ input }) => input)).toEqual([said]);
    expect(shown(button.dom, '家里自己联系过了')).toBeDefined();
    expect(changed).toHaveLength(2);
  });

  test('that could not be said stays a question', async () => {
    serve({ 'ledger.own': () => refuse('common.not-found') });
    const button = app.mount('components/own-contact', { studentId: 's1', name: '小雨' });
    const changed = listen(button, 'changed');
    await tap(shown(button.dom, '家里自己联系过了'));
    await settle();
    await tap(shown(button.dom, '昨天'));
    await tap(shown(button.dom, '回家看过孩子了'));
    await settle();
    expect(phone.said).toHaveLength(1);
    expect(button.instance.data).toMatchObject({ open: true, said: '', busy: false });
    expect(changed).toEqual([]);
  });
});
