import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Output } from '../../miniprogram/shared/contract';
import { fakePhone, ok, refuse } from './support/fake-wx';
import { type Mounted, settle, shown, simulate, tap, textOf } from './support/mount';
import { schoolAt } from './support/school';

const phone = fakePhone();
Object.assign(phone.wx, {
  setNavigationBarTitle: vi.fn(),
  pageScrollTo: vi.fn(),
  navigateBack: vi.fn(),
});
const app = simulate(phone);
const { session } = app.module<typeof import('../../miniprogram/services/session')>('services/session');
const { keepAllDrafts } = app.module<typeof import('../../miniprogram/services/drafts')>('services/drafts');

const head = { id: 'm-h', role: 'school_admin', name: '赵校长', schoolId: 's', schoolName: '青山镇中心小学' } as const;
const preview: Output<'school.preview'> = {
  days: [
    { day: '2026-09-28', kind: 'ordinary', closed: null, slots: 4, from: 720, to: 780 },
    { day: '2026-10-01', kind: 'holiday', closed: 'holiday', slots: 0, from: null, to: null },
  ],
  touched: 3,
};
let school = schoolAt();
let saved: ReturnType<typeof ok> | ReturnType<typeof refuse> = ok({ moved: 0, cancelled: 0 });

beforeEach(() => {
  keepAllDrafts();
  phone.forget();
  school = schoolAt();
  saved = ok({ moved: 0, cancelled: 0 });
  session.set({ memberships: [head], current: head.id, subscriptions: [] });
  vi.mocked(phone.wx.navigateTo as () => void).mockClear();
  vi.mocked(phone.wx.navigateBack as () => void).mockClear();
  phone.serve = ({ method }) => {
    if (method === 'school.read') return ok(school);
    if (method === 'school.preview') return ok(preview);
    return method === 'school.configure' ? saved : refuse('system.version');
  };
});

const overview = () => app.show('features/school/pages/setup');
/** A section, as it is opened from the overview, which read the school just now. */
async function section(part: string): Promise<Mounted> {
  await overview();
  return app.show('features/school/pages/part', { part });
}
/** What stands in a part, as the finger would change it. */
function changed(page: Mounted, changes: object): void {
  (page.instance.onChange as (event: object) => void)({ detail: { changes } });
}

describe('the overview', () => {
  test('says how each section stands, and shows two weeks', async () => {
    const text = textOf(await overview());
    expect(text).toContain('1 号电话');
    expect(text).toContain('一次 15 分钟，每个孩子每周 1 次');
    expect(text).toContain('9月28日 周一4 个时间，中午 12:00 到 1:00');
    expect(text).toContain('不开：国庆节');
    expect(text).not.toContain('就这样定');
  });

  test('a year without published holidays is asked for', async () => {
    school = schoolAt({ yearsAsked: [2027] });
    const page = await overview();
    expect(textOf(page)).toContain('2027 年哪些天放假？');
    await tap(shown(page.dom, '去写放假的日子'));
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/school/pages/part/index?part=holidays' }),
    );
  });

  test('what a change touches is told before it is kept, and what became of it after', async () => {
    const part = await section('rules');
    changed(part, { weeklyQuota: 2 });
    const page = await overview();
    expect(textOf(page)).toContain('有 3 个约好的通话要换或取消');
    expect(phone.askedFor('school.preview').at(-1)?.input).toEqual({ weeklyQuota: 2 });
    saved = ok({ moved: 2, cancelled: 1 });
    await tap(shown(page.dom, '就这样定'));
    await settle(60);
    expect(phone.askedFor('school.configure')[0]?.input).toEqual({ weeklyQuota: 2 });
    expect(textOf(page)).toContain('2 个通话换了通话点，时间没变；1 个通话取消了');
    expect(textOf(page)).not.toContain('改了还没定下来');
  });

  test('what was not kept is there after the app was killed, and can be given up', async () => {
    changed(await section('points'), { points: [] });
    keepAllDrafts();
    const page = await overview();
    expect(textOf(page)).toContain('改了还没定下来');
    expect(textOf(page)).toContain('请至少加一个通话点');
    expect(() => shown(page.dom, '就这样定')).toThrow();
    await tap(shown(page.dom, '不改了'));
    await settle(60);
    expect(textOf(page)).not.toContain('改了还没定下来');
    expect(phone.askedFor('school.configure')).toEqual([]);
  });

  test('a refusal keeps what was changed', async () => {
    changed(await section('rules'), { weeklyQuota: 2 });
    const page = await overview();
    saved = refuse('system.internal');
    await tap(shown(page.dom, '就这样定'));
    await settle(60);
    expect(phone.said.join()).toContain('这一步没办成');
    expect(textOf(page)).toContain('改了还没定下来');
  });

  test('points that somebody else added meanwhile are not written over', async () => {
    const part = await section('points');
    changed(part, { points: [{ name: '2 号电话', kind: 'phone' }], weeklyQuota: 2 });
    const page = await overview();
    saved = refuse('common.stale');
    school = schoolAt({}, { points: [{ id: 'p9', name: '新电话', kind: 'phone' }] });
    await tap(shown(page.dom, '就这样定'));
    await settle(60);
    expect(phone.said.join()).toContain('刚才别人也改了');
    expect(textOf(page)).toContain('新电话');
    saved = ok({ moved: 0, cancelled: 0 });
    await tap(shown(page.dom, '就这样定'));
    await settle(60);
    expect(phone.askedFor('school.configure').at(-1)?.input).toEqual({ weeklyQuota: 2 });
  });
});

describe('a section', () => {
  test('who counts as left behind: a definition is added with its day, and one without its source is not kept', async () => {
    const page = await section('definition');
    expect(textOf(page)).toContain('不满 16 岁');
    await tap(shown(page.dom, '加一条规定'));
    await settle();
    expect(textOf(page)).toContain('现在按这一条算');
    await tap(shown(page.dom, '也算'));
    await tap(shown(page.dom, '5 年'));
    await tap(shown(page.dom, '好了'));
    await settle();
    expect(textOf(page)).toContain('请写上这是哪里的规定');
    const all = textOf(await overview());
    expect(all).toContain('按自己的规定：不满 16 岁，一方外出也算；离校后档案留 5 年');
  });

  test('what is as before again is no change', async () => {
    const page = await section('rules');
    changed(page, { weeklyQuota: 2 });
    changed(page, { weeklyQuota: 1 });
    keepAllDrafts();
    expect(textOf(await overview())).not.toContain('改了还没定下来');
  });

  test('is left only when nothing in it is wrong', async () => {
    const page = await section('points');
    await tap(shown(page.dom, '去掉'));
    await tap(shown(page.dom, '好了'));
    expect(textOf(page)).toContain('请至少加一个通话点');
    expect(phone.wx.navigateBack).not.toHaveBeenCalled();
    await tap(shown(page.dom, '加一个通话点'));
    await tap(shown(page.dom, '好了'));
    expect(phone.wx.navigateBack).toHaveBeenCalled();
  });

  test('a public holiday can be overruled, a make-up workday asks as which day it is open', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-09-20T10:00:00+08:00'), toFake: ['Date'] });
    try {
      const page = await section('holidays');
      expect(textOf(page)).toContain('国庆节10月1日—2日 不开');
      expect(textOf(page)).toContain('10月10日 周六 补班');
      await tap(shown(page.dom, '来定'));
      expect(textOf(page)).toContain('按星期几的时间');
      await tap(shown(page.dom, '好'));
      expect(textOf(page)).toContain('补班：按周五的时间开');
    } finally {
      vi.useRealTimers();
    }
  });

  test.each([
    ['hours', '加一段时间'],
    ['periods', '加一段空闲时间'],
    ['duty', '吴国平'],
    ['rules', '两成半'],
    ['family', '每周排'],
  ])('%s shows what is set', async (part, word) => {
    expect(textOf(await section(part))).toContain(word);
  });
});
