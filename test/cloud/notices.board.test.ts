import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../cloudfunctions/_server/data/documents';
import type { Input } from '../../miniprogram/shared/contract';
import { aMember, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { aNotice, aSentNotice, both, toClasses } from '../support/notices';
import { aReceipt } from '../support/outbox';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const ADMIN = 'o-t-admin';
const HOUR = 3_600_000;
const b = await sharedBackend(littleSchool);

const send = async (over: Partial<Input<'notices.send'>> = {}, openid = HEAD) =>
  (await b.call(openid, 'notices.send', aNotice(over))).noticeId;
const boardOf = (noticeId: string, openid = HEAD, classId?: string) =>
  b.call(openid, 'notices.board', { noticeId, ...(classId ? { classId } : {}) });
const answer = (noticeId: string, personId: string, what: 'heard' | 'confirmed' | 'call_me' = 'confirmed') =>
  b.call(`o-${personId}`, 'notices.answer', { receiptId: `${noticeId}:${personId}`, answer: what });
const change = (receiptId: string, set: Partial<Receipt>) =>
  b.deps.store.updateWhere('receipts', { _id: receiptId }, { set });

describe('notices.board', () => {
  it('tells families, who is unheard, the states, and person by person what needs the teacher’s hand first', async () => {
    const id = await send();
    await answer(id, 'm-father');
    await answer(id, 'm-granny', 'call_me');
    await b.call('o-m-mother', 'notices.open', { receiptId: `${id}:m-mother` });
    const board = await boardOf(id);
    expect(board).toMatchObject({
      title: '周五家长会',
      by: '李老师',
      of: 'notice',
      asks: 'confirm',
      status: 'sending',
      people: 5,
      families: 2,
      unheard: 1,
      states: [
        { state: 'queued', people: 2 },
        { state: 'opened', people: 2 },
        { state: 'confirmed', people: 1 },
      ],
      answers: [],
      classes: [{ classId: 'c32', name: '三(2)班', families: 2, unheard: 1, call: 2, visit: 0 }],
    });
    expect(board.rows?.map((row) => [row.personId, row.state, row.rung, row.wantsCall])).toEqual([
      ['m-granny', 'opened', 'call', true],
      ['m-grandpa', 'queued', 'call', false],
      ['m-father2', 'queued', 'wechat', false],
      // Her child's father did it: nobody need look for her.
      ['m-mother', 'opened', 'wechat', false],
      ['m-father', 'confirmed', 'wechat', false],
    ]);
    expect(board.rows?.[1]).toMatchObject({
      receiptId: `${id}:m-grandpa`,
      name: '周有田',
      relation: '祖父',
      children: ['周小海'],
      hasPhone: true,
      why: 'no_smartphone',
      open: true,
      covered: false,
      answer: null,
      spoke: false,
      tries: 0,
      at: null,
    });
    expect(JSON.stringify(board)).not.toMatch(/170000/);
  });

  it('is “sent” when every message left, and over when it was taken back', async () => {
    const id = await send();
    await b.deps.store.updateWhere(
      'receipts',
      { refId: id, schoolId: SCHOOL, rung: 'wechat' },
      { set: { state: 'sent' } },
    );
    expect(await boardOf(id)).toMatchObject({ status: 'sent' });
    // Also while some of the receipts are not marked yet.
    await change(`${id}:m-father`, { over: 'recalled', open: false });
    expect(await boardOf(id)).toMatchObject({ status: 'recalled' });
    await b.deps.store.updateWhere(
      'receipts',
      { refId: id, schoolId: SCHOOL },
      { set: { over: 'recalled', open: false } },
    );
    expect(await boardOf(id)).toMatchObject({ status: 'recalled', nudge: { left: 0, people: 0 } });
  });

  it('names the people of a class also where brothers and sisters of theirs are in many others', async () => {
    const id = await send();
    const others = ['c41', 'c51', 'c61'];
    await change(`${id}:m-father`, {
      studentIds: ['s-yu', 's-a', 's-b', 's-c'],
      classIds: ['c32', ...others],
      classNames: ['三(2)班', '四(1)班', '五(1)班', '六(1)班'],
      childNames: ['林小雨', '林大雨', '林中雨', '林细雨'],
    });
    const board = await boardOf(id);
    expect(board.classes.map(({ classId }) => classId)).toEqual(['c32']);
    expect(board.rows).toHaveLength(5);
    expect(board.rows?.find(({ personId }) => personId === 'm-father')?.children).toEqual(['林小雨']);
    expect((await boardOf(id, ADMIN)).rows).toBeNull();
  });

  it('tallies answers, and counts calls that reached nobody', async () => {
    const id = await send({ asks: 'answer', choices: ['去', '不去'] });
    const choose = (personId: string, choice: string) =>
      b.call(`o-${personId}`, 'notices.answer', { receiptId: `${id}:${personId}`, answer: 'chosen', choice });
    await choose('m-father', '去');
    await choose('m-father2', '不去');
    await choose('m-mother', '去');
    const tried = (outcome: 'told' | 'no_answer') => ({
      key: outcome,
      at: b.clock.at,
      way: 'call' as const,
      by: '李老师',
      outcome,
      note: '',
    });
    await change(`${id}:m-grandpa`, { calls: [tried('no_answer'), tried('no_answer'), tried('told')] });
    const board = await boardOf(id);
    expect(board.answers).toEqual([
      { answer: '去', people: 2 },
      { answer: '不去', people: 1 },
    ]);
    expect(board.unheard).toBe(0);
    expect(board.rows?.find(({ personId }) => personId === 'm-grandpa')?.tries).toBe(2);
  });

  it('a grandmother of two families stays until each of them did it', async () => {
    const cousin = aStudent({ _id: 's-cousin', name: '林小山' });
    await b.deps.store.insert('students', cousin);
    await withAccounts(b.deps.store, [
      aMember({ _id: 'm-uncle', name: '林大海' }, [cousin]),
      aMember({ _id: 'm-granny', role: 'guardian', name: '刘桂花' }, [aStudent(), cousin], { relation: '祖母' }),
    ]);
    const id = await send();
    expect(await boardOf(id)).toMatchObject({ people: 6, families: 2, unheard: 2 });
    await answer(id, 'm-father');
    expect(await boardOf(id)).toMatchObject({ families: 2, unheard: 2 });
    await answer(id, 'm-uncle');
    expect(await boardOf(id)).toMatchObject({ families: 2, unheard: 1 });
  });

  it('says how often the unheard may be reminded, and from when on', async () => {
    const id = await send();
    expect((await boardOf(id)).nudge).toEqual({ left: 2, next: null, people: 4 });
    await b.deps.store.updateWhere(
      'receipts',
      { refId: id, schoolId: SCHOOL },
      { set: { nudges: 1, nudgedAt: b.clock.at } },
    );
    const nudgedAt = b.clock.at;
    b.clock.at += HOUR;
    expect((await boardOf(id)).nudge).toEqual({ left: 1, next: nudgedAt + 20 * HOUR, people: 4 });
  });

  it('costs three operations, for 1,500 people as for five', async () => {
    const many = Array.from({ length: 1500 }, (_, i) =>
      aReceipt(i, {
        studentIds: [`s${Math.floor(i / 3)}`],
        classIds: [`c${i % 30}`],
        classNames: [`${1 + (i % 6)}(${1 + (i % 30)})班`],
      }),
    );
    await b.deps.store.insert('notices', aSentNotice({ _id: 'n1', asks: 'confirm', people: 1500 }));
    for (let i = 0; i < many.length; i += 500) await b.deps.store.insert('receipts', many.slice(i, i + 500));
    b.cloud.operations.reset();
    const board = await boardOf('n1', ADMIN);
    expect(b.cloud.operations.total('database.')).toBeLessThanOrEqual(3);
    expect(board).toMatchObject({ people: 1500, families: 500, unheard: 500, rows: null });
    expect(board.classes).toHaveLength(30);
    expect(JSON.stringify(board).length).toBeLessThan(20_000);
    b.cloud.operations.reset();
    const ofOne = await boardOf('n1', ADMIN, 'c7');
    expect(b.cloud.operations.total('database.')).toBeLessThanOrEqual(3);
    expect(ofOne).toMatchObject({ people: 1500, families: 500 });
    expect(ofOne.rows).toHaveLength(50);
  });

  it('gives the headteacher the rows of two classes at once, and of one when it is asked for', async () => {
    const id = await send({ audience: toClasses('c32', 'c11') }, ADMIN);
    expect((await boardOf(id, ADMIN)).rows).toHaveLength(6);
    const one = await boardOf(id, ADMIN, 'c11');
    expect(one.people).toBe(6);
    expect(one.rows?.map(({ personId }) => personId)).toEqual(['m-other']);
    expect(await code(boardOf(id, ADMIN, 'c-none'))).toBe('common.not-found');
  });

  it('is for those whose classes it went to, and shows them only their own', async () => {
    const id = await send({ audience: toClasses('c32', 'c11') }, ADMIN);
    const other = await boardOf(id, 'o-t-other');
    expect(other.rows?.map(({ personId }) => personId)).toEqual(['m-other']);
    expect(other).toMatchObject({ people: 1, classes: [{ classId: 'c11' }] });
    expect(await code(boardOf(id, 'o-t-other', 'c32'))).toBe('common.not-found');
    const own = await send();
    expect(await code(boardOf(own, 'o-t-other'))).toBe('common.not-found');
    expect(await code(boardOf('n-none'))).toBe('common.not-found');
    expect(await code(boardOf(own, 'o-t-mentor'))).toBe('common.not-found');
    expect(await code(boardOf(own, 'o-m-father'))).toBe('auth.forbidden');
  });

  it('shows a teacher of brothers and sisters only the children of own classes, and counts only their families', async () => {
    const here = aStudent({ _id: 's-here', name: '郭一' });
    const there = aStudent({ _id: 's-there', name: '郭二', classId: 'c11', className: '一(1)班' });
    await b.deps.store.insert('students', [here, there]);
    await withAccounts(b.deps.store, [aMember({ _id: 'm-two' }, [here, there])]);
    const id = await send({ audience: toClasses('c32', 'c11') }, ADMIN);
    const shown = async (openid: string) =>
      (await boardOf(id, openid)).rows?.find(({ personId }) => personId === 'm-two')?.children;
    expect(await shown(HEAD)).toEqual(['郭一']);
    expect(await shown('o-t-other')).toEqual(['郭二']);
    expect(await shown(ADMIN)).toEqual(['郭一', '郭二']);
    expect((await boardOf(id)).classes.map(({ classId }) => classId)).toEqual(['c32']);
    expect((await boardOf(id, ADMIN)).classes.map(({ classId, families }) => [classId, families])).toEqual([
      ['c11', 2],
      ['c32', 3],
    ]);
  });

  it('of a notice that has not left shows its writer that nobody has it, and others nothing', async () => {
    const id = await send({ sendAt: b.clock.at + HOUR, audience: { of: { kind: 'school' }, roles: both } }, ADMIN);
    expect(await boardOf(id, ADMIN)).toMatchObject({ status: 'scheduled', people: 0, rows: [], classes: [] });
    expect(await code(boardOf(id, HEAD))).toBe('common.not-found');
  });

  it('of a shared record opens the child’s file', async () => {
    const { recordId } = await b.call(HEAD, 'records.write', {
      requestKey: 'tap-00002',
      studentIds: ['s-yu'],
      kind: 'home_visit',
      day: '2026-11-24',
      values: { note: '家里都好' },
      photos: [],
      photosConsented: false,
      share: true,
      shareText: '小雨在家很懂事。',
    });
    const board = await boardOf(recordId);
    expect(board).toMatchObject({ of: 'record', people: 3, nudge: { left: 0, people: 0 } });
    const entries = await b.deps.store.list('audit', { where: { schoolId: SCHOOL }, limit: 10 });
    expect(entries.filter(({ method }) => method === 'notices.board')).toMatchObject([{ studentIds: ['s-yu'] }]);
    const id = await send();
    await boardOf(id);
    const after = await b.deps.store.list('audit', { where: { schoolId: SCHOOL }, limit: 10 });
    expect(after).toHaveLength(entries.length);
  });
});
