import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../cloudfunctions/_server/data/documents';
import { deliver } from '../../cloudfunctions/_server/kernel/deliver';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { tendNotices } from '../../cloudfunctions/_server/notices/jobs';
import { mendFamilies } from '../../cloudfunctions/_server/notices/ladder';
import { giveUpStuck } from '../../cloudfunctions/_server/outbox/jobs';
import type { Input, MethodName } from '../../miniprogram/shared/contract';
import { isOver, isUnsent, NUDGES } from '../../miniprogram/shared/domain/notices';
import { coveredOf, isSettled, reachedOf } from '../../miniprogram/shared/domain/receipts';
import { aSchool, SCHOOL } from '../support/builders';
import { mortal } from '../support/mortal';
import { aNotice } from '../support/notices';
import { littleSchool, sharedBackend } from '../support/shared-backend';

/** Whatever the school, the families, WeChat and the platform do to notices at once: what must be true in the end. */

const HEAD = 'o-t-head';
const HOUR = 3_600_000;
const EVER = Number.POSITIVE_INFINITY;
const PEOPLE = ['m-father', 'm-mother', 'm-granny', 'm-father2', 'm-grandpa'] as const;
type Who = (typeof PEOPLE)[number];

const b = await sharedBackend(async (fresh) => {
  await littleSchool(fresh);
  await fresh.deps.store.put('schools', aSchool({ sms: { on: true, capFen: 20, feeFen: 5 } }));
});
const { store } = b.deps;
const ask = <M extends MethodName>(deps: Deps, openid: string, method: M, input: Input<M>) =>
  serve(apiHandlers, deps)({ method, input }, openid);
const noticesNow = () => store.list('notices', { where: { schoolId: SCHOOL, classIds: 'c32' }, limit: 100 });
const receiptsNow = async (): Promise<Receipt[]> =>
  (await Promise.all((await noticesNow()).map(({ _id }) => receiptsOf(_id)))).flat();
const receiptsOf = (refId: string) => store.list('receipts', { where: { schoolId: SCHOOL, refId }, limit: 1000 });

const ACTS = [
  'send',
  'correct',
  'recall',
  'nudge',
  'told',
  'in vain',
  'open',
  'confirmed',
  'signed',
  'call_me',
] as const;
const anAct = fc.record({
  what: fc.constantFrom(...ACTS, 'deliver' as const, 'deliver' as const, 'tend' as const, 'stuck' as const),
  who: fc.constantFrom(...PEOPLE),
  newest: fc.boolean(),
  steps: fc.oneof({ weight: 2, arbitrary: fc.constant(10_000) }, fc.integer({ min: 1, max: 25 })),
  lost: fc.boolean(),
});
type Act = typeof anAct extends fc.Arbitrary<infer A> ? A : never;

/** What families were told was taken. */
let taken: { readonly receiptId: string; readonly answer: 'confirmed' | 'signed' }[] = [];

async function does({ what, who, newest, steps, lost }: Act, asks: 'confirm' | 'sign', n: number): Promise<unknown> {
  const deps = mortal(b.deps, steps, lost);
  const notices = await noticesNow();
  const original = notices.find(({ corrects }) => corrects === null);
  const first = aNotice({ requestKey: 'tap-first', asks });
  if (!original || what === 'send') return ask(deps, HEAD, 'notices.send', first);
  const correction = notices.find(({ corrects }) => corrects !== null);
  const noticeId = (newest ? correction : original)?._id ?? original._id;
  const receiptId = `${noticeId}:${who}`;
  const tap = { requestKey: `tap-${String(n).padStart(6, '0')}` };
  const teller = (outcome: 'told' | 'no_answer') =>
    ask(deps, HEAD, 'notices.told', { ...tap, receiptId, way: 'call', outcome });
  const family = `o-${who}`;
  const answers = async (answer: 'confirmed' | 'signed') => {
    const what = answer === 'signed' ? { answer, fileId: 'cloud://local.x/u/name.png' } : { answer };
    const reply = await ask(deps, family, 'notices.answer', { receiptId, ...what } as Input<'notices.answer'>);
    if (reply.ok) taken.push({ receiptId, answer });
  };
  const doing: Readonly<Record<typeof what, () => Promise<unknown>>> = {
    correct: () =>
      ask(deps, HEAD, 'notices.send', {
        ...first,
        requestKey: 'tap-second',
        corrects: original._id,
        title: '改时间了',
      }),
    recall: () => ask(deps, HEAD, 'notices.recall', { noticeId, reason: '写错了' }),
    nudge: () => ask(deps, HEAD, 'notices.nudge', { ...tap, noticeId }),
    told: () => teller('told'),
    'in vain': () => teller('no_answer'),
    open: () => ask(deps, family, 'notices.open', { receiptId }),
    confirmed: () => answers('confirmed'),
    signed: () => answers('signed'),
    call_me: () => ask(deps, family, 'notices.answer', { receiptId, answer: 'call_me' }),
    deliver: () => deliver(deps, EVER),
    tend: () => tendNotices(deps, EVER),
    stuck: () => giveUpStuck(deps),
  };
  return doing[what]();
}

/** The timer, for some days, by a clock that goes on two hours at a time. */
async function settle(days: number): Promise<void> {
  for (let tick = 0; tick < days * 12; tick++) {
    await giveUpStuck(b.deps);
    await tendNotices(b.deps, EVER);
    await mendFamilies(b.deps, EVER);
    await deliver(b.deps, EVER);
    b.clock.at += 2 * HOUR;
  }
}

async function expectLaws(): Promise<void> {
  for (const { _id, status, dueAt } of await noticesNow()) {
    expect(isUnsent(status) || status === 'sending' || dueAt !== null).toBe(false);
    const lines = await receiptsOf(_id);
    const [covered, reached] = [coveredOf(lines), reachedOf(lines)];
    for (const { _id: id, open, over, wantsCall, state, asks, climbAt, rung, nudges } of lines) {
      const seen = { id, state, rung };
      if (isOver(status))
        expect({ ...seen, over, open, climbAt }).toEqual({ ...seen, over: status, open: false, climbAt: null });
      else {
        expect({ ...seen, over, open }).toEqual({
          ...seen,
          over: null,
          open: wantsCall || (!isSettled(asks, state, false) && !covered.has(id)),
        });
        // Nobody stands still below the top but whose family has heard.
        if (open && climbAt === null && !reached.has(id))
          expect({ ...seen, wantsCall }).toMatchObject({ rung: 'visit' });
      }
      expect(nudges).toBeLessThanOrEqual(NUDGES.most);
    }
  }
  const receipts = new Map((await receiptsNow()).map((receipt) => [receipt._id, receipt]));
  for (const { receiptId, answer } of taken) {
    const receipt = receipts.get(receiptId);
    expect(isSettled('confirm', receipt?.state ?? 'queued', false)).toBe(true);
    if (answer === 'signed') expect(receipt?.signature).not.toBeNull();
  }
  const once = (log: readonly string[], most: number) => {
    for (const one of new Set(log)) expect(log.filter((other) => other === one).length).toBeLessThanOrEqual(most);
  };
  once(
    b.sent.map(({ openid, page }) => `${openid} ${page}`),
    1 + NUDGES.most,
  );
  once(
    b.texted.map(({ phone, content }) => `${phone} ${content}`),
    1,
  );
  expect(b.texted.length * 5).toBeLessThanOrEqual(20);
  expect(await store.count('outbox', { status: { in: ['queued', 'claimed'] } })).toBe(0);
}

describe('notices', () => {
  it('in the end nothing is said twice, lost, or waited for in vain', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anAct, anAct, fc.integer({ min: 0, max: 10 })), { minLength: 3, maxLength: 9 }),
        fc.constantFrom('confirm' as const, 'sign' as const),
        fc.subarray([...PEOPLE]) as fc.Arbitrary<Who[]>,
        async (rounds, asks, refusing) => {
          await b.renew();
          taken = [];
          for (const who of refusing) b.errcodes.set(`o-${who}`, 43101);
          for (const [i, [one, other, hours]] of rounds.entries()) {
            const both = [does(one, asks, 2 * i), does(other, asks, 2 * i + 1)];
            await Promise.all(both.map((run) => run.catch(() => undefined)));
            b.clock.at += hours * HOUR + 60_000;
          }
          await settle(12);
          await expectLaws();
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 8), interruptAfterTimeLimit: Number(process.env.MS ?? 90_000) },
    );
  }, 600_000);
});
