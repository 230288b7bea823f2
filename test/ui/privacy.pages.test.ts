import { describe, expect, test, vi } from 'vitest';
import { pageOf as overviewOf } from '../../miniprogram/features/school/pages/privacy/view';
import { pageOf as requestsOf } from '../../miniprogram/features/school/pages/requests/view';
import type { Membership, Output } from '../../miniprogram/shared/contract';
import { dayOf } from '../../miniprogram/shared/domain/calendar';
import { fakePhone, ok, refuse } from './support/fake-wx';
import { NOW, TODAY } from './support/family';
import { aRequest } from './support/file';
import { settle, shown, simulate, tap, textOf } from './support/mount';

const phone = fakePhone();
const app = simulate(phone);
const { session } = app.module<typeof import('../../miniprogram/services/session')>('services/session');
const { learnServerTime } = app.module<typeof import('../../miniprogram/services/time')>('services/time');
const head: Membership = {
  id: 'm-h',
  role: 'school_admin',
  name: '陈校长',
  schoolId: 's',
  schoolName: '青山镇中心小学',
};

type Answers = Readonly<Record<string, unknown>>;
function serve(answers: Answers): void {
  phone.forget();
  session.set({ memberships: [head], current: head.id, subscriptions: [] });
  learnServerTime(NOW);
  Object.assign(phone.wx, { openDocument: ({ success }: { success(): void }) => success(), pageScrollTo: vi.fn() });
  phone.serve = ({ method }) => {
    const answer = answers[method];
    return { ...(answer === undefined ? refuse('system.version') : ok(answer)), now: NOW };
  };
}

const anOverview = (over: Partial<Output<'privacy.overview'>> = {}): Output<'privacy.overview'> => ({
  purposes: [{ purpose: 'photos', given: 128, refused: 6, unasked: 54 }],
  officer: '何静',
  openRequests: 2,
  oldKey: 0,
  retention: [
    { what: '通话记录', keep: '3 年', why: '家里查得到', lastRun: NOW, removed: 12 },
    { what: '名册文件', keep: '1 天', why: '导入以后用不着', lastRun: null, removed: 0 },
  ],
  ...over,
});

describe("the privacy officer's page", () => {
  test('says who agreed, who is in charge, how it is locked and how long it is kept', async () => {
    serve({ 'privacy.overview': anOverview() });
    const page = await app.show('features/school/pages/privacy');
    expect(textOf(page)).toContain('隐私负责人：何静');
    expect(textOf(page)).toContain('128 个孩子同意，6 个不同意，54 个还没说');
    expect(textOf(page)).toContain('2 家在等学校回话');
    expect(textOf(page)).toContain('用的是最新的钥匙');
    expect(textOf(page)).toContain('3 年。今天清理过，删了 12 条');
  });

  test('a change of key under way is said with what must not be lost; without an officer, what to do', async () => {
    serve({ 'privacy.overview': anOverview({ oldKey: 310, officer: null }) });
    const page = await app.show('features/school/pages/privacy');
    expect(textOf(page)).toContain('还有 310 处用旧钥匙锁着');
    expect(textOf(page)).toContain('旧钥匙不能丢');
    await tap(shown(page.dom, '去定一位'));
    expect(phone.wx.navigateTo).toHaveBeenLastCalledWith(
      expect.objectContaining({ url: '/features/school/pages/staff/index' }),
    );
  });

  test("the audit's papers of a year are one tap; in January last year's come first", async () => {
    serve({
      'privacy.overview': anOverview(),
      'privacy.auditPack': { fileId: 'f', url: 'https://x/a.docx', fileName: '2026 年审计.docx' },
    });
    const page = await app.show('features/school/pages/privacy');
    await tap(shown(page.dom, '2026 年到今天的'));
    await settle(60);
    expect(phone.askedFor('privacy.auditPack')[0]?.input).toEqual({ year: 2026 });
    expect([...phone.files]).toContain('wxfile://usr/2026 年审计.docx');
    expect(overviewOf(anOverview(), '2027-01-12').years[0]).toEqual({ year: 2026, label: '2026 年的，1 月底前要报' });
  });
});

describe('what families ask about their data', () => {
  const REQUESTS = 'features/school/pages/requests';
  const preview = {
    removes: [{ what: '家访记录', count: 4 }],
    keeps: [{ what: '学籍', why: '学籍管理办法要求留' }],
  };

  test('is due by a day, sooner in amber, late in red', () => {
    const rows = requestsOf(
      [
        aRequest({ id: 'a', dueDay: '2026-11-20' }),
        aRequest({ id: 'b', dueDay: '2026-11-28' }),
        aRequest({ id: 'c', dueDay: '2026-12-24' }),
        aRequest({ id: 'd', status: 'done', answer: '删了', answeredBy: '何静' }),
      ],
      TODAY,
    );
    expect(rows.open.map(({ tone, state }) => [tone, state])).toEqual([
      ['red', '过了 4 天，请今天就回'],
      ['amber', '11月28日以前要回话'],
      ['plain', '12月24日以前要回话'],
    ]);
    expect(rows.answered[0]?.fact).toContain('何老师回话：删了');
    expect(dayOf(NOW)).toBe(TODAY);
  });

  test('an erasure shows what goes and what stays, wants words, and asks once more', async () => {
    serve({
      'privacy.requests': { requests: [aRequest({ note: '转学了' })] },
      'privacy.erasePreview': preview,
      'privacy.answer': {},
    });
    const page = await app.show(REQUESTS);
    await tap(shown(page.dom, '三(2)班 林小雨：删掉资料'));
    await settle(60);
    expect(textOf(page)).toContain('家里写的：转学了');
    expect(textOf(page)).toContain('家访记录 4 条');
    expect(textOf(page)).toContain('学籍管理办法要求留');
    await tap(shown(page.dom, '删掉，并告诉家里'));
    expect(textOf(page)).toContain('请写一句话告诉家里办了什么');
    expect(phone.askedFor('privacy.answer')).toEqual([]);
    (page.instance.onWords as (event: object) => void)({ detail: { value: '都删了，学籍要留' } });
    await tap(shown(page.dom, '删掉，并告诉家里'));
    await settle(400);
    expect(phone.askedFor('privacy.answer')).toEqual([]);
    await tap(shown(page.dom, '删掉'));
    await settle(80);
    expect(phone.askedFor('privacy.answer')[0]?.input).toEqual({
      id: 'r1',
      status: 'done',
      answer: '都删了，学籍要留',
    });
  });

  test('a refusal needs no second question, but its reason', async () => {
    serve({
      'privacy.requests': { requests: [aRequest({ kind: 'correct' })] },
      'privacy.answer': {},
    });
    const page = await app.show(REQUESTS);
    await tap(shown(page.dom, '三(2)班 林小雨：改资料'));
    await tap(shown(page.dom, '打开档案去改'));
    expect(phone.wx.navigateTo).toHaveBeenLastCalledWith(
      expect.objectContaining({ url: '/features/contacts/pages/file/index?studentId=s-yu' }),
    );
    (page.instance.onWords as (event: object) => void)({ detail: { value: '户口本上就是这样' } });
    await tap(shown(page.dom, '不能这样办，告诉家里'));
    await settle(80);
    expect(phone.askedFor('privacy.answer')[0]?.input).toMatchObject({ status: 'declined' });
  });
});
