import { describe, expect, test } from 'vitest';
import { ok, refuse } from './support/fake-wx';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';
import { type Answers, teacherPhone, type } from './support/teacher-phone';

const { phone, keepAllDrafts, show, askedFor, serve } = teacherPhone();

describe('a notice', () => {
  const school = () =>
    ok({
      name: '青山镇中心小学',
      classes: [{ id: 'c1', name: '三(2)班', headTeacher: null, pupils: 40 }],
      points: [],
      windows: [],
      slotMinutes: 15,
      duty: [],
    });
  const reach = { people: 86, wechat: 52, callList: 31, unreachable: 3, status: 'sent', voice: null };

  async function written(answers: Answers = {}): Promise<Mounted> {
    serve({ 'school.read': school, 'notices.reach': () => ok(reach), ...answers });
    const page = await show('features/notices/pages/write');
    type(page, 'onTitle', '开家长会');
    type(page, 'onBody', '周五下午两点半');
    return page;
  }

  test('says what is missing, and keeps what is there', async () => {
    serve({ 'school.read': school });
    const page = await show('features/notices/pages/write');
    type(page, 'onTitle', '开家长会');
    (page.instance.onAsks as (event: object) => void)({ detail: { value: ['hear'] } });
    await tap(shown(page.dom, '看看发给多少人'));
    expect(textOf(page)).toContain('先录一段话');
    expect(askedFor('notices.reach')).toEqual([]);
    expect(page.instance.data.form).toMatchObject({ title: '开家长会' });
  });

  test('says whom it reaches before it goes, and goes with one key', async () => {
    const page = await written({ 'notices.send': () => ok({ noticeId: 'n1', ...reach }) });
    await tap(shown(page.dom, '看看发给多少人'));
    await settle(400);
    expect(textOf(page)).toContain('发给 86 人');
    expect(textOf(page)).toContain('微信 52 人，要打电话 31 人，联系不上 3 人');
    expect(askedFor('notices.send')).toEqual([]);
    await tap(shown(page.dom, '发出去'));
    await settle(60);
    const form = askedFor('notices.send')[0]?.input as Record<string, unknown>;
    expect(form).toMatchObject({ title: '开家长会', asks: 'read', audience: { classIds: ['c1'] } });
    expect(phone.wx.redirectTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/notices/pages/board/index?id=n1' }),
    );
    keepAllDrafts();
    page.detach();
    expect((await show('features/notices/pages/write')).instance.data.form).toMatchObject({ title: '' });
  });

  test('that is refused keeps every word and its key', async () => {
    const page = await written({ 'notices.send': () => refuse('content.risky') });
    const key = (page.instance.data.form as { requestKey: string }).requestKey;
    await tap(shown(page.dom, '看看发给多少人'));
    await settle(400);
    await tap(shown(page.dom, '发出去'));
    await settle(60);
    expect(phone.said.join()).toContain('不能发的内容');
    keepAllDrafts();
    page.detach();
    const again = await show('features/notices/pages/write');
    expect(again.instance.data.form).toMatchObject({ title: '开家长会', body: '周五下午两点半', requestKey: key });
  });
});
