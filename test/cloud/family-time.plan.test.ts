import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { book } from '../../cloudfunctions/_server/booking/claim';
import type { Booking, FamilyTime, School, WeekPlan } from '../../cloudfunctions/_server/data/documents';
import { layOutWeek, layOutWeeks } from '../../cloudfunctions/_server/family-time/lay-out';
import { finalRows, replay } from '../../cloudfunctions/_server/family-time/week-plan';
import { rulesOf } from '../../cloudfunctions/_server/school/rules';
import { addDays, daysFrom, instantOf } from '../../miniprogram/shared/domain/calendar';
import { holds } from '../../miniprogram/shared/domain/calls';
import { allSlots } from '../../miniprogram/shared/domain/slots';
import { key } from '../support/booking';
import { aMember, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { aWish, type PlanSchool, planSchool, seedPlanSchool } from '../support/family-times';
import { meanwhile, mortal } from '../support/mortal';
import { code, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend();
const { store } = b.deps;
const NEXT = '2026-11-30';
const AFTER = addDays(NEXT, 7);
const FOREVER = Number.POSITIVE_INFINITY;
const run = () => layOutWeeks(b.deps, FOREVER);
/** Nobody is free at any hour but these, so that times are scarce. */
const SCARCE: Partial<School> = { windows: [{ weekday: 2, from: 16 * 60, to: 17 * 60, for: 'all' }] };

const planOf = async (monday = NEXT): Promise<WeekPlan> => {
  const plan = await store.get('weekPlans', `${SCHOOL}:${monday}`);
  if (!plan) throw new Error('no plan');
  return plan;
};
const calls = (): Promise<Booking[]> =>
  store.list('bookings', { where: { schoolId: SCHOOL, day: { gte: NEXT } }, limit: 1000 });
const wishes = (): Promise<FamilyTime[]> =>
  store.list('familyTimes', { where: { schoolId: SCHOOL, on: true }, limit: 1000 });

/** What must hold once a week is laid out, whatever happened on the way. */
async function expectLaidOut(world: PlanSchool, monday = NEXT): Promise<void> {
  const plan = await planOf(monday);
  expect(plan.status).toBe('laid');
  expect((await store.get('schools', SCHOOL))?.laidOut).toBe(monday);
  expect(replay(plan)).toEqual(plan.passes.map(({ rows }) => rows));
  const all = await calls();
  const held = all.filter(({ status }) => holds(status)).flatMap(({ lockIds }) => lockIds);
  const locks = await store.list('locks', { where: { schoolId: SCHOOL, bookingId: { gt: '' } }, limit: 1000 });
  expect(locks.map(({ _id }) => _id).sort()).toEqual([...held].sort());
  expect(new Set(held).size).toBe(held.length);
  const planned = all.filter(({ origin, weekOf }) => origin === 'plan' && weekOf === monday);
  const rows = finalRows(plan);
  for (const { _id, pointId, day, from } of planned)
    expect(rows.get(_id.slice(`p:${monday}:`.length))?.slotId).toBe(`${pointId}:${day}:${from}`);
  for (const { _id, results } of await wishes()) {
    const own = results.filter(({ weekOf }) => weekOf === monday);
    const booked = planned.filter(({ adultId }) => adultId === _id).map((call) => call._id);
    expect(own.flatMap(({ bookingId }) => bookingId ?? []).sort()).toEqual(booked.sort());
    expect(own).toHaveLength(1);
  }
  expect(await wishes()).toHaveLength(world.wishes.length);
}

describe('a week is laid out', () => {
  const world = planSchool(24, 2);

  it('at its moment and not before; then everybody may choose what is left', async () => {
    await seedPlanSchool(store, world, world.members.slice(0, 1));
    b.clock.at = instantOf('2026-11-23', 12 * 60) - 1;
    expect(await run()).toEqual({ laid: 0 });
    const slotId = `${SCHOOL}.p1:2026-12-01:960`;
    const claim = { requestKey: key(), slotId, studentIds: ['s0'] };
    expect(await code(b.call('o-m0', 'booking.claim', claim))).toBe('booking.not-open');
    b.clock.at += 1;
    expect(await run()).toEqual({ laid: 1 });
    await expectLaidOut(world);
    expect(await run()).toEqual({ laid: 0 });
    expect(await code(b.call('o-m0', 'booking.claim', { ...claim, requestKey: key() }))).toMatch(/quota|taken|busy/);
  });

  it('gives every family a time while there is room, each at a time that it wished for', async () => {
    await seedPlanSchool(store, world);
    await run();
    const all = await calls();
    const plan = await planOf();
    const served = [...finalRows(plan).values()].filter(({ slotId }) => slotId !== null);
    expect(all).toHaveLength(served.length);
    expect(all.every(({ origin, status }) => origin === 'plan' && status === 'booked')).toBe(true);
    expect(served.length).toBeGreaterThan(20);
  });

  it('the second week families keep their times and are told nothing new', async () => {
    await seedPlanSchool(store, world);
    await run();
    const first = await calls();
    const told = () =>
      store.list('outbox', { where: { schoolId: SCHOOL, refId: { gt: '' }, status: 'queued' }, limit: 1000 });
    const news = (await told()).filter(({ _id }) => _id.startsWith('plan:'));
    expect(news).toHaveLength(world.wishes.length);
    b.clock.at += 7 * 24 * 3_600_000;
    await run();
    await expectLaidOut(world, AFTER);
    const second = (await calls()).filter(({ weekOf }) => weekOf === AFTER);
    const at = ({ adultId, day, from }: Booking) => `${adultId} ${day} ${from}`;
    expect(second.map(at).sort()).toEqual(first.map((call) => at({ ...call, day: addDays(call.day, 7) })).sort());
    const kept = (await wishes()).filter(({ results }) => results[0]?.reason === 'kept');
    expect(kept).toHaveLength(second.length);
    expect(kept.every(({ results }) => results[1]?.weekOf === NEXT && results[0]?.weekOf === AFTER)).toBe(true);
    const since = (await told()).filter(({ _id }) => _id.startsWith(`plan:${AFTER}`));
    expect(since.length).toBe(world.wishes.length - second.length);
  });

  it('what came of it is told in time and place, or kindly; whoever was crowded out waits', async () => {
    const crowd = planSchool(12, 1, 3, SCARCE);
    await seedPlanSchool(store, crowd);
    await run();
    await expectLaidOut(crowd);
    const plan = await planOf();
    const rows = [...finalRows(plan).values()];
    const crowdedOut = rows.filter(({ reason }) => reason === 'all_taken_by_needier');
    expect(crowdedOut.length).toBeGreaterThan(0);
    const waiting = await store.list('waitlist', {
      where: { schoolId: SCHOOL, status: 'waiting', weekOf: NEXT },
      limit: 99,
    });
    expect(waiting.map(({ adultId }) => adultId).sort()).toEqual(
      crowdedOut.map(({ householdId }) => householdId).sort(),
    );
    const words = async (id: string) => (await store.get('outbox', `plan:${NEXT}:${id}`))?.data;
    expect(await words(crowdedOut[0]?.householdId ?? '')).toMatchObject({
      thing1: '11月30日那周没排上亲情时间',
      thing3: '有空位了先问您',
    });
    const given = rows.find(({ reason }) => reason === 'given');
    expect(await words(given?.householdId ?? '')).toMatchObject({ time1: expect.stringMatching(/^2026年12月1日 16:/) });
  });

  it('the neediest come first where there is not room for all', async () => {
    const crowd = planSchool(12, 1, 3, SCARCE);
    await seedPlanSchool(store, crowd);
    await run();
    const plan = await planOf();
    const suits = plan.households.filter(({ list }) => plan.lists[list] !== '');
    const rows = finalRows(plan);
    const days = (served: boolean) =>
      suits.filter(({ id }) => (rows.get(id)?.slotId !== null) === served).map((household) => household.days);
    expect(Math.min(...days(true))).toBeGreaterThanOrEqual(Math.max(...days(false)));
  });

  it('in a week of holidays nobody is told anything, and usual times are not forgotten', async () => {
    await seedPlanSchool(store, world);
    await run();
    const first = (await planOf()).households.length;
    const exceptions = daysFrom(AFTER, 7).map((day) => ({
      day,
      kind: 'closed' as const,
      hours: [],
      weekday: null,
      note: '',
    }));
    await store.updateWhere('schools', { _id: SCHOOL }, { set: { exceptions } });
    b.clock.at += 7 * 24 * 3_600_000;
    expect(await run()).toEqual({ laid: 1 });
    expect((await planOf(AFTER)).households).toHaveLength(first);
    expect(await store.get('outbox', `plan:${AFTER}:m0`)).toBeUndefined();
    b.clock.at += 7 * 24 * 3_600_000;
    await run();
    const rows = [...finalRows(await planOf(addDays(AFTER, 7))).values()];
    expect(rows.filter(({ slotId }) => slotId !== null).every(({ reason }) => reason === 'kept')).toBe(true);
  });

  it('where nobody asked, keeps no list of free times', async () => {
    await seedPlanSchool(store, { ...world, wishes: [] });
    expect(await run()).toEqual({ laid: 1 });
    expect((await planOf()).passes).toMatchObject([{ times: [], rows: [] }]);
  });

  it('a week in which it had its call already does not cost a family its usual time', async () => {
    const [member, child] = [world.members[0], world.students[0]];
    if (!member || !child) throw new Error('an empty school');
    await seedPlanSchool(store, { ...world, wishes: world.wishes.slice(0, 1) });
    await run();
    const [before] = await calls();
    b.clock.at += 7 * 24 * 3_600_000;
    const school = await store.get('schools', SCHOOL);
    const from = 17 * 60;
    const slot = { id: `${SCHOOL}.p1:${AFTER}:${from}`, pointId: `${SCHOOL}.p1`, day: AFTER, from, to: from + 15 };
    const point = school?.points[0];
    if (!school || !point) throw new Error('no school');
    const claim = { bookingId: 'b-own', school, slot, point, children: [child], adult: member } as const;
    await book(b.deps, { ...claim, origin: 'desk', status: 'booked' });
    await run();
    expect((await planOf(AFTER)).leftOut).toMatchObject([{ reason: 'has_call' }]);
    b.clock.at += 7 * 24 * 3_600_000;
    await run();
    const [row] = (await planOf(addDays(AFTER, 7))).passes[0]?.rows ?? [];
    expect(row?.reason).toBe('kept');
    expect((await calls()).at(-1)?.from).toBe(before?.from);
  });

  it('a week that has begun without a plan is left as it is', async () => {
    await seedPlanSchool(store, world);
    expect(await layOutWeek(b.deps, SCHOOL, '2026-11-23', FOREVER)).toBe(false);
    expect(b.cloud.database.counts().weekPlans).toBe(0);
  });
});

describe('separated parents', () => {
  it('take turns, and the other is told that it is not this week', async () => {
    const child = aStudent({ _id: 's0' });
    const parents = ['m0', 'm1'].map((_id) => aMember({ _id, shift: 'unknown' }, [child]));
    const { school } = planSchool(0, 2);
    await store.put('schools', school);
    await store.insert('students', child);
    await withAccounts(store, parents);
    await store.insert(
      'familyTimes',
      parents.map(({ _id }) => aWish(_id)),
    );
    const turns: (string | null | undefined)[] = [];
    for (const week of [0, 1, 2]) {
      b.clock.at = instantOf(addDays('2026-11-23', 7 * week), 12 * 60);
      await run();
      const monday = addDays(NEXT, 7 * week);
      turns.push((await calls()).find(({ weekOf }) => weekOf === monday)?.adultId);
      const results = (await wishes()).map((wish) => wish.results[0]?.reason);
      expect(results).toContain('others_turn');
    }
    expect(turns).toEqual(['m0', 'm1', 'm0']);
    // At the time of the first week, and told so, as the last week was without.
    const [first, , third] = (await calls()).sort((x, y) => x.startsAt - y.startsAt);
    expect(third?.startsAt).toBe((first?.startsAt ?? 0) + 14 * 24 * 3_600_000);
    expect(finalRows(await planOf(addDays(NEXT, 14))).get('m0')?.reason).toBe('kept');
    expect(await store.get('outbox', `plan:${addDays(NEXT, 14)}:m0`)).toMatchObject({
      data: { thing3: '这是您的亲情时间' },
    });
    const { results } = await b.call('o-m1', 'familyTime.read', {});
    expect(results.map(({ reason }) => reason)).toEqual(['others_turn', 'given', 'others_turn']);
  });
});

/** A run that is stopped right after the plan was written down. */
async function writePlanOnly(): Promise<WeekPlan> {
  const off = b.cloud.fault(({ collection, action }) =>
    collection === 'locks' && action === 'database.insertDocument'
      ? { error: { code: 'KILLED', message: 'stopped' } }
      : undefined,
  );
  await expect(run()).rejects.toThrow();
  off();
  expect(await calls()).toEqual([]);
  return planOf();
}

describe('what changes between the plan and its calls', () => {
  const world = planSchool(30, 3);

  it('times that the desk took meanwhile: those families get what is left, and each keeps its place in the plan', async () => {
    await seedPlanSchool(store, world, world.members.slice(0, 1));
    const plan = await writePlanOnly();
    const wanted = (plan.passes[0]?.rows ?? []).filter(({ slotId }) => slotId !== null).slice(0, 5);
    const slots = allSlotsOf(world.school);
    for (const [i, { slotId }] of wanted.entries())
      await deskTakes(
        world,
        i,
        slots.find(({ id }) => id === slotId),
      );
    await run();
    const laid = await planOf();
    expect(laid.pass).toBe(2);
    await expectLaidOut(world);
    const rows = finalRows(laid);
    for (const { householdId, slotId } of wanted) {
      expect(rows.get(householdId)?.slotId).not.toBe(slotId);
      expect(await store.get('bookings', `p:${NEXT}:${householdId}`)).toBeDefined();
    }
  });

  it('a point that breaks: its families get other times', async () => {
    await seedPlanSchool(store, world);
    await writePlanOnly();
    const closures = daysFrom(NEXT, 7).map((day) => ({ day, from: 0, to: 1440, pointIds: [`${SCHOOL}.p2`] }));
    await store.updateWhere('schools', { _id: SCHOOL }, { set: { closures } });
    await run();
    await expectLaidOut(world);
    expect((await calls()).every(({ pointId }) => pointId !== `${SCHOOL}.p2`)).toBe(true);
    expect((await calls()).length).toBeGreaterThan(20);
  });

  it('a family that wishes for no time any more gets none', async () => {
    await seedPlanSchool(store, world);
    const plan = await writePlanOnly();
    const { householdId = '' } = plan.passes[0]?.rows.find(({ slotId }) => slotId !== null) ?? {};
    await store.updateWhere('familyTimes', { _id: householdId }, { set: { on: false } });
    await run();
    expect((await planOf()).status).toBe('laid');
    expect(await store.get('bookings', `p:${NEXT}:${householdId}`)).toBeUndefined();
  });

  it('a parent who is on the phone elsewhere then gets another time', async () => {
    await seedPlanSchool(store, world);
    const plan = await writePlanOnly();
    const row = plan.passes[0]?.rows.find(({ slotId }) => slotId !== null);
    const [, day = '', from = ''] = row?.slotId?.split(':') ?? [];
    const slot = allSlotsOf(world.school).find(
      (one) => one.day === day && one.from === Number(from) && one.id !== row?.slotId,
    );
    const other = aStudent({ _id: 's-elsewhere' });
    await store.insert('students', other);
    const adult = world.members.find(({ _id }) => _id === row?.householdId) ?? null;
    const point = world.school.points.find(({ id }) => id === slot?.pointId);
    if (!slot || !point) throw new Error('no other point');
    const { school } = world;
    await book(b.deps, {
      bookingId: 'b-elsewhere',
      school,
      slot,
      point,
      children: [other],
      adult,
      origin: 'desk',
      status: 'booked',
    });
    await run();
    const call = await store.get('bookings', `p:${NEXT}:${row?.householdId}`);
    expect(call?.status).toBe('booked');
    expect(`${call?.day}:${call?.from}`).not.toBe(`${day}:${from}`);
    expect(replay(await planOf())).toEqual((await planOf()).passes.map(({ rows }) => rows));
  });
});

const allSlotsOf = (school: School) => daysFrom(NEXT, 7).flatMap((day) => allSlots(rulesOf(school), day));

/** The desk books a call by telephone, for a child that is in no plan. */
async function deskTakes({ school }: PlanSchool, i: number, slot: ReturnType<typeof allSlots>[number] | undefined) {
  const child = aStudent({ _id: `s-desk${i}`, classId: `c${i}` });
  const point = school.points.find(({ id }) => id === slot?.pointId);
  if (!slot || !point) throw new Error('no slot');
  const claim = { bookingId: `b-desk${i}`, school, slot, point, children: [child], adult: null } as const;
  return book(b.deps, { ...claim, origin: 'desk', status: 'booked' });
}

describe('whatever happens on the way', () => {
  const world = planSchool(14, 2, 5, SCARCE);

  it('two runs at once make one plan, one call a family and one message', async () => {
    await seedPlanSchool(store, world);
    await Promise.all([run(), run(), run()]);
    await expectLaidOut(world);
    expect((await calls()).length).toBeGreaterThan(0);
  });

  it('two runs that see different weeks: the first plan that was written is the plan', async () => {
    await seedPlanSchool(store, world);
    const [first, second] = allSlotsOf(world.school);
    const slow = meanwhile(
      b.deps,
      (step, collection) => step === 'insert' && collection === 'weekPlans',
      async () => {
        await deskTakes(world, 0, first);
        await run();
        await deskTakes(world, 1, second).catch(() => undefined);
      },
    );
    await layOutWeeks(slow, FOREVER);
    await expectLaidOut(world);
  });

  it('two runs that plan again what the desk took: the first of both is the plan', async () => {
    await seedPlanSchool(store, world);
    const plan = await writePlanOnly();
    const slots = allSlotsOf(world.school);
    const taken = (plan.passes[0]?.rows ?? []).flatMap(({ slotId }) => slots.find(({ id }) => id === slotId) ?? []);
    for (const [i, slot] of taken.slice(0, 3).entries()) await deskTakes(world, i, slot);
    const slow = meanwhile(
      b.deps,
      (step, collection, [, where]) =>
        step === 'updateWhere' && collection === 'weekPlans' && 'pass' in (where as object),
      async () => {
        await store.updateWhere('bookings', { _id: 'b-desk0' }, { set: { status: 'cancelled_school' } });
        await store.removeWhere('locks', { schoolId: SCHOOL, bookingId: 'b-desk0' });
        await run();
      },
    );
    await layOutWeeks(slow, FOREVER);
    await expectLaidOut(world);
    expect((await planOf()).pass).toBe(2);
  });

  it('a run whose time is up is continued by the next', async () => {
    await seedPlanSchool(store, world);
    const ticking = { ...b.deps, now: () => (b.clock.at += 1000) };
    for (let tick = 0; tick < 40 && (await store.get('schools', SCHOOL))?.laidOut !== NEXT; tick++)
      await layOutWeeks(ticking, b.clock.at + 20_000);
    await expectLaidOut(world);
  });

  it('stopped anywhere, two at a time, while the desk books: no family twice, none forgotten, nothing held by nobody', {
    timeout: 120_000,
  }, async () => {
    const slots = allSlotsOf(world.school);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1, max: 150 }), fc.boolean()), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.uniqueArray(fc.nat({ max: slots.length - 1 }), { maxLength: 4 }),
        async (kills, desk) => {
          await b.renew();
          await seedPlanSchool(store, world);
          const booking = Promise.allSettled(desk.map((n, i) => deskTakes(world, i, slots[n])));
          for (const [first, second, lost] of kills)
            await Promise.allSettled([
              layOutWeeks(mortal(b.deps, first, lost), FOREVER),
              layOutWeeks(mortal(b.deps, second, !lost), FOREVER),
            ]);
          await booking;
          await run();
          await expectLaidOut(world);
          const plan = await planOf();
          const served = [...finalRows(plan).values()].filter(({ slotId }) => slotId !== null).length;
          const planned = (await calls()).filter(({ origin }) => origin === 'plan');
          expect(planned.length).toBeLessThanOrEqual(served);
          // As many as there is room for: every slot that suits somebody is taken.
          const crowdedOut = (await wishes()).filter(({ results }) => results[0]?.reason === 'all_taken_by_needier');
          if (crowdedOut.length > 0) expect((await calls()).length).toBe(slots.length);
        },
      ),
      { numRuns: 25 },
    );
  });
});
