import { describe, expect, it } from 'vitest';
import type { Wake } from '../../cloudfunctions/_server/kernel/deps';
import { work } from '../../cloudfunctions/_server/kernel/jobs';
import { tendNotice } from '../../cloudfunctions/_server/notices/jobs';
import type { Audience, Input } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { NOON } from '../support/backend';
import { aClass, aMember, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { aNotice, both, lettersIn, toClasses } from '../support/notices';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const ADMIN = 'o-t-admin';
const HOUR = 3_600_000;
const b = await sharedBackend(littleSchool);
const { receipts, messages } = lettersIn(b);
const send = (over: Partial<Input<'notices.send'>> = {}, openid = HEAD) =>
  b.call(openid, 'notices.send', aNotice(over));
const noticeOf = (id: string) => b.deps.store.get('notices', id);
const receiptOf = (noticeId: string, personId: string) => b.deps.store.get('receipts', `${noticeId}:${personId}`);

describe('a push text', () => {
  it('names no child of the classes, not even one whose family is not told', async () => {
    await b.deps.store.insert('students', aStudent({ _id: 's-lone', name: '孙独独' }));
    await send({ title: '孙独独明天打针' });
    expect((await messages()).map(({ data }) => data.thing1)).toEqual(Array(4).fill('学校有话对您说'));
  });

  it('of a notice for one pupil names none of its class either', async () => {
    await send({ title: '小海打人了', audience: { of: { kind: 'pupils', studentIds: ['s-yu'] }, roles: both } });
    expect(new Set((await messages()).map(({ data }) => data.thing1))).toEqual(new Set(['学校有话对您说']));
  });

  it('keeps to WeChat’s lengths', async () => {
    await send({ title: '林小雨等同学明天打预防针，请家长签字' });
    await send({ title: '一二三四五六七八九十一二三四五六七八九十一二' }, ADMIN);
    const data = (await messages()).flatMap((m) => Object.values(m.data));
    expect(data.length).toBeGreaterThan(0);
    for (const value of data) {
      expect(value).not.toMatch(/小雨|小海/);
      expect([...value].length).toBeLessThanOrEqual(20);
    }
  });
});

describe('notices.send', () => {
  it('writes one receipt a person, on the first rung of its ladder, and a message for those on WeChat', async () => {
    const { noticeId, people, families, status } = await send();
    expect([people, families, status]).toEqual([5, 2, 'sent']);
    const all = await receipts(noticeId);
    expect(Object.fromEntries(all.map((r) => [r.personId, [r.state, r.rung, r.why, r.open]]))).toEqual({
      'm-father': ['queued', 'wechat', null, true],
      'm-mother': ['queued', 'wechat', null, true],
      'm-granny': ['queued', 'wechat', null, true],
      'm-father2': ['queued', 'wechat', null, true],
      'm-grandpa': ['queued', 'call', 'no_smartphone', true],
    });
    expect(await receiptOf(noticeId, 'm-granny')).toMatchObject({
      ways: ['wechat', 'call', 'visit'],
      climbAt: NOON + 24 * HOUR,
      urgent: false,
      deadline: null,
      classNames: ['三(2)班'],
      childNames: ['林小雨'],
      corrects: false,
      covered: false,
      over: null,
      proofs: {},
      nudges: 0,
    });
    const sent = await messages();
    expect(sent.map((m) => m._id).sort()).toEqual(
      ['m-father', 'm-father2', 'm-granny', 'm-mother'].map((id) => `notice:${noticeId}:${id}`),
    );
    expect(sent.every((m) => m.page === `features/notices/pages/open/index?id=${m.refId}`)).toBe(true);
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'sent', people: 5, dueAt: null, classIds: ['c32'] });
  });

  it('begins with an SMS where WeChat is not a way and the school pays', async () => {
    await b.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { sms: { on: true, capFen: 100, feeFen: 5 } } });
    b.clock.at += 60_000;
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { openid: null } });
    const { noticeId } = await send({ title: '小雨的家长会' });
    expect(await receiptOf(noticeId, 'm-mother')).toMatchObject({
      ways: ['sms', 'call', 'visit'],
      rung: 'sms',
      why: 'no_wechat',
      climbAt: instantOf('2026-11-25', 7 * 60),
    });
    const [text] = (await messages()).filter(({ to }) => to === 'm-mother');
    expect(text).toMatchObject({ to: 'm-mother', refId: `${noticeId}:m-mother`, kind: 'notice', way: 'sms' });
    expect(text?.data.content).toBe('学校通知：学校有话对您说');
  });

  it('climbs faster towards its deadline', async () => {
    const { noticeId } = await send({ deadline: '2026-11-24' });
    expect((await receiptOf(noticeId, 'm-granny'))?.climbAt).toBe(NOON + 4 * HOUR);
  });

  it('names a parent of three once, with all three names', async () => {
    const children = ['a', 'b', 'c'].map((n) => aStudent({ _id: `s-${n}`, name: `何${n}` }));
    await b.deps.store.insert('students', children);
    await withAccounts(b.deps.store, [aMember({ _id: 'm-three' }, children)]);
    const { noticeId } = await send();
    const own = (await receipts(noticeId)).filter((r) => r.personId === 'm-three');
    expect(own.map((r) => r.childNames)).toEqual([['何a', '何b', '何c']]);
  });

  it('tells a teacher whether WeChat is missing or the smartphone', async () => {
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { openid: null } });
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-granny' }, { set: { hasSmartphone: false } });
    const { noticeId } = await send();
    const why = Object.fromEntries((await receipts(noticeId)).map((r) => [r.personId, r.why]));
    expect(why).toMatchObject({ 'm-mother': 'no_wechat', 'm-granny': 'no_smartphone', 'm-grandpa': 'no_smartphone' });
  });

  it('keeps a receipt also for who can only be visited', async () => {
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-grandpa' }, { set: { phone: null } });
    const { noticeId, visit } = await send();
    expect(visit).toBe(1);
    expect(await receiptOf(noticeId, 'm-grandpa')).toMatchObject({
      rung: 'visit',
      ways: ['visit'],
      climbAt: NOON + 24 * HOUR,
      why: 'no_smartphone',
      open: true,
    });
  });

  it('sent twice, or three times at once, is one notice', async () => {
    const first = await send();
    const again = await Promise.all([1, 2, 3].map(() => send()));
    expect(again.map((answer) => answer.noticeId)).toEqual(Array(3).fill(first.noticeId));
    const atOnce = await Promise.all([1, 2, 3].map(() => send({ requestKey: 'tap-00002' })));
    expect(new Set(atOnce.map((answer) => answer.noticeId)).size).toBe(1);
    expect(await receipts(first.noticeId)).toHaveLength(5);
    expect(await receipts(atOnce[0]?.noticeId ?? '')).toHaveLength(5);
    expect(await messages()).toHaveLength(8);
  });

  it('the same key of another user is another notice', async () => {
    expect((await send()).noticeId).not.toBe((await send({}, ADMIN)).noticeId);
  });

  it('waits for the morning at night, unless it is urgent', async () => {
    b.clock.at = instantOf('2026-11-24', 22 * 60);
    const morning = instantOf('2026-11-25', 7 * 60);
    const { noticeId } = await send();
    expect(new Set((await messages()).map((m) => m.dueAt))).toEqual(new Set([morning]));
    expect((await receiptOf(noticeId, 'm-granny'))?.climbAt).toBe(morning + 24 * HOUR);
    await send({ requestKey: 'tap-urgent', urgent: true });
    const urgent = (await messages()).filter((m) => m.urgent);
    expect(urgent.map((m) => m.dueAt)).toEqual(Array(4).fill(b.clock.at));
  });

  it('keeps what may be answered, and what was added to it', async () => {
    const { noticeId } = await send({
      asks: 'answer',
      choices: ['来', '来不了'],
      file: { fileId: 'cloud://x.y/u/plan.pdf', name: '安排.pdf' },
    });
    const read = await b.call(HEAD, 'notices.read', { noticeId });
    expect(read).toMatchObject({ choices: ['来', '来不了'], file: { name: '安排.pdf' }, asks: 'answer' });
    expect((await messages()).map(({ data }) => data.thing3)).toEqual(Array(4).fill('请点开，选一个答复'));
  });

  const nobody: Audience = toClasses('c-empty');
  it.each<[string, Partial<Input<'notices.send'>>, string]>([
    ['nothing to hear', { asks: 'hear' }, 'notices.nothing-to-hear'],
    ['a voice that is no upload', { voice: { fileId: 'cloud://local.x/exports/a.mp3', seconds: 5 } }, 'input.invalid'],
    ['a picture that is no upload', { pictures: ['cloud://local.x/exports/a.jpg'] }, 'input.invalid'],
    ['a file that is no upload', { file: { fileId: 'cloud://local.x/v/a.pdf', name: 'a.pdf' } }, 'input.invalid'],
    ['ten pictures', { pictures: Array.from({ length: 10 }, (_, i) => `cloud://l.x/u/${i}.jpg`) }, 'input.invalid'],
    ['a deadline in the past', { deadline: '2026-11-23' }, 'input.invalid'],
    ['a deadline before it leaves', { deadline: '2026-11-24', sendAt: NOON + 24 * HOUR }, 'input.invalid'],
    ['an hour that is over', { sendAt: NOON - 1 }, 'input.invalid'],
    ['an hour in three months', { sendAt: NOON + 61 * 24 * HOUR }, 'input.invalid'],
    ['an empty title', { title: '  ' }, 'input.invalid'],
    ['an answer with nothing to choose', { asks: 'answer' }, 'input.invalid'],
    ['an answer with one choice', { asks: 'answer', choices: ['来'] }, 'input.invalid'],
    ['the same choice twice', { asks: 'answer', choices: ['来', '来', '不来'] }, 'input.invalid'],
    ['seven choices', { asks: 'answer', choices: [...'一二三四五六七'] }, 'input.invalid'],
    ['choices that nobody asks for', { choices: ['来', '不来'] }, 'input.invalid'],
    ['nobody in the audience', { audience: nobody }, 'notices.no-recipients'],
    ['a notice to correct that is not there', { corrects: 'n-none' }, 'common.not-found'],
  ])('is refused for %s', async (_what, over, expected) => {
    await b.deps.store.insert('classes', aClass({ _id: 'c-empty', grade: 6, number: 1, headTeacherId: null }));
    expect(await code(send(over, ADMIN))).toBe(expected);
    expect(await messages()).toHaveLength(0);
    expect(await b.deps.store.count('notices', { schoolId: SCHOOL, dueAt: null })).toBe(0);
  });

  it('refuses risky words wherever they stand', async () => {
    b.verdicts.set('坏话', 'risky');
    const risky: Partial<Input<'notices.send'>>[] = [
      { title: '坏话' },
      { body: '坏话' },
      { asks: 'answer', choices: ['好', '坏话'] },
      { file: { fileId: 'cloud://x.y/u/a.pdf', name: '坏话.pdf' } },
    ];
    for (const over of risky) expect(await code(send(over))).toBe('content.risky');
  });

  it('of which WeChat says nothing leaves', async () => {
    const { checkText } = b.deps.wechat;
    Object.assign(b.deps.wechat, { checkText: async () => 'unavailable' });
    expect((await send().finally(() => Object.assign(b.deps.wechat, { checkText }))).status).toBe('sent');
  });

  it('to many is left to the job, which is woken for it', async () => {
    const crowd = Array.from({ length: 301 }, (_, i) => aStudent({ _id: `s${i}`, name: `学生${i}` }));
    await b.deps.store.insert('students', crowd);
    await b.deps.store.insert(
      'familyMembers',
      crowd.map((s, i) => aMember({ _id: `m${i}`, openid: `o${i}` }, [s])),
    );
    const woken: (Wake | undefined)[] = [];
    const { wake } = b.deps;
    Object.assign(b.deps, { wake: async (event?: Wake) => void woken.push(event) });
    const { noticeId, status, people } = await send().finally(() => Object.assign(b.deps, { wake }));
    expect([status, people]).toEqual(['sending', 306]);
    expect(woken).toEqual([{ job: 'notices', id: noticeId }]);
    expect(await receipts(noticeId)).toHaveLength(0);
    await Promise.all([1, 2].map(() => work(b.deps, { job: 'notices', id: noticeId })));
    expect(await receipts(noticeId)).toHaveLength(306);
    // Written by that very run, and looked at by it: 小雨's and 小海's families are the only ones with an account.
    const statuses = { in: ['queued', 'claimed', 'sent', 'dropped'] };
    expect(await b.deps.store.count('outbox', { status: statuses })).toBe(305);
    expect(b.sent.map(({ openid }) => openid).sort()).toEqual([
      'o-m-father',
      'o-m-father2',
      'o-m-granny',
      'o-m-mother',
    ]);
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'sent', people: 306, dueAt: null });
    expect((await send()).status).toBe('sent');
  });
});

describe('what a notice costs', () => {
  it('is a small part of an operation a person', async () => {
    // More in one class than one answer of the database holds.
    const crowd = Array.from({ length: 1000 }, (_, i) => aStudent({ _id: `s${i}`, name: `学生${i}` }));
    await b.deps.store.insert('students', crowd);
    await b.deps.store.insert(
      'familyMembers',
      crowd.map((s, i) => aMember({ _id: `m${i}`, openid: `o${i}` }, [s])),
    );
    const { noticeId } = await send();
    b.cloud.operations.reset();
    await tendNotice(b.deps, noticeId, Number.POSITIVE_INFINITY);
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'sent', people: 1005, written: 1005 });
    expect(b.cloud.operations.total('database.')).toBeLessThanOrEqual(100);
  });

  it('to a class is some twenty operations from the tap to the last letter', async () => {
    b.cloud.operations.reset();
    await send();
    expect(b.cloud.operations.total('database.')).toBeLessThanOrEqual(22);
  });
});

describe('a notice to the families of left-behind children', () => {
  it('looks to them like any other', async () => {
    const { noticeId } = await send({ audience: { ...toClasses('c32'), leftBehind: true, boarding: 'boarding' } });
    const seen = [
      await b.call('o-m-granny', 'notices.inbox', {}),
      await b.call('o-m-granny', 'notices.open', { receiptId: `${noticeId}:m-granny` }),
      (await b.call('o-m-granny', 'home.open', {})).home,
      await messages(),
      await receipts(noticeId),
    ];
    expect(JSON.stringify(seen)).toContain('周五家长会');
    expect(JSON.stringify(seen)).not.toMatch(/left.?behind|留守|audience|boarding/i);
  });
});

describe('notices.sent and notices.read', () => {
  it('list what the classes got, newest first, a page at a time', async () => {
    for (let i = 0; i < 22; i++) {
      b.clock.at += 1000;
      await send({ requestKey: `tap-page-${i}`, title: `第 ${i} 条` });
    }
    const first = await b.call(ADMIN, 'notices.sent', {});
    const second = await b.call(ADMIN, 'notices.sent', { before: first.next ?? 0 });
    expect([first.notices.length, second.notices.length, second.next]).toEqual([20, 2, null]);
    expect(first.notices[0]).toMatchObject({ title: '第 21 条', people: 5, unheard: 2, by: '李老师', urgent: false });
    expect((await b.call('o-t-other', 'notices.sent', {})).notices).toEqual([]);
  });

  it('tell how many families have not done what is asked', async () => {
    const { noticeId } = await send({ asks: 'read' });
    const own = { schoolId: SCHOOL, refId: noticeId, studentIds: 's-yu' };
    await b.deps.store.updateWhere('receipts', own, { set: { open: false } });
    for (const openid of [HEAD, ADMIN])
      expect((await b.call(openid, 'notices.sent', {})).notices).toMatchObject([{ noticeId, people: 5, unheard: 1 }]);
  });

  it('are read as they were written by staff of the classes alone', async () => {
    const { noticeId } = await send({ deadline: '2026-11-27' });
    expect(await b.call(HEAD, 'notices.read', { noticeId })).toEqual({
      title: '周五家长会',
      body: '请周五下午两点到学校。',
      by: '李老师',
      at: NOON,
      asks: 'confirm',
      choices: [],
      deadline: '2026-11-27',
      urgent: false,
      audience: toClasses('c32'),
      status: 'sent',
      voice: null,
      pictures: [],
      voiceUrl: null,
      voiceSeconds: null,
      pictureUrls: [],
      file: null,
      corrects: null,
      correctedBy: null,
      recall: null,
      review: null,
      mine: true,
      mayReview: false,
      mayChange: true,
    });
    expect(await b.call(ADMIN, 'notices.read', { noticeId })).toMatchObject({ mine: false, mayChange: true });
    expect(await code(b.call('o-t-other', 'notices.read', { noticeId }))).toBe('common.not-found');
    expect(await code(b.call('o-m-father', 'notices.read', { noticeId }))).toBe('auth.forbidden');
    expect(await code(b.call(HEAD, 'notices.read', { noticeId: 'n-none' }))).toBe('common.not-found');
  });
});
