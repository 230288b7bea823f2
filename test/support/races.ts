import { expect } from 'vitest';
import type { FaultHook } from '../../local/cloud';
import type { Input, MethodName, Reply } from '../../miniprogram/shared/contract';
import type { ErrorCode } from '../../miniprogram/shared/errors/catalogue';
import { allCalls, type Families, inspect, key, seedFamilies } from './booking';
import { SCHOOL } from './builders';
import type { SharedBackend } from './shared-backend';

/** Two points open for three calls, tomorrow; the clock stands at Tuesday noon. */
const DAY = '2026-11-25';
const SCHOOL_OF_SIX = { windows: [{ weekday: 3 as const, from: 960, to: 1005, for: 'all' as const }] };
export const slot = (point: 1 | 2, nth: 0 | 1 | 2): string => `${SCHOOL}.p${point}:${DAY}:${960 + nth * 15}`;
export const SLOTS: readonly string[] = ([1, 2] as const).flatMap((point) =>
  ([0, 1, 2] as const).map((nth) => slot(point, nth)),
);
/** Families without a share in any race: each may still take one slot. */
const NEWCOMERS: Families = Object.fromEntries(SLOTS.map((_, i) => [`n${i}`, [`sn${i}`]]));

/** What people do in a race, and how it is judged. */
export const racesIn = (b: SharedBackend, { shaken }: { readonly shaken: boolean }) => {
  const ask = <M extends MethodName>(adult: string, method: M, input: Input<M>) => b.reply(`o-${adult}`, method, input);
  const claim = (adult: string, studentIds: readonly string[], slotId: string, requestKey = key()) =>
    ask(adult, 'booking.claim', { requestKey, slotId, studentIds: [...studentIds] });

  return {
    /** Runs rounds in a school as new; `shaken`: each with other small delays on the way to the database. */
    async rounds(n: number, families: Families, quota: number, round: (i: number) => Promise<void>): Promise<void> {
      for (let i = 0; i < n; i++) {
        await b.renew();
        await seedFamilies(b, { ...families, ...NEWCOMERS }, { ...SCHOOL_OF_SIX, weeklyQuota: quota });
        const still = shaken ? b.cloud.fault(delays(i)) : () => undefined;
        await round(i);
        still();
      }
    },
    claim,
    move: (adult: string, bookingId: string, slotId: string) => ask(adult, 'booking.move', { bookingId, slotId }),
    cancel: (adult: string, bookingId: string) => ask(adult, 'booking.cancel', { bookingId }),
    async booked(adult: string, studentIds: readonly string[], slotId: string): Promise<string> {
      const reply = await claim(adult, studentIds, slotId);
      if (!reply.ok) throw new Error(reply.code);
      return reply.data.bookingId;
    },
    async whereIs(bookingId: string) {
      const call = await b.deps.store.get('bookings', bookingId);
      return call && { status: call.status, slotId: `${call.pointId}:${call.day}:${call.from}` };
    },
    /** The laws hold, and not a lock is left of what is over. */
    async expectOrder(quota = 1): Promise<void> {
      expect(await inspect(b, quota)).toEqual({ broken: [], stale: 0 });
    },
    /** Whatever locks were left behind: who comes next gets every slot that no call holds, and none that one does. */
    async expectNoSlotStuck(quota = 1): Promise<void> {
      expect((await inspect(b, quota)).broken).toEqual([]);
      const taken = (await allCalls(b))
        .filter(({ status }) => status === 'booked')
        .map(({ pointId, day, from }) => `${pointId}:${day}:${from}`);
      const replies = await Promise.all(SLOTS.map((slotId, i) => claim(`n${i}`, [`sn${i}`], slotId)));
      expect(replies.map(codeOf)).toEqual(
        SLOTS.map((slotId) => (taken.includes(slotId) ? 'booking.slot-taken' : undefined)),
      );
      expect((await inspect(b, quota)).broken).toEqual([]);
    },
  };
};

/** Up to 3 ms before each request, the same for the same seed. */
function delays(seed: number): FaultHook {
  let state = seed + 1;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return { delayMs: state % 4 };
  };
}

/** Why something was refused. */
export const codeOf = (reply: Reply<MethodName>): ErrorCode | undefined => (reply.ok ? undefined : reply.code);
export const codes = (replies: readonly Reply<MethodName>[]): ErrorCode[] =>
  replies.map(codeOf).filter((code) => code !== undefined);
