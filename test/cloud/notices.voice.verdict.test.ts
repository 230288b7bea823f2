import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { recheck } from '../../cloudfunctions/_server/media/checks';
import { NOON } from '../support/backend';
import { voiceBackend } from '../support/voice';

const MINUTE = 60_000;
const GRANNY = 'o-m-granny';
const { b, receipts, messages, checkOf, traceOf, hears, send, noticeOf, openAs, verdict } = await voiceBackend();
const refusing = (): Deps => ({
  ...b.deps,
  wechat: { ...b.deps.wechat, checkMedia: () => Promise.reject(new Error('61010')) },
});

describe('a verdict that does not come', () => {
  it('is asked for again twice; then the voice is held, and the log says so', async () => {
    const { noticeId } = await send();
    const lines: unknown[] = [];
    const deps: Deps = { ...b.deps, log: ({ event }) => void lines.push(event) };
    for (let minute = 5; minute <= 120; minute += 5) {
      b.clock.at = NOON + minute * MINUTE;
      await recheck(deps);
    }
    expect((await checkOf(noticeId))?.traces).toHaveLength(3);
    expect(await noticeOf(noticeId)).toMatchObject({ status: 'held', voice: { state: 'held' } });
    expect(lines).toEqual(['media.no-verdict']);
    // What comes too late does not send what the teacher was told would not leave.
    await verdict(noticeId, 'pass');
    expect((await noticeOf(noticeId)).status).toBe('held');
    expect(await messages()).toEqual([]);
  });

  it('may come late, for any of the times it was asked', async () => {
    const { noticeId } = await send();
    const first = await traceOf(noticeId);
    b.clock.at += 45 * MINUTE;
    await recheck(b.deps);
    expect(await traceOf(noticeId)).not.toBe(first);
    await hears(first, 'pass');
    expect((await noticeOf(noticeId)).status).toBe('sent');
    b.clock.at += 45 * MINUTE;
    expect(await recheck(b.deps)).toBe(0);
  });

  it('where WeChat did not take the question, the job asks it soon', async () => {
    const { checkMedia } = b.deps.wechat;
    Object.assign(b.deps.wechat, { checkMedia: refusing().wechat.checkMedia });
    const { noticeId, status } = await send().finally(() => Object.assign(b.deps.wechat, { checkMedia }));
    expect(status).toBe('checking');
    b.clock.at += 5 * MINUTE;
    await recheck(refusing());
    b.clock.at += 10 * MINUTE;
    await Promise.all([recheck(b.deps), recheck(b.deps)]);
    expect((await checkOf(noticeId))?.traces).toHaveLength(1);
    await verdict(noticeId, 'pass');
    expect(await messages()).toHaveLength(4);
  });
});

describe('whatever happens in whatever order', () => {
  const step = fc.oneof(
    fc.constant({ does: 'send' as const }),
    fc.record({
      does: fc.constant('verdict' as const),
      of: fc.constantFrom(0, 0, 0, 1),
      suggest: fc.constantFrom('pass', 'pass', 'risky', ''),
    }),
    fc.record({ does: fc.constant('wait' as const), minutes: fc.constantFrom(1, 45, 130) }),
  );
  const story = fc.record({
    asks: fc.constantFrom('read' as const, 'confirm' as const, 'hear' as const),
    urgent: fc.boolean(),
    steps: fc.array(step, { maxLength: 6 }),
  });

  it('no family gets a link to a voice that was not passed, or a notice to be heard without a voice', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ asks, urgent, steps }) => {
        await b.renew();
        const { noticeId } = await send({ asks, urgent });
        const verdicts: string[] = [];
        for (const now of steps) {
          if (now.does === 'send') await send({ asks, urgent });
          if (now.does === 'wait') {
            b.clock.at += now.minutes * MINUTE;
            await recheck(b.deps);
          }
          const trace = now.does === 'verdict' ? (await checkOf(noticeId))?.traces[now.of] : undefined;
          if (now.does === 'verdict' && trace) {
            await hears(trace, now.suggest);
            verdicts.push(now.suggest);
          }
          const passed = verdicts.length > 0 && verdicts.every((suggest) => suggest === 'pass');
          const opened = await openAs(GRANNY, noticeId).catch(() => undefined);
          if (!passed) expect(opened?.voiceUrl ?? null).toBeNull();
          if (opened) expect(opened.hasVoice).toBe(opened.voiceUrl !== null);
          const { status, voice } = await noticeOf(noticeId);
          expect(opened !== undefined).toBe(status === 'sent');
          if (status === 'checking') expect([urgent, voice?.state]).toEqual([false, 'checking']);
          if (status === 'held') expect([urgent, asks, voice?.state]).toEqual([false, 'hear', 'held']);
          expect(await receipts(noticeId)).toHaveLength(status === 'sent' ? 5 : 0);
        }
      }),
      { numRuns: 25 },
    );
  });
});
