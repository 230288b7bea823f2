import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { giveUpStuck, sendDue } from '../../cloudfunctions/_server/outbox/jobs';
import { SCHOOL } from '../support/builders';
import { mortal } from '../support/mortal';
import { ALL, aMessage, aPerson, aReceipt, boundAccount } from '../support/outbox';
import { sharedBackend } from '../support/shared-backend';

const b = await sharedBackend();

describe('a notice to three hundred', () => {
  const PEOPLE = 300;

  it('whoever is stopped wherever, two at a time: nobody twice, everybody accounted for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 80 }), fc.boolean()), {
          minLength: 2,
          maxLength: 6,
        }),
        async (kills) => {
          await b.renew();
          const people = Array.from({ length: PEOPLE }, (_, n) => n);
          for (let i = 0; i < PEOPLE; i += 100) {
            const part = people.slice(i, i + 100);
            await b.deps.store.insert(
              'receipts',
              part.map((n) => aReceipt(n)),
            );
            await b.deps.store.insert(
              'outbox',
              part.map((n) => aMessage(n)),
            );
            await b.deps.store.insert(
              'familyMembers',
              part.map((n) => aPerson(n)),
            );
            await b.deps.store.insert(
              'accounts',
              part.map((n) => boundAccount(`o${n}`)),
            );
          }
          for (const n of people.filter((p) => p % 10 === 3)) b.errcodes.set(`o${n}`, 43101);

          for (const [first, second, lostAnswer] of kills) {
            const runs = [mortal(b.deps, first, lostAnswer), mortal(b.deps, second, !lostAnswer)];
            await Promise.all(runs.map((run) => sendDue(run, ALL).catch(() => undefined)));
            b.clock.at += 3 * 60_000;
            await giveUpStuck(mortal(b.deps, first, lostAnswer)).catch(() => undefined);
          }
          await giveUpStuck(b.deps);
          await Promise.all([sendDue(b.deps, ALL), sendDue(b.deps, ALL)]);

          const reached = new Set(b.sent.map(({ openid }) => openid));
          expect(b.sent).toHaveLength(reached.size);
          const receipts = await b.deps.store.list('receipts', {
            where: { schoolId: SCHOOL, refId: 'n1' },
            limit: 1000,
          });
          expect(receipts).toHaveLength(PEOPLE);
          for (const { state, personId, proofs, climbAt } of receipts) {
            const openid = personId.replace('m', 'o');
            // Everybody was sent it, or the ladder goes on because it was not taken or nobody knows.
            expect(['sent', 'unknown', 'refused']).toContain(state);
            expect(proofs.wechat?.outcome).toBe(state);
            if (state === 'sent') expect(reached).toContain(openid);
            else expect(climbAt).toBeLessThanOrEqual(b.clock.at);
            if (reached.has(openid)) expect(['sent', 'unknown']).toContain(state);
          }
          expect(await b.deps.store.count('outbox', { status: { in: ['queued', 'claimed'] } })).toBe(0);
        },
      ),
      { numRuns: 6 },
    );
  });
});
