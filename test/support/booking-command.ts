import fc from 'fast-check';
import type { MethodName, Reply } from '../../miniprogram/shared/contract';
import type { Families } from './booking';
import { type Call, DAYS, POINTS, type Seat, STARTS, seatAt } from './booking-call';
import type { BookingModel } from './booking-model';
import type { BookingWorld, Mishap } from './booking-world';

/** Whose children are whose: brother and sister with two parents, and a child that two households share. */
export const FAMILIES: Families = { m0: ['s0', 's1'], m1: ['s0', 's1'], m2: ['s2'], m3: ['s2', 's3'] };
export const DESK = 'o-t-admin';

export const mishap: fc.Arbitrary<Mishap> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.record({ steps: fc.integer({ min: 2, max: 14 }), lost: fc.boolean() }) },
);

export type Command = fc.AsyncCommand<BookingModel, BookingWorld>;

/** A command: what it is made of, and what it does in the model and for real. `job`: the jobs may do their part, too. */
export function command<A>(
  name: string,
  args: fc.Arbitrary<A>,
  run: (args: A, model: BookingModel, world: BookingWorld) => Promise<unknown>,
  job = false,
): fc.Arbitrary<Command> {
  return args.map((made) => ({
    check: () => true,
    async run(model, world) {
      await run(made, model, world);
      await world.agree(model, job);
    },
    toString: () => `${name} ${JSON.stringify(made)}`,
  }));
}

export const adult = fc.constantFrom(...Object.keys(FAMILIES));
export const kids = fc.constantFrom('first', 'last', 'all');
export const kidsOf = (who: string, which: string): readonly string[] => {
  const all = FAMILIES[who] ?? [];
  return which === 'all' ? all : which === 'first' ? all.slice(0, 1) : all.slice(-1);
};
export const seat: fc.Arbitrary<Seat> = fc
  .tuple(fc.constantFrom(...POINTS), fc.constantFrom(...DAYS), fc.constantFrom(...STARTS))
  .map((at) => seatAt(...at));
export const nth = fc.nat(7);
/** Seats of today, on whichever day the clock stands; there are none on some. */
export const here = fc.tuple(fc.constantFrom(...POINTS), fc.constantFrom(...STARTS));

/** Writes a new call down in the model. */
export const made = (reply: Reply<MethodName>, call: Omit<Call, '_id'>, model: BookingModel) => {
  const _id = reply.ok ? (reply.data as { bookingId: string }).bookingId : '';
  model.calls.set(_id, { _id, ...call });
};
export const NEW = {
  seat: 1,
  startedAt: null,
  outcome: null,
  collisions: [],
  why: null,
  entryId: null,
  until: null,
} as const;
