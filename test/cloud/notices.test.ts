import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { finishNotices } from '../../cloudfunctions/_server/notices/finish';
import { takeEvent } from '../../cloudfunctions/_server/wechat/events';
import type { Input } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { type Backend, NOON, startBackend } from '../support/backend';
import { aMember, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

let b: Backend;
beforeAll(async () => {
  b = await startBackend();
});
afterAll(() => b.close());
beforeEach(async () => {
  b.cloud.database.wipe();
  b.clock.at = NOON;
  b.verdicts.clear();
  await seedLittleSchool(b.deps.store, b.deps.vault);
});

const HEAD = 'o-t-head';
const ADMIN = 'o-t-admin';
const both: ('parent' | 'guardian')[] = ['parent', 'guardian'];
const notice = (over: Partial<Input<'notices.send'>> = {}): Input<'notices.send'> => ({
  requestKey: 'tap-00001',
  title: '周五家长会',
  body: '请周五下午两点到学校。',
  asks: 'confirm',
  urgent: false,
  audience: { classIds: ['c32'], roles: both },
  ...over,
});
const receipts = (refId: string) => b.deps.store.list('receipts', { where: { schoolId: SCHOOL, refId }, limit: 1000 });
/** WeChat's event that a notice's voice may be shown. */
const passVoice = async (noticeId: string) => {
  const check = await b.deps.store.get('mediaChecks', `${noticeId}:0`);
  const result = { suggest: 'pass' };
  await takeEvent(b.deps, { Event: 'wxa_media_check', trace_id: check?.traces.at(-1), errcode: 0, result });
};
const messages = () => b.deps.store.list('outbox', { where: { status: 'queued' }, limit: 1000 });
const code = async (answer: Promise<unknown>) =>
  answer.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

describe('a push text', () => {
  it('names no child of the classes, not even one whose family is not told', async () => {
    await b.deps.store.insert('students', aStudent({ _id: 's-lone', name: '孙独独' }));
    await b.call(HEAD, 'notices.send', notice({ title: '孙独独明天打针' }));
    expect((await messages()).map(({ data }) => data.thing1)).toEqual(Array(4).fill('学校有话对您说'));
  });
});

describe('notices.reach', () => {
  it('counts people by way before anything is sent', async () => {
    const audience = { classIds: ['c32'], roles: both };
    expect(await b.call(HEAD, 'notices.reach', { audience })).toEqual({
      people: 5,
      wechat: 4,
      callList: 1,
      unreachable: 0,
    });
    expect(await messages()).toHaveLength(0);
  });

  it('counts a person with three children once, and by role', async () => {
    const children = ['a', 'b', 'c'].map((n) => aStudent({ _id: `s-${n}`, name: `何${n}` }));
    await b.deps.store.insert('students', children);
    await withAccounts(b.deps.store, [aMember({ _id: 'm-three', name: '何大' }, children)]);
    const count = async (roles: ('parent' | 'guardian')[]) =>
      (await b.call(HEAD, 'notices.reach', { audience: { classIds: ['c32'], roles } })).people;
    expect(await count(['parent'])).toBe(4);
    expect(await count(['guardian'])).toBe(2);
  });

  it('leaves out who has no right to the child, and families of pupils who left', async () => {
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { 'children.0.mayContact': false } });
    await b.deps.store.updateWhere('students', { _id: 's-hai' }, { set: { status: 'left' } });
    const { people } = await b.call(HEAD, 'notices.reach', { audience: { classIds: ['c32'], roles: both } });
    expect(people).toBe(2);
  });

  it.each([
    ['another head teacher', 'o-t-other', ['c32'], 'common.not-found'],
    ['own and another class', HEAD, ['c32', 'c11'], 'common.not-found'],
    ['a class that is not there', ADMIN, ['c99'], 'common.not-found'],
    ['a parent', 'o-m-father', ['c32'], 'auth.forbidden'],
    ['a counsellor', 'o-t-mind', ['c32'], 'auth.forbidden'],
    ['a stranger', 'o-nobody', ['c32'], 'auth.unbound'],
  ])('is refused for %s', async (_who, openid, classIds, expected) => {
    expect(await code(b.call(openid, 'notices.reach', { audience: { classIds, roles: both } }))).toBe(expected);
    expect(await code(b.call(openid, 'notices.send', notice({ audience: { classIds, roles: both } })))).toBe(expected);
  });

  it('is refused for a class of another school', async () => {
    await b.deps.store.insert('classes', {
      _id: 'far',
      schoolId: 'sch2',
      grade: 1,
      number: 1,
      name: '一(1)班',
      headTeacherId: null,
    });
    const audience = { classIds: ['far'], roles: both };
    expect(await code(b.call(ADMIN, 'notices.reach', { audience }))).toBe('common.not-found');
  });
});

describe('notices.send', () => {
  it('writes one receipt a person and a message for those on WeChat', async () => {
    const { noticeId, people, callList } = await b.call(HEAD, 'notices.send', notice());
    expect([people, callList]).toEqual([5, 1]);
    const all = await receipts(noticeId);
    const stateOf = Object.fromEntries(all.map((r) => [r.personId, [r.state, r.why, r.open]]));
    expect(stateOf).toEqual({
      'm-father': ['queued', null, true],
      'm-mother': ['queued', null, true],
      'm-granny': ['queued', null, true],
      'm-father2': ['queued', null, true],
      'm-grandpa': ['to_call', 'no_wechat', true],
    });
    const sent = await messages();
    expect(sent.map((m) => m._id).sort()).toEqual(
      ['m-father', 'm-father2', 'm-granny', 'm-mother'].map((id) => `notice:${noticeId}:${id}`),
    );
    expect(sent.every((m) => m.page === `features/notices/pages/open/index?id=${m.refId}`)).toBe(true);
    expect((await b.deps.store.get('notices', noticeId))?.status).toBe('sent');
  });

  it('names a parent of three once, with all three names', async () => {
    const children = ['a', 'b', 'c'].map((n) => aStudent({ _id: `s-${n}`, name: `何${n}` }));
    await b.deps.store.insert('students', children);
    await withAccounts(b.deps.store, [aMember({ _id: 'm-three' }, children)]);
    const { noticeId } = await b.call(HEAD, 'notices.send', notice());
    const own = (await receipts(noticeId)).filter((r) => r.personId === 'm-three');
    expect(own.map((r) => r.childNames)).toEqual([['何a', '何b', '何c']]);
  });

  it('keeps a receipt also for who can be reached in no way', async () => {
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-grandpa' }, { set: { phone: null } });
    const { noticeId, unreachable } = await b.call(HEAD, 'notices.send', notice());
    expect(unreachable).toBe(1);
    const grandpa = (await receipts(noticeId)).find((r) => r.personId === 'm-grandpa');
    expect(grandpa).toMatchObject({ state: 'refused', why: 'no_phone', open: true });
  });

  it('sent twice, or three times at once, is one notice', async () => {
    const first = await b.call(HEAD, 'notices.send', notice());
    const again = await Promise.all([1, 2, 3].map(() => b.call(HEAD, 'notices.send', notice())));
    expect(again.map((answer) => answer.noticeId)).toEqual(Array(3).fill(first.noticeId));
    const fresh = notice({ requestKey: 'tap-00002' });
    const atOnce = await Promise.all([1, 2, 3].map(() => b.call(HEAD, 'notices.send', fresh)));
    expect(new Set(atOnce.map((answer) => answer.noticeId)).size).toBe(1);
    expect(await receipts(first.noticeId)).toHaveLength(5);
    expect(await receipts(atOnce[0]?.noticeId ?? '')).toHaveLength(5);
    expect(await messages()).toHaveLength(8);
  });

  it('the same key of another user is another notice', async () => {
    const one = await b.call(HEAD, 'notices.send', notice());
    const two = await b.call(ADMIN, 'notices.send', notice());
    expect(one.noticeId).not.toBe(two.noticeId);
  });

  it('waits for the morning at night, unless it is urgent', async () => {
    b.clock.at = instantOf('2026-11-24', 22 * 60);
    await b.call(HEAD, 'notices.send', notice());
    expect(new Set((await messages()).map((m) => m.dueAt))).toEqual(new Set([instantOf('2026-11-25', 7 * 60)]));
    await b.call(HEAD, 'notices.send', notice({ requestKey: 'tap-urgent', urgent: true }));
    const urgent = (await messages()).filter((m) => m.urgent);
    expect(urgent.map((m) => m.dueAt)).toEqual(Array(4).fill(b.clock.at));
  });

  it('puts no child’s name into the push text, and keeps to WeChat’s lengths', async () => {
    await b.call(HEAD, 'notices.send', notice({ title: '林小雨等同学明天打预防针，请家长签字' }));
    await b.call(ADMIN, 'notices.send', notice({ title: '一二三四五六七八九十一二三四五六七八九十一二' }));
    const data = (await messages()).flatMap((m) => Object.values(m.data));
    expect(data.length).toBeGreaterThan(0);
    for (const value of data) {
      expect(value).not.toMatch(/小雨|小海/);
      expect([...value].length).toBeLessThanOrEqual(20);
    }
  });

  it.each([
    ['nothing to hear', { asks: 'hear' as const }, 'notices.nothing-to-hear'],
    [
      'a voice that is not an upload',
      { voice: { fileId: 'cloud://local.x/exports/a.mp3', seconds: 5 } },
      'input.invalid',
    ],
    ['a deadline in the past', { deadline: '2026-11-23' }, 'input.invalid'],
    ['an empty title', { title: '  ' }, 'input.invalid'],
    ['nobody in the audience', { audience: { classIds: ['c-empty'], roles: both } }, 'notices.no-recipients'],
  ])('is refused for %s', async (_what, over, expected) => {
    await b.deps.store.insert('classes', {
      _id: 'c-empty',
      schoolId: SCHOOL,
      grade: 6,
      number: 1,
      name: '六(1)班',
      headTeacherId: null,
    });
    expect(await code(b.call(ADMIN, 'notices.send', notice(over)))).toBe(expected);
    expect(await messages()).toHaveLength(0);
  });

  it('refuses risky words, lets through what a person should look at', async () => {
    b.verdicts.set('坏话', 'risky');
    b.verdicts.set('看看', 'review');
    expect(await code(b.call(HEAD, 'notices.send', notice({ body: '坏话' })))).toBe('content.risky');
    expect(await code(b.call(HEAD, 'notices.send', notice({ body: '看看' })))).toBe('done');
  });

  it('cut short anywhere, it is completed by the job or by sending again, for nobody twice', async () => {
    const crowd = Array.from({ length: 250 }, (_, i) => aStudent({ _id: `s${i}`, name: `学生${i}` }));
    await b.deps.store.insert('students', crowd);
    await b.deps.store.insert(
      'familyMembers',
      crowd.map((s, i) => aMember({ _id: `m${i}`, openid: `o${i}` }, [s])),
    );
    for (const [round, allowed] of [0, 1, 2, 4, 7, 10].entries()) {
      const requestKey = `tap-crash-${round}`;
      let writes = 0;
      // A function that is stopped writes nothing any more.
      const off = b.cloud.fault(({ action }) =>
        /insert|modify|commit/.test(action) && ++writes > allowed
          ? { error: { code: 'KILLED', message: 'stopped' } }
          : undefined,
      );
      const answer = await b.reply(HEAD, 'notices.send', notice({ requestKey }));
      off();
      expect(answer.ok).toBe(false);
      if (round % 2 === 0) await b.call(HEAD, 'notices.send', notice({ requestKey }));
      b.clock.at += 60_000;
      await finishNotices(b.deps);
      const { noticeId } = await b.call(HEAD, 'notices.send', notice({ requestKey }));
      expect(await receipts(noticeId)).toHaveLength(255);
      const sent = await b.deps.store.count('outbox', { status: 'queued' });
      expect(sent).toBe(254 * (round + 1));
      expect((await b.deps.store.get('notices', noticeId))?.status).toBe('sent');
    }
  });
});

describe('the teacher’s side', () => {
  const send = async (over: Partial<Input<'notices.send'>> = {}) =>
    (await b.call(HEAD, 'notices.send', notice(over))).noticeId;
  const receiptOf = (noticeId: string, personId: string) => `${noticeId}:${personId}`;

  it('lists what own classes got, newest first, with how many have heard', async () => {
    const own = await send();
    b.clock.at += 1000;
    const all = (await b.call(ADMIN, 'notices.send', notice({ audience: { classIds: ['c32', 'c11'], roles: both } })))
      .noticeId;
    await b.call('o-m-other', 'notices.answer', { receiptId: receiptOf(all, 'm-other'), answer: 'confirmed' });
    await b.call('o-m-father', 'notices.answer', { receiptId: receiptOf(all, 'm-father'), answer: 'confirmed' });
    const seen = async (openid: string) =>
      (await b.call(openid, 'notices.sent', {})).notices.map((n) => [n.noticeId, n.people, n.heard]);
    expect(await seen(HEAD)).toEqual([
      [all, 5, 1],
      [own, 5, 0],
    ]);
    expect(await seen('o-t-other')).toEqual([[all, 1, 1]]);
    expect(await seen(ADMIN)).toEqual([
      [all, 6, 2],
      [own, 5, 0],
    ]);
    const older = await b.call(HEAD, 'notices.sent', { before: b.clock.at });
    expect(older.notices.map((n) => n.noticeId)).toEqual([own]);
  });

  it('pages through many', async () => {
    for (let i = 0; i < 23; i++) {
      b.clock.at += 1000;
      await send({ requestKey: `tap-page-${i}` });
    }
    const first = await b.call(HEAD, 'notices.sent', {});
    const second = await b.call(HEAD, 'notices.sent', { before: first.next ?? 0 });
    expect([first.notices.length, second.notices.length, second.next]).toEqual([20, 3, null]);
    expect(new Set([...first.notices, ...second.notices].map((n) => n.noticeId)).size).toBe(23);
  });

  it('the board shows the unsettled first; who asked for a call before all', async () => {
    const id = await send();
    await b.call('o-m-father', 'notices.answer', { receiptId: receiptOf(id, 'm-father'), answer: 'confirmed' });
    await b.call('o-m-granny', 'notices.answer', { receiptId: receiptOf(id, 'm-granny'), answer: 'call_me' });
    await b.call('o-m-mother', 'notices.open', { receiptId: receiptOf(id, 'm-mother') });
    const board = await b.call(HEAD, 'notices.board', { noticeId: id });
    expect(board.people.map((p) => [p.personId, p.state, p.wantsCall])).toEqual([
      ['m-granny', 'opened', true],
      ['m-grandpa', 'to_call', false],
      ['m-mother', 'opened', false],
      ['m-father2', 'queued', false],
      ['m-father', 'confirmed', false],
    ]);
    expect(board.people[1]).toMatchObject({ hasPhone: true, why: 'no_wechat', children: ['周小海'], relation: '祖父' });
    expect(JSON.stringify(board)).not.toMatch(/170000/);
  });

  it('a board is for those whose classes it went to, and shows them only their own', async () => {
    const { noticeId } = await b.call(
      ADMIN,
      'notices.send',
      notice({ audience: { classIds: ['c32', 'c11'], roles: both } }),
    );
    expect((await b.call('o-t-other', 'notices.board', { noticeId })).people.map((p) => p.personId)).toEqual([
      'm-other',
    ]);
    const own = await send();
    expect(await code(b.call('o-t-other', 'notices.board', { noticeId: own }))).toBe('common.not-found');
    expect(await code(b.call(HEAD, 'notices.board', { noticeId: 'n-none' }))).toBe('common.not-found');
    expect(await code(b.call('o-t-mentor', 'notices.board', { noticeId: own }))).toBe('common.not-found');
    expect(await code(b.call('o-m-father', 'notices.board', { noticeId: own }))).toBe('auth.forbidden');
  });

  it('shows a teacher only the children of own classes', async () => {
    const here = aStudent({ _id: 's-here', name: '郭一' });
    const there = aStudent({ _id: 's-there', name: '郭二', classId: 'c11', className: '一(1)班' });
    await b.deps.store.insert('students', [here, there]);
    await withAccounts(b.deps.store, [aMember({ _id: 'm-two' }, [here, there])]);
    const { noticeId } = await b.call(
      ADMIN,
      'notices.send',
      notice({ audience: { classIds: ['c32', 'c11'], roles: both } }),
    );
    const shown = async (openid: string) =>
      (await b.call(openid, 'notices.board', { noticeId })).people.find((p) => p.personId === 'm-two')?.children;
    expect(await shown(HEAD)).toEqual(['郭一']);
    expect(await shown('o-t-other')).toEqual(['郭二']);
    expect(await shown(ADMIN)).toEqual(['郭一', '郭二']);
  });

  it('a call that told settles; one that nobody took is noted and stays', async () => {
    const id = await send();
    const receiptId = receiptOf(id, 'm-grandpa');
    expect(await b.call(HEAD, 'notices.called', { receiptId, outcome: 'no_answer', note: '占线' })).toEqual({
      state: 'to_call',
    });
    expect(await b.deps.store.get('receipts', receiptId)).toMatchObject({ open: true, calls: [{ note: '占线' }] });
    expect(await b.call(HEAD, 'notices.called', { receiptId, outcome: 'told' })).toEqual({ state: 'called' });
    expect(await b.deps.store.get('receipts', receiptId)).toMatchObject({ open: false, state: 'called' });
    expect((await b.deps.store.get('receipts', receiptId))?.calls).toHaveLength(2);
  });

  it('two teachers who note calls at once lose none', async () => {
    const receiptId = receiptOf(await send(), 'm-grandpa');
    const call = (openid: string) => b.call(openid, 'notices.called', { receiptId, outcome: 'no_answer' });
    await Promise.all([call(HEAD), call(ADMIN), call(HEAD), call(ADMIN)]);
    expect((await b.deps.store.get('receipts', receiptId))?.calls).toHaveLength(4);
  });

  it('a call for another class’s family is not found', async () => {
    const receiptId = receiptOf(await send(), 'm-grandpa');
    const told = { receiptId, outcome: 'told' as const };
    expect(await code(b.call('o-t-other', 'notices.called', told))).toBe('common.not-found');
    expect(await code(b.call('o-m-father', 'notices.called', told))).toBe('auth.forbidden');
    expect(await code(b.call(HEAD, 'notices.called', { ...told, receiptId: 'n:none' }))).toBe('common.not-found');
  });
});

describe('the family’s side', () => {
  it('finds, opens and answers its own', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', notice({ deadline: '2026-11-27' }));
    const { items, next } = await b.call('o-m-father', 'notices.inbox', {});
    expect(next).toBeNull();
    expect(items).toMatchObject([
      { title: '周五家长会', from: '李老师', fresh: true, children: ['林小雨'], of: 'notice' },
    ]);
    const receiptId = items[0]?.receiptId ?? '';
    expect(receiptId).toBe(`${noticeId}:m-father`);
    expect(await b.call('o-m-father', 'notices.open', { receiptId })).toMatchObject({
      body: '请周五下午两点到学校。',
      state: 'opened',
      fresh: false,
      deadline: '2026-11-27',
      voiceUrl: null,
      photoUrls: [],
    });
    expect(await b.call('o-m-father', 'notices.answer', { receiptId, answer: 'confirmed' })).toEqual({
      state: 'confirmed',
      wantsCall: false,
    });
    expect(await b.deps.store.get('receipts', receiptId)).toMatchObject({ open: false, state: 'confirmed' });
    expect((await b.call('o-m-father', 'notices.open', { receiptId })).state).toBe('confirmed');
  });

  it('hears the voice by a link', async () => {
    const fileId = await b.cloud.upload('u/voice-1.mp3', new Uint8Array([1, 2, 3]), HEAD);
    const { noticeId } = await b.call(HEAD, 'notices.send', notice({ asks: 'hear', voice: { fileId, seconds: 12 } }));
    await passVoice(noticeId);
    const receiptId = `${noticeId}:m-granny`;
    const opened = await b.call('o-m-granny', 'notices.open', { receiptId });
    expect(opened).toMatchObject({ hasVoice: true, voiceSeconds: 12, asks: 'hear' });
    const bytes = await (await fetch(opened.voiceUrl ?? '')).arrayBuffer();
    expect([...new Uint8Array(bytes)]).toEqual([1, 2, 3]);
    await b.call('o-m-granny', 'notices.answer', { receiptId, answer: 'heard' });
    expect((await b.deps.store.get('receipts', receiptId))?.open).toBe(false);
  });

  it('「请老师打电话」 stays with the teacher until told, also after 「我听到了」', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', notice());
    const receiptId = `${noticeId}:m-granny`;
    const answer = (what: 'call_me' | 'heard') => b.call('o-m-granny', 'notices.answer', { receiptId, answer: what });
    expect(await answer('call_me')).toEqual({ state: 'opened', wantsCall: true });
    expect(await answer('heard')).toEqual({ state: 'heard', wantsCall: true });
    expect((await b.deps.store.get('receipts', receiptId))?.open).toBe(true);
    await b.call(HEAD, 'notices.called', { receiptId, outcome: 'told' });
    expect(await b.deps.store.get('receipts', receiptId)).toMatchObject({
      open: false,
      wantsCall: false,
      state: 'heard',
    });
  });

  it('somebody else’s receipt looks like none', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', notice());
    const receiptId = `${noticeId}:m-father`;
    for (const openid of ['o-m-mother', 'o-m-father2', 'o-m-other']) {
      expect(await code(b.call(openid, 'notices.open', { receiptId }))).toBe('common.not-found');
      expect(await code(b.call(openid, 'notices.answer', { receiptId, answer: 'heard' }))).toBe('common.not-found');
    }
    expect(await code(b.call('o-m-father', 'notices.open', { receiptId: 'n:none' }))).toBe('common.not-found');
    expect(await code(b.call(HEAD, 'notices.open', { receiptId }))).toBe('auth.forbidden');
    expect((await b.deps.store.get('receipts', receiptId))?.state).toBe('queued');
  });

  it('who lost the right to the child loses the notices about it', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', notice());
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-father' }, { set: { 'children.0.mayContact': false } });
    expect((await b.call('o-m-father', 'notices.inbox', {})).items).toEqual([]);
    const open = b.call('o-m-father', 'notices.open', { receiptId: `${noticeId}:m-father` });
    expect(await code(open)).toBe('common.not-found');
  });

  it('a recalled notice says so', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', notice());
    await b.deps.store.updateWhere('notices', { _id: noticeId }, { set: { status: 'recalled' } });
    const open = b.call('o-m-father', 'notices.open', { receiptId: `${noticeId}:m-father` });
    expect(await code(open)).toBe('notices.recalled');
  });

  it('reads a notice with few operations', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', notice());
    b.cloud.operations.reset();
    await b.call('o-m-father', 'notices.open', { receiptId: `${noticeId}:m-father` });
    expect(b.cloud.operations.total('database.')).toBeLessThanOrEqual(5);
  });
});

describe('home', () => {
  it('shows the teacher what is unheard, the family what is new, with one operation each', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', notice());
    await b.call('o-m-father', 'notices.answer', { receiptId: `${noticeId}:m-father`, answer: 'confirmed' });
    const teacher = await b.call(HEAD, 'home.open', {});
    expect(teacher.home).toMatchObject({ unheard: [{ noticeId, title: '周五家长会', people: 4 }] });
    const other = await b.call('o-t-other', 'home.open', {});
    expect(other.home).toMatchObject({ unheard: [] });
    const family = await b.call('o-m-mother', 'home.open', {});
    expect(family.home).toMatchObject({ items: [{ receiptId: `${noticeId}:m-mother`, fresh: true }] });
  });
});
