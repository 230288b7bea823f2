import { describe, expect, test } from 'vitest';
import { childPage, lastDayOff, pauseProblem } from '../../miniprogram/features/care/pages/child/view';
import { ALL, duePage } from '../../miniprogram/features/care/pages/due/view';
import * as kinds from '../../miniprogram/features/care/pages/kinds/view';
import { overviewOf } from '../../miniprogram/features/care/pages/overview/view';
import * as rules from '../../miniprogram/features/care/pages/rules/view';
import { differs, rebased } from '../../miniprogram/features/care/rebased';
import { volunteerPanel } from '../../miniprogram/pages/home/panels/volunteer/view';
import type { DutyRow, Output, OwnKind } from '../../miniprogram/shared/contract';
import { presetRules, rulesFault } from '../../miniprogram/shared/domain/cadence-rules';
import { kindFor } from '../../miniprogram/shared/domain/record-kinds';
import { kindFault } from '../../miniprogram/shared/domain/record-kinds-check';
import { leftText, undoneText } from '../../miniprogram/shared/text/cadence';

const TODAY = '2026-11-24';
const YU = { id: 's1', name: '林小雨', className: '三(2)班' };
const HAO = { id: 's2', name: '王子轩', className: '三(2)班' };
const VISIT = { id: 'month_visit', name: '每月家访', window: 'month', counts: ['visit'], by: 'mentor' } as const;
const LETTER = {
  id: 'letters',
  name: '写信或通话',
  window: 'term',
  counts: ['letter', 'parents'],
  by: 'mentor',
} as const;
const cadences = [VISIT, LETTER].map((row) => ({ ...row, counts: [...row.counts] }));
const tally = (cadenceId: string, over: object = {}) => ({
  ...{ cadenceId, ok: 0, open: 0, soon: 0, overdue: 0, paused: 0 },
  ...over,
});
const duty = (over: Partial<DutyRow> = {}): DutyRow => ({
  ...{ child: YU, cadenceId: 'month_visit', state: 'soon', from: '2026-11-01', due: '2026-11-27' },
  ...{ done: 0, times: 1, missed: 0, mentor: null },
  ...over,
});
const due: Output<'cadence.due'> = {
  term: { name: '秋季学期', from: '2026-09-01', to: '2027-01-20' },
  cadences,
  children: 2,
  rows: [
    duty({ child: HAO, state: 'overdue', missed: 2 }),
    duty(),
    duty({ child: HAO, cadenceId: 'letters', state: 'open', due: '2027-01-20' }),
  ],
  more: 0,
  tallies: [tally('month_visit', { overdue: 1, soon: 1, ok: 3 }), tally('letters', { open: 1 })],
  classes: [
    { id: 'c1', name: '三(1)班', children: 3, tallies: [tally('month_visit', { ok: 3 })] },
    { id: 'c2', name: '三(2)班', children: 2, tallies: [tally('month_visit', { overdue: 1, soon: 1 })] },
  ],
};

describe('what is due, in words', () => {
  test('says the window, what is missing and how long there is', () => {
    expect(undoneText(duty(), cadences[0] as never)).toBe('这个月还没家访');
    expect(undoneText(duty({ done: 1, times: 2 }), cadences[0] as never)).toBe('这个月做了 1 次，还差 1 次');
    expect(undoneText(duty(), cadences[1] as never)).toBe('这学期还没做「写信或通话」');
    expect(leftText(duty(), TODAY)).toBe('还有 3 天');
    expect(leftText(duty({ due: TODAY }), TODAY)).toBe('今天是最后一天');
    expect(leftText(duty({ due: '2026-11-20', missed: 1 }), TODAY)).toBe('前面缺了 1 次，11月20日就该做好');
  });

  test('stands by urgency, or child by child, for all or one cadence', () => {
    const page = duePage(due, ALL, false, TODAY);
    expect(page.headline).toBe('1 件过期了');
    expect(page.line).toBe('1 件快到期 · 1 件还有时间 · 做到了 3 件');
    expect(page.groups.map(({ key }) => key)).toEqual(['overdue', 'soon', 'open']);
    const byChild = duePage(due, ALL, true, TODAY);
    expect(byChild.groups.map(({ title, rows }) => [title, rows.length])).toEqual([
      ['王子轩 · 三(2)班', 2],
      ['林小雨 · 三(2)班', 1],
    ]);
    expect(duePage(due, 'letters', false, TODAY).groups.map(({ key }) => key)).toEqual(['open']);
  });

  test('leads to a kind that answers it, that the school uses and this person may write', () => {
    expect(kindFor(VISIT, undefined, 'teacher')).toBe('home_visit');
    expect(kindFor(VISIT, { own: [], hidden: ['home_visit'] }, 'teacher')).toBe('return_visit');
    expect(kindFor({ counts: ['training'] }, undefined, 'volunteer')).toBe('');
  });
});

describe('the overview', () => {
  test('of the school counts each cadence, then all classes, the most overdue first, then the most urgent children', () => {
    const page = overviewOf(due, ALL, true, TODAY);
    expect(page.headline).toBe('全校 1 件过期了');
    expect(page.cards[0]?.bars.map(({ label, figure }) => `${label} ${figure}`)).toEqual([
      '做到了 3 人',
      '快到期 1 人',
      '过期了 1 人',
    ]);
    expect(page.classes.map(({ key, label, figure }) => [key, label, figure])).toEqual([
      ['c2', '三(2)班', '1 件'],
      ['c1', '三(1)班', '没有'],
    ]);
    expect(overviewOf(due, 'letters', true, TODAY).headline).toBe('全校 没有过期的');
    const many = Array.from({ length: 30 }, () => duty());
    expect(overviewOf({ ...due, rows: many, more: 5 }, ALL, true, TODAY)).toMatchObject({
      rows: { length: 20 },
      more: '还有 15 件没列出来；点一个班，看它自己的。',
    });
  });

  test('of a class names all its children', () => {
    const many = Array.from({ length: 30 }, () => duty());
    const page = overviewOf({ ...due, classes: [], rows: many }, ALL, false, TODAY);
    expect(page).toMatchObject({ headline: '三(2)班 1 件过期了', rows: { length: 30 }, more: '' });
  });

  test('says where nobody stands beside a child, and leads who may pair to it; the weekly contact asks no mentor', () => {
    const contact = { ...VISIT, id: 'contact', counts: ['contact'], by: 'head_teacher' as const };
    const rows = [duty(), duty({ mentor: '邓老师' }), duty({ cadenceId: 'contact' })];
    const of = (pairs: boolean) =>
      overviewOf({ ...due, cadences: [...cadences, contact], rows }, ALL, pairs, TODAY).rows.map(({ fact, action }) => [
        fact.split(' · ').slice(2).join(),
        action,
      ]);
    expect(of(true)).toEqual([
      ['没有人帮扶', '去结对'],
      ['邓老师在帮扶', ''],
      ['', ''],
    ]);
    expect(of(false).map(([, action]) => action)).toEqual(['', '', '']);
  });
});

test("one child's term: the window that runs first, none that is to come, and what pauses it", () => {
  const window = (from: string, due: string, days: string[], state: 'ok' | 'missed' | 'soon' | 'open') => ({
    ...{ from, due, times: 1, days, state },
  });
  const page = childPage(
    {
      child: YU,
      term: due.term,
      cadences: [
        {
          ...{ id: 'month_visit', name: '每月家访', state: 'soon' },
          windows: [
            window('2026-09-01', '2026-09-30', ['2026-09-12'], 'ok'),
            window('2026-10-01', '2026-10-31', [], 'missed'),
            window('2026-11-01', '2026-11-30', [], 'soon'),
            window('2026-12-01', '2026-12-31', [], 'open'),
          ],
        },
      ],
      focus: false,
      pauses: [{ from: '2026-10-08', to: null, why: 'ill' }],
    },
    TODAY,
  );
  expect(page.tables[0]?.rows.map(({ when, what, state }) => [when, what, state])).toEqual([
    ['11月', '还没有', '快到期'],
    ['10月', '还没有', '缺了'],
    ['9月', '9月12日', '做到了'],
  ]);
  const late = { from: '2026-11-23', due: '2026-11-29', times: 1, days: [], state: 'overdue' as const };
  const over = childPage(
    {
      ...{ child: YU, term: due.term, pauses: [], focus: false },
      cadences: [{ id: 'contact', name: '每周亲子联系', state: 'overdue', windows: [late] }],
    },
    TODAY,
  );
  // The week that runs has its days left; what is overdue is the cadence.
  expect(over.tables[0]).toMatchObject({ state: '过期了', rows: [{ state: '还没做', tone: 'amber' }] });
  expect(page.pauses).toMatchObject([
    { key: '2026-10-08', name: '生病在家', fact: '10月8日起，还没回来', action: '回来了' },
  ]);
  expect(lastDayOff({ key: '2026-10-08' }, TODAY)).toBe('2026-11-23');
  expect(lastDayOff({ key: TODAY }, TODAY)).toBeNull();
  expect(pauseProblem('2026-11-20', '2026-11-19')).not.toBe('');
  expect(pauseProblem('2026-11-20', '')).toBe('');
});

describe("a school's cadences", () => {
  const presets = presetRules({ term: due.term, isClosed: () => false, today: TODAY });

  test('are switched on as a set and row by row, and stay as the school changed them', () => {
    const three = ['month_visit', 'month_call', 'term_letter'];
    const on = rules.switched([], presets, three, true);
    expect(on.map(({ id }) => id)).toEqual(three);
    const changed = on.map((rule) => ({ ...rule, times: 2 }));
    expect(rules.switched(changed, presets, three, true)).toEqual(changed);
    expect(rules.switched(changed, presets, ['month_call'], false).map(({ id }) => id)).toEqual([
      'month_visit',
      'term_letter',
    ]);
    expect(rules.setsOf(on, presets, []).map(({ allOn }) => allOn)).toEqual([true, false, false]);
    expect(rules.setsOf(on, presets, []).flatMap(({ rows }) => rows)).toHaveLength(presets.length);
  });

  test('of its own say what is wrong beside the field, and mean something once it is put right', () => {
    const empty = rules.newRule('k1', TODAY);
    expect(Object.keys(rules.problemsOf(empty, []))).toEqual(['name', 'counts']);
    const many = { ...empty, name: '通话', counts: ['contact'], times: 2 };
    expect(Object.keys(rules.problemsOf(many, []))).toEqual(['times']);
    const backwards = { ...many, times: 1, until: '2026-01-01' };
    expect(Object.keys(rules.problemsOf(backwards, []))).toEqual(['until']);
    const right = { ...backwards, until: null };
    expect(rules.problemsOf(right, [])).toEqual({});
    expect(rulesFault([right], [])).toBeUndefined();
  });
});

describe('two heads who change the same at once', () => {
  const row = (id: string, times = 1) => ({ id, times });
  const seen = [row('a'), row('b'), row('c')];

  test('keep what each of them did: what I changed, added and took away, on top of what the other did', () => {
    const mine = [row('a', 2), row('c'), row('mine')];
    const theirs = [row('a'), row('b', 3), row('c', 3), row('theirs')];
    expect(rebased(seen, mine, theirs)).toEqual([row('a', 2), row('c', 3), row('theirs'), row('mine')]);
    expect(rebased(seen, [...seen].reverse(), theirs)).toEqual(theirs);
    expect(rebased(seen, mine, seen)).toEqual(mine);
  });

  test('have something to save only where a row differs', () => {
    expect(differs(seen, [...seen].reverse())).toBe(false);
    expect(differs(seen, [row('a'), row('b')])).toBe(true);
    expect(differs(seen, [row('a'), row('b'), row('c', 2)])).toBe(true);
  });

  test('of kinds: also which of the product are not used', () => {
    const kept = { own: [], hidden: ['forum', 'letter'] };
    const mine = { own: [], hidden: ['letter', 'bed_check'] };
    const theirs = { own: [], hidden: ['forum', 'letter', 'diary'] };
    expect(kinds.rebasedKinds(kept, mine, theirs).hidden).toEqual(['letter', 'diary', 'bed_check']);
  });
});

describe("a school's own kinds", () => {
  const fresh = kinds.newKind([], 'k1');
  const named: OwnKind = { ...fresh, name: '课后托管', fields: [{ ...kinds.newField([]), label: '做了什么' }] };

  test('begin with a fault that is said, and mean something when it is put right', () => {
    expect(kinds.problemsOf(fresh)).toHaveProperty('name');
    expect(kinds.problemsOf({ ...fresh, name: '托管' })).toHaveProperty(['fields.0']);
    expect(kinds.problemsOf({ ...named, writers: [] })).toHaveProperty('writers');
    expect(kinds.problemsOf(named)).toEqual({});
    expect(kindFault(named)).toBeUndefined();
  });

  test.each(kinds.CHOICES.type.map(({ value }) => value))('a question of type %s has its own measures only', (type) => {
    const [field] = named.fields;
    if (!field) throw new Error('no question');
    const next = kinds.retyped(field, type);
    const whole = next.choices ? { ...next, choices: kinds.choicesIn('好\n一般、 \n不好') } : next;
    expect(kinds.problemsOf({ ...named, fields: [whole] })).toEqual({});
    if (next.choices) expect(kinds.problemsOf({ ...named, fields: [next] })).toHaveProperty(['fields.0']);
  });

  test('a question with room for lines may have lines to begin with', () => {
    const [field] = named.fields;
    if (!field) throw new Error('no question');
    const lined = kinds.templated(field, '做了什么：');
    expect(kinds.problemsOf({ ...named, fields: [lined] })).toEqual({});
    expect(kinds.ofLength(lined, 2000)).toMatchObject({ max: 2000, template: '做了什么：' });
    expect(kinds.ofLength(lined, 60)).not.toHaveProperty('template');
    expect(kinds.templated(lined, ' ')).not.toHaveProperty('template');
    expect(kinds.retyped(lined, 'day')).not.toHaveProperty('template');
  });

  test('show a family only what there is', () => {
    const shown = kinds.withFamilies({ ...named, photos: 3 }, true);
    expect(shown.families).toEqual({ title: '课后托管', fields: ['q1'], photos: true, voices: false, on: false });
    expect(kinds.withMedia(shown, { photos: 0 }).families?.photos).toBe(false);
    expect(kinds.withFields(shown, [{ ...kinds.newField(named.fields), label: '别的' }]).families?.fields).toEqual([]);
    expect(kinds.withFamilies(shown, false).families).toBeNull();
  });
});

describe('what is due on the homes', () => {
  const care = { overdue: 1, soon: 0, first: [duty({ state: 'overdue' })], cadences };

  test('a volunteer sees what is due of the own children, and the others below', () => {
    const view = { kind: 'volunteer' as const, name: '张姨', checked: true, children: [YU, HAO], care };
    const panel = volunteerPanel(view, TODAY);
    expect(panel.line).toBe('1 件过期了');
    expect(panel.care.map(({ key }) => key)).toEqual(['s1:month_visit']);
    expect(panel.others.map(({ name }) => name)).toEqual(['王子轩']);
  });
});
