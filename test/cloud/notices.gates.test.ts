import { describe, expect, it } from 'vitest';
import { work } from '../../cloudfunctions/_server/kernel/jobs';
import { tendNotices } from '../../cloudfunctions/_server/notices/jobs';
import type { Input } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { NOON } from '../support/backend';
import { SCHOOL } from '../support/builders';
import { aNotice, bringVerdict, lettersIn } from '../support/notices';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const ADMIN = 'o-t-admin';
const GRANNY = 'o-m-granny';
const HOUR = 3_600_000;
const b = await sharedBackend(littleSchool);
const { receipts, messages } = lettersIn(b);
const send = (over: Partial<Input<'notices.send'>> = {}, openid = HEAD) =>
  b.call(openid, 'notices.send', aNotice(over));
const noticeOf = (id: string) => b.deps.store.get('notices', id);
const tend = () => tendNotices(b.deps, Number.POSITIVE_INFINITY);
const sentBy = async (openid: string) => (await b.call(openid, 'notices.sent', {})).notices;
const review = (noticeId: string, verdict: 'send' | 'return', openid = ADMIN, note = '') =>
  b.call(openid, 'notices.review', { noticeId, verdict, note });

describe('a notice of which a person should look at the words', () => {
  const doubtful = (over: Partial<Input<'notices.send'>> = {}, openid = HEAD) => {
    b.verdicts.set('看看', 'review');
    return send({ body: '请看看', ...over }, openid);
  };

  it('waits for the headteacher, whom it meets first in the list', async () => {
    const { noticeId, status } = await doubtful();
    b.clock.at += HOUR;
    await send({ requestKey: 'tap-later' }, ADMIN);
    expect(status).toBe('review');
    expect(await receipts(noticeId)).toEqual([]);
    await work(b.deps, {});
    expect(await receipts(noticeId)).toEqual([]);
    expect((await sentBy(ADMIN)).map((n) => [n.noticeId === noticeId, n.status])).toEqual([
      [true, 'review'],
      [false, 'sent'],
    ]);
    expect(await b.call(ADMIN, 'notices.read', { noticeId })).toMatchObject({
      body: '请看看',
      mayReview: true,
      mine: false,
      review: { note: '', by: null },
    });
    expect(await b.call(HEAD, 'notices.read', { noticeId })).toMatchObject({ mayReview: false, mine: true });
    expect((await sentBy(HEAD)).find((n) => n.noticeId === noticeId)).toMatchObject({ status: 'review', unheard: 0 });
  });

  it('leaves with the word, once, as of then', async () => {
    const { noticeId } = await doubtful();
    b.clock.at += HOUR;
    const answers = await Promise.all([review(noticeId, 'send'), review(noticeId, 'send')]);
    expect(answers.map(({ status }) => status)).toContain('sent');
    expect(await noticeOf(noticeId)).toMatchObject({
      status: 'sent',
      sentAt: b.clock.at,
      review: { state: 'passed', by: '赵校长' },
    });
    expect(await receipts(noticeId)).toHaveLength(5);
    expect(await messages()).toHaveLength(4);
    expect(await review(noticeId, 'send')).toEqual({ status: 'sent' });
    expect(await code(review(noticeId, 'return'))).toBe('common.stale');
    expect(await messages()).toHaveLength(4);
  });

  it('goes back to its writer with a note, and stays with it', async () => {
    const { noticeId } = await doubtful();
    expect(await review(noticeId, 'return', ADMIN, '话太重了')).toEqual({ status: 'returned' });
    expect(await review(noticeId, 'return')).toEqual({ status: 'returned' });
    expect(await b.call(HEAD, 'notices.read', { noticeId })).toMatchObject({
      status: 'returned',
      review: { note: '话太重了', by: '赵校长' },
    });
    expect(await code(b.call(ADMIN, 'notices.read', { noticeId }))).toBe('common.not-found');
    expect(await code(review(noticeId, 'send'))).toBe('common.stale');
    expect(await receipts(noticeId)).toEqual([]);
  });

  it('that its writer took back meanwhile does not leave', async () => {
    const { noticeId } = await doubtful();
    await b.call(HEAD, 'notices.recall', { noticeId, reason: '不发了' });
    expect(await code(review(noticeId, 'send'))).toBe('common.stale');
    expect(await receipts(noticeId)).toEqual([]);
    expect((await noticeOf(noticeId))?.status).toBe('recalled');
  });

  it('of the headteacher needs nobody’s word', async () => {
    expect((await doubtful({}, ADMIN)).status).toBe('sent');
  });

  it('is urgent and waits all the same', async () => {
    expect((await doubtful({ urgent: true })).status).toBe('review');
  });

  it('waits for its hour after the word', async () => {
    const { noticeId } = await doubtful({ sendAt: NOON + 3 * HOUR });
    expect((await review(noticeId, 'send')).status).toBe('scheduled');
    b.clock.at += 3 * HOUR;
    await tend();
    expect((await noticeOf(noticeId))?.status).toBe('sent');
  });

  it.each([
    ['its own writer', HEAD, 'auth.forbidden'],
    ['a counsellor', 'o-t-mind', 'auth.forbidden'],
    ['a parent', 'o-m-father', 'auth.forbidden'],
  ])('is nothing for %s to decide', async (_who, openid, expected) => {
    const { noticeId } = await doubtful();
    expect(await code(review(noticeId, 'send', openid))).toBe(expected);
  });

  it('no word is spoken on what never waited for one, or is another school’s', async () => {
    const { noticeId } = await send();
    expect(await code(review(noticeId, 'return'))).toBe('common.not-found');
    expect(await code(review('n-none', 'send'))).toBe('common.not-found');
    const waits = await doubtful({ requestKey: 'tap-far-1' });
    await b.deps.store.updateWhere('notices', { _id: waits.noticeId }, { set: { schoolId: 'sch2' } });
    expect(await code(review(waits.noticeId, 'send'))).toBe('common.not-found');
  });
});

describe('a notice for later', () => {
  const later = NOON + 3 * HOUR;

  it('leaves at its hour by the job, once, however many jobs run', async () => {
    const { noticeId, status } = await send({ sendAt: later });
    expect(status).toBe('scheduled');
    b.clock.at = later - 1;
    await tend();
    expect(await receipts(noticeId)).toEqual([]);
    b.clock.at = later + 60_000;
    await Promise.all([tend(), tend(), tend()]);
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'sent', sentAt: b.clock.at, dueAt: null });
    expect((await receipts(noticeId)).map((r) => r.sentAt)).toEqual(Array(5).fill(b.clock.at));
    expect(await messages()).toHaveLength(4);
  });

  it('finds its people when it leaves: who was bound meanwhile is in, who lost the right is not', async () => {
    const { noticeId } = await send({ sendAt: later });
    await b.deps.store.updateWhere(
      'familyMembers',
      { _id: 'm-grandpa' },
      { set: { openid: 'o-new', hasSmartphone: true } },
    );
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { 'children.0.mayContact': false } });
    b.clock.at = later;
    await tend();
    const rungs = Object.fromEntries((await receipts(noticeId)).map((r) => [r.personId, r.rung]));
    expect(rungs).toEqual({ 'm-father': 'wechat', 'm-granny': 'wechat', 'm-father2': 'wechat', 'm-grandpa': 'wechat' });
    expect((await noticeOf(noticeId))?.people).toBe(4);
  });

  it('is seen by its writer alone until then', async () => {
    const { noticeId } = await send({ sendAt: later });
    expect(await sentBy(HEAD)).toMatchObject([{ noticeId, status: 'scheduled', at: later }]);
    expect(await sentBy(ADMIN)).toEqual([]);
    expect(await code(b.call(ADMIN, 'notices.read', { noticeId }))).toBe('common.not-found');
    expect((await b.call(GRANNY, 'notices.inbox', {})).items).toEqual([]);
  });

  it('is taken back before its hour, and is for nobody then', async () => {
    const { noticeId } = await send({ sendAt: later });
    await b.call(HEAD, 'notices.recall', { noticeId, reason: '不办了' });
    b.clock.at = later;
    await tend();
    expect(await receipts(noticeId)).toEqual([]);
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'recalled', people: 0, dueAt: null });
    expect(await sentBy(HEAD)).toMatchObject([{ noticeId, status: 'recalled' }]);
    expect(await sentBy(ADMIN)).toEqual([]);
  });

  it('for the night waits for the morning, an urgent one does not', async () => {
    const night = instantOf('2026-11-24', 22 * 60);
    await send({ sendAt: night });
    await send({ requestKey: 'tap-urgent', sendAt: night, urgent: true });
    b.clock.at = night;
    await tend();
    const due = (await messages()).map(({ urgent, dueAt }) => [urgent, dueAt]);
    expect(due).toHaveLength(8);
    for (const [urgent, dueAt] of due) expect(dueAt).toBe(urgent ? night : instantOf('2026-11-25', 7 * 60));
  });
});

describe('a notice with pictures', () => {
  const fileIds = ['one', 'two'].map((name) => `cloud://local.x/u/${name}.jpg`);
  const upload = () =>
    Promise.all(['one', 'two'].map((name) => b.cloud.upload(`u/${name}.jpg`, Buffer.from(name), HEAD)));
  const traceOf = async (noticeId: string, i: number) =>
    (await b.deps.store.get('mediaChecks', `${noticeId}:${i}`))?.traces.at(-1);
  const verdict = async (noticeId: string, i: number, suggest: string) =>
    bringVerdict(b.deps, await traceOf(noticeId, i), suggest);

  it('waits until all of them were judged, and leaves without those that are held', async () => {
    const asked: string[] = [];
    const { checkMedia } = b.deps.wechat;
    Object.assign(b.deps.wechat, {
      checkMedia: (...[openid, url, kind]: Parameters<typeof checkMedia>) => {
        asked.push(kind);
        return checkMedia(openid, url, kind);
      },
    });
    const pictures = await upload();
    const { noticeId, ...answer } = await send({ pictures: [...pictures, pictures[0] ?? ''] }).finally(() =>
      Object.assign(b.deps.wechat, { checkMedia }),
    );
    expect(asked).toEqual(['picture', 'picture']);
    expect(answer).toMatchObject({ status: 'checking', pictures: ['checking', 'checking'], voice: null });
    const seen = async (openid: string) => (await b.call(openid, 'notices.read', { noticeId })).pictureUrls;
    expect((await seen(HEAD)).map((url) => url !== null)).toEqual([true, true]);
    await verdict(noticeId, 0, 'pass');
    expect((await noticeOf(noticeId))?.status).toBe('checking');
    await verdict(noticeId, 1, 'risky');
    expect((await noticeOf(noticeId))?.status).toBe('sent');
    expect((await seen(ADMIN)).map((url) => url !== null)).toEqual([true, false]);
    const { photoUrls } = await b.call(GRANNY, 'notices.open', { receiptId: `${noticeId}:m-granny` });
    expect(await Promise.all(photoUrls.map(async (url) => (await fetch(url)).text()))).toEqual(['one']);
  });

  it('that is urgent leaves at once, and they follow', async () => {
    const { noticeId, status } = await send({ urgent: true, pictures: await upload() });
    expect(status).toBe('sent');
    const open = async () => (await b.call(GRANNY, 'notices.open', { receiptId: `${noticeId}:m-granny` })).photoUrls;
    expect(await open()).toEqual([]);
    await Promise.all([verdict(noticeId, 0, 'pass'), verdict(noticeId, 1, 'pass')]);
    expect(await open()).toHaveLength(2);
    expect(await receipts(noticeId)).toHaveLength(5);
  });

  it('leaves at its hour where they were judged before, and after them where they were not', async () => {
    const early = await send({ pictures: await upload(), sendAt: NOON + HOUR });
    const late = await send({ requestKey: 'tap-late', pictures: await upload(), sendAt: NOON + HOUR });
    for (const i of [0, 1]) await verdict(early.noticeId, i, 'pass');
    expect((await noticeOf(early.noticeId))?.status).toBe('scheduled');
    b.clock.at += HOUR;
    await tend();
    expect([(await noticeOf(early.noticeId))?.status, (await noticeOf(late.noticeId))?.status]).toEqual([
      'sent',
      'checking',
    ]);
    b.clock.at += HOUR;
    for (const i of [0, 1]) await verdict(late.noticeId, i, 'pass');
    expect(await noticeOf(late.noticeId)).toMatchObject({ status: 'sent', sentAt: b.clock.at });
  });

  it('that are no files are held in the end', async () => {
    const { noticeId } = await send({ pictures: fileIds });
    for (let minute = 5; minute <= 130; minute += 5) {
      b.clock.at = NOON + minute * 60_000;
      await work(b.deps, {});
    }
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'sent', schoolId: SCHOOL });
    expect((await noticeOf(noticeId))?.pictures.map(({ state }) => state)).toEqual(['held', 'held']);
  });
});
