import { describe, expect, it } from 'vitest';
import { endLeases } from '../../cloudfunctions/_server/desk/lease';
import { tendWaitlist } from '../../cloudfunctions/_server/waitlist/offers';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { aBooking, inspect, key, losingOne } from '../support/booking';
import { aMember, aStudent, SCHOOL } from '../support/builders';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);
const DUTY = 'o-t-duty';
const TODAY = '2026-11-24';
const LEASE = `lease:${SCHOOL}:${TODAY}`;
const TABLET = `${SCHOOL}.p2`;
const lease = (deviceId = 'desk-0001', take = true, openid = DUTY) => b.call(openid, 'desk.lease', { deviceId, take });
const leased = () => b.deps.store.count('locks', { schoolId: SCHOOL, bookingId: LEASE });
const claim = (slotId: string, openid = 'o-m-father', studentId = 's-yu') =>
  b.call(openid, 'booking.claim', { requestKey: key(), slotId, studentIds: [studentId] });
const walkIn = (slotId: string, studentId = 's-other') =>
  b.call(DUTY, 'desk.walkIn', { requestKey: key(), slotId, studentIds: [studentId], adultId: null });
/** What breaks the laws, but for the locks of the lease. */
const broken = async () => {
  const locks = await b.deps.store.list('locks', { where: { schoolId: SCHOOL, bookingId: LEASE }, limit: 1000 });
  return (await inspect(b, 1)).broken.filter((line) => !locks.some(({ _id }) => line.startsWith(`${_id} is nobody`)));
};

describe('desk.lease', () => {
  it('keeps a quarter of the day’s free times for walk-ins: no family can take them, the desk can', async () => {
    const { holder, slots } = await lease();
    expect(holder).toBe('here');
    expect(slots).toHaveLength(9);
    expect(new Set(slots.map(({ from }) => from)).size).toBe(9);
    const evening = slots.find(({ from }) => from >= 1110)?.slotId ?? '';
    expect(await code(claim(evening))).toBe('booking.slot-taken');
    const offers = (await b.call('o-m-father', 'booking.slots', { studentId: 's-yu' })).days.flatMap((d) => d.offers);
    expect(offers.some(({ slotId }) => slotId === evening)).toBe(false);
    const { free } = await b.call(DUTY, 'calls.board', {});
    expect(
      free
        .filter(({ kept }) => kept)
        .map(({ slotId }) => slotId)
        .sort(),
    ).toEqual(slots.map(({ slotId }) => slotId).sort());
    expect(await walkIn(evening)).toMatchObject({ status: 'checked_in' });
    expect(await leased()).toBe(27 - 3);
    expect((await lease()).slots).toHaveLength(8);
    expect(await broken()).toEqual([]);
  });

  it('holds no more than is read at once, also at a large school with long calls', async () => {
    const points = Array.from({ length: 20 }, (_, i) => ({ id: `${SCHOOL}.p${i}`, name: `${i} 号`, kind: 'phone' }));
    const windows = [{ weekday: 2, from: 720, to: 1320, for: 'all' }];
    const set = { points, windows, slotMinutes: 60, walkInShare: 100 };
    await b.deps.store.updateWhere('schools', { _id: SCHOOL }, { set });
    const { slots } = await lease();
    expect(slots).toHaveLength(83);
    expect(await leased()).toBe(83 * 12);
    expect(await lease()).toMatchObject({ holder: 'here', slots });
  });

  it('is in the way of no family that waits: what is free beside it is offered', async () => {
    const closed = ['2026-11-25', '2026-11-26', '2026-11-27'].map((day) => ({
      day,
      kind: 'closed',
      hours: [],
      weekday: null,
      note: '',
    }));
    await b.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { walkInShare: 100, exceptions: closed } });
    const { bookingId } = await claim(`${SCHOOL}.p1:${TODAY}:1110`, 'o-m-other', 's-other');
    expect((await lease()).slots).toHaveLength(35);
    await b.call('o-m-mother', 'booking.wait', { studentIds: ['s-yu'], weekOf: '2026-11-23' });
    const offers = () =>
      b.deps.store.list('bookings', { where: { schoolId: SCHOOL, day: TODAY, status: 'offered' }, limit: 9 });
    await tendWaitlist(b.deps, Infinity);
    expect(await offers()).toEqual([]);
    await b.call('o-m-other', 'booking.cancel', { bookingId });
    await tendWaitlist(b.deps, Infinity);
    expect(await offers()).toMatchObject([{ pointId: `${SCHOOL}.p1`, from: 1110, adultId: 'm-mother' }]);
  });

  it('gives nothing to who only looks, and names the other device’s', async () => {
    expect(await lease('desk-0001', false)).toEqual({ day: TODAY, holder: null, slots: [], phones: {}, pupils: [] });
    await lease('desk-0001');
    expect(await lease('desk-0002', false)).toEqual({
      day: TODAY,
      holder: 'elsewhere',
      slots: [],
      phones: {},
      pupils: [],
    });
    expect(await b.deps.store.count('audit', { schoolId: SCHOOL, at: { gte: 0 } })).toBe(0);
  });

  it('taken twice answers the same, also after a lost reply; from another device it changes hands', async () => {
    const lost = losingOne(b, 'database.commitTransaction');
    await b.reply(DUTY, 'desk.lease', { deviceId: 'desk-0001', take: true });
    expect(lost()).toBe(1);
    const first = await lease();
    expect(await lease()).toEqual(first);
    expect(await leased()).toBe(27);
    expect(await lease('desk-0002', true, 'o-t-admin')).toEqual(first);
    expect(await lease('desk-0001', false)).toMatchObject({ holder: 'elsewhere' });
    expect(await leased()).toBe(27);
  });

  it('goes to one of two devices that take it at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      await b.renew();
      const answers = await Promise.all([lease('desk-0001'), lease('desk-0002', true, 'o-t-admin')]);
      expect(answers.map(({ holder }) => holder).sort()).toEqual(['elsewhere', 'here']);
      expect(await leased()).toBe(27);
    }
  });

  it('and families that book at the same moment: nothing is had twice', async () => {
    for (let round = 0; round < 10; round++) {
      await b.renew();
      const from = 1110 + 15 * (round % 8);
      const [{ slots }, ...answers] = await Promise.all([
        lease(),
        code(claim(`${TABLET}:${TODAY}:${from}`)),
        code(claim(`${SCHOOL}.p1:${TODAY}:${960 + 15 * (round % 6)}`, 'o-m-father2', 's-hai')),
      ]);
      expect(slots.length).toBeGreaterThanOrEqual(8);
      expect(await leased()).toBe(slots.length * 3);
      expect(answers.every((answer) => answer === 'done' || answer === 'booking.slot-taken')).toBe(true);
      expect(await broken()).toEqual([]);
    }
  });

  it('of two walk-ins in one of its times one has it', async () => {
    for (let round = 0; round < 10; round++) {
      await b.renew();
      const { slots } = await lease();
      const slotId = slots[4]?.slotId ?? '';
      const answers = await Promise.all([code(walkIn(slotId)), code(walkIn(slotId, 's-hai')), code(claim(slotId))]);
      expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
      expect(await leased()).toBe(24);
      expect(await broken()).toEqual([]);
    }
  });

  it('lets a walk-in have a second weekly call in one of its times where the school gives two', async () => {
    await b.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { weeklyQuota: 2 } });
    await claim(`${TABLET}:2026-11-26:1110`);
    const { slots } = await lease();
    expect(await walkIn(slots[0]?.slotId ?? '', 's-yu')).toMatchObject({ status: 'checked_in' });
    expect(
      (await inspect(b, 2)).broken.filter((line) => !line.endsWith('nobody’s') && !line.endsWith("nobody's")),
    ).toEqual([]);
  });

  it('lets a call be moved onto its times, or run over into them', async () => {
    const { slots } = await lease();
    const [first, second] = slots;
    const { bookingId } = await walkIn(first?.slotId ?? '');
    const moved = await b.call(DUTY, 'desk.move', { bookingId, version: 1, slotId: second?.slotId ?? '' });
    expect(moved).toMatchObject({ from: second?.from, pointId: second?.pointId });
    expect(await leased()).toBe(27 - 6);
    const third = slots[5];
    const before = `${third?.pointId}:${TODAY}:${(third?.from ?? 0) - 15}`;
    const next = await walkIn(before, 's-hai');
    await b.call(DUTY, 'desk.extend', { bookingId: next.bookingId, version: 1, minutes: 5 });
    expect(await leased()).toBe(27 - 7);
    expect((await lease()).slots.map(({ slotId }) => slotId)).not.toContain(third?.slotId);
    expect(await broken()).toEqual([]);
  });

  it('hands its holder the numbers of the day and the pupils’ names, and the log says whose', async () => {
    const { bookingId } = await claim(`${TABLET}:${TODAY}:1110`);
    await b.deps.store.insert('bookings', [
      aBooking({ _id: 'b-offer', day: TODAY, from: 960, status: 'offered' }),
      aBooking({ _id: 'b-over', day: TODAY, from: 975, status: 'done', studentIds: ['s-hai'], adultId: 'm-father2' }),
      aBooking({ _id: 'b-tomorrow', studentIds: ['s-hai'], adultId: 'm-father2' }),
    ]);
    const { phones, pupils } = await lease();
    expect(phones).toEqual({ [bookingId]: '17000000001' });
    expect(pupils.map(({ name }) => name).sort()).toEqual(['何小花', '周小海', '林小雨']);
    const log = await b.deps.store.list('audit', { where: { schoolId: SCHOOL }, limit: 5 });
    expect(log).toMatchObject([{ method: 'desk.lease', byId: 't-duty', studentIds: ['s-yu'], reason: 'call' }]);
  });

  it('hands out no number of who may not be in contact any more', async () => {
    await claim(`${TABLET}:${TODAY}:1110`);
    const father = aMember({ _id: 'm-father', phone: b.deps.vault.seal('17000000001') }, [aStudent()], {
      mayContact: false,
    });
    await b.deps.store.put('familyMembers', father);
    expect((await lease()).phones).toEqual({});
  });

  it('names no time that is over, or whose point was closed since', async () => {
    const { slots } = await lease();
    b.clock.at = instantOf(TODAY, 1020);
    expect((await lease()).slots).toEqual(slots.filter(({ to }) => to > 1020));
    await b.call(DUTY, 'desk.disrupt', {
      requestKey: key(),
      why: 'point_broken',
      from: 1020,
      to: 1440,
      pointIds: [TABLET],
    });
    expect((await lease()).slots).toEqual(slots.filter(({ to, pointId }) => to > 1020 && pointId !== TABLET));
  });

  it('ends by itself after its day', async () => {
    await lease();
    expect(await endLeases(b.deps, TODAY)).toBe(0);
    b.clock.at += 86_400_000;
    expect(await endLeases(b.deps, '2026-11-25')).toBe(1);
    expect(await leased()).toBe(0);
    expect(await lease('desk-0002')).toMatchObject({ day: '2026-11-25', holder: 'here' });
    expect(await endLeases(b.deps, '2026-11-25')).toBe(0);
  });

  it('is for who is on duty', async () => {
    const ask = (openid: string) => code(b.call(openid, 'desk.lease', { deviceId: 'desk-0001', take: true }));
    expect(await ask('o-t-head')).toBe('auth.off-duty');
    expect(await ask('o-t-booth')).toBe('auth.forbidden');
    expect(await ask('o-m-father')).toBe('auth.forbidden');
  });
});
