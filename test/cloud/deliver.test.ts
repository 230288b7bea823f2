import { describe, expect, it } from 'vitest';
import { deliver } from '../../cloudfunctions/_server/kernel/deliver';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { type Backend, NOON } from '../support/backend';
import { aSchool } from '../support/builders';
import { aMessage, aPerson, bindAt, outboxOf } from '../support/outbox';
import { sharedBackend } from '../support/shared-backend';

const seed = ({ deps }: Backend) => deps.store.put('schools', aSchool({ sms: { on: true, capFen: 1000, feeFen: 5 } }));
const b = await sharedBackend(seed);
const { post, receipt, withSend } = outboxOf(b);
const EVER = Number.POSITIVE_INFINITY;
/** Noon, from which time runs on as it does. */
const running = (): Deps => {
  const started = Date.now();
  return { ...b.deps, now: () => NOON + Date.now() - started };
};

describe('what the timer, or a request, sets off', () => {
  it('sends, lets what WeChat refuses climb, and sends its SMS, all in one run', async () => {
    await post(1, { ways: ['wechat', 'sms', 'call', 'visit'] });
    await b.deps.store.put('familyMembers', aPerson(1, { phone: b.deps.vault.seal('13800000001') }));
    b.errcodes.set('o1', 43101);
    expect(await deliver(b.deps, EVER)).toEqual({ sent: 2, climbed: 1 });
    expect(b.texted).toHaveLength(1);
    expect(await receipt(1)).toMatchObject({
      state: 'texted',
      rung: 'sms',
      proofs: { wechat: { outcome: 'refused', why: 'no_credit' }, sms: { outcome: 'sent' } },
    });
  });

  it('two runs at once: whoever gives way to the other comes back to it before the run ends', async () => {
    await bindAt(b.deps.store, 'o1');
    for (let i = 0; i < 6; i++)
      await b.deps.store.insert(
        'outbox',
        aMessage(1, { _id: `x${i}`, kind: 'contact', order: NOON - 10 + i, dueAt: NOON - 10 }),
      );
    const held = { _id: 'held', status: 'claimed', claimedBy: 'other', claimedAt: NOON } as const;
    await b.deps.store.insert('outbox', aMessage(1, { ...held, kind: 'contact', order: NOON - 20 }));
    const both = Promise.all([deliver(running(), EVER), deliver(running(), EVER)]);
    setTimeout(
      () => void b.deps.store.updateWhere('outbox', { _id: 'held' }, { set: { status: 'sent', doneAt: NOON } }),
      300,
    );
    await both;
    expect(b.sent).toHaveLength(6);
    expect(await b.deps.store.count('outbox', { status: { in: ['queued', 'claimed'] } })).toBe(0);
  });

  it('begins nothing when its time is over', async () => {
    await post(1);
    expect(await deliver(b.deps, NOON)).toEqual({ sent: 0, climbed: 0 });
    expect(b.sent).toEqual([]);
  });

  it('has another run go on at once where its time was too short for all, and only then', async () => {
    for (let n = 0; n < 60; n++) await post(n);
    let woken = 0;
    const wake = async () => void woken++;
    const slow = withSend(async (message) => {
      b.clock.at += 1000;
      return b.deps.wechat.sendSubscribe(message);
    });
    expect((await deliver({ ...slow, wake }, NOON + 20_000)).climbed).toBe(0);
    expect(woken).toBe(1);
    expect(b.sent.length).toBeLessThan(60);
    await deliver({ ...b.deps, wake }, EVER);
    expect([woken, b.sent.length]).toEqual([1, 60]);
  });

  it('sends everything also where the ladder fails, and fails then', async () => {
    for (let n = 0; n < 3; n++) await post(n);
    await post(9, { climbAt: NOON });
    const store: Deps['store'] = {
      ...b.deps.store,
      list: (collection, query) =>
        collection === 'receipts' && 'climbAt' in query.where
          ? Promise.reject(new Error('broken'))
          : b.deps.store.list(collection, query),
    };
    await expect(deliver({ ...b.deps, store }, EVER)).rejects.toThrow('broken');
    expect(b.sent).toHaveLength(4);
  });
});
