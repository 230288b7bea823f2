import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../cloudfunctions/_server/data/store';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { sendDue } from '../../cloudfunctions/_server/outbox/jobs';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { allCalls, asking, inspect, key } from '../support/booking';
import { mortal } from '../support/mortal';
import { ALL } from '../support/outbox';
import { codes, racesIn, slot } from '../support/races';
import { sharedBackend } from '../support/shared-backend';

const b = await sharedBackend();
const { rounds, claim, booked, move, cancel, whereIs, expectOrder, expectNoSlotStuck } = racesIn(b, { shaken: false });

/** A function to which something else happens than letting go of a former seat. Stale locks it takes away as ever. */
const lettingGo = (deps: Deps, instead: (removal: () => Promise<number>) => Promise<number>): Deps => {
  const removeWhere: Store['removeWhere'] = (collection, where) => {
    const removal = () => deps.store.removeWhere(collection, where);
    return collection === 'locks' && 'schoolId' in where ? instead(removal) : removal();
  };
  return { ...deps, store: { ...deps.store, removeWhere } };
};

/** A function that dies once its change is committed: nothing of what follows happens. */
const withoutRelease = (deps: Deps): Deps =>
  lettingGo(deps, async () => {
    throw new Error('stopped');
  });

/** A function that lets go late: not until it is told to. */
function slowly(deps: Deps): { readonly deps: Deps; readonly letGo: () => Promise<void> } {
  const waiting: (() => Promise<number>)[] = [];
  return {
    deps: lettingGo(deps, async (removal) => {
      waiting.push(removal);
      return 0;
    }),
    async letGo() {
      for (const one of waiting.splice(0)) await one();
    },
  };
}

describe('a function that dies between its change and letting go', () => {
  it('after a cancel: the next has the slot at once, and the family its week', async () => {
    await rounds(15, { a: ['s1'], c: ['s2'] }, 1, async (i) => {
      const mine = await booked('a', ['s1'], slot(1, 0));
      expect(await asking(withoutRelease(b.deps))('o-a', 'booking.cancel', { bookingId: mine })).toMatchObject({
        ok: true,
        data: { status: 'cancelled_family' },
      });
      expect((await inspect(b, 1)).stale).toBe(13);
      const wishes = [claim('c', ['s2'], slot(1, 0)), claim('a', ['s1'], slot(i % 2 ? 1 : 2, 1))];
      expect(codes(await Promise.all(wishes))).toEqual([]);
      await expectNoSlotStuck();
    });
  });

  it('after a move: what it left is free, what it took is held', async () => {
    await rounds(15, { a: ['s1'], c: ['s2'] }, 1, async (i) => {
      const mine = await booked('a', ['s1'], slot(1, 0));
      const to = slot(i % 2 ? 1 : 2, 1);
      await asking(withoutRelease(b.deps))('o-a', 'booking.move', { bookingId: mine, slotId: to });
      expect(codes([await claim('c', ['s2'], to), await claim('c', ['s2'], slot(1, 0))])).toEqual([
        'booking.slot-taken',
      ]);
      expect(await whereIs(mine)).toEqual({ status: 'booked', slotId: to });
      await expectNoSlotStuck();
    });
  });

  it('wherever it is stopped, and whichever reply is lost: asked again, the thing is done once and nothing is stuck', async () => {
    const what = fc.constantFrom('claim', 'move', 'cancel');
    const runs: [string, number, boolean][] = [];
    fc.assert(
      fc.property(what, fc.integer({ min: 1, max: 9 }), fc.boolean(), (...run) => void runs.push(run)),
      { numRuns: 36, seed: 20_261_122 },
    );
    await rounds(runs.length, { a: ['s1'], c: ['s2'] }, 1, async (i) => {
      const [doing, steps, lostAnswer] = runs[i] ?? ['claim', 1, false];
      const mine = doing === 'claim' ? undefined : await booked('a', ['s1'], slot(1, 0));
      const request = key();
      const go = (deps: Deps) => {
        const ask = asking(deps);
        if (mine === undefined)
          return ask('o-a', 'booking.claim', { requestKey: request, slotId: slot(1, 1), studentIds: ['s1'] });
        return doing === 'move'
          ? ask('o-a', 'booking.move', { bookingId: mine, slotId: slot(1, 1) })
          : ask('o-a', 'booking.cancel', { bookingId: mine });
      };
      await go(mortal(b.deps, steps, lostAnswer));
      expect(await go(b.deps)).toMatchObject({ ok: true });
      const [call, ...others] = await allCalls(b);
      expect(others).toEqual([]);
      expect(call).toMatchObject(doing === 'cancel' ? { status: 'cancelled_family' } : { status: 'booked', from: 975 });
      await expectNoSlotStuck();
    });
  });
});

describe('removals that come late', () => {
  it('touch nothing that the same call took since: there and back again, over shared cells, any number of times', async () => {
    await rounds(20, { a: ['s1'], c: ['s2'] }, 1, async (i) => {
      const slow = slowly(b.deps);
      const mine = await booked('a', ['s1'], slot(1, 0));
      const ways = [slot(2, 0), slot(1, 0), slot(1, 1), slot(1, 0), slot(2, 2), slot(1, 0)].slice(0, 2 + (i % 5));
      for (const slotId of ways) {
        const moved = await asking(slow.deps)('o-a', 'booking.move', { bookingId: mine, slotId });
        expect(moved.ok).toBe(true);
        if (i % 3 === 0) await slow.letGo();
      }
      await slow.letGo();
      expect((await inspect(b, 1)).broken).toEqual([]);
      expect((await whereIs(mine))?.slotId).toBe(ways.at(-1));
      await expectNoSlotStuck();
    });
  });

  it('touch nothing that another took since', async () => {
    await rounds(15, { a: ['s1'], c: ['s2'] }, 1, async (i) => {
      const slow = slowly(b.deps);
      const mine = await booked('a', ['s1'], slot(1, 0));
      if (i % 2) await asking(slow.deps)('o-a', 'booking.cancel', { bookingId: mine });
      else await asking(slow.deps)('o-a', 'booking.move', { bookingId: mine, slotId: slot(2, 1) });
      await booked('c', ['s2'], slot(1, 0));
      await slow.letGo();
      await expectOrder();
    });
  });
});

describe('reminders', () => {
  /** Sends whatever is due from now until after the calls of tomorrow, and answers the times of which each adult was told. */
  const told = async () => {
    for (let minute = 12 * 60; minute <= 48 * 60; minute += 30) {
      b.clock.at = instantOf('2026-11-24', minute);
      await sendDue(b.deps, ALL);
    }
    return b.sent.map(({ openid, data }) => `${openid} ${data.time1?.split('日 ')[1]}`).sort();
  };

  it('leave twice for a call that stays: a day and an hour before', async () => {
    await rounds(1, { a: ['s1'] }, 1, async () => {
      await booked('a', ['s1'], slot(1, 0));
      expect(await told()).toEqual(['o-a 16:00', 'o-a 16:00']);
    });
  });

  it('never leave after a cancel, also where the function died before it dropped them', async () => {
    await rounds(4, { a: ['s1'], c: ['s2'] }, 1, async (i) => {
      const mine = await booked('a', ['s1'], slot(1, 0));
      const deps = i % 2 ? withoutRelease(b.deps) : b.deps;
      expect(await asking(deps)('o-a', 'booking.cancel', { bookingId: mine })).toMatchObject({ ok: true });
      if (i > 1) await booked('c', ['s2'], slot(1, 0));
      expect(await told()).toEqual(i > 1 ? ['o-c 16:00', 'o-c 16:00'] : []);
    });
  });

  it('name only the time at which the call stands after all its moves, and that twice', async () => {
    await rounds(6, { a: ['s1'] }, 1, async (i) => {
      const mine = await booked('a', ['s1'], slot(1, 0));
      const deps = i % 2 ? withoutRelease(b.deps) : b.deps;
      for (const slotId of [slot(1, 2), slot(2, 0), slot(1, 0), slot(1, 1)].slice(0, 2 + (i % 3)))
        expect(await asking(deps)('o-a', 'booking.move', { bookingId: mine, slotId })).toMatchObject({ ok: true });
      const time = { 2: '16:00', 3: '16:00', 4: '16:15' }[2 + (i % 3)];
      expect(await told()).toEqual([`o-a ${time}`, `o-a ${time}`]);
    });
  });

  it('are not sent anew where the call was moved after the first had left', async () => {
    await rounds(1, { a: ['s1'] }, 1, async () => {
      const mine = await booked('a', ['s1'], slot(1, 0));
      b.clock.at = instantOf('2026-11-24', 17 * 60);
      await sendDue(b.deps, ALL);
      expect((await move('a', mine, slot(2, 2))).ok).toBe(true);
      // A day before the new time is over by now: what is left is the hour before.
      expect(await told()).toEqual(['o-a 16:00', 'o-a 16:30']);
      expect((await cancel('a', mine)).ok).toBe(false);
    });
  });
});
