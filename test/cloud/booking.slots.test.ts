import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Booking } from '../../cloudfunctions/_server/data/documents';
import { addDays, instantOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { aBooking, key, opsOf } from '../support/booking';
import { aMember, aSchool, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

const TABLET = `${SCHOOL}.p2`;

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());

const slots = (openid: string, studentId: string, from?: string) =>
  backend.call(openid, 'booking.slots', { studentId, ...(from ? { from } : {}) });

describe('booking.slots', () => {
  it('shows a week of times, the best fit of a day first, each time once', async () => {
    const { days, best, quota, child, siblings } = await slots('o-m-father', 's-yu');
    expect(child).toEqual({ id: 's-yu', name: '林小雨', className: '三(2)班' });
    expect(siblings).toEqual([]);
    expect(quota).toEqual({ perWeek: 1, usedWeeks: [] });
    expect(days.map(({ day }) => day)).toEqual(Array.from({ length: 7 }, (_, i) => addDays('2026-11-24', i)));
    for (const { offers } of days) {
      expect(new Set(offers.map((o) => o.from)).size).toBe(offers.length);
      expect(offers.map((o) => -o.fit)).toEqual([...offers].map((o) => -o.fit).sort((a, b) => a - b));
    }
    expect(days[0]?.offers[0]).toMatchObject({ from: 960, fit: 100, why: 'before_shift', pointId: TABLET });
    expect(days[4]?.offers).toEqual([]);
    expect(best.map((o) => [o.day, o.from])).toEqual([
      ['2026-11-24', 960],
      ['2026-11-25', 960],
      ['2026-11-26', 960],
    ]);
  });

  it('gives the phone first to an adult without a smartphone', async () => {
    await withAccounts(backend.deps.store, [aMember({ _id: 'm-plain', hasSmartphone: false }, [aStudent()])]);
    const { days } = await slots('o-m-plain', 's-yu');
    expect(new Set(days.flatMap(({ offers }) => offers.map((o) => o.channel)))).toEqual(new Set(['phone']));
  });

  it('offers the other point of a time whose first is taken, and no time at which the adult or the child is busy', async () => {
    await backend.deps.store.insert('bookings', [
      aBooking({
        _id: 'b1',
        pointId: TABLET,
        day: '2026-11-25',
        from: 960,
        studentIds: ['s-other'],
        adultId: 'm-other',
      }),
      aBooking({ _id: 'b2', day: '2026-11-25', from: 975, studentIds: ['s-else'], adultId: 'm-father' }),
      aBooking({ _id: 'b3', day: '2026-11-25', from: 990, studentIds: ['s-other'], status: 'cancelled_family' }),
    ]);
    const { days } = await slots('o-m-father', 's-yu');
    const then = days.find(({ day }) => day === '2026-11-25')?.offers ?? [];
    expect(then.find((o) => o.from === 960)?.pointId).toBe(`${SCHOOL}.p1`);
    expect(then.some((o) => o.from === 975)).toBe(false);
    expect(then.some((o) => o.from === 990)).toBe(true);
  });

  it('offers nothing in a week whose call is used, also where the call was before the days on show', async () => {
    const day = '2026-11-23';
    await backend.deps.store.insert('bookings', aBooking({ _id: 'b1', day, studentIds: ['s-yu'], status: 'done' }));
    const { days, quota } = await slots('o-m-father', 's-yu');
    expect(quota.usedWeeks).toEqual(['2026-11-23']);
    for (const { day, offers } of days)
      expect(offers.length > 0).toBe(weekOf(day) !== '2026-11-23' && day < '2026-12-05');
  });

  it('names the siblings that may share the call', async () => {
    const sister = aStudent({ _id: 's-sister', name: '林小雪' });
    await backend.deps.store.insert('students', sister);
    await withAccounts(backend.deps.store, [aMember({ _id: 'm-father' }, [aStudent(), sister])]);
    expect((await slots('o-m-father', 's-yu')).siblings.map(({ id }) => id)).toEqual(['s-sister']);
  });

  it('every offer can be claimed', async () => {
    const { days } = await slots('o-m-father', 's-yu');
    for (const { slotId } of days.flatMap(({ offers }) => offers).filter((_, i) => i % 9 === 0)) {
      const ticket = await backend.call('o-m-father', 'booking.claim', {
        requestKey: key(),
        slotId,
        studentIds: ['s-yu'],
      });
      await backend.call('o-m-father', 'booking.cancel', { bookingId: ticket.bookingId });
    }
  });

  it("ends at the school's horizon and begins no sooner than today and the notice", async () => {
    const late = await slots('o-m-father', 's-yu', '2026-12-07');
    expect(late.days.map(({ day }) => day)).toEqual(['2026-12-07', '2026-12-08']);
    expect((await slots('o-m-father', 's-yu', '2026-11-01')).days[0]?.day).toBe('2026-11-24');
    expect((await slots('o-m-father', 's-yu', '2027-01-01')).days).toEqual([]);
    backend.clock.at = instantOf('2026-11-24', 1110);
    const first = (await slots('o-m-father', 's-yu')).days[0]?.offers.map((o) => o.from) ?? [];
    expect(Math.min(...first)).toBe(1140);
  });

  it('sees every call of a school with more than a thousand of them', async () => {
    const points = Array.from({ length: 40 }, (_, i) => ({ id: `p${i}`, name: `${i} 号`, kind: 'phone' as const }));
    await backend.deps.store.put('schools', aSchool({ points }));
    const free = { day: '2026-11-30', from: 1200 };
    const taken = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-30'].flatMap((day) =>
      [960, 975, 990, 1005, 1020, 1035, 1110, 1125, 1140, 1155, 1170, 1185, 1200, 1215]
        .filter((from) => !(day === free.day && from === free.from))
        .flatMap((from) => points.map(({ id: pointId }) => ({ day, from, pointId }))),
    );
    const calls: Booking[] = taken.map((at, i) =>
      aBooking({ ...at, _id: `b${i}`, studentIds: [`x${i}`], adultId: `a${i}` }),
    );
    for (let i = 0; i < calls.length; i += 500) await backend.deps.store.insert('bookings', calls.slice(i, i + 500));
    expect(calls.length).toBeGreaterThan(2000);
    const { days } = await slots('o-m-father', 's-yu');
    expect(days.flatMap(({ offers }) => offers.map(({ day, from }) => ({ day, from })))).toEqual([free]);
  });

  it('costs seven database operations, who asks included: two of them are what the desk keeps today and where the family waits', async () => {
    await slots('o-m-other', 's-other');
    expect(await opsOf(backend, () => slots('o-m-father', 's-yu'))).toBe(7);
  });

  it("answers for a child that is not the caller's as for one that does not exist", async () => {
    for (const studentId of ['s-hai', 's-nobody'])
      expect(await backend.reply('o-m-father', 'booking.slots', { studentId })).toMatchObject({
        code: 'common.not-found',
      });
    await withAccounts(backend.deps.store, [aMember({ _id: 'm-barred' }, [aStudent()], { mayContact: false })]);
    expect(await backend.reply('o-m-barred', 'booking.slots', { studentId: 's-yu' })).toMatchObject({
      code: 'common.not-found',
    });
  });

  it('is for families alone, and for real days', async () => {
    const input = { studentId: 's-yu' };
    expect(await backend.reply('o-t-head', 'booking.slots', input)).toMatchObject({ code: 'auth.forbidden' });
    expect(await backend.reply('o-m-father', 'booking.slots', { ...input, from: 'tomorrow' })).toMatchObject({
      code: 'input.invalid',
    });
  });
});
