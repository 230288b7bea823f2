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
      answer: null,
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

  it('opens its own by the notice, as the card in the class’s group names it', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
    const opened = await b.call('o-m-mother', 'notices.open', { noticeId });
    expect(opened).toMatchObject({
      receiptId: `${noticeId}:m-mother`,
      state: 'opened',
      body: '请周五下午两点到学校。',
    });
    expect(await code(b.call('o-m-other', 'notices.open', { noticeId }))).toBe('common.not-found');
    expect(await code(b.call('o-m-mother', 'notices.open', { noticeId: 'n-none' }))).toBe('common.not-found');
  });

  it('looking is enough where that is what is asked for, and then the others of the family are left alone', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice({ asks: 'read' }));
    await b.call('o-m-father', 'notices.open', { noticeId });
    const receipt = (personId: string) => b.deps.store.get('receipts', `${noticeId}:${personId}`);
    expect(await receipt('m-father')).toMatchObject({ state: 'opened', open: false, covered: false, climbAt: null });
    expect(await receipt('m-granny')).toMatchObject({ state: 'queued', open: false, covered: true, climbAt: null });
    expect(await receipt('m-father2')).toMatchObject({ open: true, covered: false });
  });

  it('shows pictures, a file and what may be chosen', async () => {
    const upload = (name: string) => b.cloud.upload(`u/${name}`, new Uint8Array([1]), HEAD);
    const pictures = [await upload('a.jpg'), await upload('b.jpg')];
    const file = { fileId: await upload('plan.pdf'), name: '放假安排.pdf' };
    const { noticeId } = await b.call(
      HEAD,
      'notices.send',
      aNotice({ asks: 'answer', choices: ['去', '不去'], pictures, file, urgent: true }),
    );
    const checks = await Promise.all([0, 1].map((i) => b.deps.store.get('mediaChecks', `${noticeId}:${i}`)));
    await bringVerdict(b.deps, checks[0]?.traces.at(-1), 'pass');
    await bringVerdict(b.deps, checks[1]?.traces.at(-1), 'risky');
    const opened = await b.call('o-m-father', 'notices.open', { noticeId });
    expect(opened).toMatchObject({
      choices: ['去', '不去'],
      answer: null,
      spoke: false,
      file: { name: '放假安排.pdf' },
    });
    expect(opened.photoUrls).toHaveLength(1);
    for (const url of [...opened.photoUrls, opened.file?.url ?? '']) expect((await fetch(url)).status).toBe(200);
  });

  it('of one that was taken back only the reason is left; it stays in the list', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
    await b.call(HEAD, 'notices.recall', { noticeId, reason: '时间改了' });
    const receiptId = `${noticeId}:m-father`;
    expect(await b.call('o-m-father', 'notices.open', { receiptId })).toMatchObject({
      over: 'recalled',
      overWhy: '时间改了',
      body: '',
      newer: null,
      state: 'queued',
    });
    expect((await b.call('o-m-father', 'notices.inbox', {})).items).toMatchObject([
      { receiptId, over: 'recalled', waits: false },
    ]);
  });

  it('a corrected one stays readable and leads to what corrects it', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
    b.clock.at += 1000;
    const newer = await b.call(
      HEAD,
      'notices.send',
      aNotice({ requestKey: 'tap-00002', body: '改到下周五。', corrects: noticeId }),
    );
    expect(await b.call('o-m-father', 'notices.open', { noticeId })).toMatchObject({
      over: 'corrected',
      overWhy: null,
      body: '请周五下午两点到学校。',
      newer: `${newer.noticeId}:m-father`,
    });
    expect((await b.call('o-m-father', 'notices.inbox', {})).items).toMatchObject([
      { over: null, corrects: true },
      { over: 'corrected', corrects: false },
    ]);
    // Whose receipt of the new one is not written yet stays with the old one.
    await b.deps.store.removeWhere('receipts', { _id: `${newer.noticeId}:m-mother` });
    expect((await b.call('o-m-mother', 'notices.open', { noticeId })).newer).toBeNull();
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
    expect(teacher.home).toMatchObject({
      unheard: [{ noticeId, title: '周五家长会', unheard: 1, call: 1, visit: 0 }],
    });
    const other = await b.call('o-t-other', 'home.open', {});
    expect(other.home).toMatchObject({ unheard: [] });
    const family = await b.call('o-m-mother', 'home.open', {});
    expect(family.home).toMatchObject({ items: [{ receiptId: `${noticeId}:m-mother`, fresh: true }] });
  });
});
