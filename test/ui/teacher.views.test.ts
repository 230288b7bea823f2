import { describe, expect, test } from 'vitest';
import { sheetOf } from '../../miniprogram/features/ledger/pages/class/view';
import { countOf, marked, notYetOf, tilesOf } from '../../miniprogram/features/ledger/pages/roll/view';
import { panelOf, type TeacherHome } from '../../miniprogram/pages/home/panels/teacher/view';
import type { LedgerRow, Output } from '../../miniprogram/shared/contract';

/** A Tuesday. */
const TODAY = '2026-11-24';

const row = (id: string, over: Partial<LedgerRow> = {}): LedgerRow => ({
  id,
  name: `孩子${id}`,
  className: '三(2)班',
  childDay: '2026-11-15',
  caregiverDay: null,
  days: 9,
  tone: 'amber',
  remindedDay: null,
  thisWeek: false,
  leftBehind: true,
  way: null,
  followed: null,
  worries: 0,
  ...over,
});
const reached = { childDay: TODAY, days: 0, tone: 'ok', thisWeek: true } as const;

describe("the teacher's first screen", () => {
  const home = (over: Partial<TeacherHome> = {}): TeacherHome => ({
    kind: 'teacher',
    name: '李老师',
    classes: [{ id: 'c1', name: '三(2)班', rolled: false }],
    onDuty: false,
    due: [row('1')],
    dueCount: 1,
    calls: [],
    unheard: [{ noticeId: 'n1', title: '家长会', asks: 'confirm', unheard: 3, call: 2, visit: 0 }],
    proposals: 0,
    toSign: null,
    officer: null,
    care: { overdue: 0, soon: 0, first: [], cadences: [] },
    ...over,
  });

  test('a signature and the changes that families ask for come first among what is to be done', () => {
    expect(panelOf(home(), TODAY).asked).toEqual([]);
    const { asked } = panelOf(home({ proposals: 2, toSign: 'h1' }), TODAY);
    expect(asked.map(({ key, name }) => [key, name])).toEqual([
      ['handoverOpen', '有一份交接等您签字'],
      ['proposals', '2 家想改孩子的资料'],
    ]);
  });

  test('the privacy officer has the way to what families wait for, others have none', () => {
    expect(panelOf(home(), TODAY).officer).toBe('');
    expect(panelOf(home({ officer: 2 }), TODAY).officer).toBe('2 家在等学校回话');
    expect(panelOf(home({ officer: 0 }), TODAY).officer).not.toBe('');
  });

  test('says how many wait, why, and what to do', () => {
    const panel = panelOf(home(), TODAY);
    expect(panel.headline).toBe('1 个孩子在等您');
    expect(panel.due[0]).toMatchObject({ fact: '9 天没联系', state: '该问问', tone: 'amber', action: '提醒家长' });
    expect(panel.rolls.map(({ key }) => key)).toEqual(['c1']);
    expect(panel.unheard[0]?.fact).toBe('还差 3 户没听到，2 户要打电话');
  });

  test('reminds nobody twice a day, and names the class only where there are several', () => {
    const due = [row('1', { remindedDay: TODAY }), row('2', { className: '四(1)班' })];
    const panel = panelOf(home({ due, dueCount: 2 }), TODAY);
    expect(panel.due[0]).toMatchObject({ fact: '三(2)班 · 9 天没联系 · 今天提醒过', action: '' });
    expect(panel.due[1]?.fact).toBe('四(1)班 · 9 天没联系');
  });

  test('shows the four who have waited longest and counts the others', () => {
    const due = ['1', '2', '3', '4', '5', '6'].map((id) => row(id));
    const panel = panelOf(home({ due, dueCount: 9 }), TODAY);
    expect(panel.due.map(({ key }) => key)).toEqual(['1', '2', '3', '4']);
    expect(panel.more).toBe('还有 5 个孩子');
  });
});

describe("the class's week", () => {
  const answer = (rows: LedgerRow[]): Output<'ledger.class'> => ({
    weekOf: '2026-11-23',
    classes: [],
    classId: 'c1',
    mentees: 0,
    rolledDay: null,
    rows,
  });

  test('puts every child into exactly one group, urgent ones first', () => {
    const rows = [
      row('1', { tone: 'red', childDay: null, days: null }),
      row('2'),
      row('3', { tone: 'ok', days: 3, childDay: '2026-11-21' }),
      row('4', { ...reached, way: 'call_here' }),
    ];
    const sheet = sheetOf(answer(rows), TODAY);
    expect(sheet.groups.map(({ key, rows }) => [key, rows.map((one) => one.key)])).toEqual([
      ['due', ['1', '2']],
      ['open', ['3']],
      ['reached', ['4']],
    ]);
    expect(sheet.bars[0]?.figure).toBe('1 / 4 人');
    expect(sheet.groups[0]?.rows[0]).toMatchObject({ fact: '还没有联系过', state: '要紧' });
    expect(sheet.groups[2]?.rows[0]).toMatchObject({ fact: '今天 · 在学校通了话', action: '' });
  });

  test('the roll starts with nobody marked and comes back as it was left', () => {
    const rows = [row('1'), row('2', { ...reached, way: 'own_call' })];
    expect(notYetOf(rows, false)).toEqual([]);
    expect(notYetOf(rows, true)).toEqual(['1']);
  });

  test('the roll does not ask for what the school knows, and forgets who left the class', () => {
    const rows = [row('1'), row('2', { ...reached, way: 'call_here' })];
    const tiles = tilesOf(rows, ['1', '2', 'gone']);
    expect(tiles.map(({ state }) => state).sort()).toEqual(['known', 'no']);
    expect(marked(tiles)).toEqual(['1']);
    expect(countOf(tiles)).toBe('1 人通过，1 人没有');
  });
});
