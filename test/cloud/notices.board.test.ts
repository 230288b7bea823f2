import { describe, expect, it } from 'vitest';
import type { Input } from '../../miniprogram/shared/contract';
import { aMember, aStudent, withAccounts } from '../support/builders';
import { aNotice, both } from '../support/notices';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const ADMIN = 'o-t-admin';
const b = await sharedBackend(littleSchool);

describe('the teacher’s side', () => {
  const send = async (over: Partial<Input<'notices.send'>> = {}) =>
    (await b.call(HEAD, 'notices.send', aNotice(over))).noticeId;
  const receiptOf = (noticeId: string, personId: string) => `${noticeId}:${personId}`;

  it('lists what own classes got, newest first, with how many have heard', async () => {
    const own = await send();
    b.clock.at += 1000;
    const all = (await b.call(ADMIN, 'notices.send', aNotice({ audience: { classIds: ['c32', 'c11'], roles: both } })))
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
    expect(board.people[1]).toMatchObject({
      hasPhone: true,
      why: 'no_smartphone',
      children: ['周小海'],
      relation: '祖父',
    });
    expect(JSON.stringify(board)).not.toMatch(/170000/);
  });

  it('a board is for those whose classes it went to, and shows them only their own', async () => {
    const { noticeId } = await b.call(
      ADMIN,
      'notices.send',
      aNotice({ audience: { classIds: ['c32', 'c11'], roles: both } }),
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
      aNotice({ audience: { classIds: ['c32', 'c11'], roles: both } }),
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
