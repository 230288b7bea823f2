import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Booking } from '../../cloudfunctions/_server/data/documents';
import type { CallEnd, MethodName, Reply } from '../../miniprogram/shared/contract';
import type { ErrorCode } from '../../miniprogram/shared/errors/catalogue';
import { allCalls, type Families, inspect, key, seedFamilies } from '../support/booking';
import { SCHOOL } from '../support/builders';
import { codes } from '../support/races';
import { sharedBackend } from '../support/shared-backend';

const b = await sharedBackend();
const ask = b.reply;
const DESK = 'o-t-admin';

/** Whose children are whose: siblings, parents who share children, and a child that two households share. */
const FAMILIES: Families = { m0: ['s0', 's1'], m1: ['s0', 's1'], m2: ['s2'], m3: ['s2', 's3'], m4: ['s4'] };
const PARENTS = Object.keys(FAMILIES);
/** Starts that overlap in part once slots are longer: the grid of 15 minutes and that of 20 begin together at 16:00. */
const STARTS = [960, 975, 980];
const DAYS = ['2026-11-24', '2026-12-01'];
const OUTCOMES: readonly CallEnd[] = ['done', 'no_show_parent', 'no_show_child', 'failed_school', 'failed_network'];

const parent = fc.constantFrom(...PARENTS);
const nth = fc.nat(5);
const slotId = fc
  .tuple(fc.constantFrom('p1', 'p2'), fc.constantFrom(...DAYS), fc.constantFrom(...STARTS))
  .map(([point, day, from]) => `${SCHOOL}.${point}:${day}:${from}`);
const kidsOf = (who: string, which: 'first' | 'last' | 'all'): string[] => {
  const ids = FAMILIES[who] ?? [];
  return which === 'all' ? [...ids] : which === 'first' ? ids.slice(0, 1) : ids.slice(-1);
};
const kids = fc.constantFrom('first' as const, 'last' as const, 'all' as const);

/** What somebody does with the calls that were there before; answers what came of each request. */
type Command = (known: readonly Booking[]) => Promise<Reply<MethodName>[]>;
/** A command on one of the calls, if there is any. */
const onCall =
  (n: number, run: (call: Booking) => Promise<Reply<MethodName>[]>): Command =>
  async (known) => {
    const call = known[n % Math.max(1, known.length)];
    return call ? run(call) : [];
  };
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(parent, slotId, kids).map(([who, at, which]): Command => {
      const input = { requestKey: key(), slotId: at, studentIds: kidsOf(who, which) };
      return async () => [await ask(`o-${who}`, 'booking.claim', input)];
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(parent, slotId, nth)
      .map(([who, to, n]) =>
        onCall(n, async ({ _id: bookingId }) => [await ask(`o-${who}`, 'booking.move', { bookingId, slotId: to })]),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(parent, nth)
      .map(([who, n]) =>
        onCall(n, async ({ _id: bookingId }) => [await ask(`o-${who}`, 'booking.cancel', { bookingId })]),
      ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(parent, slotId, kids).map(([adultId, at, which]): Command => {
      const input = { requestKey: key(), slotId: at, studentIds: kidsOf(adultId, which), adultId };
      return async () => [await ask(DESK, 'desk.walkIn', input)];
    }),
  },
  {
    weight: 1,
    arbitrary: nth.map((n) =>
      onCall(n, async ({ _id: bookingId, version }) => [
        await ask(DESK, 'desk.extend', { bookingId, version, minutes: 5 }),
      ]),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(nth, fc.constantFrom(...OUTCOMES)).map(([n, outcome]) =>
      onCall(n, async ({ _id: bookingId, version }) => {
        if (outcome === 'failed_school') return [await ask(DESK, 'calls.finish', { bookingId, version, outcome })];
        return [
          await ask(DESK, 'calls.start', { bookingId, version, channel: 'phone' }),
          await ask(DESK, 'calls.finish', { bookingId, version: version + 1, outcome }),
        ];
      }),
    ),
  },
);
/** Rounds one after the other; the commands of a round run against each other. */
const world = fc.record({
  quota: fc.integer({ min: 1, max: 2 }),
  rounds: fc.array(
    fc.record({ minutes: fc.constantFrom(15, 20), commands: fc.array(command, { minLength: 3, maxLength: 12 }) }),
    { minLength: 2, maxLength: 5 },
  ),
});

/** What people may be told; anything else is a fault of ours. */
const REFUSALS: readonly ErrorCode[] = [
  'booking.slot-taken',
  'booking.slot-gone',
  'booking.quota-used',
  'booking.child-busy',
  'booking.adult-busy',
  'booking.too-late',
  'calls.next-taken',
  'calls.wrong-state',
  'common.stale',
  'common.not-found',
  'system.busy',
];

describe('bookings under load', () => {
  it('never let two calls overlap at a point, for a child or an adult, nor a child exceed its week; locks are those of the calls that hold', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ quota, rounds }) => {
        await b.renew();
        await seedFamilies(b, FAMILIES, { weeklyQuota: quota });
        for (const { minutes, commands } of rounds) {
          await b.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { slotMinutes: minutes } });
          const known = await allCalls(b);
          const replies = (await Promise.all(commands.map((run) => run(known)))).flat();
          expect(codes(replies).filter((code) => !REFUSALS.includes(code))).toEqual([]);
          expect(await inspect(b, quota)).toEqual({ broken: [], stale: 0 });
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
  }, 120_000);
});
