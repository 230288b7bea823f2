import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Families, key, seedFamilies } from '../support/booking';
import { PLANNING, slotIdOf } from '../support/booking-call';
import { FAMILIES, made, NEW } from '../support/booking-command';
import { anyCommand } from '../support/booking-commands';
import { BookingModel } from '../support/booking-model';
import { BookingWorld, outcomeOf } from '../support/booking-world';
import { sharedBackend } from '../support/shared-backend';

const b = await sharedBackend();
/** Families that come when all is over. */
const NEWCOMERS: Families = { n0: ['sn0'], n1: ['sn1'], n2: ['sn2'], n3: ['sn3'] };

/** Whatever was cut off on the way: what is free in the model can be had. */
async function expectNothingStuck(model: BookingModel): Promise<void> {
  for (const [who, studentIds] of Object.entries(NEWCOMERS)) {
    const [free] = model.free;
    if (!free) return;
    const input = { requestKey: key(), slotId: slotIdOf(free), studentIds: [...studentIds] };
    const reply = await b.reply(`o-${who}`, 'booking.claim', input);
    expect([slotIdOf(free), outcomeOf(reply)]).toEqual([slotIdOf(free), 'done']);
    made(reply, { adultId: who, studentIds, ...free, ...NEW, status: 'booked', origin: 'family' }, model);
  }
}

describe('bookings, whatever people do in whatever order', () => {
  it('are as a simple list of calls would have them', async () => {
    const runs = fc.commands([anyCommand], { maxCommands: 40, size: '+1' });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 }), runs, async (quota, commands) => {
        await b.renew();
        const windows = ([2, 3] as const).map((weekday) => ({ weekday, from: 960, to: 1005, for: 'all' as const }));
        await seedFamilies(b, { ...FAMILIES, ...NEWCOMERS }, { windows, weeklyQuota: quota, planning: PLANNING });
        const hours = { shift: 'irregular' as const, nightWeek: null, daysOff: [], only: null };
        for (const who of ['m0', 'm2'])
          await b.call(`o-${who}`, 'familyTime.save', { on: true, ...hours, together: true });
        const model = new BookingModel(quota);
        await fc.asyncModelRun(() => ({ model, real: new BookingWorld(b) }), commands);
        await expectNothingStuck(model);
      }),
      { numRuns: 20, endOnFailure: true },
    );
  }, 120_000);
});
