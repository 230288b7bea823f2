import { describe, expect, it } from 'vitest';
import { work } from '../../cloudfunctions/_server/kernel/jobs';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { NOON } from '../support/backend';
import { SCHOOL } from '../support/builders';
import { code } from '../support/shared-backend';
import { voiceBackend } from '../support/voice';

const MINUTE = 60_000;
const HEAD = 'o-t-head';
const ADMIN = 'o-t-admin';
const GRANNY = 'o-m-granny';
const { b, receipts, messages, checkOf, traceOf, hears, send, noticeOf, openAs, verdict } = await voiceBackend();

describe('a notice with a voice', () => {
  it('asks WeChat about the voice; until then nothing leaves, and the sender is told why', async () => {
    const asked: unknown[] = [];
    const { checkMedia } = b.deps.wechat;
    const deps = Object.assign(b.deps.wechat, {
      checkMedia: async (...[openid, url, kind]: Parameters<typeof checkMedia>) => {
        asked.push([openid, kind, (await (await fetch(url)).arrayBuffer()).byteLength]);
        return checkMedia(openid, url, kind);
      },
    });
    const answer = await send().finally(() => Object.assign(deps, { checkMedia }));
    expect(asked).toEqual([[HEAD, 'voice', 3]]);
    expect(answer).toMatchObject({ status: 'checking', voice: 'checking', people: 5, pictures: [] });
    expect(await receipts(answer.noticeId)).toEqual([]);
    expect(await messages()).toEqual([]);
    expect((await b.call(GRANNY, 'notices.inbox', {})).items).toEqual([]);
    expect(await code(openAs(GRANNY, answer.noticeId))).toBe('common.not-found');
    await work(b.deps, {});
    expect(await messages()).toEqual([]);
  });

  it('leaves when the voice passed, as of then', async () => {
    const { noticeId } = await send();
    b.clock.at = instantOf('2026-11-24', 22 * 60);
    let woken = 0;
    await hears(await traceOf(noticeId), 'pass', { ...b.deps, wake: async () => void woken++ });
    expect(woken).toBe(1);
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'sent', voice: { state: 'shown' }, sentAt: b.clock.at });
    const all = await receipts(noticeId);
    expect(all.map((r) => [r.hasVoice, r.sentAt])).toEqual(Array(5).fill([true, b.clock.at]));
    // Written at noon, passed at night: it waits for the morning.
    expect((await messages()).map((m) => m.dueAt)).toEqual(Array(4).fill(instantOf('2026-11-25', 7 * 60)));
    const opened = await openAs(GRANNY, noticeId);
    expect(opened).toMatchObject({ hasVoice: true, voiceSeconds: 12 });
    expect(await (await fetch(opened.voiceUrl ?? '')).arrayBuffer()).toHaveProperty('byteLength', 3);
  });

  it.each(['risky', 'review', ''])('that is to be heard is held when WeChat says 「%s」', async (suggest) => {
    const { noticeId } = await send();
    await verdict(noticeId, suggest);
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'held', voice: { state: 'held' } });
    await work(b.deps, {});
    expect(await receipts(noticeId)).toEqual([]);
    expect(await messages()).toEqual([]);
    expect(await send()).toMatchObject({ noticeId, status: 'held', voice: 'held' });
    expect(await messages()).toEqual([]);
  });

  it.each(['read', 'confirm'] as const)(
    'that is to be answered by %s leaves without a voice that is held',
    async (asks) => {
      const { noticeId } = await send({ asks });
      expect(await messages()).toEqual([]);
      await verdict(noticeId, 'risky');
      expect(await noticeOf(noticeId)).toMatchObject({ status: 'sent', voice: { state: 'held' } });
      expect((await receipts(noticeId)).map((r) => r.hasVoice)).toEqual(Array(5).fill(false));
      expect(await messages()).toHaveLength(4);
      expect(await openAs(GRANNY, noticeId)).toMatchObject({ hasVoice: false, voiceUrl: null, voiceSeconds: null });
      expect(await b.call(HEAD, 'notices.read', { noticeId })).toMatchObject({ status: 'sent', voice: 'held' });
    },
  );

  it('leaves once, however often it was sent and the event came', async () => {
    const answers = await Promise.all([send(), send(), send()]);
    const noticeId = answers[0]?.noticeId ?? '';
    expect(new Set(answers.map((answer) => answer.noticeId)).size).toBe(1);
    expect((await checkOf(noticeId))?.traces).toHaveLength(1);
    await Promise.all([verdict(noticeId, 'pass'), verdict(noticeId, 'pass'), send()]);
    await Promise.all([verdict(noticeId, 'pass'), work(b.deps, {})]);
    expect(await receipts(noticeId)).toHaveLength(5);
    expect(await b.deps.store.count('outbox', { schoolId: SCHOOL, refId: `${noticeId}:m-granny` })).toBe(1);
    expect(b.sent.filter(({ openid }) => openid === GRANNY)).toHaveLength(1);
    expect(await send()).toMatchObject({ noticeId, status: 'sent', voice: 'shown' });
  });

  it('whose letters were cut short after the verdict is completed when the event comes again, or by the job', async () => {
    for (const [round, again] of [verdict, async () => work(b.deps, {})].entries()) {
      const { noticeId } = await send({ requestKey: `tap-cut-${round}` });
      const off = b.cloud.fault(({ collection, action }) =>
        collection === 'receipts' && action === 'database.insertDocument'
          ? { error: { code: 'KILLED', message: 'stopped' } }
          : undefined,
      );
      await expect(verdict(noticeId, 'pass')).rejects.toThrow();
      off();
      expect(await noticeOf(noticeId)).toMatchObject({ status: 'sending', voice: { state: 'shown' } });
      b.clock.at += MINUTE;
      await again(noticeId, 'pass');
      expect(await receipts(noticeId)).toHaveLength(5);
      expect((await noticeOf(noticeId)).status).toBe('sent');
    }
  });

  it('of two verdicts the stricter counts, also after it was heard', async () => {
    const { noticeId } = await send();
    await verdict(noticeId, 'pass');
    expect((await openAs(GRANNY, noticeId)).voiceUrl).not.toBeNull();
    await verdict(noticeId, 'risky');
    await verdict(noticeId, 'pass');
    expect(await openAs(GRANNY, noticeId)).toMatchObject({ hasVoice: false, voiceUrl: null });
  });

  it('an event for nothing of ours is brought again', async () => {
    await expect(hears('trace-unknown', 'pass')).rejects.toThrow('trace-unknown');
  });
});

describe('an urgent notice', () => {
  const urgent = () => send({ urgent: true });

  it('leaves at once with its words, and the voice follows', async () => {
    const { noticeId, status, voice } = await urgent();
    expect([status, voice]).toEqual(['sent', 'checking']);
    expect(await messages()).toHaveLength(4);
    expect(await openAs(GRANNY, noticeId)).toMatchObject({ hasVoice: false, voiceUrl: null, voiceSeconds: null });
    b.clock.at += MINUTE;
    await verdict(noticeId, 'pass');
    expect((await noticeOf(noticeId)).sentAt).toBe(NOON);
    expect((await b.call(GRANNY, 'notices.inbox', {})).items).toMatchObject([{ hasVoice: true }]);
    expect(await openAs(GRANNY, noticeId)).toMatchObject({ hasVoice: true, voiceSeconds: 12, state: 'opened' });
    expect((await openAs(GRANNY, noticeId)).voiceUrl).not.toBeNull();
    expect(await receipts(noticeId)).toHaveLength(5);
  });

  it('stays words when the voice did not pass', async () => {
    const { noticeId } = await urgent();
    await verdict(noticeId, 'risky');
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'sent', voice: { state: 'held' } });
    expect(await openAs(GRANNY, noticeId)).toMatchObject({ hasVoice: false, voiceUrl: null });
    expect(await b.call(HEAD, 'notices.read', { noticeId })).toMatchObject({ status: 'sent', voice: 'held' });
  });

  it('of which the verdict came while its letters were written tells all of them', async () => {
    let passing: Promise<unknown> | undefined;
    const off = b.cloud.fault(({ collection, action }) => {
      if (collection === 'receipts' && action === 'database.insertDocument' && !passing)
        passing = b.deps.store
          .list('mediaChecks', { where: { state: 'checking', dueAt: { gt: 0 } }, limit: 1 })
          .then(([check]) => hears(check?.traces[0], 'pass'));
      return undefined;
    });
    const { noticeId } = await urgent();
    off();
    await passing;
    expect((await receipts(noticeId)).map((r) => r.hasVoice)).toEqual(Array(5).fill(true));
  });
});

describe('the sender', () => {
  it('sees a notice that did not leave; nobody else does', async () => {
    const { noticeId } = await send();
    const held = await send({ requestKey: 'tap-00002' });
    await verdict(held.noticeId, 'risky');
    const { notices } = await b.call(HEAD, 'notices.sent', {});
    expect(new Map(notices.map((n) => [n.noticeId, [n.status, n.voice, n.unheard]]))).toEqual(
      new Map([
        [noticeId, ['checking', 'checking', 0]],
        [held.noticeId, ['held', 'held', 0]],
      ]),
    );
    const own = await b.call(HEAD, 'notices.read', { noticeId });
    expect(own).toMatchObject({ status: 'checking', voice: 'checking', voiceSeconds: 12, mine: true });
    // Its writer may listen to it meanwhile; what was held nobody hears.
    expect(await (await fetch(own.voiceUrl ?? '')).arrayBuffer()).toHaveProperty('byteLength', 3);
    expect((await b.call(HEAD, 'notices.read', { noticeId: held.noticeId })).voiceUrl).toBeNull();
    expect((await b.call(ADMIN, 'notices.sent', {})).notices).toEqual([]);
    expect(await code(b.call(ADMIN, 'notices.read', { noticeId }))).toBe('common.not-found');
    await verdict(noticeId, 'pass');
    expect((await b.call(ADMIN, 'notices.sent', {})).notices).toMatchObject([{ noticeId, status: 'sent', people: 5 }]);
    expect((await b.call(ADMIN, 'notices.read', { noticeId })).voiceUrl).not.toBeNull();
  });
});
