import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../cloudfunctions/_server/data/documents';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { recheck } from '../../cloudfunctions/_server/media/checks';
import { tendNotices } from '../../cloudfunctions/_server/notices/jobs';
import type { Input, MethodName } from '../../miniprogram/shared/contract';
import { isOver, isUnsent } from '../../miniprogram/shared/domain/notices';
import { NOON } from '../support/backend';
import { aMember, aStudent, SCHOOL } from '../support/builders';
import { mortal } from '../support/mortal';
import { aNotice, bringVerdict } from '../support/notices';
import { littleSchool, sharedBackend } from '../support/shared-backend';

/** Functions that are stopped at any step to the database, run again, run twice at once: in the end all is as if nothing had happened. */

const HEAD = 'o-t-head';
const MINUTE = 60_000;
const FOREVER = Number.POSITIVE_INFINITY;
/** Letters of so many are written in three parts by the request itself. */
const CROWD = 230;
const PEOPLE = CROWD + 5;

const b = await sharedBackend(async (fresh) => {
  await littleSchool(fresh);
  const crowd = Array.from({ length: CROWD }, (_, i) => aStudent({ _id: `s${i}`, name: `学生${i}` }));
  await fresh.deps.store.insert('students', crowd);
  await fresh.deps.store.insert(
    'familyMembers',
    crowd.map((s, i) => aMember({ _id: `m${i}`, openid: i % 5 === 0 ? null : `o${i}` }, [s])),
  );
});
const { store } = b.deps;

const ask = <M extends MethodName>(deps: Deps, method: M, input: Input<M>) =>
  serve(apiHandlers, deps)({ method, input }, HEAD);
const noticesNow = () => store.list('notices', { where: { schoolId: SCHOOL, classIds: 'c32' }, limit: 100 });
const receiptsOf = (refId: string) => store.list('receipts', { where: { schoolId: SCHOOL, refId }, limit: 1000 });

/** What can happen to a first notice, and to the one that corrects it. */
const FIRST = aNotice({ requestKey: 'tap-first' });
const SPOKEN = aNotice({ requestKey: 'tap-first', voice: { fileId: 'cloud://local.x/u/v.mp3', seconds: 3 } });
type Act = 'send' | 'correct' | 'recall' | 'tend' | 'verdict';

async function act(deps: Deps, what: Act, first: Input<'notices.send'>): Promise<unknown> {
  const notices = await noticesNow();
  const original = notices.find(({ corrects }) => corrects === null);
  if (what === 'send' || !original) return ask(deps, 'notices.send', first);
  if (what === 'tend') return tendNotices(deps, FOREVER);
  if (what === 'recall') return ask(deps, 'notices.recall', { noticeId: original._id, reason: '写错了' });
  if (what === 'correct')
    return ask(deps, 'notices.send', aNotice({ requestKey: 'tap-second', corrects: original._id, title: '改时间了' }));
  const check = await store.get('mediaChecks', `${original._id}:0`);
  return check?.traces[0] ? bringVerdict(deps, check.traces[0], 'pass') : undefined;
}

/** Everybody once, nobody left out, and whoever looks at a notice that is over finds that it is. */
async function expectSettled(notice: Notice): Promise<void> {
  const receipts = await receiptsOf(notice._id);
  const ids = new Set(receipts.map(({ _id }) => _id));
  const messages = await store.list('outbox', { where: { schoolId: SCHOOL, status: 'queued' }, limit: 1000 });
  const own = messages.filter(({ refId }) => ids.has(refId));
  expect(notice.dueAt).toBeNull();
  expect(notice.written).toBe(receipts.length);
  expect(own.map(({ _id }) => _id).sort()).toEqual(
    receipts.flatMap(({ _id, rung }) => (rung === 'wechat' ? `notice:${_id}` : [])).sort(),
  );
  if (isUnsent(notice.status)) expect(receipts).toEqual([]);
  if (notice.status === 'sent') expect(receipts).toHaveLength(PEOPLE);
  const over = isOver(notice.status) ? notice.status : null;
  expect(new Set(receipts.map((r) => `${r.over} ${r.open} ${r.climbAt !== null}`))).toEqual(
    new Set(receipts.map(() => (over ? `${over} false false` : 'null true true'))),
  );
  if (notice.voice) expect(new Set(receipts.map((r) => r.hasVoice)).size).toBeLessThanOrEqual(1);
}

const anAct = fc.record({
  what: fc.constantFrom<Act>('send', 'send', 'correct', 'recall', 'tend', 'tend', 'verdict'),
  steps: fc.integer({ min: 1, max: 45 }),
  lostAnswer: fc.boolean(),
});

describe('whatever is stopped wherever', () => {
  it('each notice reaches everybody once, or nobody any more', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anAct, anAct), { minLength: 2, maxLength: 5 }),
        fc.constantFrom(FIRST, SPOKEN, { ...SPOKEN, urgent: true }),
        async (pairs, first) => {
          await b.renew();
          for (const pair of pairs) {
            const runs = pair.map(({ what, steps, lostAnswer }) =>
              act(mortal(b.deps, steps, lostAnswer), what, first).catch(() => undefined),
            );
            await Promise.all(runs);
            b.clock.at += MINUTE;
          }
          // The phone sends again what it got no answer to, and the timer goes on ticking.
          await act(b.deps, 'send', first);
          b.clock.at = NOON + 180 * MINUTE;
          for (let tick = 0; tick < 3; tick++) {
            await recheck(b.deps);
            await tendNotices(b.deps, FOREVER);
            b.clock.at += 45 * MINUTE;
          }
          const notices = await noticesNow();
          for (const notice of notices) await expectSettled(notice);
          // A correction takes the place of the first.
          const current = notices.filter(({ status }) => status === 'sent');
          expect(current.length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);
});
