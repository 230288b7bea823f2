import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heal } from '../../cloudfunctions/_server/booking/heal';
import type { School } from '../../cloudfunctions/_server/data/documents';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { tendWaitlist } from '../../cloudfunctions/_server/waitlist/offers';
import { holds } from '../../miniprogram/shared/domain/calls';
import { key } from '../support/booking';
import { aMember, aSchool, aStaff, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { meanwhile, mortal } from '../support/mortal';
import { sharedBackend } from '../support/shared-backend';

const MONDAY = '2026-11-23';
const THURSDAY = '2026-11-26';
const SLOTS = [960, 975, 990].map((from) => `${SCHOOL}.p1:${THURSDAY}:${from}`);
const SCARCE: Partial<School> = {
  points: [{ id: `${SCHOOL}.p1`, name: '1 号电话', kind: 'phone' }],
  windows: [{ weekday: 4, from: 960, to: 1005, for: 'all' }],
};
const FAMILIES = [0, 1, 2, 3, 4, 5];
const CHILDREN = FAMILIES.map((i) => aStudent({ _id: `s${i}` }));
const FOREVER = Number.POSITIVE_INFINITY;

const b = await sharedBackend(async ({ deps: { store } }) => {
  await store.put('schools', aSchool(SCARCE));
  await store.insert('students', CHILDREN);
  await withAccounts(store, [
    ...CHILDREN.map((child, i) => aMember({ _id: `m${i}`, shift: 'unknown' }, [child])),
    aStaff({ _id: 't-duty' }),
  ]);
});
const { store } = b.deps;

type Command = { readonly do: (typeof DOING)[number]; readonly who: number; readonly slot: number };
const DOING = [
  'claim',
  'claim',
  'cancel',
  'wait',
  'wait',
  'unwait',
  'yes',
  'no',
  'tend',
  'late',
  'close',
  'killed',
] as const;
const command: fc.Arbitrary<Command> = fc.record({
  do: fc.constantFrom(...DOING),
  who: fc.constantFrom(...FAMILIES),
  slot: fc.nat({ max: 2 }),
});

const callsOf = (who: number) =>
  store.list('bookings', {
    where: { schoolId: SCHOOL, studentIds: { in: [`s${who}`] }, day: { gte: MONDAY } },
    limit: 100,
  });

async function act({ do: what, who, slot }: Command, kill: number): Promise<unknown> {
  const openid = `o-m${who}`;
  const studentIds = [`s${who}`];
  const entryId = `m${who}:${MONDAY}:s${who}`;
  const own = await callsOf(who);
  const offer = own.find(({ status }) => status === 'offered')?._id;
  switch (what) {
    case 'claim':
      return b.reply(openid, 'booking.claim', { requestKey: key(), slotId: SLOTS[slot] ?? '', studentIds });
    case 'cancel': {
      const bookingId = own.find(({ status }) => status === 'booked')?._id;
      return bookingId && b.reply(openid, 'booking.cancel', { bookingId });
    }
    case 'wait':
      return b.reply(openid, 'booking.wait', { studentIds, weekOf: MONDAY });
    case 'unwait':
      return b.reply(openid, 'booking.unwait', { entryId });
    case 'yes':
    case 'no':
      return offer && b.reply(openid, 'booking.answer', { bookingId: offer, accept: what === 'yes' });
    case 'tend':
      return tendWaitlist(b.deps, FOREVER);
    case 'late':
      b.clock.at += 30 * 60_000;
      return tendWaitlist(b.deps, FOREVER);
    case 'close': {
      const closures = [{ day: THURSDAY, from: 960 + 15 * slot, to: 975 + 15 * slot, pointIds: null }];
      await store.updateWhere('schools', { _id: SCHOOL }, { set: { closures } });
      const school = await store.get('schools', SCHOOL);
      return school && heal(b.deps, school, 'point_broken');
    }
    case 'killed':
      return tendWaitlist(mortal(b.deps, kill, kill % 2 === 0), FOREVER);
  }
}

/** What must hold at every rest: nothing is held twice, and each entry fits to its offers. */
async function expectSound(): Promise<void> {
  const all = await store.list('bookings', { where: { schoolId: SCHOOL, day: { gte: MONDAY } }, limit: 1000 });
  const held = all.filter(({ status }) => holds(status));
  const things = held.flatMap(({ lockIds }) => lockIds);
  expect(new Set(things).size).toBe(things.length);
  const locks = await store.list('locks', { where: { schoolId: SCHOOL, bookingId: { gt: '' } }, limit: 1000 });
  for (const thing of things) expect(locks.find(({ _id }) => _id === thing)).toBeDefined();
  const times = held.map(({ pointId, day, from }) => `${pointId}:${day}:${from}`);
  expect(new Set(times).size).toBe(times.length);
  const children = held.flatMap(({ studentIds }) => studentIds);
  expect(new Set(children).size).toBe(children.length);
}

describe('the waitlist under load', () => {
  it('holds no time twice, whatever is answered, cancelled, closed, late and cut off at once; in the end each free time is offered', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(command, { minLength: 2, maxLength: 8 }), { minLength: 2, maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        async (rounds, kill) => {
          await b.renew();
          for (const commands of rounds) {
            const results = await Promise.allSettled(commands.map((one) => act(one, kill)));
            const broken = results.flatMap((r) => (r.status === 'fulfilled' ? [r.value] : [])) as { code?: string }[];
            expect(broken.filter((reply) => reply?.code === 'system.internal')).toEqual([]);
            await expectSound();
          }
          await tendWaitlist(b.deps, FOREVER);
          await expectSound();
          await expectTended();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('accepting against lapsing: never both, never neither', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 20; round++) {
      await b.renew();
      await b.call('o-m0', 'booking.wait', { studentIds: ['s0'], weekOf: MONDAY });
      await tendWaitlist(b.deps, FOREVER);
      const bookingId = `o:m0:${MONDAY}:s0:1`;
      const until = (await store.get('bookings', bookingId))?.offer?.until ?? 0;
      b.clock.at = until - (round % 2);
      const [reply] = await Promise.all([
        b.reply('o-m0', 'booking.answer', { bookingId, accept: true }),
        tendWaitlist(b.deps, FOREVER),
        b.reply('o-m0', 'booking.answer', { bookingId, accept: round % 3 === 0 }),
      ]);
      const status = (await store.get('bookings', bookingId))?.status;
      expect(status).toBe(reply.ok ? 'booked' : 'offer_lapsed');
      await expectSound();
    }
  });
});

describe('a family with an offer', () => {
  it('that says yes and books another time at once has one of them, and never none', { timeout: 60_000 }, async () => {
    const bookingId = `o:m0:${MONDAY}:s0:1`;
    for (let round = 0; round < 12; round++) {
      await b.renew();
      await b.call('o-m0', 'booking.wait', { studentIds: ['s0'], weekOf: MONDAY });
      await tendWaitlist(b.deps, FOREVER);
      const other = SLOTS[1 + (round % 2)] ?? '';
      const input = { requestKey: key(), slotId: other, studentIds: ['s0'] };
      const dying = round % 3 === 0 ? mortal(b.deps, 4 + round, round % 2 === 0) : b.deps;
      const steps = [
        () => serve(apiHandlers, dying)({ method: 'booking.claim', input }, 'o-m0'),
        () => b.reply('o-m0', 'booking.answer', { bookingId, accept: true }),
      ];
      await Promise.allSettled((round % 4 < 2 ? steps : steps.reverse()).map((step) => step()));
      const claimed = await b.reply('o-m0', 'booking.claim', input);
      const status = (await store.get('bookings', bookingId))?.status;
      expect(status).toBe(claimed.ok ? 'offer_lapsed' : 'booked');
      await expectSound();
      expect((await callsOf(0)).filter((call) => holds(call.status))).toHaveLength(1);
      await tendWaitlist(b.deps, FOREVER);
      expect((await store.get('waitlist', `m0:${MONDAY}:s0`))?.status).toBe('taken');
    }
  });
});

describe('what happens between an offer and its entry', () => {
  const bookingId = `o:m0:${MONDAY}:s0:1`;
  const entryId = `m0:${MONDAY}:s0`;
  const whileOffering = async (happens: () => Promise<unknown>) => {
    await b.call('o-m0', 'booking.wait', { studentIds: ['s0'], weekOf: MONDAY });
    const isMoment = (step: string, collection: unknown, args: readonly unknown[]) =>
      step === 'updateWhere' && collection === 'waitlist' && 'offers' in (args[1] as object);
    await tendWaitlist(meanwhile(b.deps, isMoment, happens), FOREVER);
    await tendWaitlist(b.deps, FOREVER);
    const [call, entry] = [await store.get('bookings', bookingId), await store.get('waitlist', entryId)];
    await expectSound();
    return [call?.status, entry?.status];
  };

  it('the family leaves: nothing is held for it', async () => {
    expect(await whileOffering(() => b.call('o-m0', 'booking.unwait', { entryId }))).toEqual(['offer_lapsed', 'left']);
  });

  it('the family says yes already: it is its call', async () => {
    const yes = () => b.call('o-m0', 'booking.answer', { bookingId, accept: true });
    expect(await whileOffering(yes)).toEqual(['booked', 'taken']);
  });

  it('the family says no already: it waits on, and is offered another time', async () => {
    const no = () => b.call('o-m0', 'booking.answer', { bookingId, accept: false });
    expect(await whileOffering(no)).toEqual(['offer_lapsed', 'offered']);
    expect((await store.get('bookings', `o:${entryId}:2`))?.status).toBe('offered');
  });

  it('the function is stopped, and no time is left: the next run finds the offer all the same', async () => {
    const takenAndStopped = async () => {
      for (const i of [1, 2]) {
        const offered = (await store.get('bookings', bookingId))?.from;
        const free = SLOTS.filter((slot) => !slot.endsWith(`:${offered}`));
        await b.call(`o-m${i}`, 'booking.claim', {
          requestKey: key(),
          slotId: free[i - 1] ?? '',
          studentIds: [`s${i}`],
        });
      }
      throw new Error('stopped');
    };
    await expect(whileOffering(takenAndStopped)).rejects.toThrow('stopped');
    await tendWaitlist(b.deps, FOREVER);
    expect(await store.get('waitlist', entryId)).toMatchObject({ status: 'offered', offers: 1 });
  });

  it('the function is stopped: the next run finds the offer again, and makes no second', async () => {
    const stopped = async () => {
      throw new Error('stopped');
    };
    await expect(whileOffering(stopped)).rejects.toThrow('stopped');
    await tendWaitlist(b.deps, FOREVER);
    expect(await store.get('waitlist', entryId)).toMatchObject({ status: 'offered', offers: 1 });
    expect((await store.get('bookings', bookingId))?.status).toBe('offered');
    await b.call('o-m0', 'booking.answer', { bookingId, accept: true });
    expect((await store.get('waitlist', entryId))?.status).toBe('taken');
  });
});

/** Whoever waits has nothing to be offered: what is free was declined, closes too soon, or the family has its call. */
async function expectTended(): Promise<void> {
  const entries = await store.list('waitlist', {
    where: { schoolId: SCHOOL, weekOf: MONDAY, adultId: { gt: '' } },
    limit: 100,
  });
  const all = await store.list('bookings', { where: { schoolId: SCHOOL, day: { gte: MONDAY } }, limit: 1000 });
  for (const { _id, adultId, offers, status } of entries) {
    const own = all.filter((call) => call.adultId === adultId && call.status === 'offered');
    expect(own.length).toBeLessThanOrEqual(1);
    if (status === 'offered') expect(own.map((call) => call._id)).toEqual([`o:${_id}:${offers}`]);
  }
  const school = await store.get('schools', SCHOOL);
  const isOpen = (slotId: string) =>
    !school?.closures.some(({ from, to }) => from <= Number(slotId.split(':')[2]) && Number(slotId.split(':')[2]) < to);
  const free = SLOTS.filter(isOpen).filter(
    (slotId) => !all.some((call) => holds(call.status) && `${call.pointId}:${call.day}:${call.from}` === slotId),
  );
  for (const entry of entries.filter(({ status }) => status === 'waiting'))
    expect(free.filter((slotId) => !entry.declined.includes(slotId))).toEqual([]);
}
