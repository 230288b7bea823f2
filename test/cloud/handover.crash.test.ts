import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resumeHandovers } from '../../cloudfunctions/_server/handover/act';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import type { HandoverDraft } from '../../miniprogram/shared/contract';
import { ADMIN, openReceipt, schoolAtYearsEnd, schoolNow, signed, yearOf } from '../support/handover';
import { mortal } from '../support/mortal';
import { sharedBackend } from '../support/shared-backend';

/** Functions that are stopped at any step to the database, and run twice at once: in the end all is as if nothing had happened. */

const MINUTE = 60_000;
const FOREVER = Number.POSITIVE_INFINITY;
const b = await sharedBackend(async (fresh) => {
  await schoolAtYearsEnd(fresh);
  await openReceipt(fresh);
  await fresh.deps.store.removeWhere('bookings', { _id: 'b-alone' });
});

const ask = (deps: Deps, method: 'handover.apply' | 'handover.undo', id: string) =>
  serve(apiHandlers, deps)({ method, input: { id } }, ADMIN);
const NEXT = { grade: 4, number: 2 };
/** A new teacher; a class split and its rest merged with another; two classes that change places within the year. */
const PLANS: readonly (() => Promise<HandoverDraft>)[] = [
  () => yearOf(b, ({ classId }) => ({ carry: true, ...(classId === 'c32' ? { teacherId: 't-new' } : {}) })),
  async () => {
    const year = await yearOf(b, ({ classId }) => ({
      carry: true,
      ...(classId === 'c11' ? { to: NEXT, teacherId: 't-head' } : {}),
    }));
    const to = { grade: 4, number: 3 };
    const part = { classId: 'c32', to, teacherId: 't-new', carry: true };
    const mentors = [{ studentId: 's-hai', fromId: 't-mentor', toId: 't-other' }];
    const moves = [
      { studentId: 's-hai', to },
      { studentId: 's-big', to: NEXT },
    ];
    return { ...year, classes: [...year.classes, part], moves, mentors };
  },
  async () => {
    const { draft } = await b.call(ADMIN, 'handover.propose', { kind: 'change' });
    const places: Readonly<Record<string, object>> = {
      c32: { to: { grade: 1, number: 1 }, teacherId: 't-other', carry: true },
      c11: { to: { grade: 3, number: 2 }, teacherId: 't-head', carry: true },
    };
    return { ...draft, classes: draft.classes.map((entry) => ({ ...entry, ...places[entry.classId] })) };
  },
];
const [WITH_NEW_TEACHER] = PLANS;
const status = async (id: string) => (await b.deps.store.get('handovers', id))?.status;
/** What was carried out, without what differs from run to run. */
const outcome = async (id: string) => (await schoolNow(b)).replaceAll(id, 'ID');

async function jobs(id: string): Promise<void> {
  for (let tick = 0; tick < 4 && ['applying', 'undoing'].includes((await status(id)) ?? ''); tick++) {
    b.clock.at += 2 * MINUTE;
    await resumeHandovers(b.deps, FOREVER);
  }
}

const aCut = fc.record({ steps: fc.integer({ min: 3, max: 130 }), lostAnswer: fc.boolean() });

describe('a handover that is cut off anywhere', () => {
  it.each(PLANS.map((plan, i) => [i + 1, plan] as const))(
    'comes to the same as one that is not, and is taken back to what was before: plan %i',
    async (_, plan) => {
      const start = await schoolNow(b);
      const first = await signed(b, await plan());
      await b.call(ADMIN, 'handover.apply', { id: first });
      const wanted = await outcome(first);
      expect(wanted).not.toBe(start);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(aCut, aCut), { minLength: 1, maxLength: 3 }),
          fc.array(aCut, { minLength: 1, maxLength: 2 }),
          async (applies, undos) => {
            await b.renew();
            const id = await signed(b, await plan());
            for (const pair of applies)
              await Promise.all(
                pair.map(({ steps, lostAnswer }) => ask(mortal(b.deps, steps, lostAnswer), 'handover.apply', id)),
              );
            // The phone sends again what it got no answer to, or the job goes on.
            if ((await status(id)) === 'signing') await ask(b.deps, 'handover.apply', id);
            await jobs(id);
            expect(await status(id)).toBe('applied');
            expect(await outcome(id)).toBe(wanted);
            for (const { steps, lostAnswer } of undos)
              await ask(mortal(b.deps, steps, lostAnswer), 'handover.undo', id);
            if ((await status(id)) === 'applied') await ask(b.deps, 'handover.undo', id);
            await jobs(id);
            expect(await status(id)).toBe('undone');
            expect(await schoolNow(b)).toBe(start);
            expect(await b.deps.store.get('locks', 'handover:sch1')).toBeUndefined();
          },
        ),
        { numRuns: Number(process.env.HANDOVER_RUNS ?? 6) },
      );
    },
    600_000,
  );

  it('has ended the old teacher’s access with its very first step', async () => {
    const id = await signed(b, await (WITH_NEW_TEACHER?.() ?? yearOf(b)));
    let cut = 3;
    for (; (await b.deps.store.get('staff', 't-head'))?.classIds.length === 1; cut++)
      await ask(mortal(b.deps, cut, true), 'handover.apply', id);
    expect((await b.deps.store.get('students', 's-yu'))?.classId).toBe('c32');
    expect(await b.reply('o-t-head', 'contacts.file', { studentId: 's-yu' })).toMatchObject({
      code: 'common.not-found',
    });
    await jobs(id);
    expect(await status(id)).toBe('applied');
  });
});
