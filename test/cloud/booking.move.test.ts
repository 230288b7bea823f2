import { describe, expect, it } from 'vitest';
import { book as bookFor, slotToClaim } from '../../cloudfunctions/_server/booking/claim';
import type { SlotOffer } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { inspect, key, losingOne, opsOf } from '../support/booking';
import { aMember, aSchool, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { littleSchool, sharedBackend } from '../support/shared-backend';

const PHONE = `${SCHOOL}.p1`;
const TABLET = `${SCHOOL}.p2`;
/** Wednesday 18:30 and 18:45 at the tablet; the clock stands at Tuesday noon. */
const EVENING = `${TABLET}:2026-11-25:1110`;
const LATER = `${TABLET}:2026-11-25:1125`;
const NEXT_WEEK = `${TABLET}:2026-12-01:1110`;

const b = await sharedBackend(littleSchool);

const book = async (openid: string, slotId: string, studentIds: string[]) =>
  (await b.call(openid, 'booking.claim', { requestKey: key(), slotId, studentIds })).bookingId;
const move = (openid: string, bookingId: string, slotId: string) =>
  b.reply(openid, 'booking.move', { bookingId, slotId });
const reminders = (bookingId: string) =>
  b.deps.store.list('outbox', { where: { schoolId: SCHOOL, refId: bookingId, status: 'queued' }, limit: 10 });

describe('booking.move', () => {
  it('takes the call to another time and point in one step, and frees the former at once', async () => {
    const bookingId = await book('o-m-father', EVENING, ['s-yu']);
    const moved = await move('o-m-father', bookingId, `${PHONE}:2026-11-26:960`);
    expect(moved).toMatchObject({
      data: {
        bookingId,
        status: 'booked',
        day: '2026-11-26',
        from: 960,
        to: 975,
        pointName: '1 号电话',
        channel: 'phone',
      },
    });
    expect(await inspect(b, 1)).toEqual({ broken: [], stale: 0 });
    expect((await reminders(bookingId)).map(({ data }) => data.time1)).toEqual([
      '2026年11月26日 16:00',
      '2026年11月26日 16:00',
    ]);
    await book('o-m-other', EVENING, ['s-other']);
  });

  it('keeps the call of the week within the week, and takes that of another week', async () => {
    const bookingId = await book('o-m-father', EVENING, ['s-yu']);
    expect(await move('o-m-father', bookingId, LATER)).toMatchObject({ ok: true });
    expect(await move('o-m-father', bookingId, NEXT_WEEK)).toMatchObject({ ok: true });
    await book('o-m-mother', EVENING, ['s-yu']);
    expect(await move('o-m-father', bookingId, LATER)).toMatchObject({
      code: 'booking.quota-used',
      details: { weekOf: '2026-11-23', quota: 1 },
    });
    expect(await inspect(b, 1)).toEqual({ broken: [], stale: 0 });
  });

  it('keeps its own ticket within the week, also where the school allows fewer by now', async () => {
    await b.deps.store.put('schools', aSchool({ weeklyQuota: 2 }));
    await book('o-m-father', EVENING, ['s-yu']);
    const second = await book('o-m-mother', LATER, ['s-yu']);
    await b.deps.store.put('schools', aSchool({ weeklyQuota: 1 }));
    expect(await move('o-m-mother', second, `${TABLET}:2026-11-26:1110`)).toMatchObject({ ok: true });
    expect(await inspect(b, 2)).toEqual({ broken: [], stale: 0 });
  });

  it('may overlap itself where the lengths of slots were changed', async () => {
    const bookingId = await book('o-m-father', EVENING, ['s-yu']);
    await b.deps.store.put('schools', aSchool({ slotMinutes: 20 }));
    expect(await move('o-m-father', bookingId, `${TABLET}:2026-11-25:1130`)).toMatchObject({
      data: { from: 1130, to: 1150 },
    });
    await b.deps.store.put('schools', aSchool({ slotMinutes: 30 }));
    expect(await move('o-m-father', bookingId, `${TABLET}:2026-11-25:1140`)).toMatchObject({
      data: { from: 1140, to: 1170 },
    });
    expect(await inspect(b, 1)).toEqual({ broken: [], stale: 0 });
  });

  it('leaves the call where it is when the time is taken, and offers what is near, in the same week too', async () => {
    const bookingId = await book('o-m-father', EVENING, ['s-yu']);
    await book('o-m-other', LATER, ['s-other']);
    const refused = await move('o-m-father', bookingId, LATER);
    expect(refused).toMatchObject({ code: 'booking.slot-taken' });
    const alternatives = refused.ok ? [] : (refused.details.alternatives as SlotOffer[]);
    expect(alternatives).toHaveLength(3);
    for (const { slotId } of alternatives) expect(slotId.includes(':2026-11-25:')).toBe(true);
    expect(await b.call('o-m-father', 'booking.read', { bookingId })).toMatchObject({ status: 'booked', from: 1110 });
    expect(await inspect(b, 1)).toEqual({ broken: [], stale: 0 });
  });

  it('answers the same when asked again, at any later time, and after a lost reply', async () => {
    const bookingId = await book('o-m-father', EVENING, ['s-yu']);
    const lost = losingOne(b, 'database.commitTransaction');
    expect(await move('o-m-father', bookingId, LATER)).toMatchObject({ ok: false });
    expect(lost()).toBe(1);
    expect(await move('o-m-father', bookingId, LATER)).toMatchObject({ data: { from: 1125, status: 'booked' } });
    b.clock.at = instantOf('2026-11-25', 1124);
    expect(await move('o-m-father', bookingId, LATER)).toMatchObject({ data: { from: 1125 } });
    expect((await inspect(b, 1)).broken).toEqual([]);
  });

  it('is refused once the child is there, the time came or the school closed the books', async () => {
    await b.deps.store.put('schools', aSchool({ cutoffMinutes: 120 }));
    const bookingId = await book('o-m-father', EVENING, ['s-yu']);
    b.clock.at = instantOf('2026-11-25', 1110 - 120);
    expect(await move('o-m-father', bookingId, NEXT_WEEK)).toMatchObject({ code: 'booking.too-late' });
    b.clock.at -= 1;
    expect(await move('o-m-father', bookingId, NEXT_WEEK)).toMatchObject({ ok: true });
    await b.deps.store.updateWhere('bookings', { _id: bookingId }, { set: { status: 'checked_in' } });
    expect(await move('o-m-father', bookingId, `${TABLET}:2026-12-02:1110`)).toMatchObject({
      code: 'booking.too-late',
    });
    await b.deps.store.updateWhere('bookings', { _id: bookingId }, { set: { status: 'cancelled_family' } });
    expect(await move('o-m-father', bookingId, NEXT_WEEK)).toMatchObject({ code: 'booking.too-late' });
  });

  it('is refused for times that the school does not offer, and for weeks that open later', async () => {
    await b.deps.store.put('schools', aSchool({ planning: { weekday: 3, minute: 720 } }));
    const bookingId = await book('o-m-father', EVENING, ['s-yu']);
    expect(await move('o-m-father', bookingId, `${TABLET}:2026-11-28:1110`)).toMatchObject({
      code: 'booking.slot-gone',
    });
    const early = { code: 'booking.not-open', details: { opensAt: instantOf('2026-11-25', 720) } };
    expect(await move('o-m-father', bookingId, NEXT_WEEK)).toMatchObject(early);
    expect(
      await b.reply('o-m-other', 'booking.claim', { requestKey: key(), slotId: NEXT_WEEK, studentIds: ['s-other'] }),
    ).toMatchObject(early);
    await b.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { laidOut: '2026-11-30' } });
    expect(await move('o-m-father', bookingId, NEXT_WEEK)).toMatchObject({ ok: true });
  });

  it('takes all children of the call along', async () => {
    const sister = aStudent({ _id: 's-sister', name: '林小雪' });
    await b.deps.store.insert('students', sister);
    await withAccounts(b.deps.store, [aMember({ _id: 'm-father', name: '林大山' }, [aStudent(), sister])]);
    const bookingId = await book('o-m-father', EVENING, ['s-yu', 's-sister']);
    expect(await move('o-m-father', bookingId, LATER)).toMatchObject({
      data: { children: [{ id: 's-yu' }, { id: 's-sister' }] },
    });
    expect(await inspect(b, 1)).toEqual({ broken: [], stale: 0 });
  });

  it('costs fourteen database operations, who asks included', async () => {
    const bookingId = await book('o-m-father', EVENING, ['s-yu']);
    expect(await opsOf(b, () => move('o-m-father', bookingId, LATER))).toBe(14);
  });

  it('is for the adult who booked it', async () => {
    const bookingId = await book('o-m-father', EVENING, ['s-yu']);
    expect(await move('o-m-mother', bookingId, LATER)).toMatchObject({ code: 'common.not-found' });
    expect(await move('o-m-other', bookingId, LATER)).toMatchObject({ code: 'common.not-found' });
    expect(await move('o-m-father', 'b-nothing', LATER)).toMatchObject({ code: 'common.not-found' });
    expect(await move('o-m-granny', bookingId, LATER)).toMatchObject({ code: 'auth.forbidden' });
    expect(await move('o-t-duty', bookingId, LATER)).toMatchObject({ code: 'auth.forbidden' });
  });

  it('is looked for among the times that the call itself does not block', async () => {
    const bookingId = await book('o-m-father', EVENING, ['s-yu']);
    const times = async (moving?: string) => {
      const input = { studentId: 's-yu', ...(moving ? { bookingId: moving } : {}) };
      const { days, quota } = await b.call('o-m-father', 'booking.slots', input);
      return { thisWeek: days.filter(({ day }) => day < '2026-11-30').flatMap(({ offers }) => offers), quota };
    };
    expect(await times()).toMatchObject({ thisWeek: [], quota: { usedWeeks: ['2026-11-23'] } });
    const { thisWeek, quota } = await times(bookingId);
    expect(quota.usedWeeks).toEqual([]);
    expect(thisWeek.some(({ slotId }) => slotId === EVENING)).toBe(true);
    expect(await b.reply('o-m-mother', 'booking.slots', { studentId: 's-yu', bookingId })).toMatchObject({
      code: 'common.not-found',
    });
  });
});

describe('an adult', () => {
  it('who binds a WeChat after the desk booked is busy all the same', async () => {
    const sister = aStudent({ _id: 's-sister', name: '林小雪' });
    await b.deps.store.insert('students', sister);
    const before = aMember({ _id: 'm-father', openid: null }, [aStudent(), sister]);
    await b.deps.store.put('familyMembers', before);
    const [school, children] = [aSchool(), [aStudent()]];
    const wanted = slotToClaim({ ...b.deps, today: '2026-11-24' }, school, children, EVENING);
    if (!wanted) throw new Error('the slot is not there');
    const bookingId = 'b-desk';
    await bookFor(b.deps, { bookingId, school, children, adult: before, ...wanted, origin: 'desk', status: 'booked' });
    await withAccounts(b.deps.store, [{ ...before, openid: 'o-m-father' }]);
    expect(
      await b.reply('o-m-father', 'booking.claim', {
        requestKey: key(),
        slotId: `${PHONE}:2026-11-25:1110`,
        studentIds: ['s-sister'],
      }),
    ).toMatchObject({ code: 'booking.adult-busy' });
  });
});
