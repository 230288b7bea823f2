import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { key } from '../support/booking';
import { SCHOOL } from '../support/builders';
import { mortal } from '../support/mortal';
import { ADMIN, pairsIn, schoolWithVolunteer, yu } from '../support/pairing';
import { code, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(schoolWithVolunteer);
const { store } = b.deps;
const { end, history, idOf, pair, requireTrue } = pairsIn(b);

describe('cut off', () => {
  it('at any step leaves pairs that are whole, and the same request makes the rest', async () => {
    const request = {
      requestKey: key(),
      pairs: [yu('t-duty'), yu('t-other'), { ...yu('t-head'), studentId: 's-other' }],
    };
    for (let step = 1; step <= 40; step++) {
      await b.renew();
      const dying = serve(apiHandlers, mortal(b.deps, step, step % 2 === 0));
      const first = await dying({ method: 'pairing.pair', input: request }, ADMIN);
      await requireTrue();
      expect(await b.call(ADMIN, 'pairing.pair', { ...request, onlyAlone: false })).toMatchObject({ made: 3 });
      expect((await history('s-yu')).rows).toHaveLength(2);
      await requireTrue();
      if (first.ok) return;
    }
    throw new Error('it never came through');
  }, 60_000);

  it('at any step of an ending with a successor', async () => {
    for (let step = 1; step <= 40; step++) {
      await b.renew();
      const input = {
        ...{ requestKey: 'end-the-pair', pairingId: await idOf('s-hai', 't-mentor'), why: 'handed_on', note: '爱画画' },
        next: { mentorId: 't-duty', kind: 'teacher' },
      };
      const first = await serve(apiHandlers, mortal(b.deps, step, step % 2 === 0))(
        { method: 'pairing.end', input },
        ADMIN,
      );
      await requireTrue();
      const mentors = async () => (await store.get('students', 's-hai'))?.mentors;
      expect(await mentors()).toBe(1);
      await serve(apiHandlers, b.deps)({ method: 'pairing.end', input }, ADMIN);
      expect(await mentors()).toBe(1);
      expect((await store.get('staff', 't-duty'))?.menteeIds).toEqual(['s-hai']);
      await requireTrue();
      if (first.ok) return;
    }
    throw new Error('it never came through');
  }, 60_000);
});

it('whatever happens in whatever order, the access is what the history says', async () => {
  const CHILDREN = ['s-yu', 's-hai', 's-other'];
  const MENTORS = ['t-duty', 't-mentor', 't-other', 't-volunteer'];
  const act = fc.record({
    what: fc.constantFrom('pair', 'pair', 'end', 'next', 'leave', 'back', 'remove'),
    child: fc.constantFrom(...CHILDREN),
    mentor: fc.constantFrom(...MENTORS),
    other: fc.constantFrom(...MENTORS),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(act, { minLength: 1, maxLength: 2 }), { maxLength: 8 }), async (acts) => {
      await b.renew();
      for (const together of acts) {
        await Promise.all(
          together.map(async ({ what, child: studentId, mentor: mentorId, other }) => {
            const kindOf = (id: string) => (id === 't-volunteer' ? ('volunteer' as const) : ('teacher' as const));
            const pairings = await store.list('pairings', {
              where: { schoolId: SCHOOL, studentId, adult: true, to: null },
              limit: 10,
            });
            const found = pairings.find((one) => one.mentorId === mentorId) ?? pairings[0];
            const next = what === 'next' ? { mentorId: other, kind: kindOf(other) } : null;
            if (what === 'pair') await code(pair([{ studentId, mentorId, kind: kindOf(mentorId) }]));
            else if (what === 'end' || what === 'next') await (found && code(end(found._id, { next })));
            else if (what === 'leave')
              await code(
                b.call(ADMIN, 'transfer.leave', {
                  ...{ key: key(), studentId, how: 'moved', day: '2026-11-24', whereTo: '', withFile: false },
                }),
              );
            else if (what === 'back')
              await code(b.call(ADMIN, 'transfer.rejoin', { key: key(), studentId, classId: 'c32' }));
            else await code(b.call(ADMIN, 'staff.remove', { id: 't-mentor' }));
          }),
        );
        await requireTrue();
      }
    }),
    { numRuns: 12 },
  );
}, 120_000);
