import { beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../cloudfunctions/_server/data/documents';
import type { Input } from '../../miniprogram/shared/contract';
import { aMember, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { aNotice, toClasses } from '../support/notices';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const MINUTE = 60_000;
const b = await sharedBackend(littleSchool);

let noticeId = '';
const send = async (over: Partial<Input<'notices.send'>> = {}, openid = HEAD) => {
  noticeId = (await b.call(openid, 'notices.send', aNotice(over))).noticeId;
};
const personOf = (id: string, openid = HEAD) => b.call(openid, 'notices.person', { receiptId: `${noticeId}:${id}` });
const change = (id: string, set: Partial<Receipt>) =>
  b.deps.store.updateWhere('receipts', { _id: `${noticeId}:${id}` }, { set });
const stepsOf = async (id: string) =>
  (await personOf(id)).steps.map(({ at, way, outcome, by, note }) => [
    at === null ? null : (at - sentAt) / MINUTE,
    way,
    outcome,
    ...(by === null && note === '' ? [] : [by, note]),
  ]);
let sentAt = 0;
beforeEach(() => {
  sentAt = b.clock.at;
});

describe('notices.person', () => {
  it('shows the way up the ladder in the order of time, with the proof of each rung', async () => {
    await send();
    expect(await stepsOf('m-granny')).toEqual([[null, 'wechat', 'queued']]);
    const at = (minutes: number) => sentAt + minutes * MINUTE;
    await change('m-granny', {
      state: 'refused',
      rung: 'visit',
      nudges: 2,
      nudgedAt: at(20),
      proofs: {
        sms: { at: at(30), outcome: 'unknown', why: 'unknown' },
        wechat: { at: at(1), outcome: 'refused', why: 'no_credit' },
        paper: { at: at(300), outcome: 'relayed', why: null },
      },
      calls: [
        { key: 'k1', at: at(60), way: 'call', by: '李老师', outcome: 'no_answer', note: '占线' },
        { key: 'k2', at: at(200), way: 'visit', by: '赵校长', outcome: 'left_slip', note: '' },
      ],
    });
    expect(await stepsOf('m-granny')).toEqual([
      [1, 'wechat', 'refused', null, 'no_credit'],
      [20, 'wechat', 'nudged', null, '一共 2 次'],
      [30, 'sms', 'unknown', null, 'unknown'],
      [60, 'call', 'no_answer', '李老师', '占线'],
      [200, 'visit', 'left_slip', '赵校长', ''],
      [300, 'paper', 'relayed'],
    ]);
    b.clock.at = at(400);
    await b.call('o-m-granny', 'notices.answer', { receiptId: `${noticeId}:m-granny`, answer: 'call_me' });
    expect((await stepsOf('m-granny')).slice(-2)).toEqual([
      [400, 'self', 'opened'],
      [null, 'self', 'call_me'],
    ]);
    expect(await personOf('m-granny')).toMatchObject({
      noticeId,
      title: '周五家长会',
      asks: 'confirm',
      choices: [],
      name: '刘桂花',
      relation: '祖母',
      children: ['林小雨'],
      wantsCall: true,
      tries: 2,
    });
  });

  it('shows what was answered, and the hand that signed', async () => {
    await send({ asks: 'answer', choices: ['去', '不去'] });
    const answer = { receiptId: `${noticeId}:m-father`, answer: 'chosen', choice: '去' } as const;
    await b.call('o-m-father', 'notices.answer', answer);
    expect(await personOf('m-father')).toMatchObject({ answer: '去', choices: ['去', '不去'], signatureUrl: null });
    await send({ requestKey: 'tap-00002', asks: 'sign' });
    const fileId = await b.cloud.upload('u/name.png', new Uint8Array([7]), 'o-m-father');
    await b.call('o-m-father', 'notices.answer', { receiptId: `${noticeId}:m-father`, answer: 'signed', fileId });
    const { signatureUrl, state, steps } = await personOf('m-father');
    expect(state).toBe('signed');
    expect(steps.at(-1)).toMatchObject({ way: 'self', outcome: 'signed' });
    expect([...new Uint8Array(await (await fetch(signatureUrl ?? '')).arrayBuffer())]).toEqual([7]);
  });

  it('a choice made on the phone is the call’s step, not the person’s', async () => {
    await send({ asks: 'answer', choices: ['去', '不去'] });
    await b.call(HEAD, 'notices.told', {
      requestKey: 'tap-00009',
      receiptId: `${noticeId}:m-grandpa`,
      way: 'call',
      outcome: 'told',
      choice: '去',
    });
    expect(await stepsOf('m-grandpa')).toEqual([[0, 'call', 'told', '李老师', '']]);
    expect(await personOf('m-grandpa')).toMatchObject({ state: 'answered', answer: '去', tries: 0 });
  });

  it('is noted each time: it opens what a family said', async () => {
    await send();
    await personOf('m-father2');
    const entries = await b.deps.store.list('audit', { where: { schoolId: SCHOOL }, limit: 10 });
    expect(entries).toMatchObject([{ method: 'notices.person', byId: 't-head', studentIds: ['s-hai'] }]);
  });

  it('shows a teacher only the children of own classes', async () => {
    const there = aStudent({ _id: 's-there', name: '林小雪', classId: 'c11', className: '一(1)班' });
    await b.deps.store.insert('students', there);
    await withAccounts(b.deps.store, [
      aMember({ _id: 'm-granny', role: 'guardian', name: '刘桂花' }, [aStudent(), there], { relation: '祖母' }),
    ]);
    await send({ audience: toClasses('c32', 'c11') }, 'o-t-admin');
    expect((await personOf('m-granny')).children).toEqual(['林小雨']);
    expect((await personOf('m-granny', 'o-t-other')).children).toEqual(['林小雪']);
    expect((await personOf('m-granny', 'o-t-admin')).children).toEqual(['林小雨', '林小雪']);
  });

  it('finds nobody outside the reach, and is for those who send', async () => {
    await send();
    for (const openid of ['o-t-other', 'o-t-mentor', 'o-t-duty'])
      expect(await code(personOf('m-father', openid))).toBe('common.not-found');
    expect(await code(personOf('m-nobody'))).toBe('common.not-found');
    for (const openid of ['o-m-father', 'o-t-mind', 'o-t-booth', 'o-t-volunteer'])
      expect(await code(personOf('m-father', openid))).toBe('auth.forbidden');
  });
});
