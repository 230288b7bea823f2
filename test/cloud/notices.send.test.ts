import { describe, expect, it } from 'vitest';
import { finishNotices } from '../../cloudfunctions/_server/notices/finish';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { aMember, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { aNotice, both, lettersIn } from '../support/notices';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const ADMIN = 'o-t-admin';
const b = await sharedBackend(littleSchool);
const { receipts, messages } = lettersIn(b);

describe('a push text', () => {
  it('names no child of the classes, not even one whose family is not told', async () => {
    await b.deps.store.insert('students', aStudent({ _id: 's-lone', name: '孙独独' }));
    await b.call(HEAD, 'notices.send', aNotice({ title: '孙独独明天打针' }));
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
    expect(await code(b.call(openid, 'notices.send', aNotice({ audience: { classIds, roles: both } })))).toBe(expected);
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
    const { noticeId, people, callList } = await b.call(HEAD, 'notices.send', aNotice());
    expect([people, callList]).toEqual([5, 1]);
    const all = await receipts(noticeId);
    const stateOf = Object.fromEntries(all.map((r) => [r.personId, [r.state, r.why, r.open]]));
    expect(stateOf).toEqual({
      'm-father': ['queued', null, true],
      'm-mother': ['queued', null, true],
      'm-granny': ['queued', null, true],
      'm-father2': ['queued', null, true],
      'm-grandpa': ['to_call', 'no_smartphone', true],
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
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
    const own = (await receipts(noticeId)).filter((r) => r.personId === 'm-three');
    expect(own.map((r) => r.childNames)).toEqual([['何a', '何b', '何c']]);
  });

  it('tells a teacher whether WeChat is missing or the smartphone', async () => {
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { openid: null } });
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-granny' }, { set: { hasSmartphone: false } });
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
    const why = Object.fromEntries((await receipts(noticeId)).map((r) => [r.personId, r.why]));
    expect(why).toMatchObject({ 'm-mother': 'no_wechat', 'm-granny': 'no_smartphone', 'm-grandpa': 'no_smartphone' });
  });

  it('keeps a receipt also for who can be reached in no way', async () => {
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-grandpa' }, { set: { phone: null } });
    const { noticeId, unreachable } = await b.call(HEAD, 'notices.send', aNotice());
    expect(unreachable).toBe(1);
    const grandpa = (await receipts(noticeId)).find((r) => r.personId === 'm-grandpa');
    expect(grandpa).toMatchObject({ state: 'refused', why: 'no_smartphone', open: true });
  });

  it('sent twice, or three times at once, is one notice', async () => {
    const first = await b.call(HEAD, 'notices.send', aNotice());
    const again = await Promise.all([1, 2, 3].map(() => b.call(HEAD, 'notices.send', aNotice())));
    expect(again.map((answer) => answer.noticeId)).toEqual(Array(3).fill(first.noticeId));
    const fresh = aNotice({ requestKey: 'tap-00002' });
    const atOnce = await Promise.all([1, 2, 3].map(() => b.call(HEAD, 'notices.send', fresh)));
    expect(new Set(atOnce.map((answer) => answer.noticeId)).size).toBe(1);
    expect(await receipts(first.noticeId)).toHaveLength(5);
    expect(await receipts(atOnce[0]?.noticeId ?? '')).toHaveLength(5);
    expect(await messages()).toHaveLength(8);
  });

  it('the same key of another user is another notice', async () => {
    const one = await b.call(HEAD, 'notices.send', aNotice());
    const two = await b.call(ADMIN, 'notices.send', aNotice());
    expect(one.noticeId).not.toBe(two.noticeId);
  });

  it('waits for the morning at night, unless it is urgent', async () => {
    b.clock.at = instantOf('2026-11-24', 22 * 60);
    await b.call(HEAD, 'notices.send', aNotice());
    expect(new Set((await messages()).map((m) => m.dueAt))).toEqual(new Set([instantOf('2026-11-25', 7 * 60)]));
    await b.call(HEAD, 'notices.send', aNotice({ requestKey: 'tap-urgent', urgent: true }));
    const urgent = (await messages()).filter((m) => m.urgent);
    expect(urgent.map((m) => m.dueAt)).toEqual(Array(4).fill(b.clock.at));
  });

  it('puts no child’s name into the push text, and keeps to WeChat’s lengths', async () => {
    await b.call(HEAD, 'notices.send', aNotice({ title: '林小雨等同学明天打预防针，请家长签字' }));
    await b.call(ADMIN, 'notices.send', aNotice({ title: '一二三四五六七八九十一二三四五六七八九十一二' }));
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
    expect(await code(b.call(ADMIN, 'notices.send', aNotice(over)))).toBe(expected);
    expect(await messages()).toHaveLength(0);
  });

  it('refuses risky words, lets through what a person should look at', async () => {
    b.verdicts.set('坏话', 'risky');
    b.verdicts.set('看看', 'review');
    expect(await code(b.call(HEAD, 'notices.send', aNotice({ body: '坏话' })))).toBe('content.risky');
    expect(await code(b.call(HEAD, 'notices.send', aNotice({ body: '看看' })))).toBe('done');
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
      const answer = await b.reply(HEAD, 'notices.send', aNotice({ requestKey }));
      off();
      expect(answer.ok).toBe(false);
      if (round % 2 === 0) await b.call(HEAD, 'notices.send', aNotice({ requestKey }));
      b.clock.at += 60_000;
      await finishNotices(b.deps);
      const { noticeId } = await b.call(HEAD, 'notices.send', aNotice({ requestKey }));
      expect(await receipts(noticeId)).toHaveLength(255);
      const sent = await b.deps.store.count('outbox', { status: 'queued' });
      expect(sent).toBe(254 * (round + 1));
      expect((await b.deps.store.get('notices', noticeId))?.status).toBe('sent');
    }
  });
});
