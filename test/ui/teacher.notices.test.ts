import { describe, expect, test, vi } from 'vitest';
import type { Output } from '../../miniprogram/shared/contract';
import { ok, refuse } from './support/fake-wx';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';
import { schoolAt } from './support/school';
import { type Answers, teacherPhone, type } from './support/teacher-phone';

const { phone, keepAllDrafts, show, askedFor, serve } = teacherPhone();
const WRITE = 'features/notices/pages/write';

const oneClass = { id: 'c1', name: '三(2)班', grade: 3, headTeacher: null, pupils: 40 };
const school = () => ok(schoolAt({ classes: [oneClass] }));
const reach = { people: 86, families: 40, wechat: 52, sms: 0, call: 31, visit: 3 };
const unreached = [{ name: '王桂兰', relation: '祖母', children: ['林小雨'] }];
const sent = { noticeId: 'n1', ...reach, status: 'sent', voice: null, pictures: [] };
const choosing = (page: Mounted, handler: string, value: string[]): void =>
  (page.instance[handler] as (event: object) => void)({ detail: { value } });
const formOn = (page: Mounted) => page.instance.data.form as Record<string, unknown>;

async function written(answers: Answers = {}, query: Record<string, string> = {}): Promise<Mounted> {
  serve({ 'school.read': school, 'notices.reach': () => ok({ ...reach, unreached }), ...answers });
  const page = await show(WRITE, query);
  type(page, 'onTitle', '开家长会');
  type(page, 'onBody', '周五下午两点半');
  return page;
}
async function sendIt(page: Mounted): Promise<void> {
  await tap(shown(page.dom, '看看发给多少人'));
  await settle(400);
  await tap(shown(page.dom, '发出去'));
  await settle(60);
}

describe('a notice', () => {
  test('says what is missing, and keeps what is there', async () => {
    serve({ 'school.read': school });
    const page = await show(WRITE);
    type(page, 'onTitle', '开家长会');
    choosing(page, 'onAsks', ['hear']);
    await tap(shown(page.dom, '看看发给多少人'));
    expect(textOf(page)).toContain('先录一段话');
    expect(askedFor('notices.reach')).toEqual([]);
    expect(formOn(page)).toMatchObject({ title: '开家长会' });
  });

  test('says whom it reaches before it goes, and goes with one key', async () => {
    const page = await written({ 'notices.send': () => ok(sent) });
    await tap(shown(page.dom, '看看发给多少人'));
    await settle(400);
    expect(textOf(page)).toContain('发给 86 人');
    expect(textOf(page)).toContain('微信 52 人，要打电话 31 人，要上门 3 人');
    expect(textOf(page)).toContain('林小雨的奶奶 王桂兰');
    expect(askedFor('notices.send')).toEqual([]);
    await tap(shown(page.dom, '发出去'));
    await settle(60);
    const audience = { of: { kind: 'classes', classIds: ['c1'] }, roles: ['parent', 'guardian'] };
    expect(askedFor('notices.send')[0]?.input).toMatchObject({ title: '开家长会', asks: 'read', audience });
    expect(phone.wx.redirectTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/notices/pages/board/index?id=n1' }),
    );
    keepAllDrafts();
    page.detach();
    expect(formOn(await show(WRITE))).toMatchObject({ title: '' });
  });

  test('that is refused keeps every word and its key', async () => {
    const page = await written({ 'notices.send': () => refuse('content.risky') });
    const { requestKey } = formOn(page);
    await sendIt(page);
    expect(phone.said.join()).toContain('不能发的内容');
    keepAllDrafts();
    page.detach();
    expect(formOn(await show(WRITE))).toMatchObject({ title: '开家长会', body: '周五下午两点半', requestKey });
  });

  test('that has not left leads to itself, not to a board', async () => {
    await sendIt(await written({ 'notices.send': () => ok({ ...sent, status: 'review' }) }));
    expect(phone.said.join()).toContain('校长');
    expect(phone.wx.redirectTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/notices/pages/detail/index?id=n1' }),
    );
  });

  test('sends each file once, however often one tries', async () => {
    phone.files.add('wxfile://usr/kept/p.jpg');
    let tries = 0;
    const page = await written({ 'notices.send': () => (tries++ === 0 ? refuse('content.risky') : ok(sent)) });
    const part = { pictures: ['wxfile://usr/kept/p.jpg'] };
    (page.instance.onExtras as (event: object) => void)({ detail: { part } });
    const before = phone.uploads.length;
    await sendIt(page);
    await sendIt(page);
    expect(phone.uploads.slice(before)).toEqual(['wxfile://usr/kept/p.jpg']);
    const [first, second] = askedFor('notices.send').map(({ input }) => (input as { pictures: string[] }).pictures);
    expect(first).toEqual(second);
    expect(phone.files.has('wxfile://usr/kept/p.jpg')).toBe(false);
  });
});

describe('a template', () => {
  test('fills the form, and does not leave with a blank', async () => {
    serve({ 'school.read': school });
    const page = await show(WRITE);
    await tap(shown(page.dom, '停课'));
    expect(formOn(page)).toMatchObject({ asks: 'confirm', urgent: true });
    await tap(shown(page.dom, '看看发给多少人'));
    expect(textOf(page)).toContain('还有一处没填：「为什么停课：____」');
    expect(askedFor('notices.reach')).toEqual([]);
  });

  test('does not wipe out what was written unless one says so', async () => {
    const page = await written();
    phone.answer = false;
    await tap(shown(page.dom, '家长会'));
    expect(formOn(page)).toMatchObject({ body: '周五下午两点半' });
    phone.answer = true;
    await tap(shown(page.dom, '家长会'));
    await settle(40);
    expect(formOn(page)).toMatchObject({ asks: 'answer', choices: ['我来', '家里别人来', '来不了'] });
    await tap(shown(page.dom, '体检'));
    expect(formOn(page)).toMatchObject({ asks: 'confirm' });
  });
});

describe('another notice', () => {
  const read: Output<'notices.read'> = {
    title: '家长会改到周六',
    body: '请来',
    by: '李老师',
    at: 0,
    asks: 'confirm',
    choices: [],
    deadline: null,
    urgent: false,
    audience: { of: { kind: 'school' }, roles: ['parent'] },
    status: 'returned',
    voice: 'shown',
    pictures: [],
    voiceUrl: 'https://v/v.mp3',
    voiceSeconds: 7,
    pictureUrls: [],
    file: null,
    corrects: null,
    correctedBy: null,
    recall: null,
    review: null,
    mine: true,
    mayReview: false,
    mayChange: true,
  };

  test('is corrected for the same people, with a voice that is spoken anew', async () => {
    phone.wx.setNavigationBarTitle = vi.fn();
    serve({
      'school.read': school,
      'notices.read': () => ok(read),
      'notices.reach': () => ok({ ...reach, unreached }),
      'notices.send': () => ok(sent),
    });
    const page = await show(WRITE, { corrects: 'n0' });
    expect(phone.wx.setNavigationBarTitle).toHaveBeenCalledWith({ title: '更正通知' });
    expect(formOn(page)).toMatchObject({ title: '家长会改到周六', voice: null });
    expect(textOf(page)).toContain('全校 · 爸爸妈妈');
    expect(textOf(page)).not.toContain('防溺水');
    await sendIt(page);
    expect(askedFor('notices.send')[0]?.input).toMatchObject({ corrects: 'n0', audience: read.audience });
  });

  test('that came back is written anew, with its voice, and corrects nothing', async () => {
    phone.files.add('tmp/v.mp3');
    phone.wx.downloadFile = ({ success }: { success(result: object): void }) =>
      success({ statusCode: 200, tempFilePath: 'tmp/v.mp3' });
    serve({ 'school.read': school, 'notices.read': () => ok(read) });
    const page = await show(WRITE, { from: 'n0' });
    expect(formOn(page)).toMatchObject({ title: '家长会改到周六', voice: { seconds: 7 } });
    // A teacher does not write to the whole school, whatever stood there before.
    expect(formOn(page).audience).toMatchObject({ of: { kind: 'classes', classIds: ['c1'] } });
  });
});
