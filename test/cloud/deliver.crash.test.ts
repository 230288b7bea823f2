import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliver } from '../../cloudfunctions/_server/kernel/deliver';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { giveUpStuck } from '../../cloudfunctions/_server/outbox/jobs';
import { type Backend, NOON } from '../support/backend';
import { aSchool, SCHOOL } from '../support/builders';
import { mortal } from '../support/mortal';
import { aMessage, aPerson, aReceipt, boundAccount, DAY } from '../support/outbox';
import { sharedBackend } from '../support/shared-backend';

const PEOPLE = 60;
const FEE = 5;
const seed = ({ deps }: Backend) => deps.store.put('schools', aSchool({ sms: { on: true, capFen: 150, feeFen: FEE } }));
const b = await sharedBackend(seed);

/** What WeChat or the SMS service answers to each person, and what really left. */
const WECHAT = ['taken', 43101, 43107, 45168, 47003, -1, 'no answer, and it left', 'no answer'] as const;
const SMS = ['taken', 'refused', 'no answer, and it left', 'no answer'] as const;
type Answer = (typeof WECHAT)[number] | (typeof SMS)[number];

/** WeChat and the SMS service: they note whom they really wrote to, and answer as they like. */
function platform(wechatOf: (n: number) => Answer, smsOf: (n: number) => Answer) {
  const pushed: string[] = [];
  const texted: string[] = [];
  const answer = async (log: string[], to: string, how: Answer) => {
    if (how === 'taken' || how === 'no answer, and it left') log.push(to);
    if (how === 'no answer' || how === 'no answer, and it left') throw new Error('socket hang up');
    return typeof how === 'number' ? how : 0;
  };
  const wechat: Deps['wechat'] = {
    ...b.deps.wechat,
    sendSubscribe: async ({ openid }) => ({ errcode: await answer(pushed, openid, wechatOf(Number(openid.slice(1)))) }),
    sendSms: async ({ phone }) => {
      const how = smsOf(Number(phone.slice(-4)));
      return { errcode: await answer(texted, phone, how), code: how === 'taken' ? 'Ok' : 'Refused' };
    },
  };
  return { pushed, texted, deps: { ...b.deps, wechat } };
}

async function fill(): Promise<void> {
  const people = Array.from({ length: PEOPLE }, (_, n) => n);
  const phone = (n: number) => b.deps.vault.seal(`1380000${String(n).padStart(4, '0')}`);
  const ways = ['wechat', 'sms', 'call', 'visit'] as const;
  await b.deps.store.insert(
    'receipts',
    people.map((n) => aReceipt(n, { ways })),
  );
  await b.deps.store.insert(
    'outbox',
    people.map((n) => aMessage(n)),
  );
  await b.deps.store.insert(
    'familyMembers',
    people.map((n) => aPerson(n, { phone: phone(n) })),
  );
  await b.deps.store.insert(
    'accounts',
    people.map((n) => boundAccount(`o${n}`)),
  );
}

describe('sixty people whom nothing moves, five days long', () => {
  const kills = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), fc.boolean()), {
    maxLength: 8,
  });
  const answers = <A extends Answer>(of: readonly A[]) =>
    fc.array(fc.constantFrom(...of), { minLength: 1, maxLength: 9 });

  it('are written to once each way at most, and stand before the teacher with the right proofs', async () => {
    await fc.assert(
      fc.asyncProperty(kills, answers(WECHAT), answers(SMS), async (stopped, wechatSays, smsSays) => {
        await b.renew();
        await fill();
        const wechatOf = (n: number) => wechatSays[n % wechatSays.length] ?? 'taken';
        const smsOf = (n: number) => smsSays[n % smsSays.length] ?? 'taken';
        const { deps, pushed, texted } = platform(wechatOf, smsOf);
        for (const [first, second, lost] of stopped) {
          const runs = [mortal(deps, first, lost), mortal(deps, second, !lost)];
          await Promise.all(runs.map((run) => deliver(run, Number.POSITIVE_INFINITY).catch(() => undefined)));
          b.clock.at += 3 * 60_000;
          await giveUpStuck(mortal(deps, first, !lost)).catch(() => undefined);
        }
        while (b.clock.at < NOON + 5 * DAY) {
          await giveUpStuck(deps);
          await Promise.all([deliver(deps, Number.POSITIVE_INFINITY), deliver(deps, Number.POSITIVE_INFINITY)]);
          b.clock.at += 6 * 3_600_000;
        }

        for (const log of [pushed, texted]) expect(new Set(log).size).toBe(log.length);
        const receipts = await b.deps.store.list('receipts', { where: { schoolId: SCHOOL, refId: 'n1' }, limit: 1000 });
        expect(receipts).toHaveLength(PEOPLE);
        for (const { personId, state, rung, open, proofs } of receipts) {
          const n = Number(personId.slice(1));
          expect({ rung, open }).toEqual({ rung: 'visit', open: true });
          const gotPush = pushed.includes(`o${n}`);
          const gotSms = texted.includes(`1380000${String(n).padStart(4, '0')}`);
          // Whoever was written to is never said to have been refused, and "sent" was sent.
          if (gotPush) expect(['sent', 'unknown']).toContain(proofs.wechat?.outcome);
          if (gotSms) expect(['sent', 'unknown']).toContain(proofs.sms?.outcome);
          if (proofs.wechat?.outcome === 'sent') expect(gotPush).toBe(true);
          if (proofs.sms?.outcome === 'sent') expect(gotSms).toBe(true);
          const proved = [proofs.wechat?.outcome, proofs.sms?.outcome];
          expect(['sent', 'texted'].includes(state)).toBe(proved.includes('sent'));
          if (!proved.includes('sent')) expect(proved).toContain(state);
        }
        expect(await b.deps.store.count('outbox', { status: { in: ['queued', 'claimed'] } })).toBe(0);
        const { fen = 0 } = (await b.deps.store.get('smsMonths', `${SCHOOL}:2026-11`)) ?? {};
        expect(texted.length * FEE).toBeLessThanOrEqual(fen);
        expect(fen).toBeLessThanOrEqual(150);
      }),
      { numRuns: 6 },
    );
  }, 180_000);
});
