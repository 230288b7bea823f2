import { describe, expect, test } from 'vitest';
import { daysOf, sheetOf as ownSheet, saidOf } from '../../miniprogram/components/own-contact/view';
import { pageOf as childPage } from '../../miniprogram/features/ledger/pages/child/view';
import { sheetOf } from '../../miniprogram/features/ledger/pages/class/view';
import { pageOf as minePage } from '../../miniprogram/features/ledger/pages/mine/view';
import { pageOf as schoolPage } from '../../miniprogram/features/ledger/pages/school/view';
import type { LedgerRow, Output } from '../../miniprogram/shared/contract';
import { addDays } from '../../miniprogram/shared/domain/calendar';
import { lastWeeks } from '../../miniprogram/shared/domain/ledger';
import { TODAY, yu } from './support/family';

const MONDAY = '2026-11-23';

describe("a class's row", () => {
  const aRow = (over: Partial<LedgerRow>): LedgerRow => ({
    ...yu,
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
  const factOf = (over: Partial<LedgerRow>) => {
    const rows = [aRow(over)];
    const answer = { weekOf: MONDAY, classes: [], classId: 'c1', mentees: 0, rolledDay: null, rows };
    return sheetOf(answer, TODAY).groups[0]?.rows[0];
  };

  test('says what was done last, by a teacher or by a message, as long as it is news', () => {
    const followed = { day: TODAY, kind: 'called' } as const;
    expect(factOf({ followed, remindedDay: TODAY })?.fact).toBe('9 天没联系 · 今天打过电话');
    expect(factOf({ followed: { day: addDays(TODAY, -6), kind: 'visited' } })?.fact).toBe(
      '9 天没联系 · 上周三去家里看过',
    );
    expect(factOf({ followed: { day: addDays(TODAY, -7), kind: 'visited' } })?.fact).toBe('9 天没联系');
    expect(factOf({ remindedDay: TODAY, followed: { day: addDays(TODAY, -1), kind: 'visited' } })?.fact).toBe(
      '9 天没联系 · 今天提醒过',
    );
  });

  test('says what worries, and asks for nothing where the week is done', () => {
    expect(factOf({ worries: 2 })).toMatchObject({ fact: '2 件事放心不下 · 9 天没联系', action: '记一笔' });
    expect(factOf({ worries: 1, childDay: TODAY, days: 0, thisWeek: true, tone: 'ok', way: 'own_call' })).toMatchObject(
      { fact: '1 件事放心不下 · 今天 · 自己打了电话', action: '' },
    );
  });
});

describe("a child's page", () => {
  test('has open concerns first and says how the others came out', () => {
    const concern = { day: TODAY, kind: 'quarrel', note: '挂了电话就哭', by: '李老师' } as const;
    const page = childPage(
      {
        child: yu,
        entries: [{ day: TODAY, with: 'caregiver', way: 'own_call', saidBy: '刘桂花' }],
        followUps: [
          { day: TODAY, kind: 'delegated', note: '请村里的王主任去看了', by: '李老师' },
          { day: '2026-11-03', kind: 'called', note: '', by: '赵校长' },
        ],
        concerns: [
          { ...concern, id: 'w1', status: 'closed', outcome: '和好了' },
          { ...concern, id: 'w2', note: '', status: 'open', outcome: null },
        ],
      },
      TODAY,
    );
    expect(page.concerns).toMatchObject([
      { key: 'w2', open: true, fact: '李老师 今天' },
      { key: 'w1', open: false, fact: '李老师 今天：挂了电话就哭。了结：和好了' },
    ]);
    expect(page.followUps).toMatchObject([
      { name: '今天 11月24日 · 托人去看过', fact: '李老师：请村里的王主任去看了' },
      { name: '11月3日 · 打过电话', fact: '赵校长' },
    ]);
    expect(page.entries).toMatchObject([{ name: '今天 11月24日 · 自己打了电话', fact: '和家里照看的人 · 刘桂花说的' }]);
  });
});

describe("a family's own view", () => {
  const view = (over: Partial<Output<'ledger.mine'>> = {}): Output<'ledger.mine'> => ({
    child: yu,
    weeks: lastWeeks(TODAY, 12).map((weekOf, i) => ({ weekOf, child: i === 1, caregiver: i < 3 })),
    childDay: '2026-11-22',
    caregiverDay: '2026-11-23',
    entries: [{ day: '2026-11-22', with: 'child', way: 'own_call', saidBy: '林建国', bySchool: false, byYou: true }],
    ...over,
  });

  test('says whose voice the child heard', () => {
    expect(minePage(view(), 'parent', TODAY).headline).toBe('小雨前天有了您的消息');
    expect(minePage(view({ entries: [] }), 'parent', TODAY).headline).toBe('小雨前天有了爸爸妈妈的消息');
    expect(minePage(view({ childDay: '2026-11-18' }), 'parent', TODAY).headline).toBe(
      '小雨上次有爸爸妈妈的消息是 6 天前',
    );
    expect(minePage(view({ childDay: '2026-11-01' }), 'parent', TODAY).headline).toBe(
      '小雨上次有爸爸妈妈的消息是 23 天前',
    );
    expect(minePage(view({ childDay: null }), 'parent', TODAY).headline).toBe('小雨盼着听到爸爸妈妈的声音');
    expect(minePage(view(), 'parent', TODAY).home).toBe('上次和家里老人说话是昨天。');
    expect(minePage(view(), 'guardian', TODAY).home).toBe('爸爸妈妈上次和家里说话是昨天。');
  });

  test('says who wrote a contact down, a teacher as families say it', () => {
    const entry = { day: TODAY, with: 'caregiver', way: 'call_here', byYou: false } as const;
    const entries = [
      { ...entry, saidBy: '罗彩芳', bySchool: true },
      { ...entry, saidBy: '陈秀芳', bySchool: false },
      { ...entry, saidBy: '林建国', bySchool: false, byYou: true },
    ];
    expect(minePage(view({ entries }), 'parent', TODAY).entries.map(({ fact }) => fact)).toEqual([
      '和家里老人 · 罗老师记的',
      '和家里老人 · 陈秀芳记的',
      '您和家里老人',
    ]);
  });

  test('marks the weeks with words, and leaves blank what was not', () => {
    const { weeks, glad } = minePage(view(), 'parent', TODAY);
    expect(weeks.slice(0, 4).map(({ label, mark, word }) => [label, mark, word])).toEqual([
      ['本周', 'caregiver', '和家里'],
      ['上周', 'child', '和孩子'],
      ['11月9日起', 'caregiver', '和家里'],
      ['11月2日起', 'none', ''],
    ]);
    expect(glad).toBe('最近 12 周里，有 1 周小雨有爸爸妈妈的消息。');
  });

  test('blames nobody, whatever there was not', () => {
    const never = view({
      weeks: lastWeeks(TODAY, 12).map((weekOf) => ({ weekOf, child: false, caregiver: false })),
      childDay: null,
      caregiverDay: null,
      entries: [],
    });
    for (const role of ['parent', 'guardian'] as const)
      for (const page of [minePage(never, role, TODAY), minePage(view(), role, TODAY)])
        expect(JSON.stringify(page)).not.toMatch(/没联系|没有|留守|未|红|超过/);
  });
});

describe("the school's view", () => {
  test('has this week by name, classes with the most urgent first, and concerns with whose they are', () => {
    const aClass = { id: 'c1', name: '三(2)班', headTeacher: '李老师', leftBehind: 20, thisWeek: 10, amber: 0, red: 0 };
    const page = schoolPage(
      {
        weekOf: MONDAY,
        leftBehind: 44,
        weeks: [
          { weekOf: '2026-11-16', reached: 40 },
          { weekOf: MONDAY, reached: 35 },
        ],
        classes: [
          aClass,
          { ...aClass, id: 'c2', headTeacher: null, leftBehind: 24, thisWeek: 15, amber: 3, red: 1 },
          { ...aClass, id: 'c3', amber: 4 },
        ],
        waiting: [{ ...yu, days: 21, tone: 'red' }],
        concerns: [
          { id: 'w', day: TODAY, kind: 'stranger', note: '', by: '李老师', status: 'open', outcome: null, child: yu },
        ],
      },
      TODAY,
    );
    expect(page.headline).toBe('44 个孩子里，本周有 35 个联系上了');
    expect(page.weeks.map(({ label, figure }) => [label, figure])).toEqual([
      ['11月16日', '40 人'],
      ['本周', '35 人'],
    ]);
    expect(page.classes.map(({ key, state }) => [key, state])).toEqual([
      ['c2', '1 人要紧'],
      ['c3', '4 人该问问'],
      ['c1', ''],
    ]);
    expect(page.classes[0]?.fact).toBe('还没有班主任 · 联系上 15 / 24 人');
    expect(page.waiting[0]).toMatchObject({ name: '三(2)班 林小雨', fact: '21 天没联系', state: '要紧' });
    expect(page.concerns[0]).toMatchObject({
      name: '三(2)班 林小雨 · 接电话的不是家里人',
      fact: '李老师 今天',
    });
  });
});

describe('an own contact', () => {
  test('is asked for in the words of who says it', () => {
    const label = (speaker: Parameters<typeof ownSheet>[0]) =>
      ownSheet(speaker, '小雨').answers.map((one) => one.label);
    expect(label('parent')[0]).toBe('和小雨说过话了');
    expect(label('guardian')[1]).toBe('和我说过话了');
    expect(label('staff')[3]).toBe('回家看过孩子了');
    // an elder has two answers: both heard them, or the elder alone
    expect(ownSheet('elder', '小雨').answers.map((one) => [one.label, one.with])).toEqual([
      ['小雨也说上话了', 'both'],
      ['这次只和我说了', 'caregiver'],
    ]);
    expect(ownSheet('parent', '小雨').answers.map((one) => [one.with, one.way])).toEqual([
      ['child', 'own_call'],
      ['caregiver', 'own_call'],
      ['both', 'own_call'],
      ['both', 'visit_home'],
    ]);
  });

  test('is of today or the two days before, and repeated in words', () => {
    expect(daysOf(TODAY).map(({ label }) => label)).toEqual(['今天', '昨天', '前天']);
    const [answer] = ownSheet('parent', '小雨').answers;
    if (!answer) throw new Error('nothing to answer');
    expect(saidOf(answer, addDays(TODAY, -1), TODAY)).toBe('记好了：昨天，和小雨说过话了。');
  });
});
