import { describe, expect, test, vi } from 'vitest';
import type { Output } from '../../miniprogram/shared/contract';
import { ok, refuse } from './support/fake-wx';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';
import { teacherPhone } from './support/teacher-phone';

const { phone, app, keepAllDrafts, show, askedFor, serve } = teacherPhone();
type View = typeof import('../../miniprogram/features/care/pages/plan-write/view');
const view = app.module<View>('features/care/pages/plan-write/view');

const WRITE = 'features/care/pages/plan-write';
const PLAN = 'features/care/pages/plan';
const LIST = 'features/care/pages/plans';
const YU = { id: 's1', name: '林小雨', className: '三(2)班' } as const;
const children = () =>
  ok({ children: [{ ...YU, tone: 'ok', sex: 'female', leftBehind: true }], next: null, more: false });
const inputs = (method: string) => askedFor(method).map(({ input }) => input);

const goal = { id: 'g1', text: '按时交作业', span: 'stage', dueDay: '2026-12-04', state: 'open' } as const;
const plan = (over: Partial<Output<'plans.open'>> = {}): Output<'plans.open'> => ({
  planId: 'p1',
  child: YU,
  kind: 'study_help',
  status: 'open',
  by: '李老师',
  startDay: '2026-11-16',
  midDay: '2026-12-14',
  endDay: '2027-01-15',
  start: { now: '数学落下两个单元' },
  goals: [{ ...goal, late: false }],
  priorities: [{ id: 'study', words: '先批改' }],
  mid: null,
  end: null,
  next: { what: 'goal', day: '2026-12-04', late: false },
  at: 0,
  version: 1,
  records: [],
  moreRecords: false,
  before: [],
  ...over,
});

/** Types into a field that says which by its `data-key`. */
const fill = (page: Mounted, handler: string, key: string, value: string): void =>
  (page.instance[handler] as (event: object) => void)({ detail: { value }, currentTarget: { dataset: { key } } });
const choose = (page: Mounted, handler: string, value: string[]): void =>
  (page.instance[handler] as (event: object) => void)({ detail: { value } });

describe('a new plan', () => {
  test('is written step by step, survives the app being killed, and is sent once', async () => {
    serve({ 'contacts.list': children, 'plans.start': () => ok({ planId: 'p1', version: 1 }) });
    const page = await show(WRITE, { studentId: 's1' });
    expect(textOf(page)).toContain('写哪一种');
    await tap(shown(page.dom, '下一步'));
    // Beside the button, for the end of a long page is out of sight.
    expect(page.dom.querySelector('[class*=answers]')?.parentElement?.textContent ?? '').toContain('请点一种');
    choose(page, 'onKind', ['study_help']);
    await tap(shown(page.dom, '下一步'));
    await tap(shown(page.dom, '下一步'));
    expect(textOf(page)).toContain('第一个问题请写一句');
    fill(page, 'onAnswer', 'now', '数学落下两个单元');
    keepAllDrafts();
    page.detach();

    const again = await show(WRITE, { studentId: 's1' });
    expect(textOf(again)).toContain('接着上次写的');
    await tap(shown(again.dom, '下一步'));
    await tap(shown(again.dom, '下一步'));
    expect(textOf(again)).toContain('请至少写一个目标');
    choose(again, 'onSuggested', ['按时交作业']);
    expect(textOf(again)).toMatch(/到 20\d\d年\d+月\d+日/);
    await tap(shown(again.dom, '下一步'));
    choose(again, 'onPriorities', ['study', 'meals']);
    await tap(shown(again.dom, '开始这个计划'));
    await settle(50);
    expect(inputs('plans.start')).toEqual([
      expect.objectContaining({
        studentId: 's1',
        kind: 'study_help',
        start: { now: '数学落下两个单元' },
        goals: [expect.objectContaining({ text: '按时交作业', state: 'open' })],
        priorities: [
          { id: 'study', words: '' },
          { id: 'meals', words: '' },
        ],
      }),
    ]);
    expect(phone.wx.redirectTo).toHaveBeenCalledWith(expect.objectContaining({ url: `/${PLAN}/index?planId=p1` }));
  });
});

describe('the days of a new plan', () => {
  const term = { from: '2026-09-01', to: '2027-01-22' };
  const list = (to = term.to) => ok({ rows: [], more: 0, classes: [], term: { ...term, to } });
  const today = '2026-11-16';
  const form = view.emptyForm('k', today, YU);

  test.each([
    ['study_help', term.to, '2027-01-22', '2026-12-19'],
    ['turnaround', term.to, '2027-05-15', '2027-02-14'],
    ['case_life', '2026-11-30', '2027-02-08', '2026-12-28'],
  ] as const)('of %s in a term to %s end on %s, with a look on %s', (kind, to, endDay, midDay) => {
    expect(view.withKind(form, kind, { to })).toMatchObject({ kind, startDay: today, endDay, midDay, start: {} });
  });

  test('are twelve weeks until the term is heard, and then the term’s, unless somebody chose others', () => {
    const early = view.withKind(form, 'case_life', null);
    expect(early.endDay).toBe('2027-02-08');
    expect(view.daysOf(early, term)).toEqual({ midDay: '2026-12-19', endDay: '2027-01-22' });
    expect(view.daysOf({ ...early, endDay: '2026-12-31' }, term)).toBeNull();
    expect(view.daysOf(form, term)).toBeNull();
  });

  test('come to the page with the school’s term', async () => {
    serve({ 'contacts.list': children, 'plans.list': () => list('2099-12-31') });
    const page = await show(WRITE, { studentId: 's1' });
    await settle(50);
    choose(page, 'onKind', ['case_life']);
    expect((page.instance.data as { form: { endDay: string } }).form.endDay).toBe('2099-12-31');
  });
});

describe('a part of a plan', () => {
  test('that somebody else changed meanwhile keeps what was typed and shows the newest of the rest', async () => {
    let version = 1;
    const theirs = { now: '王老师改过的' };
    serve({
      'plans.open': () => ok(plan({ version, start: version === 1 ? plan().start : theirs })),
      'plans.save': ({ seen }: { seen: number }) => {
        version = 2;
        return seen === 2 ? ok({ planId: 'p1', version: 3 }) : refuse('common.stale');
      },
    });
    const page = await show(WRITE, { planId: 'p1', step: 'mid' });
    fill(page, 'onAnswer', 'progress', '作业交齐了');
    await tap(shown(page.dom, '写好了'));
    await settle(50);
    expect(phone.said.join()).toContain('别的老师也改了');
    await tap(shown(page.dom, '写好了'));
    await settle(50);
    expect(inputs('plans.save').at(-1)).toMatchObject({ seen: 2, mid: { progress: '作业交齐了' }, start: theirs });
  });

  test('the end closes it, with what became of each goal', async () => {
    serve({ 'plans.open': () => ok(plan()), 'plans.close': () => ok({ planId: 'p1', version: 2 }) });
    const page = await show(WRITE, { planId: 'p1', step: 'end' });
    await tap(shown(page.dom, '写好了，结束计划'));
    expect(textOf(page)).toContain('结果请写一句');
    fill(page, 'onAnswer', 'result', '跟上了');
    (page.instance.onGoalState as (event: object) => void)({
      detail: { value: ['reached'] },
      currentTarget: { dataset: { key: 'g1' } },
    });
    await tap(shown(page.dom, '写好了，结束计划'));
    await settle(50);
    expect(inputs('plans.close')).toEqual([
      expect.objectContaining({
        planId: 'p1',
        seen: 1,
        end: { result: '跟上了' },
        goals: [{ id: 'g1', state: 'reached' }],
      }),
    ]);
  });

  test('a goal that came meanwhile stays when goals are written', () => {
    const typed = { ...view.formOf('k1', plan(), 'goals'), goals: [{ ...goal, text: '改过的' }] };
    const fresh = view.formOf(
      'k2',
      plan({
        version: 2,
        goals: [
          { ...goal, late: false },
          { ...goal, id: 'g2', late: false },
        ],
      }),
      'goals',
    );
    expect(view.overlaid(fresh, typed)).toMatchObject({
      seen: 2,
      goals: [{ id: 'g1', text: '改过的' }, { id: 'g2' }],
    });
  });
});

describe('one plan', () => {
  test('is read from its start to its end, with what stood before', async () => {
    const records = [
      {
        recordId: 'r1',
        kind: 'tutoring',
        title: '学习辅导',
        day: '2026-11-20',
        by: '李老师',
        goalId: 'g1',
        facts: [{ label: '哪一科', text: '数学' }],
      },
    ];
    const { start, goals: _, ...rest } = plan();
    const before = [{ ...rest, at: 0, by: '李老师', start: { now: '原来写的' }, goals: [goal] }];
    serve({ 'plans.open': () => ok(plan({ records, before, start })) });
    const page = await show(PLAN, { planId: 'p1' });
    const text = textOf(page);
    const parts = ['数学落下两个单元', '学习优先', '按时交作业', '学习辅导', '中期', '总结'];
    const places = parts.map((part) => text.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(text).not.toContain('原来写的');
    await tap(shown(page.dom, '改过 1 次，看以前的'));
    expect(textOf(page)).toContain('现在的情况：原来写的');
  });

  test('with one goal a record is written in one tap', async () => {
    serve({ 'plans.open': () => ok(plan()) });
    const page = await show(PLAN, { planId: 'p1' });
    (page.instance.onRecord as () => void)();
    expect(vi.mocked(phone.wx.navigateTo as (o: { url: string }) => void).mock.lastCall?.[0].url).toBe(
      '/features/records/pages/write/index?studentId=s1&goal=p1:g1',
    );
  });
});

test('the list says what is due next, and what is late', async () => {
  const { planId, child, kind, status, by, startDay, endDay } = plan();
  const row = { planId, child, kind, status, by, startDay, endDay, goals: { open: 2, reached: 1, late: 0 } };
  const rows = [{ ...row, next: { what: 'mid', day: '2026-01-01', late: true } }];
  serve({ 'plans.list': () => ok({ rows, more: 0, classes: [], term: { from: '2026-09-01', to: '2027-01-22' } }) });
  const text = textOf(await show(LIST));
  for (const part of ['1 个计划在进行', '林小雨', '中期看一看', '过期了', '做到 1 个']) expect(text).toContain(part);
});
