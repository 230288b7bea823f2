import { beforeEach, describe, expect, test, vi } from 'vitest';
import { contract, type Output } from '../../miniprogram/shared/contract';
import { fakePhone, ok } from './support/fake-wx';
import { settle, shown, simulate, tap, textOf } from './support/mount';

const phone = fakePhone();
const app = simulate(phone);
const home = app.module<typeof import('../../miniprogram/pages/home/panels/school/view')>(
  'pages/home/panels/school/view',
);
const audit = app.module<typeof import('../../miniprogram/features/school/pages/audit/view')>(
  'features/school/pages/audit/view',
);
const county = app.module<typeof import('../../miniprogram/features/bureau/pages/county/view')>(
  'features/bureau/pages/county/view',
);

beforeEach(() => {
  phone.forget();
  vi.mocked(phone.wx.navigateTo as () => void).mockClear();
});

describe('who opened which file', () => {
  const at = Date.parse('2026-11-24T09:12:00+08:00');
  const entry: Output<'audit.list'>['entries'][number] = {
    id: 'a1',
    at,
    byName: '李秀兰',
    byRole: 'teacher',
    method: 'contacts.phone',
    children: [{ id: 's1', name: '林小雨', className: '三(2)班' }],
    reason: 'contact',
  };
  test('is said in words', () => {
    expect(audit.auditRow(entry, at)).toMatchObject({
      name: '李秀兰（老师）看了电话号码',
      fact: '三(2)班 林小雨 · 今天上午 9:12 · 为了每周联系',
    });
    const children = Array.from({ length: 40 }, (_, i) => ({ id: `s${i}`, name: `学生${i}`, className: '三(2)班' }));
    expect(audit.auditRow({ ...entry, children, reason: null }, at).fact).toBe('三(2)班 40 个孩子 · 今天上午 9:12');
  });

  test('has words for every method that opens files', () => {
    const audited = Object.entries(contract).filter(([, method]) => 'audited' in method && method.audited);
    expect(Object.keys(audit.DEEDS).sort()).toEqual(audited.map(([name]) => name).sort());
  });

  test('is asked for one child', async () => {
    phone.serve = ({ method }) =>
      ok(method === 'contacts.list' ? { children: entry.children, next: null } : { entries: [entry], next: null });
    const page = await app.show('features/school/pages/audit');
    page.instance.setData({ q: '林' });
    await (page.instance.search as () => Promise<void>)();
    await settle();
    await tap(shown(page.dom, '三(2)班 林小雨'));
    await settle();
    expect(phone.askedFor('audit.list').at(-1)?.input).toEqual({ studentId: 's1' });
    await tap(shown(page.dom, '看全校的'));
    await settle();
    expect(phone.askedFor('audit.list').at(-1)?.input).toEqual({});
    const fromFile = await app.show('features/school/pages/audit', { studentId: 's1' });
    expect(phone.askedFor('audit.list').at(-1)?.input).toEqual({ studentId: 's1' });
    expect(textOf(fromFile)).toContain('看全校的');
    expect(textOf(fromFile)).toContain('三(2)班 林小雨');
  });
});

describe('the headteacher’s home', () => {
  const gap = (className: string, amber: number, red: number) => ({
    classId: className,
    className,
    pupils: 40,
    leftBehind: 27,
    thisWeek: 10,
    amber,
    red,
  });
  const view = (classes: ReturnType<typeof gap>[], pupils = 1500) => ({
    kind: 'school' as const,
    name: '赵校长',
    schoolName: '青山镇中心小学',
    pupils,
    leftBehind: 960,
    thisWeek: 612,
    amber: 118,
    red: 43,
    callsToday: 14,
    reviews: 0,
    proposals: 0,
    requests: 0,
    concerns: { counsellor: 0, report: 0 },
    reportedLetters: 0,
    toSign: null as string | null,
    yearsAsked: [] as number[],
    classes,
  });

  test('names the classes with the largest gaps first, and none without', () => {
    const { gaps } = home.schoolHome(view([gap('甲', 2, 0), gap('乙', 1, 4), gap('丙', 0, 0), gap('丁', 5, 0)]));
    expect(gaps.map(({ label, tone }) => [label, tone])).toEqual([
      ['乙', 'red'],
      ['丁', 'amber'],
      ['甲', 'amber'],
    ]);
  });

  test('until a roster is there, importing it is the one step', async () => {
    const panel = app.mount('pages/home/panels/school', { view: view([], 0) });
    expect(textOf(panel)).not.toContain('612');
    await tap(shown(panel.dom, '导入名册'));
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/school/pages/import/index' }),
    );
  });

  test('before a roster is there, teachers can be added and calls be set up', async () => {
    const panel = app.mount('pages/home/panels/school', { view: view([], 0) });
    for (const [words, page] of [
      ['先加老师和平板', 'staff'],
      ['先设通话点和时间', 'setup'],
    ] as const) {
      await tap(shown(panel.dom, words));
      expect(phone.wx.navigateTo).toHaveBeenLastCalledWith(
        expect.objectContaining({ url: `/features/school/pages/${page}/index` }),
      );
    }
  });

  test('a notice that waits for the headteacher is one tap away', async () => {
    const panel = app.mount('pages/home/panels/school', { view: { ...view([]), reviews: 2 } });
    await tap(shown(panel.dom, '2 条通知等您看'));
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/notices/pages/sent/index' }),
    );
    expect(textOf(app.mount('pages/home/panels/school', { view: view([]) }))).not.toContain('等您看');
  });

  test('what families ask, and what waits for a signature, lead where they are answered', async () => {
    const panel = app.mount('pages/home/panels/school', {
      view: { ...view([]), proposals: 3, requests: 1, toSign: 'h1' },
    });
    const ways = [
      ['有一份交接等您签字', '/features/school/pages/handover-open/index?id=h1'],
      ['1 家对孩子的资料有请求', '/features/school/pages/requests/index'],
      ['3 家想改孩子的资料', '/features/contacts/pages/proposals/index'],
    ] as const;
    for (const [words, url] of ways) {
      await tap(shown(panel.dom, words));
      expect(phone.wx.navigateTo).toHaveBeenLastCalledWith(expect.objectContaining({ url }));
    }
    expect(home.schoolHome(view([])).asked).toEqual([]);
  });

  test('a year without published holidays is asked for', async () => {
    const panel = app.mount('pages/home/panels/school', { view: { ...view([]), yearsAsked: [2027] } });
    await tap(shown(panel.dom, '2027 年哪些天放假？'));
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/school/pages/part/index?part=holidays' }),
    );
  });

  test('how every class keeps up with visits, talks and letters is one tap away', async () => {
    const panel = app.mount('pages/home/panels/school', { view: view([]) });
    await tap(shown(panel.dom, '各班的家访、谈心、家书'));
    expect(phone.wx.navigateTo).toHaveBeenLastCalledWith(
      expect.objectContaining({ url: '/features/care/pages/overview/index' }),
    );
  });

  test('a class leads to its ledger', async () => {
    const panel = app.mount('pages/home/panels/school', { view: view([gap('五(1)班', 3, 1)]) });
    expect(textOf(panel)).toContain('本周还有 348 个孩子');
    await tap(shown(panel.dom, '27 人里 4 人'));
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: expect.stringContaining('classId=') }),
    );
  });
});

describe('the county', () => {
  const shownSchool = { name: '甲', pupils: 100, leftBehind: 50, filed: 50, thisWeek: 40, amber: 6, red: null };
  const hiddenSchool = {
    name: '乙',
    pupils: 30,
    leftBehind: null,
    filed: null,
    thisWeek: null,
    amber: null,
    red: null,
  };

  test('adds up only what is shown, and says what is not', () => {
    const { rows, total, anyHidden } = county.countyOf([hiddenSchool, shownSchool]);
    expect(rows.map(({ name }) => name)).toEqual(['甲', '乙']);
    expect(anyHidden).toBe(true);
    expect(total.cells.map(({ text, rate }) => text + rate)).toEqual([
      '130',
      '50',
      '50100%',
      '4080%',
      '612%',
      '不显示',
    ]);
  });

  test('shows no child', async () => {
    phone.serve = () => ok({ county: '青山县', schools: [shownSchool, hiddenSchool] });
    const page = await app.show('features/bureau/pages/county');
    expect(textOf(page)).toContain('少于 5 人的数');
  });
});

describe('the other homes', () => {
  test('the counsellor sees who chose the low face again and again, the longest row first', () => {
    const low = [
      { id: 's1', name: '林小雨', className: '三(2)班', times: 2, lastFace: 'low' },
      { id: 's2', name: '王浩然', className: '四(1)班', times: 4, lastFace: 'low' },
    ];
    const panel = app.mount('pages/home/panels/counsellor', {
      view: {
        kind: 'counsellor',
        name: '何老师',
        low,
        concerns: { counsellor: 2, report: 0 },
        reportedLetters: 1,
        officer: null,
      },
    });
    const text = textOf(panel);
    expect(text).toContain('有 2 个孩子');
    expect(text).toContain('2 件还没办完');
    expect(text.indexOf('王浩然')).toBeLessThan(text.indexOf('林小雨'));
  });

  test('without such a child it says so', () => {
    const panel = app.mount('pages/home/panels/counsellor', {
      view: {
        kind: 'counsellor',
        name: '何老师',
        low: [],
        concerns: { counsellor: 0, report: 0 },
        reportedLetters: 0,
        officer: 1,
      },
    });
    expect(textOf(panel)).toContain('没有要特别留意的孩子');
    expect(textOf(panel)).toContain('1 家在等学校回话');
  });

  test('the bureau is led to the county, the volunteer is told that nothing is assigned', async () => {
    const bureau = app.mount('pages/home/panels/bureau', { view: { kind: 'bureau', name: '教育局' } });
    await tap(shown(bureau.dom, '看各校的数'));
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/bureau/pages/county/index' }),
    );
    const volunteer = app.mount('pages/home/panels/volunteer', {
      view: {
        ...{ kind: 'volunteer', name: '张志愿', checked: true, children: [] },
        care: { overdue: 0, soon: 0, first: [], cadences: [] },
      },
    });
    expect(textOf(volunteer)).toContain('还没有给您安排');
    const paired = app.mount('pages/home/panels/volunteer', {
      view: {
        ...{ kind: 'volunteer', name: '张志愿', checked: true },
        children: [{ id: 's1', name: '林小雨', className: '三(2)班' }],
        care: { overdue: 0, soon: 0, first: [], cadences: [] },
      },
    });
    await tap(shown(paired.dom, '孩子不对劲，马上说'));
    expect(phone.wx.navigateTo).toHaveBeenLastCalledWith(
      expect.objectContaining({ url: '/features/care/pages/concerns/index' }),
    );
  });
});
