import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysByKind } from '../../cloudfunctions/_server/cadence/days';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import type { Input, MethodName } from '../../miniprogram/shared/contract';
import { addDays } from '../../miniprogram/shared/domain/calendar';
import { key } from '../support/booking';
import { mortal } from '../support/mortal';
import { visit } from '../support/records';
import { littleSchool, sharedBackend } from '../support/shared-backend';

/** Days of what was done stand on the child's document as well as in the records: whatever happens, they say the same. */

const HEAD = 'o-t-head';
const CHILDREN = ['s-yu', 's-hai'] as const;
const TODAY = '2026-11-24';
const b = await sharedBackend(littleSchool);
const { store } = b.deps;

type Written = Input<'records.write'>;
const entry = (over: Partial<Written>): Written => visit({ requestKey: key(), values: { note: '看了看' }, ...over });

/** What stands on the children's documents, and what their records say. */
async function both() {
  const [students, records] = await Promise.all([
    store.list('students', { where: { _id: { in: CHILDREN } }, limit: 10 }),
    store.list('records', { where: { schoolId: 'sch1', studentIds: { in: CHILDREN } }, limit: 1000 }),
  ]);
  const counted = Object.fromEntries(
    students.flatMap(({ _id, done = {} }) =>
      Object.entries(daysByKind(done)).map(([kind, days]) => [`${_id} ${kind}`, days]),
    ),
  );
  const told: Record<string, string[]> = {};
  for (const { studentIds, kind, day } of records.filter(({ struck }) => struck === null))
    for (const id of studentIds) told[`${id} ${kind}`] = [...(told[`${id} ${kind}`] ?? []), day].sort();
  return { counted, told };
}
const expectSame = async () => {
  const { counted, told } = await both();
  expect(counted).toEqual(told);
  return counted;
};

const anyDay = fc.integer({ min: 0, max: 5 }).map((n) => addDays(TODAY, -n));
const anyAct = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constant('write' as const), day: anyDay, whom: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('correct' as const), day: anyDay, whom: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('strike' as const), day: anyDay, whom: fc.nat(9) }) },
);

/** A visit to one child, or a look at the beds of both. */
const writing = (day: string, whom: number): Written =>
  whom === 2
    ? entry({ day, kind: 'bed_check', studentIds: [...CHILDREN] })
    : entry({ day, studentIds: [CHILDREN[whom] ?? 's-yu'] });

async function correction(recordId: string, day: string): Promise<Input<'records.correct'> | undefined> {
  const record = await store.get('records', recordId);
  if (!record || record.struck) return undefined;
  const { kind: _kind, studentIds: _ids, ...body } = entry({ day });
  return { ...body, recordId, seen: record.version };
}

describe('days that are counted', () => {
  it('are those of the records after any writes, corrections and strikes, several at a time', async () => {
    const ids: string[] = [];
    const one = async ({ act, day, whom }: { act: 'write' | 'correct' | 'strike'; day: string; whom: number }) => {
      const recordId = ids[whom % Math.max(1, ids.length)];
      if (act === 'write') {
        const reply = await b.reply(HEAD, 'records.write', writing(day, whom));
        if (reply.ok) ids.push(reply.data.recordId);
        return reply;
      }
      if (recordId === undefined) return undefined;
      if (act === 'strike') return b.reply(HEAD, 'records.strike', { recordId, why: '写错了' });
      const input = await correction(recordId, day);
      return input && b.reply(HEAD, 'records.correct', input);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anyAct, { minLength: 1, maxLength: 4 }), { maxLength: 6 }), async (turns) => {
        for (const acts of turns) {
          const replies = await Promise.all(acts.map(one));
          for (const reply of replies)
            if (reply && !reply.ok) expect(['common.stale', 'common.not-found', 'system.busy']).toContain(reply.code);
        }
        await expectSame();
      }),
      { numRuns: 12 },
    );
    expect(ids.length).toBeGreaterThan(10);
  }, 60_000);

  it('are the same in whatever order entries come', async () => {
    const days = ['2026-11-03', '2026-11-24', '2026-11-10', '2026-11-10'];
    for (const day of days) await b.call(HEAD, 'records.write', entry({ day }));
    expect((await expectSame())['s-yu home_visit']).toEqual([...days].sort());
  });

  describe.each([false, true])('where the function is stopped at any step, its last answer lost: %s', (lostAnswer) => {
    const STEPS = Array.from({ length: 16 }, (_, i) => i + 1);

    async function stoppedAt<M extends MethodName>(method: M, input: Input<M>, steps: number): Promise<boolean> {
      const dying = serve(apiHandlers, mortal(b.deps, steps, lostAnswer));
      return (await dying({ method, input }, HEAD)).ok;
    }

    it('a write counts once or not at all, and once when it is sent again', async () => {
      let stopped = 0;
      for (const steps of STEPS) {
        const before = (await expectSame())['s-hai bed_check']?.length ?? 0;
        const input = entry({ kind: 'bed_check', studentIds: [...CHILDREN] });
        if (!(await stoppedAt('records.write', input, steps))) stopped += 1;
        await expectSame();
        await b.call(HEAD, 'records.write', input);
        expect((await expectSame())['s-hai bed_check']).toHaveLength(before + 1);
      }
      expect(stopped).toBeGreaterThan(5);
    });

    it('a correction and a strike take back exactly their own day', async () => {
      let stopped = 0;
      await b.call(HEAD, 'records.write', entry({ day: '2026-11-20' }));
      for (const steps of STEPS) {
        const { recordId } = await b.call(HEAD, 'records.write', entry({ day: '2026-11-20' }));
        const moved = await correction(recordId, '2026-11-23');
        if (!moved) throw new Error('it was just written');
        if (!(await stoppedAt('records.correct', moved, steps))) stopped += 1;
        await expectSame();
        await b.call(HEAD, 'records.correct', moved);
        expect((await expectSame())['s-yu home_visit']).toEqual(['2026-11-20', '2026-11-23']);
        if (!(await stoppedAt('records.strike', { recordId, why: '写错了' }, steps))) stopped += 1;
        await expectSame();
        await b.call(HEAD, 'records.strike', { recordId, why: '写错了' });
        expect((await expectSame())['s-yu home_visit']).toEqual(['2026-11-20']);
      }
      expect(stopped).toBeGreaterThan(10);
    });
  });
});
