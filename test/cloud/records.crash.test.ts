import { describe, expect, it } from 'vitest';
import { daysByKind } from '../../cloudfunctions/_server/cadence/days';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { recordsHandlers } from '../../cloudfunctions/_server/records/handlers';
import type { Input, MethodName } from '../../miniprogram/shared/contract';
import { SCHOOL } from '../support/builders';
import { mortal } from '../support/mortal';
import { lettersIn } from '../support/notices';
import { schoolWithPhotos, shared, uploadPhoto } from '../support/records';
import { sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
/** More steps than any of these takes. */
const STEPS = 40;
const b = await sharedBackend(schoolWithPhotos, recordsHandlers);
const { receipts, messages } = lettersIn(b);
const { store } = b.deps;

/** A request that the platform stops at its n-th step. Answers whether it was through before. */
async function cutAt<M extends MethodName>(steps: number, method: M, input: Input<M>): Promise<boolean> {
  const reply = await serve(recordsHandlers, mortal(b.deps, steps, steps % 2 === 0))({ method, input }, HEAD);
  return reply.ok;
}

/** What stands of the one record, with what hangs on it. */
async function standing() {
  const [record, ...others] = await store.list('records', {
    where: { schoolId: SCHOOL, studentIds: 's-yu' },
    limit: 10,
  });
  const letters = record ? await receipts(record._id) : [];
  return {
    others: others.length,
    record: record && [record.version, record.day, record.share, record.before.length, record.struck !== null],
    done: daysByKind((await store.get('students', 's-yu'))?.done).home_visit ?? [],
    receipts: letters.map(({ over }) => over),
    messages: (await messages()).length,
  };
}

describe('stopped anywhere and sent again', () => {
  const input = async () => shared({ photos: [await uploadPhoto(b, 'one')], photosConsented: true });

  it('a record is written once, with all that hangs on it', async () => {
    for (let steps = 1, isThrough = false; !isThrough && steps < STEPS; steps++) {
      await b.renew();
      const visit = await input();
      isThrough = await cutAt(steps, 'records.write', visit);
      const half = await standing();
      // All or nothing: nobody is told of a record that is not there.
      expect(
        [half.record === undefined, half.done.length === 0, half.receipts.length === 0],
        `stopped at ${steps}`,
      ).toEqual(Array(3).fill(half.record === undefined));
      await b.call(HEAD, 'records.write', visit);
      expect(await standing(), `stopped at ${steps}`).toMatchObject({
        others: 0,
        record: [1, '2026-11-24', true, 0, false],
        done: ['2026-11-24'],
        receipts: [null, null, null],
        messages: 3,
      });
    }
  });

  it('a correction is made once, and the family sees it no more', async () => {
    for (let steps = 1, isThrough = false; !isThrough && steps < STEPS; steps++) {
      await b.renew();
      const { kind: _kind, studentIds: _ids, ...body } = shared({ share: false, shareText: '', day: '2026-11-03' });
      const visit = await input();
      const { recordId } = await b.call(HEAD, 'records.write', visit);
      const correction = { ...body, requestKey: 'again-0001', recordId, seen: 1 };
      isThrough = await cutAt(steps, 'records.correct', correction);
      await b.call(HEAD, 'records.correct', correction);
      // The photo that it leaves out is gone for good.
      expect(await b.deps.files.links(visit.photos), `stopped at ${steps}`).toEqual([null]);
      expect(await standing(), `stopped at ${steps}`).toMatchObject({
        record: [2, '2026-11-03', false, 1, false],
        done: ['2026-11-03'],
        receipts: Array(3).fill('recalled'),
        messages: 3,
      });
    }
  });

  it('a record is struck out once', async () => {
    for (let steps = 1, isThrough = false; !isThrough && steps < STEPS; steps++) {
      await b.renew();
      const { recordId } = await b.call(HEAD, 'records.write', await input());
      const strike = { recordId, why: '写错了孩子' };
      isThrough = await cutAt(steps, 'records.strike', strike);
      await b.call(HEAD, 'records.strike', strike);
      expect(await standing(), `stopped at ${steps}`).toMatchObject({
        record: [2, '2026-11-24', false, 0, true],
        done: [],
        receipts: Array(3).fill('recalled'),
      });
    }
  });
});
