import { describe, expect, it } from 'vitest';
import { tendNotice, tendNotices } from '../../cloudfunctions/_server/notices/jobs';
import type { Input } from '../../miniprogram/shared/contract';
import { aMember, aStudent, SCHOOL } from '../support/builders';
import { meanwhile } from '../support/mortal';
import { aNotice, bringVerdict, lettersIn } from '../support/notices';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const ADMIN = 'o-t-admin';
const GRANNY = 'o-m-granny';
const MINUTE = 60_000;
const FOREVER = Number.POSITIVE_INFINITY;
const b = await sharedBackend(littleSchool);
const { receipts } = lettersIn(b);
const send = (over: Partial<Input<'notices.send'>> = {}, openid = HEAD) =>
  b.call(openid, 'notices.send', aNotice(over));
const correct = (corrects: string, over: Partial<Input<'notices.send'>> = {}, openid = HEAD) =>
  send({ requestKey: 'tap-correct', title: '家长会改到周六', corrects, ...over }, openid);
const recall = (noticeId: string, openid = HEAD) =>
  b.call(openid, 'notices.recall', { noticeId, reason: '时间写错了' });
const noticeOf = (id: string) => b.deps.store.get('notices', id);
const standing = async (noticeId: string) =>
  (await receipts(noticeId)).map(({ over, open, climbAt }) => ({ over, open, climbAt }));
const over = (how: 'recalled' | 'corrected' | null, n = 5) =>
  Array(n).fill(how ? { over: how, open: false, climbAt: null } : expect.objectContaining({ over: null }));

/** Many families, so that the letters are written in several parts by the job. */
async function aCrowd(n = 350): Promise<void> {
  const crowd = Array.from({ length: n }, (_, i) => aStudent({ _id: `s${i}`, name: `学生${i}` }));
  await b.deps.store.insert('students', crowd);
  await b.deps.store.insert(
    'familyMembers',
    crowd.map((s, i) => aMember({ _id: `m${i}`, openid: `o${i}` }, [s])),
  );
}

describe('notices.recall', () => {
  it('takes a notice back in the open: it stays in every list, and nobody need see to it', async () => {
    const { noticeId } = await send();
    b.clock.at += MINUTE;
    expect(await recall(noticeId)).toEqual({ done: true });
    expect(await standing(noticeId)).toEqual(over('recalled'));
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'recalled', people: 5, dueAt: null });
    for (const openid of [HEAD, ADMIN])
      expect((await b.call(openid, 'notices.sent', {})).notices).toMatchObject([{ noticeId, status: 'recalled' }]);
    expect(await b.call(ADMIN, 'notices.read', { noticeId })).toMatchObject({
      recall: { reason: '时间写错了', by: '李老师', at: b.clock.at },
      mayChange: false,
    });
    expect((await b.call(GRANNY, 'notices.inbox', {})).items).toMatchObject([{ over: 'recalled' }]);
    const opened = await b.call(GRANNY, 'notices.open', { receiptId: `${noticeId}:m-granny` });
    expect(opened).toMatchObject({ over: 'recalled', overWhy: '时间写错了', body: '' });
  });

  it('twice, or twice at once, is once', async () => {
    const { noticeId } = await send();
    await Promise.all([recall(noticeId), recall(noticeId, ADMIN)]);
    const first = (await noticeOf(noticeId))?.recall;
    b.clock.at += MINUTE;
    await recall(noticeId, ADMIN);
    expect((await noticeOf(noticeId))?.recall).toEqual(first);
    expect((await receipts(noticeId)).map(({ version }) => version)).toEqual(Array(5).fill(1));
  });

  it('is for who wrote it and the headteacher', async () => {
    const { noticeId } = await send({}, ADMIN);
    expect(await code(recall(noticeId))).toBe('auth.forbidden');
    expect(await code(recall(noticeId, 'o-t-other'))).toBe('common.not-found');
    expect(await code(recall(noticeId, 'o-m-father'))).toBe('auth.forbidden');
    expect(await code(recall('n-none'))).toBe('common.not-found');
    const own = await send();
    expect(await code(recall(own.noticeId, ADMIN))).toBe('done');
  });

  it('needs a reason that families may read', async () => {
    const { noticeId } = await send();
    b.verdicts.set('坏话', 'risky');
    expect(await code(b.call(HEAD, 'notices.recall', { noticeId, reason: '坏话' }))).toBe('content.risky');
    expect(await code(b.call(HEAD, 'notices.recall', { noticeId, reason: ' ' }))).toBe('input.invalid');
  });

  it('cut short after its first step is finished by the job', async () => {
    const { noticeId } = await send();
    const off = b.cloud.fault(({ collection, action }) =>
      collection === 'receipts' && /modify|update/i.test(action)
        ? { error: { code: 'KILLED', message: 'stopped' } }
        : undefined,
    );
    await expect(recall(noticeId)).rejects.toThrow();
    off();
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'recalled' });
    expect(await standing(noticeId)).toEqual(over(null));
    b.clock.at += MINUTE;
    await tendNotices(b.deps, FOREVER);
    expect(await standing(noticeId)).toEqual(over('recalled'));
    expect((await noticeOf(noticeId))?.dueAt).toBeNull();
    expect(await tendNotices(b.deps, FOREVER)).toBe(0);
  });

  it.each([1, 2, 4])('while letters are written leaves none behind (before part %i)', async (part) => {
    await aCrowd();
    const { noticeId, status } = await send();
    expect(status).toBe('sending');
    let parts = 0;
    const deps = meanwhile(
      b.deps,
      (step) => step === 'transact' && ++parts === part,
      () => recall(noticeId),
    );
    await tendNotice(deps, noticeId, FOREVER);
    expect((await noticeOf(noticeId))?.status).toBe('recalled');
    const written = await standing(noticeId);
    expect(written).toEqual(over('recalled', (part - 1) * 100));
    await tendNotices(b.deps, FOREVER);
    expect(await standing(noticeId)).toEqual(written);
  });

  it('at the same moment as the letters leaves none open', async () => {
    await aCrowd();
    for (let round = 0; round < 6; round++) {
      const { noticeId } = await send({ requestKey: `tap-race-${round}` });
      await Promise.all([
        tendNotice(b.deps, noticeId, FOREVER),
        new Promise((resolve) => setTimeout(resolve, round * 25)).then(() => recall(noticeId)),
      ]);
      expect((await noticeOf(noticeId))?.status).toBe('recalled');
      const all = await standing(noticeId);
      expect(all).toEqual(over('recalled', all.length));
    }
  });

  it('of one with a voice that is still judged keeps it taken back', async () => {
    const fileId = await b.cloud.upload('u/v.mp3', Buffer.from('v'), HEAD);
    const { noticeId } = await send({ voice: { fileId, seconds: 3 }, asks: 'hear' });
    await recall(noticeId);
    const check = await b.deps.store.get('mediaChecks', `${noticeId}:0`);
    await bringVerdict(b.deps, check?.traces.at(-1), 'pass');
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'recalled', voice: { state: 'shown' } });
    expect(await receipts(noticeId)).toEqual([]);
  });
});

describe('a correction', () => {
  it('goes to the audience of the first as a notice of its own, and ends the first', async () => {
    const { noticeId } = await send({ audience: { of: { kind: 'pupils', studentIds: ['s-yu'] }, roles: ['parent'] } });
    b.clock.at += MINUTE;
    const { noticeId: newer, people, status } = await correct(noticeId);
    expect([people, status]).toEqual([2, 'sent']);
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'corrected', correctedBy: newer, dueAt: null });
    expect(await standing(noticeId)).toEqual(over('corrected', 2));
    expect((await receipts(newer)).map((r) => [r.corrects, r.over, r.open])).toEqual(Array(2).fill([true, null, true]));
    const texts = await b.deps.store.list('outbox', {
      where: { schoolId: SCHOOL, refId: `${newer}:m-father` },
      limit: 5,
    });
    expect(texts.map(({ data }) => data.thing1)).toEqual(['更正：家长会改到周六']);
    expect(await b.call(HEAD, 'notices.read', { noticeId })).toMatchObject({ correctedBy: newer, mayChange: false });
    expect(await b.call(HEAD, 'notices.read', { noticeId: newer })).toMatchObject({ corrects: noticeId });
    const opened = await b.call('o-m-father', 'notices.open', { receiptId: `${noticeId}:m-father` });
    expect(opened).toMatchObject({ over: 'corrected', newer: `${newer}:m-father` });
  });

  it('sent twice is one; a second one of what is over is refused', async () => {
    const { noticeId } = await send();
    const twice = await Promise.all([correct(noticeId), correct(noticeId)]);
    expect(twice[0]?.noticeId).toBe(twice[1]?.noticeId);
    expect(await correct(noticeId)).toMatchObject({ noticeId: twice[0]?.noticeId, status: 'sent' });
    expect(await code(correct(noticeId, { requestKey: 'tap-another' }))).toBe('notices.over');
    expect(await code(recall(noticeId))).toBe('notices.over');
  });

  it('may be corrected again, and taken back', async () => {
    const { noticeId } = await send();
    const second = await correct(noticeId);
    const third = await correct(second.noticeId, { requestKey: 'tap-third' });
    expect(await noticeOf(second.noticeId)).toMatchObject({ status: 'corrected', correctedBy: third.noticeId });
    await recall(third.noticeId);
    expect(await standing(third.noticeId)).toEqual(over('recalled'));
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'corrected', correctedBy: second.noticeId });
  });

  it('of two at once by two people one is the newest, and everything before it is over', async () => {
    const { noticeId } = await send();
    const [mine, theirs] = await Promise.all([
      correct(noticeId),
      correct(noticeId, { requestKey: 'tap-admin' }, ADMIN),
    ]);
    const ids = [noticeId, mine.noticeId, theirs.noticeId];
    const statuses = await Promise.all(ids.map(async (id) => (await noticeOf(id))?.status));
    expect(statuses.sort()).toEqual(['corrected', 'corrected', 'sent']);
    for (const id of ids) {
      const status = (await noticeOf(id))?.status;
      const all = await standing(id);
      expect(all).toEqual(over(status === 'corrected' ? 'corrected' : null, all.length));
    }
  });

  it('that waits leaves the first as it is until it leaves itself', async () => {
    const { noticeId } = await send();
    b.verdicts.set('看看', 'review');
    const waits = await correct(noticeId, { body: '看看' });
    expect(waits.status).toBe('review');
    expect((await noticeOf(noticeId))?.status).toBe('sent');
    expect(await standing(noticeId)).toEqual(over(null));
    await b.call(ADMIN, 'notices.review', { noticeId: waits.noticeId, verdict: 'send' });
    expect(await standing(noticeId)).toEqual(over('corrected'));
  });

  it('whose first was taken back meanwhile leaves it so', async () => {
    const { noticeId } = await send();
    const waits = await correct(noticeId, { sendAt: b.clock.at + MINUTE });
    await recall(noticeId);
    b.clock.at += MINUTE;
    await tendNotices(b.deps, FOREVER);
    expect((await noticeOf(waits.noticeId))?.status).toBe('sent');
    expect((await noticeOf(noticeId))?.status).toBe('recalled');
  });

  it('cut short after its first step is finished by the job', async () => {
    const { noticeId } = await send();
    const off = b.cloud.fault(({ collection, action }) =>
      collection === 'receipts' && /modify|update/i.test(action)
        ? { error: { code: 'KILLED', message: 'stopped' } }
        : undefined,
    );
    await expect(correct(noticeId)).rejects.toThrow();
    off();
    expect(await standing(noticeId)).toEqual(over(null));
    b.clock.at += MINUTE;
    await tendNotices(b.deps, FOREVER);
    expect(await standing(noticeId)).toEqual(over('corrected'));
    const newer = (await noticeOf(noticeId))?.correctedBy ?? '';
    expect(await standing(newer)).toEqual(over(null));
    expect((await noticeOf(newer))?.status).toBe('sent');
  });

  it('while the letters of the first are written leaves none of them open', async () => {
    await aCrowd();
    const { noticeId } = await send();
    let parts = 0;
    const deps = meanwhile(
      b.deps,
      (step) => step === 'transact' && ++parts === 3,
      async () => tendNotice(b.deps, (await correct(noticeId)).noticeId, FOREVER),
    );
    await tendNotice(deps, noticeId, FOREVER);
    expect(await standing(noticeId)).toEqual(over('corrected', 200));
    const newer = (await noticeOf(noticeId))?.correctedBy ?? '';
    expect(await standing(newer)).toEqual(over(null, 355));
  });

  it('is for who wrote the first and the headteacher, of what has left', async () => {
    const theirs = await send({}, ADMIN);
    expect(await code(correct(theirs.noticeId))).toBe('auth.forbidden');
    expect(await code(correct(theirs.noticeId, {}, 'o-t-other'))).toBe('common.not-found');
    const later = await send({ requestKey: 'tap-later', sendAt: b.clock.at + MINUTE });
    expect(await code(correct(later.noticeId))).toBe('notices.not-left');
    const own = await send({ requestKey: 'tap-own-1' });
    expect(await code(correct(own.noticeId, {}, ADMIN))).toBe('done');
  });

  it('names no child in its push text either', async () => {
    const { noticeId } = await send();
    const { noticeId: newer } = await correct(noticeId, { title: '小雨的家长会改到周六' });
    const texts = await b.deps.store.list('outbox', {
      where: { schoolId: SCHOOL, refId: `${newer}:m-father` },
      limit: 5,
    });
    expect(texts.map(({ data }) => data.thing1)).toEqual(['更正：学校有话对您说']);
  });
});
