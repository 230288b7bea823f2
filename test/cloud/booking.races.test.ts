import { describe, expect, it } from 'vitest';
import { allCalls, key } from '../support/booking';
import { codes, racesIn, SLOTS, slot } from '../support/races';
import { sharedBackend } from '../support/shared-backend';

const b = await sharedBackend();
const { rounds, claim, booked, move, cancel, whereIs, expectOrder, expectNoSlotStuck } = racesIn(b, { shaken: true });

describe('many at once', () => {
  it('want one slot: one has it, and all the others are told so', async () => {
    const crowd = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`m${i}`, [`s${i}`]]));
    await rounds(6, crowd, 1, async () => {
      const replies = await Promise.all(Object.entries(crowd).map(([adult, ids]) => claim(adult, ids, slot(2, 0))));
      expect(codes(replies)).toEqual(Array.from({ length: 24 }, () => 'booking.slot-taken'));
      await expectOrder();
    });
  }, 60_000);

  it('want different free slots: nobody is refused', async () => {
    const crowd = Object.fromEntries(SLOTS.map((_, i) => [`m${i}`, [`s${i}`]]));
    await rounds(20, crowd, 1, async () => {
      const replies = await Promise.all(SLOTS.map((slotId, i) => claim(`m${i}`, [`s${i}`], slotId)));
      expect(codes(replies)).toEqual([]);
      await expectOrder();
    });
  });

  it('of one family, on two phones: one call, whichever was faster', async () => {
    await rounds(20, { father: ['s1'], mother: ['s1'] }, 1, async (i) => {
      const twice = key();
      const replies = await Promise.all([
        claim('father', ['s1'], slot(1, 0), twice),
        claim('mother', ['s1'], i % 2 ? slot(1, 0) : slot(2, 1)),
        claim('father', ['s1'], slot(1, 0), twice),
        claim('father', ['s1'], slot(2, 2)),
      ]);
      const made = new Set(replies.flatMap((reply) => (reply.ok ? [reply.data.bookingId] : [])));
      expect(made.size).toBe(1);
      expect(await allCalls(b)).toHaveLength(1);
      await expectOrder();
    });
  });

  it('at the edge of the quota: two of three have a call, and never one or three', async () => {
    await rounds(20, { father: ['s1'], mother: ['s1'] }, 2, async () => {
      const replies = await Promise.all([
        claim('father', ['s1'], slot(1, 0)),
        claim('mother', ['s1'], slot(1, 1)),
        claim('father', ['s1'], slot(2, 2)),
      ]);
      expect(codes(replies)).toEqual(['booking.quota-used']);
      await expectOrder(2);
    });
  });

  it('with brothers and sisters: who was refused is refused still, so nobody was refused what was free', async () => {
    const families = { father: ['s1', 's2'], mother: ['s1', 's2'], aunt: ['s2', 's3'] };
    await rounds(20, families, 1, async (i) => {
      const wishes: Parameters<typeof claim>[] = [
        ['father', ['s1', 's2'], slot(1, 0)],
        ['mother', ['s1'], slot(1, 1)],
        ['aunt', ['s2', 's3'], i % 2 ? slot(2, 1) : slot(1, 1)],
        ['aunt', ['s3'], slot(2, 2)],
      ];
      const replies = await Promise.all(wishes.map((wish) => claim(...wish)));
      await expectOrder();
      for (const [n, wish] of wishes.entries())
        if (!replies[n]?.ok) expect(codes([await claim(...wish)])).toHaveLength(1);
    });
  });
});

describe('a move and another', () => {
  it('claim want one slot: one has it; a mover who lost keeps its own', async () => {
    await rounds(20, { a: ['s1'], c: ['s2'] }, 1, async () => {
      const mine = await booked('a', ['s1'], slot(1, 0));
      const [moved, claimed] = await Promise.all([move('a', mine, slot(2, 1)), claim('c', ['s2'], slot(2, 1))]);
      expect(codes([moved, claimed])).toEqual(['booking.slot-taken']);
      expect(await whereIs(mine)).toEqual({ status: 'booked', slotId: moved.ok ? slot(2, 1) : slot(1, 0) });
      await expectOrder();
    });
  });

  it('move would change places: no call is lost, none is at two places', async () => {
    await rounds(20, { a: ['s1'], c: ['s2'] }, 1, async () => {
      const [mine, yours] = [await booked('a', ['s1'], slot(1, 0)), await booked('c', ['s2'], slot(2, 0))];
      const replies = await Promise.all([move('a', mine, slot(2, 0)), move('c', yours, slot(1, 0))]);
      expect(codes(replies)).toEqual(['booking.slot-taken', 'booking.slot-taken']);
      expect([await whereIs(mine), await whereIs(yours)]).toEqual([
        { status: 'booked', slotId: slot(1, 0) },
        { status: 'booked', slotId: slot(2, 0) },
      ]);
      await expectOrder();
    });
  });

  it('move follow each other: the one ahead always goes, the one behind if it came later', async () => {
    await rounds(20, { a: ['s1'], c: ['s2'] }, 1, async (i) => {
      const [behind, ahead] = [await booked('a', ['s1'], slot(1, 0)), await booked('c', ['s2'], slot(1, 1))];
      const [followed, went] = await Promise.all([move('a', behind, slot(1, 1)), move('c', ahead, slot(1, 2))]);
      expect(went.ok).toBe(true);
      expect(await whereIs(behind)).toMatchObject({ slotId: followed.ok ? slot(1, 1) : slot(1, 0) });
      await (i % 4 ? expectOrder() : expectNoSlotStuck());
    });
  });

  it('move of the same call, on two phones: it is at one place in the end', async () => {
    await rounds(20, { a: ['s1'] }, 1, async (i) => {
      const mine = await booked('a', ['s1'], slot(1, 0));
      const replies = await Promise.all([
        move('a', mine, slot(2, 0)),
        move('a', mine, slot(1, 2)),
        move('a', mine, slot(2, 0)),
      ]);
      expect(codes(replies)).toEqual([]);
      expect([slot(2, 0), slot(1, 2)]).toContain((await whereIs(mine))?.slotId);
      await (i % 4 ? expectOrder() : expectNoSlotStuck());
    });
  });

  it('cancel of the same call: it is called off wherever it stood, and holds nothing', async () => {
    await rounds(20, { a: ['s1'] }, 1, async () => {
      const mine = await booked('a', ['s1'], slot(1, 0));
      const [moved, cancelled] = await Promise.all([move('a', mine, slot(2, 1)), cancel('a', mine)]);
      expect(cancelled.ok).toBe(true);
      expect(moved.ok || moved.code === 'booking.too-late').toBe(true);
      expect((await whereIs(mine))?.status).toBe('cancelled_family');
      await expectOrder();
      expect((await claim('a', ['s1'], slot(2, 1))).ok).toBe(true);
    });
  });
});
