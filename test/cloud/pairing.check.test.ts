import { describe, expect, it } from 'vitest';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { key } from '../support/booking';
import { meanwhile } from '../support/mortal';
import { ADMIN, pairsIn, schoolWithVolunteer, yu } from '../support/pairing';
import { code, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(schoolWithVolunteer);
const { store } = b.deps;
const { end, history, idOf, pair, requireTrue } = pairsIn(b);

describe('a volunteer’s background check', () => {
  it.each([undefined, null, '2026-11-23'])(
    'refuses a volunteer whose check is %s, and whose access is none',
    async (checkedUntil) => {
      await store.updateWhere('staff', { _id: 't-volunteer' }, { set: { checkedUntil: checkedUntil ?? null } });
      expect(await code(pair([yu('t-volunteer', 'volunteer')]))).toBe('pairing.unchecked');
      expect(
        await code(end(await idOf('s-hai', 't-mentor'), { next: { mentorId: 't-volunteer', kind: 'volunteer' } })),
      ).toBe('pairing.unchecked');
      expect((await store.get('staff', 't-mentor'))?.menteeIds).toEqual(['s-hai']);
      await requireTrue();
    },
  );

  it('closes a volunteer out on the day after the check ends', async () => {
    await pair([yu('t-volunteer', 'volunteer')]);
    b.clock.at += 16 * 86_400_000;
    expect(await code(history('s-yu', 'o-t-volunteer'))).toBe('done');
    b.clock.at += 86_400_000;
    expect(await code(history('s-yu', 'o-t-volunteer'))).toBe('common.not-found');
  });
});

describe('a check that is taken back while a pair is made', () => {
  const takenBack = () => store.updateWhere('staff', { _id: 't-volunteer' }, { set: { checkedUntil: null } });
  const ask = (request: { method: string; input: unknown }) =>
    serve(
      apiHandlers,
      meanwhile(b.deps, (step) => step === 'transact', takenBack),
    )(request, ADMIN);

  it('comes in time: the check is looked at once more in the moment of pairing', async () => {
    const input = { requestKey: key(), pairs: [yu('t-volunteer', 'volunteer')] };
    expect(await ask({ method: 'pairing.pair', input })).toMatchObject({ ok: false, code: 'pairing.unchecked' });
    expect((await store.get('staff', 't-volunteer'))?.menteeIds).toEqual([]);
    await requireTrue();
  });

  it('comes in time for a child that is handed on, which keeps whom it had', async () => {
    const next = { mentorId: 't-volunteer', kind: 'volunteer' };
    const pairingId = await idOf('s-hai', 't-mentor');
    const input = { requestKey: key(), pairingId, why: 'handed_on', note: '', next };
    expect(await ask({ method: 'pairing.end', input })).toMatchObject({ ok: false, code: 'pairing.unchecked' });
    expect((await store.get('staff', 't-mentor'))?.menteeIds).toEqual(['s-hai']);
    await requireTrue();
  });
});
