import { describe, expect, test } from 'vitest';
import * as setup from '../../miniprogram/features/school/pages/setup/view';
import * as definition from '../../miniprogram/features/school/parts/definition/view';
import * as duty from '../../miniprogram/features/school/parts/duty/view';
import * as holidays from '../../miniprogram/features/school/parts/holidays/view';
import * as hours from '../../miniprogram/features/school/parts/hours/view';
import * as sms from '../../miniprogram/features/school/parts/notices/view';
import * as periods from '../../miniprogram/features/school/parts/periods/view';
import * as points from '../../miniprogram/features/school/parts/points/view';
import * as rules from '../../miniprogram/features/school/parts/rules/view';
import { faultIn } from '../../miniprogram/features/school/settings/faults';
import * as grades from '../../miniprogram/features/school/settings/grades';
import { peopleChoices } from '../../miniprogram/features/school/settings/people';
import { type Changes, withChange } from '../../miniprogram/features/school/settings/school';
import { sectionRows } from '../../miniprogram/features/school/settings/sections';
import {
  chosenWord,
  NEW_SPAN,
  spanOfWindow,
  validityWord,
  withSpan,
} from '../../miniprogram/features/school/settings/spans';
import { daysWord, lengthWord, weekdaysWord } from '../../miniprogram/features/school/settings/words';
import { addDays } from '../../miniprogram/shared/domain/calendar';
import { schoolAt } from './support/school';

const TODAY = '2026-09-20';
const school = schoolAt();
const { settings } = school;

describe('words', () => {
  test.each([
    [[1, 2, 3, 4, 5], '周一到周五'],
    [[5, 1, 3], '周一、周三、周五'],
    [[6, 7, 6], '周六、周日'],
    [[1, 2, 3, 7], '周一到周三、周日'],
  ])('%j', (weekdays, word) => expect(weekdaysWord(weekdays)).toBe(word));
  test.each([
    ['2026-10-01', '2026-10-07', '10月1日—7日'],
    ['2026-10-08', '2026-10-08', '10月8日'],
    ['2027-01-30', '2027-02-02', '2027年1月30日—2月2日'],
  ])('%s to %s', (from, to, word) => expect(daysWord(from, to, TODAY)).toBe(word));
  test('lengths and shares', () => {
    expect([0, 90, 60, 1440].map(lengthWord)).toEqual(['0 分钟', '1 小时 30 分钟', '1 小时', '1 天']);
    expect([0, 5, 10, 25, 50, 33, 100].map(rules.tenthsWord)).toEqual([
      '不留',
      '半成',
      '一成',
      '两成半',
      '五成',
      '33%',
      '全留',
    ]);
  });
});

describe('changes', () => {
  test('name only what differs from the school', () => {
    expect(withChange(school, { weeklyQuota: 2 }, { slotMinutes: 20 })).toEqual({ weeklyQuota: 2, slotMinutes: 20 });
    expect(withChange(school, { weeklyQuota: 2 }, { weeklyQuota: 1 })).toEqual({});
  });
  test('are marked at their section, where it asks, and where it is wrong', () => {
    const rows = sectionRows(
      schoolAt({ yearsAsked: [2027] }),
      { points: [], weeklyQuota: 2 },
      { section: 'points', text: '' },
      TODAY,
    );
    expect(rows.map(({ key, state }) => [key, state])).toEqual([
      ['points', '要改一下'],
      ['hours', ''],
      ['duty', ''],
      ['holidays', '要您定'],
      ['periods', ''],
      ['rules', '改了'],
      ['family', ''],
      ['notices', ''],
      ['definition', ''],
    ]);
  });
  test('the next days off are told; who is open without a teacher, too', () => {
    const fact = (key: string, part = {}) =>
      sectionRows(schoolAt({}, part), {}, undefined, TODAY).find((row) => row.key === key)?.fact;
    expect(fact('holidays')).toBe('接下来：国庆节 10月1日—2日不开');
    expect(fact('duty')).toBe('周一都有老师');
    expect(fact('duty', { duty: [] })).toBe('周一还没有老师，那天就不开');
  });
  test.each([
    [{ points: [{ name: ' ', kind: 'phone' as const }] }, 'points', '名字'],
    [
      {
        points: [
          { name: '甲', kind: 'phone' as const },
          { name: '甲 ', kind: 'phone' as const },
        ],
      },
      'points',
      '一样',
    ],
    [{ changeoverMinutes: 15 }, 'rules', '没有时间说话'],
    [{ term: { name: '', from: '2026-09-01', to: '2026-08-01' } }, 'holidays', '学期'],
    [{ duty: [{ weekday: 1, staffIds: ['t3'] }] }, 'duty', '不在名单'],
    [{ channels: { phone: ['phone' as const], video: [] } }, 'points', '办法'],
  ])('%j is wrong', (changes, section, word) => {
    const fault = faultIn(school, changes);
    expect(fault?.section).toBe(section);
    expect(fault?.text).toContain(word);
  });
  test('what the school has is not judged again', () => {
    const left = schoolAt({ staff: [] }, { freePeriods: [{ classId: 'gone', weekday: 1, from: 700, to: 760 }] });
    expect(faultIn(left, { weeklyQuota: 2 })).toBeUndefined();
  });
});

describe('hours', () => {
  const span = { ...NEW_SPAN, weekdays: ['1', '3'], from: '18:30', to: '20:00', for: 'boarding' as const };
  test('a span is written in for each weekday, in the place of the one it replaces', () => {
    expect(withSpan(settings.windows, span, null)).toHaveLength(3);
    expect(withSpan(settings.windows, { ...span, since: '2026-10-01' }, 0)).toEqual([
      { weekday: 1, from: 1110, to: 1200, for: 'boarding', since: '2026-10-01' },
      { weekday: 3, from: 1110, to: 1200, for: 'boarding', since: '2026-10-01' },
    ]);
  });
  test('a window can be written again as it is', () => {
    const window = { weekday: 2, from: 720, to: 780, for: 'day' as const, until: '2026-10-31' };
    expect(withSpan([window], spanOfWindow(window), 0)).toEqual([window]);
    expect(validityWord(window, TODAY)).toBe('到 10月31日');
  });
  test('what was chosen on the wheels is shown as people say it', () => {
    expect(chosenWord('18:30', TODAY)).toBe('晚上 6:30');
    expect(chosenWord('2027-01-20', '2026-11-24')).toBe('2027年1月20日 周三');
  });
  test.each([
    [{ weekdays: [] }, '星期几'],
    [{ from: '13:00', to: '12:00' }, '结束要晚于开始'],
    [{ from: '13:00', to: '14:00', since: '2026-10-02', until: '2026-10-01' }, '结束要晚于开始'],
    [{ from: '12:30', to: '13:30' }, '重叠'],
    [{ from: '13:00', to: '13:10' }, '放不下'],
    [{ from: '13:00', to: '14:00' }, ''],
  ])('%j is judged', (part, sentence) => {
    const problem = hours.spanProblem(settings, { ...NEW_SPAN, weekdays: ['1'], ...part }, null);
    expect(problem === '' ? problem : problem.includes(sentence)).toBe(sentence === '' ? '' : true);
  });
});

describe('days that differ', () => {
  const sports = holidays.newDays('2026-10-15', { to: '2026-10-16', note: '运动会' });
  test('several days stand in one row, and open as they were written', () => {
    const exceptions = holidays.withDays([], sports);
    const with2 = { ...settings, exceptions };
    expect(holidays.ownRows(with2, TODAY)).toMatchObject([{ name: '10月15日—16日', fact: '运动会：不开' }]);
    const form = holidays.formOf('2026-10-15', school, with2);
    expect(form).toMatchObject({ from: '2026-10-15', to: '2026-10-16', said: 'closed', note: '运动会' });
    expect(holidays.withDays(exceptions, form)).toEqual(exceptions);
    expect(holidays.withoutDays(exceptions, form.was)).toEqual([]);
  });
  test('a public holiday that the school opens is no more among the public ones', () => {
    const form = holidays.formOf('2026-10-02', school, settings);
    const exceptions = holidays.withDays([], form);
    expect(exceptions).toEqual([{ day: '2026-10-02', kind: 'extra', hours: [], weekday: null, note: '国庆节' }]);
    const rows = holidays.publicRows(school, { ...settings, exceptions }, TODAY);
    expect(rows.map(({ name, fact }) => name + fact)[0]).toBe('国庆节10月1日 不开');
    expect(holidays.ownRows({ ...settings, exceptions }, TODAY)[0]?.fact).toBe('国庆节：照平时开');
  });
  test.each([
    [{ to: '2026-10-14' }, '最后一天'],
    [{ to: '2027-01-20' }, '最多写'],
    [{ said: 'as' as const }, '按星期几'],
    [{ said: 'extra' as const, hours: [] }, '至少写一段'],
    [{ said: 'extra' as const, hours: [{ from: '12:00', to: '12:05' }] }, '放不下'],
    [{ from: '2026-10-20', to: '2026-10-20' }, '已经写过'],
    [{}, ''],
  ])('%j is judged', (part, sentence) => {
    const exceptions = holidays.withDays([], holidays.newDays('2026-10-20'));
    const problem = holidays.daysProblem({ ...settings, exceptions }, { ...sports, ...part });
    expect(problem === '' ? problem : problem.includes(sentence)).toBe(sentence === '' ? '' : true);
  });
});

describe('the other parts', () => {
  test('a new point has a name that is free', () => {
    expect(points.nextPoint([{ name: '2 号电话', kind: 'phone' }])).toEqual({ name: '3 号电话', kind: 'phone' });
  });
  test('a way that was taken up is tried last', () => {
    expect(points.withChannel(['phone', 'wechat'], ['wechat', 'phone', 'voip_video'])).toEqual([
      'phone',
      'wechat',
      'voip_video',
    ]);
    expect(
      points
        .channelChoices(['phone', 'wechat'])
        .map(({ label }) => label)
        .slice(0, 2),
    ).toEqual(['1. 打电话', '2. 微信视频']);
  });
  test('periods are written for several classes at once, and read by class', () => {
    const span = { ...NEW_SPAN, classIds: ['c1', 'c2'], weekdays: ['1', '2'] };
    const freePeriods = periods.withPeriods(school, settings, span, '');
    expect(freePeriods).toHaveLength(4);
    const cards = periods.classCards(school, { ...settings, freePeriods });
    expect(cards.map(({ name, periods: own }) => [name, own[0]?.fact])).toEqual([
      ['三(2)班', '周一、周二'],
      ['四(1)班', '周一、周二'],
    ]);
    const key = cards[0]?.periods[0]?.key ?? '';
    expect(periods.spanOfKey({ ...settings, freePeriods }, key)).toEqual({ ...span, classIds: ['c1'] });
    expect(periods.withPeriods(school, { ...settings, freePeriods }, null, key)).toHaveLength(2);
    expect(periods.periodProblem(school, { ...settings, freePeriods }, span, '')).toContain('重叠');
    expect(periods.periodProblem(school, settings, { ...span, classIds: [] }, '')).toContain('哪些班');
  });
  test('a whole grade is chosen at a tap', () => {
    const classes = ['三(1)班', '三(2)班', '四(1)班'].map((label, i) => ({ value: `c${i}`, label }));
    expect(grades.gradesOf(classes).map(({ value }) => value)).toEqual(['三']);
    expect(grades.withGrades(classes, ['c2'], ['三'])).toEqual(['c0', 'c1', 'c2']);
    expect(grades.wholeGrades(classes, ['c0', 'c1', 'c2'])).toEqual(['三']);
    expect(grades.withGrades(classes, ['c0', 'c1', 'c2'], [])).toEqual(['c2']);
    expect(grades.withGrades(classes, ['c0', 'c2'], [])).toEqual(['c0', 'c2']);
  });
  test('who has left, or may not run calls, is on no day', () => {
    expect(duty.withDuty(school, { ...settings, duty: [{ weekday: 2, staffIds: ['gone'] }] }, 1, ['t2'])).toEqual([
      { weekday: 1, staffIds: ['t2'] },
    ]);
    expect(duty.teacherChoices(school, settings, [], '').map(({ label }) => label)).toEqual(['吴国平', '李秀兰']);
  });
  test('of many people the likely ones stand first, the others are found by typing', () => {
    const people = Array.from({ length: 30 }, (_, i) => ({ id: `p${i}`, name: `老师${i}` }));
    const find = (sought: string, chosen: string[] = []) =>
      peopleChoices(people, { chosen, sought, likely: new Set(['p20']) }).map(({ value }) => value);
    expect(find('')).toHaveLength(12);
    expect(find('')[0]).toBe('p20');
    expect(find('老师29', ['p3'])).toEqual(['p3', 'p29']);
  });
  test('SMS are paid for up to a cap, which begins with something sensible', () => {
    const off = { on: false, capFen: 0, feeFen: 5 };
    const on = sms.withSms(off, true);
    expect(on).toEqual({ on: true, capFen: 5_000, feeFen: 5 });
    expect(sms.withCap(on, '２００元')).toMatchObject({ capFen: 20_000 });
    expect(sms.withCap(on, '99999')).toMatchObject({ capFen: 1_000_000 });
    expect(sms.withFee(on, '')).toMatchObject({ feeFen: 1 });
    expect(sms.capText(sms.withCap(on, ''))).toBe('');
    expect(sms.enoughText(on)).toContain('1000 条');
    expect(faultIn(school, { sms: sms.withCap(on, '') })).toMatchObject({ section: 'notices' });
    expect(faultIn(school, { sms: off })).toBeUndefined();
    const row = sectionRows(school, { sms: on, longTerm: true }, undefined, TODAY).find(({ key }) => key === 'notices');
    expect(row).toMatchObject({ fact: '微信没听到的再发短信，一个月最多 50 元；用长期提醒', state: '改了' });
  });
  test('who counts as left behind: one definition after the other, each from a day on, and where it is written', () => {
    const first = definition.withRule([], TODAY);
    expect(first).toEqual([{ since: TODAY, underAge: 16, oneAway: false, basis: '' }]);
    const kept = definition.withChanged(first, 0, { oneAway: true, underAge: 18, basis: '县里的通知' });
    const two = definition.withRule(kept, TODAY);
    expect(two[1]).toEqual({ since: addDays(TODAY, 1), underAge: 18, oneAway: true, basis: '' });
    expect(faultIn(school, { leftBehindRules: two })).toMatchObject({ section: 'definition' });
    expect(faultIn(school, { leftBehindRules: kept })).toBeUndefined();
    const twice = [...kept, ...kept];
    expect(faultIn(school, { leftBehindRules: twice })?.text).toContain('同一天');
    expect(definition.without(two, 1)).toEqual(kept);
    const rows = definition.ruleRows(two, TODAY);
    expect(rows.map(({ title }) => title)).toEqual(['现在按这一条算', '还没到那天']);
    expect(definition.ruleRows(two, addDays(TODAY, 1))[0]?.title).toBe('已经换了新的');
    const fact = (changes: Changes) =>
      sectionRows(school, changes, undefined, TODAY).find(({ key }) => key === 'definition')?.fact;
    expect(fact({})).toBe('按国家的规定：不满 16 岁，双方外出；离校后档案留 3 年');
    expect(fact({ leftBehindRules: kept, keepYears: 5 })).toBe(
      '按自己的规定：不满 18 岁，一方外出也算；离校后档案留 5 年',
    );
  });
  test('a value in use that is not common can be kept', () => {
    const fields = rules.ruleFields({ ...settings, slotMinutes: 25 });
    expect(fields[0]?.choices.map(({ value }) => value)).toContain('25');
    expect(fields[1]?.hint).toBe('这样每个孩子能说 22 分钟话。');
  });
});

describe('two weeks', () => {
  const day = (part: object) => ({
    day: '2026-10-08',
    kind: 'ordinary' as const,
    closed: null,
    slots: 0,
    from: null,
    to: null,
    ...part,
  });
  const fact = (part: object, own = settings) =>
    setup.previewRows({ days: [day(part)], touched: 0 }, school, own)[0]?.fact;
  test.each([
    [{ slots: 8, from: 720, to: 1230 }, '8 个时间，中午 12:00 到晚上 8:30'],
    [{ kind: 'makeup', slots: 8, from: 720, to: 780 }, '补班，8 个时间，中午 12:00 到 1:00'],
    [{ day: '2026-10-01', closed: 'holiday' }, '不开：国庆节'],
    [{ closed: 'unknown' }, '不开：这一年的放假还没定'],
    // A Thursday, which is never open here, and a Monday, which is.
    [{ closed: 'no_duty' }, '不开'],
    [{ day: '2026-10-12', closed: 'no_duty' }, '不开：没有老师值日'],
  ])('%j', (part, word) => expect(fact(part)).toBe(word));
  test('a day that the school closed says why', () => {
    const exceptions = holidays.withDays([], holidays.newDays('2026-10-08', { note: '运动会' }));
    expect(fact({ closed: 'closed' }, { ...settings, exceptions })).toBe('不开：运动会');
  });
  test('what became of calls', () => {
    expect(setup.savedSentence({ moved: 0, cancelled: 0 }, 0)).toBe('');
    expect(setup.savedSentence({ moved: 2, cancelled: 0 }, 5)).toContain('还有 3 个正在换');
    expect(setup.touchedSentence(0)).toContain('一个也不用动');
  });
});
