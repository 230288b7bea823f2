import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutboxMessage } from '../../cloudfunctions/_server/data/documents';
import { giveUpStuck, sendDue } from '../../cloudfunctions/_server/outbox/jobs';
import { CLAIM_MS, mustYield } from '../../cloudfunctions/_server/outbox/turns';
import type { SubscribeMessage } from '../../cloudfunctions/_server/wechat/api';
import { NOON } from '../support/backend';
import { mortal } from '../support/mortal';
import { ALL, aMessage, bindAt, outboxOf } from '../support/outbox';
import { sharedBackend } from '../support/shared-backend';

const b = await sharedBackend();
const { withSend } = outboxOf(b);

/** A message to a user that was first due so many seconds before noon; it waits for nothing. */
const waiting = (to: string, nth: number, over: Partial<OutboxMessage> = {}): OutboxMessage =>
  aMessage(1, {
    _id: `x:${to}:${nth}`,
    kind: 'contact',
    to,
    order: NOON - 60_000 + nth,
    dueAt: NOON - 60_000,
    data: { nth: String(nth) },
    ...over,
  });
const put = async (messages: readonly OutboxMessage[]) => {
  for (const to of new Set(messages.map((message) => message.to))) await bindAt(b.deps.store, to);
  await b.deps.store.insert('outbox', messages);
};
const message = (id: string) => b.deps.store.get('outbox', id);

/** WeChat that takes its time, and notes what comes for whom and whether two come at once. */
function watched() {
  const under = new Set<string>();
  const log: { readonly to: string; readonly nth: number }[] = [];
  const seen = { together: 0 };
  const send = async ({ openid, data }: SubscribeMessage) => {
    if (under.has(openid)) seen.together += 1;
    under.add(openid);
    await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 4));
    under.delete(openid);
    log.push({ to: openid, nth: Number(data.nth) });
    return { errcode: 0 };
  };
  return { deps: withSend(send), log, seen };
}
const sentTo = (log: readonly { readonly to: string; readonly nth: number }[], to: string) =>
  log.filter((entry) => entry.to === to).map(({ nth }) => nth);

describe('messages to one user', () => {
  it('leave in the order in which they were first due, whatever they wait for since', async () => {
    await put([
      waiting('o1', 3, { dueAt: NOON - 9 }),
      waiting('o1', 1, { dueAt: NOON - 1 }),
      waiting('o1', 2, { dueAt: NOON - 5 }),
    ]);
    const { deps, log } = watched();
    await sendDue(deps, ALL);
    expect(sentTo(log, 'o1')).toEqual([1, 2, 3]);
  });

  it('an urgent one goes first', async () => {
    await put([waiting('o1', 1), waiting('o1', 2), waiting('o1', 3, { urgent: true })]);
    const { deps, log } = watched();
    await sendDue(deps, ALL);
    expect(sentTo(log, 'o1')).toEqual([3, 1, 2]);
  });

  it('wait behind one that is tried again, but for an urgent one', async () => {
    await put([waiting('o1', 1, { dueAt: NOON + 8_000 }), waiting('o1', 2), waiting('o1', 3, { urgent: true })]);
    const { deps, log } = watched();
    const { next } = await sendDue(deps, ALL);
    expect(sentTo(log, 'o1')).toEqual([3]);
    expect(await message('x:o1:2')).toMatchObject({ status: 'queued', attempts: 0, claimedBy: null });
    expect(next).toBeGreaterThan(NOON);
    b.clock.at = NOON + 10_000;
    await sendDue(deps, ALL);
    expect(sentTo(log, 'o1')).toEqual([3, 1, 2]);
  });

  it('one that WeChat wants later keeps the others of its batch behind it', async () => {
    await put([waiting('o1', 1), waiting('o1', 2), waiting('o2', 1)]);
    b.errcodes.set('o1', 43108);
    await sendDue(b.deps, ALL);
    expect(b.sent.map(({ openid }) => openid)).toEqual(['o2']);
    expect(await message('x:o1:1')).toMatchObject({ status: 'queued', attempts: 1 });
    expect(await message('x:o1:2')).toMatchObject({ status: 'queued', attempts: 0 });
    b.errcodes.clear();
    b.clock.at += 60_000;
    await sendDue(b.deps, ALL);
    expect(b.sent.map(({ openid, data }) => `${openid} ${data.nth}`)).toEqual(['o2 1', 'o1 1', 'o1 2']);
  });

  it('do not leave while another run holds one, until that run is surely gone', async () => {
    await put([
      waiting('o1', 1, { status: 'claimed', claimedBy: 'other', claimedAt: NOON, attempts: 1 }),
      waiting('o1', 2, { urgent: true }),
    ]);
    const { deps, log } = watched();
    await sendDue(deps, ALL);
    expect(log).toEqual([]);
    b.clock.at = NOON + CLAIM_MS - 1;
    await sendDue(deps, ALL);
    expect(log).toEqual([]);
    b.clock.at += 60_000;
    await sendDue(deps, ALL);
    expect(sentTo(log, 'o1')).toEqual([2]);
    await giveUpStuck(b.deps);
    expect(await message('x:o1:1')).toMatchObject({ status: 'unknown' });
  });
});

describe('two runs that claimed for one user', () => {
  const own = waiting('o1', 5, { status: 'claimed', claimedBy: 'a', claimedAt: NOON });
  it.each([
    ['another run’s claim', true, waiting('o1', 9, { status: 'claimed', claimedBy: 'b', claimedAt: NOON })],
    ['its own', false, waiting('o1', 1, { status: 'claimed', claimedBy: 'a', claimedAt: NOON })],
    ['another user’s', false, waiting('o2', 1, { status: 'claimed', claimedBy: 'b', claimedAt: NOON })],
    ['an earlier one that waits', true, waiting('o1', 4)],
    ['one of the same moment whose id comes first', true, waiting('o1', 5, { _id: 'w' })],
    ['a later one that waits', false, waiting('o1', 6)],
    ['one that is settled', false, waiting('o1', 1, { status: 'sent' })],
  ])('sees %s: it yields: %s', (_what, yields, rival) => {
    expect(mustYield(own, rival, 'a', NOON)).toBe(yields);
  });
});

describe('several runs at once', () => {
  it('never write to one user at the same time, never out of order, each message once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ user: fc.integer({ min: 1, max: 4 }), urgent: fc.boolean() }), {
          minLength: 8,
          maxLength: 40,
        }),
        fc.array(fc.integer({ min: 3, max: 40 }), { maxLength: 3 }),
        async (all, killed) => {
          await b.renew();
          const messages = all.map(({ user, urgent }, nth) =>
            waiting(`o${user}`, nth, { urgent, dueAt: NOON - 60_000 + ((nth * 7) % 11) }),
          );
          await put(messages);
          const { deps, log, seen } = watched();
          const rounds = 40;
          for (let i = 0; i < rounds; i++) {
            const dying = killed.map((steps) => mortal(deps, steps + i, i % 2 === 0));
            const runs = [deps, deps, ...(i < 3 ? dying : [])];
            await Promise.all(runs.map((run) => sendDue(run, { ...ALL, limit: 7 }).catch(() => undefined)));
            b.clock.at += i % 4 === 3 ? 3 * 60_000 : 1_000;
            await giveUpStuck(b.deps);
            if ((await b.deps.store.count('outbox', { status: { in: ['queued', 'claimed'] } })) === 0) break;
          }
          expect(seen.together).toBe(0);
          expect(new Set(log.map(({ to, nth }) => `${to} ${nth}`)).size).toBe(log.length);
          for (const to of new Set(messages.map((m) => m.to)))
            for (const urgent of [true, false]) {
              const mine = sentTo(log, to).filter((nth) => all[nth]?.urgent === urgent);
              expect(mine).toEqual([...mine].sort((x, y) => x - y));
            }
          const left = await b.deps.store.list('outbox', {
            where: { status: { in: ['queued', 'claimed'] } },
            limit: 100,
          });
          expect(left).toEqual([]);
          const unsure = await b.deps.store.count('outbox', { status: 'unknown' });
          expect(await b.deps.store.count('outbox', { status: 'sent' })).toBe(messages.length - unsure);
          if (killed.length === 0) expect(log).toHaveLength(messages.length);
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);
});
