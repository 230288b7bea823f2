import { describe, expect, it } from 'vitest';
import { aNotice, bringVerdict } from '../support/notices';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const b = await sharedBackend(littleSchool);
/** WeChat's event that a notice's voice may be shown. */
const passVoice = async (noticeId: string) => {
  const check = await b.deps.store.get('mediaChecks', `${noticeId}:0`);
  await bringVerdict(b.deps, check?.traces.at(-1), 'pass');
};

describe('the family’s side', () => {
  it('finds, opens and answers its own', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice({ deadline: '2026-11-27' }));
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
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice({ asks: 'hear', voice: { fileId, seconds: 12 } }));
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
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
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
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
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
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-father' }, { set: { 'children.0.mayContact': false } });
    expect((await b.call('o-m-father', 'notices.inbox', {})).items).toEqual([]);
    const open = b.call('o-m-father', 'notices.open', { receiptId: `${noticeId}:m-father` });
    expect(await code(open)).toBe('common.not-found');
  });

  it('a recalled notice says so', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
    await b.deps.store.updateWhere('notices', { _id: noticeId }, { set: { status: 'recalled' } });
    const open = b.call('o-m-father', 'notices.open', { receiptId: `${noticeId}:m-father` });
    expect(await code(open)).toBe('notices.recalled');
  });

  it('reads a notice with few operations', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
    b.cloud.operations.reset();
    await b.call('o-m-father', 'notices.open', { receiptId: `${noticeId}:m-father` });
    expect(b.cloud.operations.total('database.')).toBeLessThanOrEqual(5);
  });
});

describe('home', () => {
  it('shows the teacher what is unheard, the family what is new, with one operation each', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
    await b.call('o-m-father', 'notices.answer', { receiptId: `${noticeId}:m-father`, answer: 'confirmed' });
    const teacher = await b.call(HEAD, 'home.open', {});
    expect(teacher.home).toMatchObject({ unheard: [{ noticeId, title: '周五家长会', people: 4 }] });
    const other = await b.call('o-t-other', 'home.open', {});
    expect(other.home).toMatchObject({ unheard: [] });
    const family = await b.call('o-m-mother', 'home.open', {});
    expect(family.home).toMatchObject({ items: [{ receiptId: `${noticeId}:m-mother`, fresh: true }] });
  });
});
