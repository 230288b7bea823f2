import { describe, expect, it } from 'vitest';
import { SCHOOL } from '../support/builders';
import { aNotice } from '../support/notices';
import { NOTE, schoolWithPhotos, shared, uploadPhoto, visit, WORDS } from '../support/records';
import { code, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const FATHER = 'o-m-father';
const b = await sharedBackend(schoolWithPhotos);

describe('records.list', () => {
  it('staff read the note, the family only what was written for it', async () => {
    await b.call(HEAD, 'records.write', visit({ requestKey: 'visit-only-school' }));
    b.clock.at += 1000;
    await b.call(HEAD, 'records.write', shared());
    const staff = await b.call(HEAD, 'records.list', { studentId: 's-yu' });
    expect(staff.child).toEqual({ id: 's-yu', name: '林小雨', className: '三(2)班' });
    const facts = [
      { label: '看了什么', text: '情绪、作业' },
      { label: '说一说', text: NOTE },
    ];
    expect(staff.records.map((r) => [r.title, r.facts, r.shareText, r.shared, r.by])).toEqual([
      ['家访', facts, WORDS, true, '李老师'],
      ['家访', facts, '', false, '李老师'],
    ]);
    const family = await b.call(FATHER, 'records.list', { studentId: 's-yu' });
    expect(family.records.map((r) => [r.title, r.facts, r.shareText])).toEqual([['老师家访后想对您说', [], WORDS]]);
    expect(JSON.stringify(family)).not.toMatch(/奶奶|情绪/);
  });

  it.each([
    ['another father', 'o-m-father2', 'common.not-found'],
    ['another teacher', 'o-t-other', 'common.not-found'],
    ['the mentor of another child', 'o-t-mentor', 'common.not-found'],
    ['the counsellor', 'o-t-mind', 'done'],
    ['a volunteer', 'o-t-volunteer', 'common.not-found'],
    ['the bureau', 'o-t-bureau', 'auth.forbidden'],
    ['the booth', 'o-t-booth', 'auth.forbidden'],
    ['the grandmother', 'o-m-granny', 'done'],
  ])('by %s', async (_who, openid, expected) => {
    expect(await code(b.call(openid, 'records.list', { studentId: 's-yu' }))).toBe(expected);
    expect(await code(b.call(openid, 'records.list', { studentId: 's-none' }))).toBe(
      expected === 'done' ? 'common.not-found' : expected,
    );
  });

  it('a parent without the right to the child finds nothing', async () => {
    await b.call(HEAD, 'records.write', shared());
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-father' }, { set: { 'children.0.mayContact': false } });
    expect(await code(b.call(FATHER, 'records.list', { studentId: 's-yu' }))).toBe('common.not-found');
  });

  it('pages by time, and every reading is in the audit log', async () => {
    for (let i = 0; i < 22; i++) {
      b.clock.at += 1000;
      await b.call(HEAD, 'records.write', visit({ requestKey: `visit-page-${i}` }));
    }
    const first = await b.call(HEAD, 'records.list', { studentId: 's-yu' });
    const second = await b.call(HEAD, 'records.list', { studentId: 's-yu', before: first.next ?? '' });
    expect([first.records.length, second.records.length, second.next]).toEqual([20, 2, null]);
    const entries = await b.deps.store.list('audit', { where: { schoolId: SCHOOL, studentIds: 's-yu' }, limit: 10 });
    expect(entries.map((e) => [e.method, e.byId])).toEqual(Array(2).fill(['records.list', 't-head']));
  });

  it('nobody finds a child who left the school, as nobody finds its file', async () => {
    await b.deps.store.updateWhere('students', { _id: 's-yu' }, { set: { status: 'left' } });
    expect(await code(b.call(HEAD, 'records.write', visit()))).toBe('common.not-found');
    for (const openid of [HEAD, FATHER])
      expect(await code(b.call(openid, 'records.list', { studentId: 's-yu' }))).toBe('common.not-found');
  });

  it('shows the photos of a full page, more than the platform links at a time', async () => {
    for (let i = 0; i < 6; i++) {
      const photos = await Promise.all(Array.from({ length: 9 }, (_, n) => uploadPhoto(b, `full-${i}-${n}`)));
      await b.call(HEAD, 'records.write', visit({ requestKey: `visit-full-${i}`, photos }));
    }
    const { records } = await b.call(HEAD, 'records.list', { studentId: 's-yu' });
    expect(records.flatMap(({ photos }) => photos).filter(({ url }) => url !== null)).toHaveLength(54);
  });

  it('a shared record that is opened from the inbox or the board is in the access log too, a notice is not', async () => {
    const { recordId } = await b.call(HEAD, 'records.write', shared());
    await b.call(FATHER, 'notices.open', { receiptId: `${recordId}:m-father` });
    b.clock.at += 1;
    await b.call(HEAD, 'notices.board', { noticeId: recordId });
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
    await b.call(FATHER, 'notices.open', { receiptId: `${noticeId}:m-father` });
    await b.call(HEAD, 'notices.board', { noticeId });
    const entries = await b.deps.store.list('audit', {
      where: { schoolId: SCHOOL },
      orderBy: [['at', 'asc']],
      limit: 10,
    });
    expect(entries.map((e) => [e.method, e.byId, e.studentIds])).toEqual([
      ['notices.open', 'm-father', ['s-yu']],
      ['notices.board', 't-head', ['s-yu']],
    ]);
  });

  it('「请老师打电话」 about a record reaches the class teacher, who can read what it was about', async () => {
    const { recordId } = await b.call(HEAD, 'records.write', shared());
    await b.call('o-m-granny', 'notices.answer', { receiptId: `${recordId}:m-granny`, answer: 'call_me' });
    const { home } = await b.call(HEAD, 'home.open', {});
    expect(home).toMatchObject({ unheard: [{ noticeId: recordId, call: 1 }] });
    const board = await b.call(HEAD, 'notices.board', { noticeId: recordId });
    expect(board.rows?.[0]).toMatchObject({ personId: 'm-granny', wantsCall: true });
    const { records } = await b.call(HEAD, 'records.list', { studentId: 's-yu' });
    expect(records[0]).toMatchObject({ recordId, shareText: '小雨作业写得很认真，请多打电话。' });
    const told = { requestKey: 'tap-told-1', way: 'call' as const, outcome: 'told' as const };
    await b.call(HEAD, 'notices.told', { receiptId: `${recordId}:m-granny`, ...told });
    expect((await b.call(HEAD, 'home.open', {})).home).toMatchObject({ unheard: [] });
  });
});
